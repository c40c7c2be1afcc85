"""From the vein to the syringe: each spin, and the product with its counts; the draw is beside."""

from datetime import date
from typing import ClassVar, Literal

from buffycoat.pathway.preparation.draw import Draw
from buffycoat.pathway.record import Instant, Record, item

__all__ = ["Draw", "Product", "Spin"]
KEPT = "If what was kept was counted between spins"
COUNTS, SYRINGE, CLASSES = "Counts of the product", "The syringe", "For the published classes"


class Spin(Record):
    """One run of the centrifuge, so that it could be repeated."""

    stage: ClassVar[str] = "preparation"
    title: ClassVar[str] = "Spin"
    after: ClassVar[tuple[str, ...]] = ("preparation.draw",)
    many: ClassVar[bool] = True

    number: int = item("Which spin?", low=1, high=4, required=True)
    centrifuge: str | None = item("Centrifuge", matters="info", sources=("rule-9.6",))
    calibrated_on: date | None = item("Last calibrated on")
    calibration_due_on: date | None = item(
        "Calibration due on",
        help="Left empty, it is copied from the list of equipment when the centrifuge is on it.",
        sources=("rule-9.7",),
    )
    kit_setting: str | None = item(
        "Setting of the kit or machine", help="Such as 7 % haematocrit, or programme 2."
    )
    g_force: float | None = item("Force", unit="g-force", low=1, high=20000, plausible=(30, 4000))
    rpm: float | None = item("Turns a minute", low=1, high=30000)
    radius: float | None = item(
        "Radius from the axis to the bottom of the tube",
        help="The largest radius. Left empty, it is copied from the list of equipment with turns a minute.",
        unit="mm",
        low=10,
        high=500,
        plausible=(60, 250),
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
    kept_volume: float | None = item(
        "Volume kept of this spin", unit="mL", low=0, high=600, plausible=(0.5, 120), group=KEPT
    )
    kept_platelets: float | None = item(
        "Platelets in what was kept", unit="10^9/L", low=0, high=20000, plausible=(20, 5000), group=KEPT
    )


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
    volume_error: float | None = item(
        "How exactly that volume was read, ±",
        help="Only if somebody knows it; otherwise leave it empty.",
        unit="mL",
        low=0,
        high=20,
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
    clumps: bool | None = item(
        "Clumps seen, or flagged by the analyser?",
        help="A count with clumps is too low: no dose is worked out from it.",
        matters="info",
        group=COUNTS,
        sources=("general-knowledge",),
        status="K",
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
    white_cells_percent: float | None = item(
        "Share of white cells",
        help="Only where the analyser gives it: the PLRA code asks for it and the counts do not replace it.",
        unit="%",
        low=0,
        high=100,
        plausible=(0, 20),
        group=COUNTS,
        sources=("rule-4.4",),
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
    analyser_cv: float | None = item(
        "Counting error of the analyser (CV)",
        help="This and its range: left empty, copied from the list of equipment when it is on it.",
        unit="%",
        low=0,
        high=50,
        plausible=(0.5, 15),
        group=COUNTS,
    )
    analyser_low: float | None = item(
        "Its range for platelets: straight from", unit="10^9/L", low=0, high=20000, group=COUNTS
    )
    analyser_high: float | None = item("And up to", unit="10^9/L", low=0, high=20000, group=COUNTS)
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
    checked_by: str | None = item("Checked by", group=SYRINGE, sources=("rule-9.7",))
    checked_second: str | None = item(
        "And, independently, by", help="Another person.", group=SYRINGE, sources=("rule-9.7",)
    )
    method: Literal["hand", "machine"] | None = item(
        "Made by hand or by machine?",
        options={"hand": "By hand", "machine": "By machine"},
        group=CLASSES,
        sources=("rule-4.4",),
    )
    red_cell_rich: bool | None = item(
        "Rich in red cells, as judged?",
        help="No publication gives a figure, so somebody says it.",
        group=CLASSES,
        sources=("rule-4.4",),
    )
    light_activated: bool | None = item("Activated by light?", group=CLASSES, sources=("rule-4.4",))
