"""Days for each drug, and the bleeding class they are counted at."""

from datetime import date, timedelta

import pytest

from buffycoat.pathway.candidacy.clock import drug_timeline, planned_day
from buffycoat.pathway.candidacy.clock_conflicts import conflicts
from buffycoat.pathway.candidacy.records import Condition, Drug, Fusion, History, Medicines, Plan, Site
from buffycoat.pathway.candidacy.target import bleeding_class
from buffycoat.pathway.triage.records import Referral

DAY = date(2026, 11, 19)
LOW = Site(target="LIG", level="L4-5", side="M")
DISC = Site(target="DISC", level="L4-5", side="M")
PLAN = Plan(sites=(DISC,), planned_on=date(2026, 12, 20))


def _one(name: str, plan: Plan | None = PLAN, **more: str | bool) -> tuple[object, ...]:
    drug = Drug.model_validate({"name": name, **more})
    return drug_timeline(Medicines(drugs=(drug,)), plan, DAY)


@pytest.mark.parametrize(
    ("name", "hold_from", "longer", "restart"),
    [
        ("warfarin", date(2026, 12, 15), "bleeding", date(2026, 12, 21)),
        ("apixaban", date(2026, 12, 17), "bleeding", date(2026, 12, 21)),
        ("naproxen", date(2026, 12, 13), "platelet function", date(2026, 12, 27)),
        ("prednisone", date(2026, 12, 6), "platelet function", date(2027, 1, 17)),
        ("enoxaparin", date(2026, 12, 19), "bleeding", date(2026, 12, 21)),
    ],
)
def test_each_drug_has_its_days(name: str, hold_from: date, longer: str, restart: date) -> None:
    (window,) = drug_timeline(Medicines(drugs=(Drug(name=name),)), PLAN, DAY)
    assert (window.hold_from, window.longer, window.restart) == (hold_from, longer, restart)


def test_what_no_table_decides_is_asked() -> None:
    (window,) = drug_timeline(Medicines(drugs=(Drug(name="warfarin"),)), Plan(sites=(LOW,)), DAY)
    assert (window.hold_from, window.ask) == (None, "warfarin: decided with the prescriber")


def test_aspirin_for_the_heart_is_kept() -> None:
    (window,) = drug_timeline(Medicines(drugs=(Drug(name="aspirin", for_heart=True),)), PLAN, DAY)
    assert window.keep
    assert (window.hold_from, window.restart) == (None, None)


def test_allowed_stopped_and_unknown_drugs_have_no_days() -> None:
    assert _one("acetaminophen") == _one("digoxin") == _one("warfarin", use="stopped") == ()
    assert drug_timeline(None, None, DAY) == ()


def test_without_a_planned_day_ahead_it_is_counted_from_today() -> None:
    assert planned_day(None, DAY) == planned_day(Plan(planned_on=date(2026, 1, 1)), DAY) == DAY


def test_the_highest_site_and_what_raises_it() -> None:
    born = Referral.model_validate({"name": "A", "birth_date": date(1950, 1, 1)})
    low = Plan(sites=(LOW,))

    def grade(plan: Plan | None, history: History | None = None, *names: str) -> str:
        medicines = Medicines(drugs=tuple(Drug(name=name) for name in names))
        return bleeding_class(DAY, plan, history, medicines, born).grade

    assert grade(low) == "low"
    assert grade(None) == "intermediate", "without a target the class is not known, so not low"
    assert grade(Plan(sites=(LOW, DISC))) == "intermediate"
    assert grade(Plan(sites=(Site(target="FACET", level="C4-5", side="R"),))) == "intermediate"
    assert grade(low, None, "warfarin", "aspirin") == "intermediate"
    assert grade(low, History(conditions=(Condition(name="Cirrhosis"),))) == "intermediate"
    assert grade(low, History(conditions=(Condition(name="GI bleed"),))) == "intermediate"
    assert grade(low, History(fusions=(Fusion(level="L5-S1"),)), "warfarin") == "intermediate"
    assert grade(PLAN, None, "warfarin", "aspirin") == "high"


@pytest.mark.parametrize(("days", "conflict"), [(27, True), (28, False), (29, False)])
def test_a_steroid_near_the_site_is_clear_on_its_last_day(days: int, conflict: bool) -> None:
    on = date(2026, 12, 20)
    history = History(steroid_injection_on=on - timedelta(days=days))
    plan = Plan(sites=(DISC,), planned_on=on)
    found = [one for one in conflicts(on, plan, history, None, None) if "steroid was injected" in one.text]
    assert bool(found) == conflict
