"""The room: the time-out, the injection site by site, and the way home."""

from typing import Any, ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from buffycoat.pathway.candidacy.records import Site
from buffycoat.pathway.record import Instant, Record, item

STOPS, LEVELS_COUNTED, ANTIBIOTIC, STERILE = "Hard stops", "The level, counted", "Antibiotic", "Asepsis"


def _stop(ask: str, group: str = STOPS, source: str = "rule-9.7", status: str = "P") -> Any:
    return item(ask, matters="critical", group=group, sources=(source,), status=status)


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
    pregnancy_excluded: bool | None = _stop("Not pregnant, or cannot be?", source="YesPRP", status="V")
    infection_free: bool | None = _stop(
        "No fever, no infection, skin clear at the site?", source="Medscape-CI", status="V"
    )
    guidance_ready: bool | None = _stop("Image guidance ready?")

    level_confirmed: bool | None = _stop("Level agreed by both who counted?", LEVELS_COUNTED)
    level_counted_by: str | None = item(
        "Counted by", matters="critical", group=LEVELS_COUNTED, sources=("rule-9.7",)
    )
    level_counted_second: str | None = item(
        "And, independently, by", matters="critical", group=LEVELS_COUNTED, sources=("rule-9.7",)
    )
    transitional_anatomy: str | None = item(
        "Transitional anatomy, and how the levels were numbered", group=LEVELS_COUNTED
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


class InjectedSite(Site):
    """One place that was injected, with what went in."""

    volume: float = item(
        "PRP injected",
        unit="mL",
        low=0.01,
        high=60,
        plausible=(0.2, 20),
        required=True,
        sources=("rule-4.3",),
    )
    needle_gauge: float | None = item("Needle", unit="G", low=14, high=32, plausible=(18, 27))
    contrast: str | None = item("Contrast", help="Agent and volume, or “none”.")
    local_anaesthetic: str | None = item("Local anaesthetic", help="Drug and volume, or “none”.")


class Injection(Record):
    """The injection as it was given."""

    stage: ClassVar[str] = "injection"
    title: ClassVar[str] = "Injection"
    after: ClassVar[tuple[str, ...]] = ("injection.time_out",)

    given_at: Instant = item("First needle at", required=True)
    operator: str = item("Operator", required=True)
    assistant: str | None = item("Assistant")
    guidance: Literal["fluoroscopy", "CT", "ultrasound"] = item(
        "Guidance",
        options={"fluoroscopy": "Fluoroscopy", "CT": "CT", "ultrasound": "Ultrasound"},
        required=True,
        sources=("rule-3.1",),
    )
    sites: tuple[InjectedSite, ...] = item("Where, and how much", required=True)
    discarded_volume: float | None = item(
        "PRP discarded",
        help="What was neither injected nor sampled, so that no platelet is unaccounted for.",
        unit="mL",
        low=0,
        high=300,
        plausible=(0, 10),
        sources=("rule-9.6",),
    )
    images_saved: bool | None = item("Needle images saved?", matters="warning", sources=("rule-9.6",))
    kit_lot: str | None = item("Kit lot", matters="warning", sources=("rule-9.6",))
    immediate_event: bool | None = item(
        "Any event during or at once after?", matters="warning", sources=("rule-9.6",)
    )
    immediate_event_text: str | None = item("What happened, and what was done?", long=True)

    @model_validator(mode="after")
    def _somewhere(self) -> "Injection":
        if not self.sites:
            raise PydanticCustomError("sites", "an injection has at least one site")
        return self


class Discharge(Record):
    """How the patient left."""

    stage: ClassVar[str] = "injection"
    title: ClassVar[str] = "Discharge"
    after: ClassVar[tuple[str, ...]] = ("injection.injection",)

    observed_minutes: float | None = item(
        "Observed for",
        unit="min",
        low=0,
        high=1440,
        plausible=(10, 240),
        matters="warning",
        sources=("rule-5.2",),
    )
    neuro_normal: bool | None = item(
        "Strength, feeling and gait as before?", matters="warning", sources=("rule-5.2",)
    )
    pain: int | None = item("Pain now, 0 to 10", low=0, high=10)
    escort: bool | None = item("Leaves with an escort?", matters="warning", sources=("rule-9.3",))
    sheet_given: bool | None = item(
        "Aftercare sheet, warning-sign card and 24-hour number given?",
        matters="warning",
        sources=("rule-9.3",),
    )
    discharged_at: Instant | None = item("Left at", matters="warning")
