"""From the vein to the syringe: the draw, each spin, and the product with its counts."""

from datetime import date
from typing import ClassVar, Literal

from buffycoat.pathway.record import Instant, Record, item, loinc

IDENTITY, BLOOD, BASELINE, KIT = "Identity", "Blood", "Counts before the spin", "Kit"
COUNTS, SYRINGE = "Counts of the product", "The syringe"


class Draw(Record):
    """Blood drawn: from whom, when, how much, into what."""

    stage: ClassVar[str] = "preparation"
    title: ClassVar[str] = "Blood draw"

    identifiers_checked: bool | None = item(
        "Two identifiers checked against the patient and the tube label?",
        matters="critical",
        group=IDENTITY,
        sources=("rule-9.7",),
    )
    checked_by: str | None = item("Checked by", help="Both people.", group=IDENTITY)
    drawn_at: Instant = item("Drawn at", required=True, group=BLOOD)
    blood_volume: float = item(
        "Blood drawn, without the anticoagulant",
        unit="mL",
        low=0.5,
        high=600,
        plausible=(8, 180),
        required=True,
        group=BLOOD,
        sources=("prep-3",),
    )
    anticoagulant: Literal["ACD-A", "citrate", "CPD", "other", "none"] | None = item(
        "Anticoagulant",
        options={
            "ACD-A": "ACD-A",
            "citrate": "Sodium citrate",
            "CPD": "CPD",
            "other": "Another",
            "none": "None",
        },
        matters="warning",
        group=BLOOD,
        sources=("rule-9.6",),
    )
    anticoagulant_volume: float | None = item(
        "Anticoagulant in the syringe or tube",
        unit="mL",
        low=0,
        high=200,
        plausible=(0, 25),
        matters="warning",
        group=BLOOD,
        sources=("rule-4.1",),
    )
    anticoagulant_lot: str | None = item("Anticoagulant lot", group=BLOOD)
    baseline_platelets: float | None = item(
        "Platelets before the spin",
        unit="10^9/L",
        low=0,
        high=5000,
        plausible=(20, 1500),
        matters="warning",
        coding=(loinc("777-3"),),
        group=BASELINE,
        sources=("rule-4.1",),
    )
    baseline_measured_in: Literal["venous", "tube"] | None = item(
        "Counted in",
        options={"venous": "Venous blood (a laboratory tube)", "tube": "The anticoagulated syringe or tube"},
        help="The same blood reads 10 to 15 % lower once the anticoagulant is in.",
        matters="warning",
        group=BASELINE,
        sources=("prep-1.2",),
    )
    baseline_haematocrit: float | None = item(
        "Haematocrit before the spin",
        unit="%",
        low=5,
        high=80,
        plausible=(15, 65),
        coding=(loinc("4544-3"),),
        group=BASELINE,
    )
    baseline_white_cells: float | None = item(
        "White cells before the spin",
        unit="10^9/L",
        low=0,
        high=500,
        plausible=(1, 50),
        coding=(loinc("6690-2"),),
        group=BASELINE,
    )
    baseline_neutrophils: float | None = item(
        "Neutrophils before the spin",
        unit="10^9/L",
        low=0,
        high=500,
        plausible=(0.5, 40),
        coding=(loinc("751-8"),),
        group=BASELINE,
        sources=("rule-4.4",),
    )
    kept_at: float | None = item(
        "Temperature at which blood and product were kept",
        unit="°C",
        low=0,
        high=45,
        plausible=(15, 30),
        group=BLOOD,
        sources=("MIBO",),
        status="K~",
    )
    kit: str | None = item("Kit, or “open tubes”", matters="warning", group=KIT, sources=("rule-9.6",))
    kit_lot: str | None = item("Kit lot", matters="warning", group=KIT, sources=("rule-9.6",))
    kit_expires_on: date | None = item("Kit expires on", group=KIT)
    drawn_by: str | None = item("Drawn by", group=BLOOD)


