"""The dated plan: days, targets, the practice's choices, and the follow-up."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from buffycoat.pathway.aftercare import alarms, plan
from buffycoat.pathway.aftercare.records import AftercarePlan, CheckIn
from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.outcomes.visits import schedule
from buffycoat.pathway.record import RECORDS

GIVEN = datetime(2026, 11, 19, 15, tzinfo=UTC)
ZERO = date(2026, 11, 19)


def _days(made: AftercarePlan, words: str) -> list[tuple[int, int | None]]:
    """First and last day, from the injection, of every piece of advice with these words."""
    return [
        ((one.first_day - ZERO).days, None if one.last_day is None else (one.last_day - ZERO).days)
        for one in made.advice or ()
        if words in one.text
    ]


def test_every_row_cites_the_bibliography_and_nobody_has_signed_it_yet() -> None:
    for table in (plan.STEPS, plan.VISITS, plan.LIMITS, alarms.ALARMS, alarms.SUSPECTED):
        assert table.reviewed_by == ""
        for key, row in table.rows.items():
            assert set(row.sources) <= set(sources()), key


def test_every_sign_of_a_check_in_can_raise_an_alarm() -> None:
    questions = {key for key, one in CheckIn.items.items() if one.sources == ("rule-5.2",)}
    used = {sign for row in alarms.ALARMS.rows.values() for sign in row.signs}
    assert questions <= used
    assert {row.family for row in alarms.ALARMS.rows.values()} == set(alarms.SUSPECTED.rows)


def test_a_disc_waits_longer_than_a_facet() -> None:
    assert _days(plan.plan(GIVEN, ["FACET"]), "Desk work") == [(2, 7)]
    assert _days(plan.plan(GIVEN, ["DISC"]), "Desk work") == [(5, 7)]


def test_of_several_targets_the_slowest_sets_the_pace() -> None:
    made = plan.plan(GIVEN, ["FACET", "DISC", "MULT"])
    assert _days(made, "Desk work") == [(5, 7)]
    assert _days(made, "Start physiotherapy") == [(14, 28)]
    assert _days(made, "No jumping") == [(15, 42)]


@pytest.mark.parametrize(
    "target", ["DISC", "FACET", "MB", "EPI_IL", "EPI_TF", "EPI_CAUD", "SIJ", "LIG", "MULT", "TLF"]
)
def test_every_target_has_every_step_once(target) -> None:
    made = plan.plan(GIVEN, [target])
    assert len(_days(made, "ight activity")) == 1
    assert len(_days(made, "Start physiotherapy")) == 1


def test_the_practice_chooses_ice_heat_or_neither() -> None:
    assert not _days(plan.plan(GIVEN, ["SIJ"]), "Ice in a cloth")
    assert _days(plan.plan(GIVEN, ["SIJ"], plan.Options(cold="ice")), "Ice in a cloth") == [(0, 3)]
    assert _days(plan.plan(GIVEN, ["SIJ"], plan.Options(cold="heat")), "no ice") == [(0, 3)]


def test_days_without_anti_inflammatories_have_bounds() -> None:
    assert _days(plan.plan(GIVEN, ["SIJ"], plan.Options(nsaid_days=14)), "No ibuprofen") == [(0, 14)]
    with pytest.raises(ValueError, match="4 is not 5 to 28"):
        plan.Options(nsaid_days=4)


def test_day_zero_is_the_practice_s_own_day() -> None:
    late = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    here = plan.plan(late, ["SIJ"], zone=ZoneInfo("America/New_York"))
    assert next(one.due for one in here.contacts or ()) == ZERO + timedelta(days=2)


def test_contacts_are_the_outcome_visits_and_a_safety_call() -> None:
    contacts = plan.plan(GIVEN, ["DISC"]).contacts or ()
    assert [(one.visit, one.due) for one in contacts[:1]] == [("safety_call", date(2026, 11, 21))]
    dates = [(one.visit, one.due, one.earliest, one.latest) for one in contacts[1:]]
    assert dates == [(due.visit, due.on, due.opens, due.closes) for due in schedule(ZERO)]


def test_a_plan_survives_as_signed_text() -> None:
    made = plan.plan(GIVEN, ["DISC"])
    assert RECORDS[made.kind].model_validate_json(made.body()) == made


def test_all_advice_is_in_both_languages() -> None:
    assert all(one.text_es and one.text_es != one.text for one in plan.plan(GIVEN, ["DISC"]).advice or ())
