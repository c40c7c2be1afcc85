"""A day in the room on which nothing is wrong, for the specs of the injection to change in one place."""

from datetime import UTC, datetime, timedelta
from typing import Any

from buffycoat.pathway.candidacy.records import Fusion, History
from buffycoat.pathway.injection.records import Discharge, InjectedSite, Injection, TimeOut, Vitals

TEN = datetime(2026, 11, 19, 10, tzinfo=UTC)
VITALS = Vitals(at=TEN + timedelta(minutes=20), systolic=128, diastolic=76, pulse=72, oxygen=98)
STOPS = tuple(
    name
    for name, declared in TimeOut.items.items()
    if declared.matters == "critical" and not name.startswith("level_counted")
)


def time_out(**changes: Any) -> TimeOut:
    """Every point answered yes, the level counted by two."""
    return TimeOut.model_validate(
        dict.fromkeys(STOPS, True)
        | {
            "taken_at": TEN - timedelta(minutes=5),
            "label_read_by": "Nurse One",
            "label_read_second": "Dr One",
            "operator": "Dr One",
            "guidance": "fluoroscopy",
            "transitional_anatomy": "None seen: five lumbar vertebrae",
            "contrast_reaction": "none",
            "contrast_planned": "iodinated",
            "contrast_agent": "iohexol 300",
            "contrast_lot": "X1",
            "strength_before": True,
            "feeling_before": True,
            "gait_before": True,
            "level_counted_by": "Dr One",
            "level_counted_second": "Nurse One",
            "antibiotic_given": False,
            "antibiotic_reason": "Facet joint: not usual",
            "skin_prep": "2 % chlorhexidine in alcohol, twice",
        }
        | changes
    )


def at(target: str, level: str, side: str, volume: float = 0.5) -> InjectedSite:
    """One place with its volume."""
    return InjectedSite.model_validate({"target": target, "level": level, "side": side, "volume": volume})


FACET_R = at("FACET", "L4-5", "R")


def injection(*sites: InjectedSite, **changes: Any) -> Injection:
    """Into the right facet joint L4-5 by fluoroscopy, or into these places."""
    return Injection.model_validate(
        {
            "given_at": TEN,
            "operator": "Dr One",
            "guidance": "fluoroscopy",
            "sites": sites or (FACET_R,),
            "images_saved": True,
            "kit_lot": "L77",
            "immediate_event": False,
        }
        | changes
    )


def discharge(**changes: Any) -> Discharge:
    """Left well, with somebody, after 35 minutes."""
    return Discharge.model_validate(
        {
            "observed_minutes": 35,
            "vitals": (VITALS,),
            "strength_now": True,
            "feeling_now": True,
            "gait_now": True,
            "motor_block": False,
            "neuro_normal": True,
            "alarms": (),
            "pain": 4,
            "escort": True,
            "sheet_given": True,
            "discharged_at": TEN + timedelta(minutes=50),
        }
        | changes
    )


def fused(level: str) -> History:
    """One fused level."""
    return History(fusions=(Fusion.model_validate({"level": level}),))
