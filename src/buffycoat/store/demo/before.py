"""From the first call to the signed consent: what is asked, found, planned and agreed."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from buffycoat.pathway.candidacy.anatomy import sites_named
from buffycoat.pathway.candidacy.records import Allergies, History, Labs, Medicines, Plan
from buffycoat.pathway.consent.records import EXPLAINED, Consent
from buffycoat.pathway.triage.records import FLAGS, Pain, WarningSigns
from buffycoat.store.demo.story import Place, Scene, Step

TEXT_VERSION = "1"
REFERRED = -42  # days before the injection
DAYS_A_MONTH = 30.4
PAIN_AT = {
    "DISC": ("low_back_middle",),
    "FACET": ("low_back_right", "low_back_left"),
    "EPI_IL": ("low_back_middle", "buttock_right", "thigh_right"),
    "EPI_TF": ("low_back_right", "buttock_right", "calf_right"),
    "EPI_CAUD": ("low_back_middle", "buttock_left", "calf_left"),
    "SIJ": ("buttock_right",),
    "MULT": ("low_back_right", "low_back_left"),
    "LIG": ("low_back_middle",),
}
WORSE_WITH = {
    "DISC": ("sitting", "rising", "bending_forward"),
    "FACET": ("leaning_back", "standing", "twisting"),
}
MRI = {
    "DISC": "Annular fissure at the level, height kept, no extrusion.",
    "FACET": "Facet arthropathy, no stenosis.",
    "SIJ": "No sacroiliitis.",
    "MULT": "Fatty change of the multifidus at the level.",
    "LIG": "No fracture, no avulsion.",
}
BLOCKS = {"FACET": "MBB", "SIJ": "SIJ", "EPI_TF": "SNRB"}
GOALS = (
    "Sit through a film",
    "Walk the dog for an hour",
    "Lift my grandchild",
    "Sleep through",
    "Work a full day",
)
CONDITIONS = ("Hypertension", "Hypothyroidism", "Hyperlipidaemia", "Migraine", "Seasonal rhinitis")
DAILY = (
    "Lisinopril 10 mg",
    "Levothyroxine 75 microgram",
    "Atorvastatin 20 mg",
    "Gabapentin 300 mg",
    "Metformin 500 mg",
)


def before(scene: Scene, rng: Random) -> Iterator[Step]:
    """Every step from triage to consent and the baseline, as far as the story goes."""
    story = scene.story
    if story.reached("triage"):
        yield Step(scene.at(-28, "10:10"), "nurse", "sign", warning_signs())
        yield Step(scene.at(-28, "10:20"), "nurse", "sign", pain(scene, rng))
    if story.reached("candidacy"):
        yield from _candidacy(scene, rng)
    if story.reached("consent"):
        yield Step(scene.at(-7, "14:30"), scene.operator, "sign", consent(scene, rng))


def warning_signs(**present: Any) -> WarningSigns:
    """Every sign asked and denied, but for those given."""
    return WarningSigns.model_validate(
        {**dict.fromkeys(FLAGS, False), "newly": (), "stiffness": (), **present}
    )


def pain(scene: Scene, rng: Random) -> Pain:
    """Where it hurts, as the target would have it."""
    target = scene.story.places[0][0]
    average = scene.person.pain
    return Pain.model_validate(
        {
            "regions": PAIN_AT[target],
            "leg_worse_than_back": target.startswith("EPI"),
            "onset": f"{scene.day(REFERRED - round(DAYS_A_MONTH * scene.person.months)):%Y-%m}",
            "sudden": False,
            "trend": rng.choice(("same", "same", "worse")),
            "now": average - 1,
            "average": average,
            "worst": min(10, average + 2),
            "worse_with": WORSE_WITH.get(target, ("walking", "standing")),
            "better_with": ("lying",),
        }
    )


def _candidacy(scene: Scene, rng: Random) -> Iterator[Step]:
    yield Step(scene.at(-16, "09:05"), "nurse", "sign", history(scene, rng))
    yield Step(scene.at(-16, "09:15"), "nurse", "sign", medicines(scene, rng))
    yield Step(scene.at(-16, "09:20"), "nurse", "sign", allergies(scene, rng))
    yield Step(scene.at(-12, "16:40"), "nurse2", "sign", labs(scene, rng))
    yield Step(scene.at(-10, "11:10"), "nurse", "sign", warning_signs())
    yield Step(scene.at(-10, "11:30"), scene.operator, "sign", plan(scene, rng))


def places(given: tuple[Place, ...]) -> tuple[dict[str, str], ...]:
    """Sites as a record takes them."""
    return tuple({"target": target, "level": level, "side": side} for target, level, side in given)


def plan(scene: Scene, rng: Random) -> Plan:
    """The plan, with what was tried and what was seen."""
    target = scene.story.places[0][0]
    given: dict[str, Any] = {
        "sites": places(scene.story.places),
        "planned_on": scene.day(0),
        "months_of_pain": scene.person.months + 1,
        "exercise_tried": True,
        "medicines_tried": True,
        "blocks": tuple(_blocks(scene)),
        "mri_on": scene.day(-rng.randint(30, 120)),
        "mri_finding": MRI.get(target, "Disc protrusion touching the root on the painful side."),
        "goal": rng.choice(GOALS),
        "expects_cure": False,
        "structural": True,
        "severe_change": False,
        "psychosocial_load": False,
    }
    return Plan.model_validate(given | ({"disc_height": rng.randint(60, 85)} if target == "DISC" else {}))


def _blocks(scene: Scene) -> Iterator[dict[str, Any]]:
    for target, level, side in scene.story.places:
        if target in BLOCKS:
            for number in range(2 if target == "FACET" else 1):
                done_on = scene.day(-30 + 7 * number)
                yield {
                    "block": BLOCKS[target],
                    "level": level,
                    "side": side,
                    "done_on": done_on,
                    "relief": 80 + 5 * number,
                }


def history(scene: Scene, rng: Random, **other: Any) -> History:
    """An ordinary history."""
    known = rng.sample(CONDITIONS, rng.randint(0, 2))
    return History.model_validate(
        {
            "conditions": tuple(
                {"name": one, "since": str(scene.today.year - rng.randint(2, 12))} for one in known
            ),
            "fusions": (),
            "infection_now": False,
            "bleeding_disorder": False,
            "cancer": "never",
            "pregnant": "no",
            "neurologic_risk": False,
            "capacity_doubt": False,
            "smoker": False,
            "doubts": (),
            **other,
        }
    )


def medicines(scene: Scene, rng: Random, *others: dict[str, Any]) -> Medicines:
    """Ordinary medicines, and any others of the story."""
    daily = rng.sample(DAILY, rng.randint(0, 2))
    usual = [{"name": one, "use": "taking"} for one in daily]
    spare = {"name": "Acetaminophen 500 mg", "use": "as needed"}
    return Medicines.model_validate({"drugs": (*usual, spare, *others)})


def labs(scene: Scene, rng: Random, **other: Any) -> Labs:
    """Blood counts and CRP from twelve days before; a value of None leaves that test out."""
    taken_on = scene.day(-12)
    values: dict[str, float | None] = {
        "platelets": scene.person.platelets,
        "haemoglobin": scene.person.haemoglobin,
        "haematocrit": round(scene.person.haemoglobin * 3, 1),
        "white_cells": round(rng.uniform(4.5, 8.9), 1),
        "creatinine": round(rng.uniform(0.7, 1.1), 2),
        "crp": round(rng.uniform(0.5, 4.5), 1),
        **other,
    }
    return Labs.model_validate(
        {name: {"value": value, "taken_on": taken_on} for name, value in values.items() if value is not None}
    )


def allergies(scene: Scene, rng: Random) -> Allergies:
    """None in most; penicillin in some of those who get no antibiotic."""
    penicillin = {"substance": "Penicillin", "reaction": "Rash as a child", "severe": False}
    has_it = rng.random() < 0.25 and "DISC" not in scene.targets
    return Allergies.model_validate({"allergies": (penicillin,) if has_it else ()})


def consent(scene: Scene, rng: Random, **other: Any) -> Consent:
    """The talk, point by point, and the signature a week before."""
    explained = {name: True for name, one in Consent.items.items() if one.group == EXPLAINED}
    spanish = scene.person.language == "es"
    signed_at = scene.at(-7, "14:20")
    agreed = {
        "text_version": TEXT_VERSION,
        "text_language": scene.person.language,
        "sites": places(scene.story.places),
        "capacity": True,
        "interpreter_needed": spanish,
        "cost_shown": True,
        "cost_amount": f"${rng.choice((950, 1200, 1450))}",
        "information_given_at": signed_at - timedelta(days=4),
        "teach_back_passed": True,
        "scope_care": True,
        "scope_registry": rng.random() < 0.85,
        "scope_photographs": rng.random() < 0.4,
        "scope_contact": rng.random() < 0.7,
        "explained_by": scene.operator_name,
        "signed_by": "patient",
        "signed_name": scene.person.name,
        "signed_at": signed_at,
    }
    interpreter = {"interpreter_name": "Telephone interpreter 4417"} if spanish else {}
    return Consent.model_validate({**explained, **agreed, **interpreter, **other})


def title_of(given: tuple[Place, ...]) -> str:
    """The places in words, for an appointment."""
    return sites_named(given)
