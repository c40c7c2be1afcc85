"""What is odd about a story: each turn takes the steps of an ordinary one and changes some."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from buffycoat.pathway.aftercare.records import AftercarePlan
from buffycoat.pathway.candidacy.records import Allergies, History, Labs, Medicines, Plan
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.store.demo import before
from buffycoat.store.demo.story import Scene, Step

Turn = Callable[[Scene, Random, list[Step]], list[Step]]


def turned(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """The steps of a story with everything odd about it, in the order of time."""
    for name, turn in TURNS.items():
        if scene.story.has(name):
            steps = turn(scene, rng, steps)
    return sorted(steps, key=lambda step: step.at)


def _instead(steps: list[Step], kind: type[Record], record: Record | None) -> list[Step]:
    """The same steps with another record of a kind, or without it."""
    kept = [step for step in steps if record or not isinstance(step.record, kind)]
    return [replace(step, record=record) if isinstance(step.record, kind) else step for step in kept]


def _emergency(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    signs = before.warning_signs(
        saddle_numbness=True,
        urinary_retention=True,
        newly=("saddle_numbness", "urinary_retention"),
        narrative="Numb between the legs since Tuesday. I cannot feel when I pass water.",
    )
    return [*steps, Step(scene.at(-40, "07:31"), "patient", "sign", signs)]


def _half_asked(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """Broken off on the telephone: two questions were never asked."""
    open_ones = {"urinary_retention", "fever"}
    asked = {name: value for name, value in before.warning_signs() if name not in open_ones}
    signs = WarningSigns.model_validate({name: value for name, value in asked.items() if name != "narrative"})
    return [*steps, Step(scene.at(-41, "16:20"), "frontdesk", "sign", signs)]


def _cancer(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """Cancer before, and pain that is new and growing: seen within two weeks."""
    signs = before.warning_signs(cancer_history=True, night_or_rest_pain=True, newly=("night_or_rest_pain",))
    usual = before.pain(scene, rng).model_dump(exclude_unset=True)
    growing = Pain.model_validate(usual | {"trend": "worse", "onset": f"{scene.day(-150):%Y-%m}"})
    return [
        *steps,
        Step(scene.at(-39, "14:00"), "nurse", "sign", signs),
        Step(scene.at(-39, "14:10"), "nurse", "sign", growing),
    ]


def _retracted(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    strays = Pain.model_validate(
        {"regions": ("knee_left",), "onset": "2019", "trend": "same", "now": 3, "average": 3, "worst": 4}
    )
    why = "Written in the wrong chart: these are another patient’s answers about a knee."
    first = Step(scene.at(-28, "10:13"), "nurse", "sign", strays)
    return [*steps, first, Step(scene.at(-28, "10:16"), "nurse", "retract", on=Pain.kind, reason=why)]


def _fused(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """The operation report came after the plan: the level that was planned is fused."""
    fusion = {
        "level": "L5-S1",
        "operated_on": "2019-05",
        "solid": True,
        "loose_or_infected": False,
        "surgeon_informed": True,
    }
    held = next(step.record for step in steps if isinstance(step.record, History))
    told = History.model_validate({**held.model_dump(exclude_unset=True), "fusions": (fusion,)})
    return [*steps, Step(scene.at(-9, "09:10"), "nurse", "amend", told, on=History.kind)]


def _drug(scene: Scene, rng: Random, steps: list[Step], drug: dict[str, Any]) -> list[Step]:
    return _instead(steps, Medicines, before.medicines(scene, rng, drug))


def _apixaban(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    return _drug(
        scene,
        rng,
        steps,
        {"name": "Apixaban 5 mg", "use": "taking", "for_heart": True, "dose": "twice a day"},
    )


def _drug_list(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """A stent and a long list; and hives after contrast, for which a steroid would be given."""
    cardiology = {"hold_agreed": True, "agreed_on": scene.day(-14)}
    drugs: tuple[dict[str, Any], ...] = (
        {"name": "Clopidogrel 75 mg", "use": "taking", "for_heart": True, **cardiology},
        {"name": "Aspirin 81 mg", "use": "taking", "for_heart": True},
        {"name": "Naproxen 500 mg", "use": "as needed", "last_taken": scene.day(-18).isoformat()},
        {
            "name": "Prednisone 20 mg",
            "use": "stopped",
            "last_taken": scene.day(-11).isoformat(),
            "dose": "for gout",
        },
        {"name": "Fish oil", "use": "taking"},
    )
    hives = {"substance": "Iodinated contrast", "reaction": "Hives", "severe": False}
    steps = _instead(steps, Medicines, before.medicines(scene, rng, *drugs))
    return _instead(steps, Allergies, Allergies.model_validate({"allergies": (hives,)}))


def _examined(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """The back was examined the day it was told about."""
    found: dict[str, Any] = {
        "centralises": True,
        "facet_loading": True,
        "sij_tests_done": 6,
        "sij_tests_positive": 1,
        "slr": False,
        "hip_internal_rotation": 35,
        "mri_high_intensity_zone": True,
    }
    return [*steps, Step(scene.at(-28, "10:45"), scene.operator, "sign", Examination.model_validate(found))]


def _hip_too(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """Four sacroiliac tests hurt, and so does the hip."""
    found: dict[str, Any] = {
        "centralises": False,
        "sij_tests_done": 6,
        "sij_tests_positive": 4,
        "fortin_finger": True,
        "slr": False,
        "groin_pain": True,
        "limp": True,
        "hip_internal_rotation": 15,
    }
    return [*steps, Step(scene.at(-28, "10:45"), scene.operator, "sign", Examination.model_validate(found))]


def _naproxen(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """Said on the telephone yesterday: taken three days ago, and the injection is the day after tomorrow."""
    held = next(step.record for step in steps if isinstance(step.record, Medicines))
    taken = {"name": "Naproxen 500 mg", "use": "as needed", "last_taken": scene.day(-5).isoformat()}
    drugs = [drug.model_dump(exclude_unset=True) for drug in held.drugs or ()]
    now = Medicines.model_validate({"drugs": (*drugs, taken)})
    return [*steps, Step(scene.at(-3, "15:30"), "nurse", "amend", now, on=Medicines.kind)]


def _few_platelets(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """Low for years, and gone past with a reason."""
    reason = (
        "Haematology letter seen: immune thrombocytopenia, stable between 80 and 100 for six years. "
        "No bleeding. Facet joints are of low bleeding class. Dose will be low; the patient knows."
    )
    past = Step(scene.at(-9, "12:15"), scene.operator, "override", on="candidacy.platelets", reason=reason)
    return [*_instead(steps, Labs, before.labs(scene, rng, platelets=88)), past]


def _stale_crp(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    old = scene.day(-scene.story.injected - 35)
    values = before.labs(scene, rng, crp=4.0).model_dump(exclude_unset=True)
    return _instead(steps, Labs, Labs.model_validate(values | {"crp": {"value": 4.0, "taken_on": old}}))


def _platelets(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    return _instead(steps, Labs, before.labs(scene, rng, platelets=96))


def _no_laboratory(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    return _instead(steps, Labs, None)


def _diabetes(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    known = ({"name": "Type 2 diabetes", "since": "2014"},)
    steps = _instead(steps, History, before.history(scene, rng, conditions=known))
    return _instead(steps, Labs, before.labs(scene, rng, hba1c=9.1))


def _amended(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """The side was written wrongly, and put right the same afternoon."""
    right = next(step.record for step in steps if isinstance(step.record, Plan))
    target, level, side = scene.story.places[0]
    wrong = {"target": target, "level": level, "side": {"R": "L", "L": "R"}[side]}
    slip = Plan.model_validate({**right.model_dump(exclude_unset=True), "sites": (wrong,)})
    mended = Step(scene.at(-10, "15:05"), scene.operator, "amend", right, on=Plan.kind)
    return [*_instead(steps, Plan, slip), mended]


def _teach_back(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    notes = "Could not say what a slow infection feels like, nor whom to call."
    return _instead(
        steps, Consent, before.consent(scene, rng, teach_back_passed=False, teach_back_notes=notes)
    )


def _withdrawn(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    at = scene.at(-6, "11:00")
    taken_back = {
        "care": True,
        "registry": False,
        "photographs": False,
        "contact": False,
        "after_injection": False,
    }
    words = "I would rather try the exercise class first."
    record = Withdrawal.model_validate(
        taken_back | {"withdrawn_at": at, "words": words, "taken_by": "frontdesk"}
    )
    return [*steps, Step(at, "frontdesk", "sign", record)]


def _no_plan(scene: Scene, rng: Random, steps: list[Step]) -> list[Step]:
    """The patient went home without the plan and the card."""
    return _instead(steps, AftercarePlan, None)


TURNS: dict[str, Turn] = {
    "no plan yet": _no_plan,
    "emergency": _emergency,
    "half asked": _half_asked,
    "cancer": _cancer,
    "retracted": _retracted,
    "fused": _fused,
    "apixaban": _apixaban,
    "naproxen": _naproxen,
    "drug list": _drug_list,
    "examined": _examined,
    "hip too": _hip_too,
    "few platelets": _few_platelets,
    "stale CRP": _stale_crp,
    "platelets 96": _platelets,
    "no laboratory": _no_laboratory,
    "diabetes": _diabetes,
    "amended": _amended,
    "teach-back": _teach_back,
    "withdrawn": _withdrawn,
}
