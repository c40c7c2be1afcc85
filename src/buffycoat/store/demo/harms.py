"""What went wrong in some stories: signed when it was known, and amended when more was."""

from collections.abc import Iterator
from typing import Any

from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.store.demo.story import Scene, Step

_DISCITIS = {
    "what": "infection",
    "began_on": 24,
    "grade": 3,
    "serious": ("hospital",),
    "related": "probable",
    "infection": "suspected",
    "found_by": "check_in",
    "reported_to": ("medwatch", "manufacturer"),
}
_HERNIATION = {
    "what": "disc",
    "began_on": 150,
    "grade": 3,
    "serious": ("intervention",),
    "related": "possible",
    "found_by": "imaging",
    "reported_to": ("medwatch",),
}
# For each oddity the versions of the event: day signed, by whom, what it said. Days count from the injection.
HARMS: dict[str, tuple[tuple[int, str, dict[str, Any]], ...]] = {
    "flare": (
        (
            14,
            "nurse",
            {
                "what": "soreness",
                "began_on": 1,
                "grade": 2,
                "related": "probable",
                "found_by": "check_in",
                "outcome": "recovered",
                "ended_on": 6,
                "description": "Sore for five days; acetaminophen and rest.",
            },
        ),
    ),
    "headache": (
        (
            9,
            "doctor",
            {
                "what": "headache",
                "began_on": 1,
                "grade": 2,
                "related": "probable",
                "found_by": "patient",
                "outcome": "recovered",
                "ended_on": 7,
                "description": "Headache on standing, gone after six days of rest and fluids.",
            },
        ),
    ),
    "suspected discitis": (
        (
            26,
            "doctor2",
            _DISCITIS
            | {
                "outcome": "ongoing",
                "description": "Rising pain after a good spell, no fever. CRP 38 mg/L, MRI oedema. Admitted.",
            },
        ),
        (
            75,
            "doctor2",
            _DISCITIS
            | {
                "outcome": "recovered",
                "ended_on": 73,
                "description": "Biopsy before antibiotics: no growth in 14 days, so not proved. Treated as a "
                "disc infection for six weeks; CRP normal since.",
            },
        ),
    ),
    "herniation": (
        (160, "doctor", _HERNIATION | {"outcome": "ongoing", "description": "New leg pain."}),
        (
            235,
            "doctor",
            _HERNIATION
            | {"outcome": "recovered", "ended_on": 230, "description": "Operated in week 27; leg pain gone."},
        ),
    ),
}


# What the patient told of it by the link before anybody judged it: day, and their own account.
TOLD: dict[str, tuple[int, dict[str, Any]]] = {
    "flare": (2, {"what": "soreness", "began_on": 1, "grade": 3, "description": "So sore I could not sit."}),
    "headache": (3, {"what": "headache", "began_on": 1, "grade": 2, "description": "Worse when I get up."}),
}


def harms(scene: Scene) -> Iterator[Step]:
    """The adverse events of a story, so far: as the patient told them, and as a clinician judged them."""
    for name, (day, said) in TOLD.items():
        if scene.story.has(name):
            began = {"began_on": scene.day(said["began_on"]), "found_by": "check_in"}
            record = AdverseEvent.model_validate(said | began)
            yield Step(scene.at(day, "19:20"), "patient", "sign", record)
    for name, versions in HARMS.items():
        if scene.story.has(name):
            for signed, by, said in versions:
                amends = said is not versions[0][2]
                record = _event(scene, said)
                at = scene.at(signed, "15:40")
                yield Step(at, by, "amend" if amends else "sign", record, on=record.kind if amends else "")


def _event(scene: Scene, said: dict[str, Any]) -> AdverseEvent:
    target, level, _ = scene.story.places[0]
    days = {name: scene.day(said[name]) for name in ("began_on", "ended_on") if name in said}
    usual = {"target": target, "level": level, "infection": "no", "serious": (), "reported_to": ("none",)}
    return AdverseEvent.model_validate(usual | said | days)
