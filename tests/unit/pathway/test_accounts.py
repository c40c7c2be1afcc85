"""The patient’s account and the clinician’s: which belong together, and that neither replaces the other."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from buffycoat.pathway.aftercare.plan import VISITS
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.outcomes import STAGE
from buffycoat.pathway.outcomes.accounts import Account, accounts, counted, why_not
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.outcomes.settled import Settled
from buffycoat.pathway.record import Record
from tests.people import DESK, DOCTOR, signer
from tests.treated import DAY, injection

PATIENT = signer("patient")


def event(what: str = "soreness", day: int = 1, **other: Any) -> AdverseEvent:
    """An adverse event so many days after the injection."""
    return AdverseEvent.model_validate({"what": what, "began_on": DAY + timedelta(days=day), **other})


def chart_of(*signed: tuple[Record, Any] | tuple[Record, Any, int]) -> Chart:
    """An injection, then these records, each on the day after the one before; numbers begin at 2."""
    held = Chart("c").sign(injection(), DOCTOR, datetime(2026, 11, 19, 15, tzinfo=UTC))
    for place, (record, by, *amends) in enumerate(signed, start=1):
        at = datetime(2026, 11, 19, 16, tzinfo=UTC) + timedelta(days=place)
        held = held.sign(record, by, at, *amends)
    return held


def sides(chart: Chart) -> list[tuple[str, str, bool]]:
    return [(one.what, one.side, one.waits) for one in accounts(chart)]


def test_what_the_patient_told_waits_until_a_clinician_judges_it():
    told = chart_of((event(grade=2), PATIENT))
    assert sides(told) == [("soreness", "patient", True)]
    assert counted(told) == (event(grade=2),)
    judged = chart_of((event(grade=2), PATIENT), (event(grade=1, report=2), DOCTOR))
    assert sides(judged) == [("soreness", "both", False)]
    assert accounts(judged)[0].grades == (2, 1)
    assert counted(judged) == (event(grade=1, report=2),)


def test_both_accounts_stay_in_force():
    judged = chart_of((event(grade=2), PATIENT), (event(grade=1, report=2), DOCTOR))
    assert [entry.number for entry in judged.signed(AdverseEvent)] == [2, 3]


@pytest.mark.parametrize(
    ("by", "amends", "whose"), [(DOCTOR, 2, "patient"), (PATIENT, 3, "clinician"), (DESK, 3, "clinician")]
)
def test_nobody_writes_over_the_other_account(by, amends, whose):
    held = chart_of((event(grade=2), PATIENT), (event(grade=1, report=2), DOCTOR))
    assert whose in why_not(by, held, event(), amends)


def test_each_side_amends_its_own():
    held = chart_of((event(grade=2), PATIENT), (event(grade=1, report=2), DOCTOR))
    assert why_not(DOCTOR, held, event(), 3) == ""
    assert why_not(PATIENT, held, event(), 2) == ""


def test_what_the_front_desk_heard_is_the_patients_account():
    assert sides(chart_of((event(), DESK))) == [("soreness", "patient", True)]


def test_only_the_clinician_tells_of_what_the_patient_did_not():
    assert sides(chart_of((event("bleeding"), DOCTOR))) == [("bleeding", "clinician", False)]


@pytest.mark.parametrize(("day", "side"), [(14, ["both"]), (-13, ["both"]), (40, ["clinician", "patient"])])
def test_the_same_trouble_is_taken_as_one_only_near_in_time(day, side):
    ended = DAY + timedelta(days=5)
    held = chart_of((event(day=day), PATIENT), (event(day=1, ended_on=ended), DOCTOR))
    assert sorted(one.side for one in accounts(held)) == side


def test_a_report_named_by_its_entry_is_answered_whatever_the_clinician_calls_it():
    held = chart_of((event("soreness", 2), PATIENT), (event("infection", 1, report=2), DOCTOR))
    assert sides(held) == [("infection", "both", False)]


def test_one_check_in_may_tell_of_two_troubles_and_answering_one_leaves_the_other():
    check = CheckIn(on=DAY + timedelta(days=20), fever=True, new_weakness=True)
    held = chart_of((check, PATIENT), (event("infection", 20, report=2), DOCTOR))
    assert ("infection", "both", False) in sides(held)
    assert ("weakness_or_numbness", "patient", True) in sides(held)


def test_an_alarm_is_a_question_and_not_yet_an_event():
    held = chart_of((CheckIn(on=DAY + timedelta(days=20), worse_after_good_spell=True), PATIENT))
    assert sides(held) == [("infection", "patient", True)]
    assert accounts(held)[0].told[0].asked == "worse after a good spell"
    assert counted(held) == ()


def test_a_report_is_settled_as_nothing_and_stays_told():
    looked = Settled(report=2, what="soreness", verdict="no_event", reason="Meant the old pain.")
    held = chart_of((event(), PATIENT), (looked, DOCTOR))
    assert sides(held) == [("soreness", "patient", False)]
    assert accounts(held)[0].nothing == looked
    assert counted(held) == ()


def test_a_report_is_settled_as_the_same_event_through_its_amendments():
    same = Settled(report=3, what="worse_pain", verdict="same_event", event=2, reason="One pain.")
    held = chart_of(
        (event("disc", 60), DOCTOR),
        (event("worse_pain", 61), PATIENT),
        (same, DOCTOR),
        (event("disc", 60, grade=3), DOCTOR, 2),
    )
    assert sides(held) == [("disc", "both", False)]
    assert counted(held) == (event("disc", 60, grade=3),)


@pytest.mark.parametrize(
    ("settled", "why"),
    [
        ({"report": 9, "what": "soreness"}, "Entry 9 tells of no such trouble"),
        ({"report": 2, "what": "infection"}, "Entry 2 tells of no such trouble"),
        ({"report": 2, "what": "soreness", "verdict": "same_event"}, "Name the entry"),
        ({"report": 2, "what": "soreness", "verdict": "same_event", "event": 2}, "Name the entry"),
        ({"report": 2, "what": "soreness"}, ""),
    ],
)
def test_what_settles_nothing_is_refused(settled, why):
    record = Settled.model_validate({"verdict": "no_event", "reason": "Asked.", **settled})
    said = why_not(DOCTOR, chart_of((event(), PATIENT)), record, None)
    assert said.startswith(why) if why else said == ""


def test_the_patients_own_account_has_no_open_answers_for_a_clinician_to_fill():
    asked = [card.about for card in STAGE.cards(chart_of((event(), PATIENT)), DAY) if card.asks]
    assert not any("adverse_event.warning" in about for about in asked)
    judged = STAGE.cards(chart_of((event(), DOCTOR)), DAY)
    assert any("adverse_event.warning" in card.about for card in judged)


def test_a_rating_of_worse_is_a_report_and_the_baseline_is_not():
    worse = Outcome(visit="week_12", answered_on=DAY + timedelta(days=84), pgic=5)
    same = Outcome(visit="week_6", answered_on=DAY + timedelta(days=42), pgic=4)
    [one] = accounts(chart_of((same, PATIENT), (worse, PATIENT)))
    assert (one.what, one.told[0].asked) == ("worse_pain", "change since the injection: a little worse")


def test_an_account_of_nobody_begins_when_the_clinician_says():
    [one] = accounts(chart_of((event(day=3), PATIENT), (event(day=2), DOCTOR)))
    assert isinstance(one, Account)
    assert one.began_on == date(2026, 11, 21)


def test_trouble_is_asked_for_at_72_hours_and_at_2_6_and_12_weeks():
    assert [(key, VISITS[key].due) for key in VISITS.rows][:4] == [
        ("safety_call", 2), ("week_2", 14), ("week_6", 42), ("week_12", 84),
    ]  # fmt: skip
    assert VISITS["safety_call"].latest * 24 == 72


def test_a_rating_of_worse_at_visit_after_visit_is_told_once():
    visits = [("week_6", 42, 6), ("week_12", 84, 5), ("week_26", 182, 3), ("week_52", 364, 5)]
    said = [Outcome(visit=v, answered_on=DAY + timedelta(days=d), pgic=p) for v, d, p in visits]
    held = chart_of(*[(one, PATIENT) for one in said])
    assert [one.began_on for one in accounts(held)] == [DAY + timedelta(days=42), DAY + timedelta(days=364)]
