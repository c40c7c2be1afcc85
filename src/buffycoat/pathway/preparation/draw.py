"""The draw: from whom, when, how much blood, into what, and what was in it before the spin."""

from datetime import date
from typing import ClassVar, Literal

from buffycoat.pathway.record import Instant, Record, item, loinc

IDENTITY, BLOOD, BASELINE, KIT = "Identity", "Blood", "Counts before the spin", "Kit"


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
    checked_by: str | None = item("Checked by", group=IDENTITY, sources=("rule-9.7",))
    checked_second: str | None = item(
        "And, independently, by", help="Another person.", group=IDENTITY, sources=("rule-9.7",)
    )
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
    blood_volume_error: float | None = item(
        "How exactly that volume was read, ±",
        help="Only if somebody knows it; otherwise leave it empty.",
        unit="mL",
        low=0,
        high=20,
        group=BLOOD,
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
    baseline_clumps: bool | None = item(
        "Clumps seen, or flagged by the analyser?",
        help="A count with clumps is too low, and is not used.",
        matters="info",
        group=BASELINE,
        sources=("general-knowledge",),
        status="K",
    )
    baseline_analyser: str | None = item("Analyser", group=BASELINE)
    baseline_cv: float | None = item(
        "Counting error of that analyser (CV)",
        help="Left empty, it is copied from the list of equipment when the analyser is on it.",
        unit="%",
        low=0,
        high=50,
        plausible=(0.5, 15),
        group=BASELINE,
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
