"""The time-out: everybody stops and says each point aloud, before any needle."""

from typing import Any, ClassVar, Literal

from buffycoat.pathway.record import Instant, Record, item

STOPS, LEVELS_COUNTED, ANTIBIOTIC, STERILE = "Hard stops", "The level, counted", "Antibiotic", "Asepsis"
CONTRAST, BEFORE = "Contrast", "Strength and feeling before the needle"
GUIDANCES = {"fluoroscopy": "Fluoroscopy", "CT": "CT", "ultrasound": "Ultrasound"}


def _stop(ask: str, group: str = STOPS, source: str = "rule-9.7", status: str = "P", help: str = "") -> Any:
    return item(ask, help=help, matters="critical", group=group, sources=(source,), status=status)


def _before(ask: str) -> Any:
    return item(ask, matters="warning", group=BEFORE, sources=("rule-5.2",))


class TimeOut(Record):
    """Everybody stops: the right patient, blood, procedure, level and side, before any needle."""

    stage: ClassVar[str] = "injection"
    title: ClassVar[str] = "Time-out"

    taken_at: Instant = item("Taken at", required=True)
    patient_identified: bool | None = _stop("Name and one more identifier, said by the patient?")
    label_matches: bool | None = _stop("The syringe label is this patient’s, read by two people?")
    label_read_by: str | None = item("Label read by", group=STOPS, sources=("rule-9.7",))
    label_read_second: str | None = item(
        "And, independently, by", help="Another person.", group=STOPS, sources=("rule-9.7",)
    )
    label_scanned: str | None = item(
        "Scan the syringe label, or type the code under it",
        help="The label itself says whose blood it is. Another patient’s is a hard stop.",
        group=STOPS,
        sources=("rule-9.7",),
    )
    consent_confirmed: bool | None = _stop("Signed consent for this procedure seen?")
    procedure_confirmed: bool | None = _stop("Procedure named aloud and agreed?")
    side_confirmed: bool | None = _stop("Side agreed?")
    site_marked: bool | None = _stop("Side and level marked on the skin?")
    allergies_checked: bool | None = _stop("Allergies read aloud?")
    contrast_allergy_asked: bool | None = _stop(
        "Asked about an earlier reaction to contrast?", source="ACR-contrast", status="K"
    )
    holds_checked: bool | None = _stop("Blood thinners: holds as agreed, last doses checked?")
    kit_in_date: bool | None = _stop("Kit identified, lot in date?")
    operator_competent: bool | None = _stop("Operator named, and signed off for this procedure?")
    operator: str | None = item("Operator", group=STOPS, sources=("rule-9.8",))
    pregnancy_excluded: bool | None = _stop("Not pregnant, or cannot be?", source="YesPRP", status="V")
    infection_free: bool | None = _stop(
        "No fever, no infection, skin clear at the site?", source="Medscape-CI", status="V"
    )
    guidance_ready: bool | None = _stop("Image guidance ready?")
    guidance: Literal["fluoroscopy", "CT", "ultrasound"] | None = item(
        "Which guidance?",
        options=GUIDANCES,
        help="A disc and an epidural need fluoroscopy or CT.",
        group=STOPS,
        sources=("rule-3.1",),
    )

    level_confirmed: bool | None = _stop("Level agreed by both who counted?", LEVELS_COUNTED)
    numbered_from_above: bool | None = _stop(
        "Counted from above?", LEVELS_COUNTED, help="From C2, or from the last rib."
    )
    numbered_from_below: bool | None = _stop(
        "And from below, to the same level?", LEVELS_COUNTED, help="From the sacrum; for the neck, from T1."
    )
    level_counted_by: str | None = item(
        "Counted by", matters="critical", group=LEVELS_COUNTED, sources=("rule-9.7",)
    )
    level_counted_second: str | None = item(
        "And, independently, by", matters="critical", group=LEVELS_COUNTED, sources=("rule-9.7",)
    )
    transitional_anatomy: str | None = item(
        "Transitional anatomy, and how the levels were numbered",
        help="Or “none seen”. Not needed where the plan says it.",
        group=LEVELS_COUNTED,
        sources=("rule-9.7",),
    )

    contrast_reaction: Literal["none", "mild", "severe"] | None = item(
        "Earlier reaction to contrast",
        options={"none": "None", "mild": "Mild", "severe": "Severe"},
        help="Shellfish or iodine on the skin is no contrast allergy.",
        group=CONTRAST,
        sources=("ACR-contrast",),
        status="K",
    )
    contrast_planned: Literal["iodinated", "gadolinium", "none"] | None = item(
        "Contrast planned",
        options={"iodinated": "Iodinated, low-osmolar", "gadolinium": "Gadolinium-based", "none": "None"},
        group=CONTRAST,
        sources=("ACR-contrast",),
        status="K",
    )
    contrast_agent: str | None = item("Agent", help="Such as iohexol 300.", group=CONTRAST)
    contrast_lot: str | None = item("Contrast lot", group=CONTRAST, sources=("rule-9.6",))
    premedicated: bool | None = item(
        "Given steroid beforehand, because of an earlier reaction?",
        group=CONTRAST,
        sources=("ACR-contrast",),
        status="K",
    )

    antibiotic_given: bool | None = item(
        "Antibiotic given?", matters="warning", group=ANTIBIOTIC, sources=("SIS-FactFinder",), status="V"
    )
    antibiotic_reason: str | None = item("If none was given: why?", group=ANTIBIOTIC)
    antibiotic_drug: str | None = item("Drug", group=ANTIBIOTIC)
    antibiotic_dose: str | None = item("Dose", group=ANTIBIOTIC)
    antibiotic_route: Literal["vein", "mouth", "disc", "other"] | None = item(
        "Route",
        options={"vein": "Into a vein", "mouth": "By mouth", "disc": "Into the disc", "other": "Another"},
        group=ANTIBIOTIC,
    )
    antibiotic_lot: str | None = item("Antibiotic lot", group=ANTIBIOTIC)
    antibiotic_at: Instant | None = item("Given at", group=ANTIBIOTIC)

    skin_prep: str | None = item(
        "Skin prepared with", matters="warning", group=STERILE, sources=("general-knowledge",), status="K"
    )
    skin_dry: bool | None = _stop("Skin preparation dry before the drape?", STERILE, "general-knowledge", "K")
    mask_worn: bool | None = _stop("Mask on, by everybody at the field?", STERILE, "CDC-injection", "V")
    sterile_field: bool | None = _stop("Sterile gloves, cap and full drape?", STERILE)

    strength_before: bool | None = _before("Strength full?")
    feeling_before: bool | None = _before("Feeling full?")
    gait_before: bool | None = _before("Gait steady?")
