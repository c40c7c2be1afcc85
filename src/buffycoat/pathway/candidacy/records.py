"""What is known before PRP is considered: the plan, history, medicines, allergies, laboratory."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from buffycoat.pathway.candidacy.anatomy import (
    LEVEL_NAMES,
    SIDE_NAMES,
    TARGET_NAMES,
    Level,
    Side,
    Target,
    impossible,
)
from buffycoat.pathway.candidacy.laboratory import (
    FROM,
    Creatinine,
    Crp,
    Haematocrit,
    Haemoglobin,
    Hba1c,
    Inr,
    Labs,
    Platelets,
    PregnancyTest,
    Result,
    WhiteCells,
)
from buffycoat.pathway.record import Part, PartialDate, Record, item, loinc

__all__ = [
    "Allergies",
    "Allergy",
    "Block",
    "Condition",
    "Creatinine",
    "Crp",
    "Doubt",
    "Drug",
    "Fusion",
    "Haematocrit",
    "Haemoglobin",
    "Hba1c",
    "History",
    "Inr",
    "Labs",
    "Medicines",
    "Plan",
    "Platelets",
    "PregnancyTest",
    "Result",
    "Site",
    "WhiteCells",
]


class Site(Part):
    """One place for one needle: target, level, side."""

    target: Target = item("Target", required=True, options=TARGET_NAMES)
    level: Level = item("Level", required=True, options=LEVEL_NAMES)
    side: Side = item("Side", required=True, options=SIDE_NAMES)

    @model_validator(mode="after")
    def _belongs_together(self) -> "Site":
        why = impossible(self.target, self.level, self.side)
        if why:
            raise PydanticCustomError("site", "{why}", {"why": why})
        return self


class Block(Part):
    """A diagnostic block and what it did."""

    block: Literal["MBB", "SNRB", "SIJ", "HIP", "DISCOGRAM"] = item(
        "Which block?",
        required=True,
        options={
            "MBB": "Medial branch block",
            "SNRB": "Selective nerve-root block",
            "SIJ": "Sacroiliac joint block",
            "HIP": "Hip joint block",
            "DISCOGRAM": "Provocation discography",
        },
    )
    level: Level | None = item("Level", options=LEVEL_NAMES)
    side: Side | None = item("Side", options=SIDE_NAMES)
    done_on: date | None = item("Done on")
    relief: float | None = item("Pain relief", unit="%", low=0, high=100)


class Plan(Record):
    """The problem, what was tried, and where PRP is thought of."""

    stage: ClassVar[str] = "candidacy"
    title: ClassVar[str] = "Plan"

    sites: tuple[Site, ...] | None = item("Where is PRP planned?", matters="critical", sources=("practice",))
    planned_on: date | None = item("Which day is planned?")
    months_of_pain: float | None = item(
        "For how many months has it hurt?",
        low=0,
        high=1200,
        matters="warning",
        sources=("HindawiTab1",),
        status="V",
    )
    exercise_tried: bool | None = item("Exercise or physiotherapy for at least 6 weeks?", matters="warning")
    medicines_tried: bool | None = item("Pain medicines tried?")
    blocks: tuple[Block, ...] | None = item("Diagnostic blocks")
    mri_on: date | None = item("Newest MRI on")
    mri_finding: str | None = item("What did the MRI show?", long=True)
    goal: str | None = item("What would be a good result, in the patient’s words?", long=True)
    expects_cure: bool | None = item("Does the patient expect a cure or a rebuilt disc?", matters="warning")
    structural: bool | None = item(
        "Do story, examination and images point to a structure of the spine?", matters="warning"
    )
    severe_change: bool | None = item(
        "Severe canal stenosis, a slip above grade I, or an extruded or sequestered disc at the level?",
        matters="warning",
    )
    disc_height: float | None = item(
        "Height left of the target disc", unit="%", low=0, high=150, sources=("HindawiTab1",), status="V"
    )
    transitional: Literal["none", "L6", "sacralised_L5", "lumbarised_S1", "T13", "other"] | None = item(
        "Transitional anatomy?",
        options={
            "none": "None: the levels were counted on images",
            "L6": "Six lumbar vertebrae (L6)",
            "sacralised_L5": "L5 grown together with the sacrum",
            "lumbarised_S1": "S1 free like a lumbar vertebra",
            "T13": "A thirteenth pair of ribs (T13)",
            "other": "Other",
        },
        help="It decides which level is which: count from C2, or from the last rib on a whole-spine image.",
    )
    psychosocial_load: bool | None = item(
        "High psychosocial load?",
        help="PHQ-2 of 3 or more, PCS of 30 or more, or open litigation.",
        matters="warning",
    )


class Condition(Part):
    """A diagnosis, as written, with its SNOMED CT code where there is one."""

    name: str = item("Condition", required=True)
    snomed: str | None = item("SNOMED CT code")
    since: PartialDate | None = item("Since")
    until: PartialDate | None = item("Until")
    over: bool | None = item("Is it over?", help="For one that ended on a day nobody knows.")
    source: str | None = FROM


class Fusion(Part):
    """A fused level: never a target."""

    level: Level = item("Fused level", required=True, options=LEVEL_NAMES)
    operated_on: PartialDate | None = item("Operated on")
    solid: bool | None = item("Solid on CT or X-ray?")
    loose_or_infected: bool | None = item("Any loose or infected hardware?")
    surgeon_informed: bool | None = item("Does the surgeon know of the plan?")
    source: str | None = FROM


class Doubt(Part):
    """Something in an export that cannot be so, or that two places say differently."""

    about: str = item("About", required=True)
    text: str = item("What does not fit?", required=True, long=True)
    stops: bool | None = item("Does everything wait until it is settled?")
    settled: str | None = item("How was it settled?", long=True)
    source: str | None = FROM


class History(Record):
    """Conditions, operations and risks."""

    stage: ClassVar[str] = "candidacy"
    title: ClassVar[str] = "History"

    conditions: tuple[Condition, ...] | None = item("Conditions", matters="warning")
    fusions: tuple[Fusion, ...] | None = item("Fused levels", matters="critical", sources=("rule-3.6",))
    infection_now: bool | None = item(
        "Any infection now, or fever in the last 7 days?",
        matters="critical",
        sources=("Medscape-CI",),
        status="V",
    )
    antibiotics_ended_on: date | None = item("If an infection was treated: last antibiotic on")
    bleeding_disorder: bool | None = item(
        "A bleeding or platelet disorder?", matters="critical", sources=("Medscape-CI",), status="V"
    )
    cancer: Literal["never", "past", "active"] | None = item(
        "Cancer?",
        options={"never": "Never", "past": "In the past", "active": "Active or under treatment"},
        matters="warning",
        sources=("Medscape-CI",),
        status="V",
    )
    pregnant: Literal["no", "yes", "possible"] | None = item(
        "Pregnant?", options={"no": "No, or cannot be", "yes": "Yes", "possible": "Possible"}
    )
    neurologic_risk: bool | None = item(
        "Cord compression, myelopathy, paralysis or growing weakness?", matters="warning"
    )
    capacity_doubt: bool | None = item(
        "Any doubt that the patient can decide for themselves?", matters="warning"
    )
    smoker: bool | None = item("Smokes?", matters="warning")
    body_mass_index: float | None = item(
        "Body mass index",
        unit="kg/m2",
        low=8,
        high=120,
        plausible=(14, 60),
        coding=(loinc("39156-5"),),
        sources=("MIBO",),
        status="K~",
    )
    steroid_injection_on: date | None = item("Last steroid injection near the site, on")
    doubts: tuple[Doubt, ...] | None = item("Things in the record that do not fit")


class Drug(Part):
    """A medicine, what is known of its use, and what its prescriber agreed."""

    name: str = item("Medicine", required=True)
    rxnorm: str | None = item("RxNorm code")
    dose: str | None = item("Dose")
    use: Literal["taking", "as needed", "stopped"] | None = item(
        "Taken?", options={"taking": "Every day", "as needed": "As needed", "stopped": "Stopped"}
    )
    since: PartialDate | None = item("Since")
    last_taken: PartialDate | None = item("Last taken")
    stopped_by: Literal["prescriber", "self"] | None = item(
        "Who stopped it?", options={"prescriber": "The prescriber", "self": "The patient alone"}
    )
    for_heart: bool | None = item("Taken after a heart attack, stroke, stent or clot?")
    hold_agreed: bool | None = item("Has the prescriber agreed to a hold?")
    agreed_on: date | None = item("Agreed on")
    source: str | None = FROM


class Medicines(Record):
    """Every medicine, prescribed or bought."""

    stage: ClassVar[str] = "candidacy"
    title: ClassVar[str] = "Medicines"

    drugs: tuple[Drug, ...] | None = item(
        "Medicines, with those bought without prescription",
        matters="critical",
        sources=("ASRA2018",),
        status="V",
    )


class Allergy(Part):
    """What a person reacts to, and how."""

    substance: str = item("Allergic to", required=True)
    snomed: str | None = item("SNOMED CT code")
    reaction: str | None = item("Reaction")
    severe: bool | None = item("Severe?")
    source: str | None = FROM


class Allergies(Record):
    """Allergies that touch the day of injection, and all others."""

    stage: ClassVar[str] = "candidacy"
    title: ClassVar[str] = "Allergies"

    allergies: tuple[Allergy, ...] | None = item(
        "Allergies: skin preparation, latex, contrast, antibiotics, local anaesthetic, citrate, any other",
        matters="warning",
    )