class Spin(Record):
    """One run of the centrifuge, so that it could be repeated."""

    stage: ClassVar[str] = "preparation"
    title: ClassVar[str] = "Spin"
    after: ClassVar[tuple[str, ...]] = ("preparation.draw",)
    many: ClassVar[bool] = True

    number: int = item("Which spin?", low=1, high=4, required=True)
    centrifuge: str | None = item("Centrifuge", matters="info", sources=("rule-9.6",))
    calibrated_on: date | None = item("Last calibrated on")
    kit_setting: str | None = item(
        "Setting of the kit or machine", help="Such as 7 % haematocrit, or programme 2."
    )
    g_force: float | None = item("Force", unit="g-force", low=1, high=20000, plausible=(30, 4000))
    rpm: float | None = item("Turns a minute", low=1, high=30000)
    radius: float | None = item(
        "Radius from the axis to the bottom of the tube", unit="mm", low=10, high=500, plausible=(60, 250)
    )
    minutes: float | None = item(
        "For how long?",
        unit="min",
        low=0.1,
        high=180,
        plausible=(1, 30),
        matters="warning",
        sources=("rule-9.6",),
    )
    started_at: Instant | None = item("Started at")


class Product(Record):
    """What came out: volume, counts, label."""

    stage: ClassVar[str] = "preparation"
    title: ClassVar[str] = "Product"
    after: ClassVar[tuple[str, ...]] = ("preparation.draw", "preparation.spin")

    volume: float = item(
        "Volume of the product, before the sample is taken",
        unit="mL",
        low=0.05,
        high=300,
        plausible=(0.5, 30),
        required=True,
        group=SYRINGE,
    )
    buffy_coat: bool | None = item(
        "Was the buffy coat taken along?",
        help="With it the product holds white cells, and one spin can concentrate more than plasma alone.",
        matters="info",
        group=SYRINGE,
        sources=("prep-1.2",),
    )
    platelets: float | None = item(
        "Platelets in the product",
        help="As it is in the syringe: already multiplied by the dilution.",
        unit="10^9/L",
        low=0,
        high=20000,
        plausible=(100, 5000),
        matters="warning",
        group=COUNTS,
        sources=("rule-4.1",),
    )
    white_cells: float | None = item(
        "White cells in the product",
        unit="10^9/L",
        low=0,
        high=500,
        plausible=(0, 100),
        matters="info",
        group=COUNTS,
    )
    neutrophils: float | None = item(
        "Neutrophils in the product",
        unit="10^9/L",
        low=0,
        high=500,
        plausible=(0, 80),
        group=COUNTS,
        sources=("rule-4.4",),
    )
    haematocrit: float | None = item(
        "Haematocrit of the product",
        unit="%",
        low=0,
        high=95,
        plausible=(0, 40),
        group=COUNTS,
    )
    red_cells: float | None = item(
        "Red cells in the product",
        unit="10^12/L",
        low=0,
        high=12,
        plausible=(0, 5),
        group=COUNTS,
    )
    analyser: str | None = item("Analyser", group=COUNTS)
    analyser_dilution: float | None = item(
        "Diluted how many times before counting?",
        help="1 when it was counted undiluted.",
        low=1,
        high=200,
        group=COUNTS,
    )
    sample_volume: float | None = item(
        "Sample taken for counting",
        unit="mL",
        low=0,
        high=10,
        plausible=(0, 2),
        group=COUNTS,
    )
    counted_at: Instant | None = item("Counted at", group=COUNTS)
    format: Literal["liquid", "gel", "membrane"] | None = item(
        "Form of the product",
        options={"liquid": "Liquid", "gel": "Gel or clot", "membrane": "Membrane"},
        help="A liquid has little fibrin; a clot or membrane has much.",
        group=SYRINGE,
        sources=("rule-4.4",),
    )
    activation: Literal["none", "calcium", "thrombin", "both", "other"] | None = item(
        "Activated before injection?",
        options={
            "none": "No",
            "calcium": "Calcium",
            "thrombin": "Thrombin",
            "both": "Calcium and thrombin",
            "other": "Another way",
        },
        matters="warning",
        group=SYRINGE,
        sources=("rule-4.4",),
    )
    label_printed: bool | None = item(
        "Syringe labelled at once: name, birth date, number, AUTOLOGOUS, draw time, expiry, initials?",
        matters="critical",
        group=SYRINGE,
        sources=("rule-9.7",),
    )
    identifiers_checked: bool | None = item(
        "Two identifiers checked again after the spin?",
        matters="critical",
        group=SYRINGE,
        sources=("rule-9.7",),
    )
    checked_by: str | None = item("Checked by", help="Both people.", group=SYRINGE)
