"""What Today needs to know of a chart, worked out from its entries and the day alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.store.index import summarise
from tests.people import DOCTOR

GIVEN = datetime(2026, 3, 2, 15, tzinfo=UTC)
DAY_0 = GIVEN.date()
INJECTION = Injection(
    given_at=GIVEN,
    operator="Dr Example",
    guidance="fluoroscopy",
    sites=(InjectedSite(target="FACET", level="L4-5", side="R", volume=1),),
)


def chart(*records):
    made = Chart("one")
    for record in records:
        made = made.sign(record, DOCTOR, GIVEN)
    return made


def index(*records, days=0):
    return summarise(chart(*records), DAY_0 + timedelta(days=days))


def called(days=1, **answers):
    return CheckIn(on=DAY_0 + timedelta(days=days), **answers)


def answers(visit, weeks):
    return Outcome(visit=visit, answered_on=DAY_0 + timedelta(weeks=weeks))


WEEK_2, WEEK_6 = answers("week_2", 2), answers("week_6", 6)


@pytest.mark.parametrize(
    ("records", "days", "on", "what"),
    [
        ((), 0, None, ""),
        ((INJECTION,), 0, 2, "Safety call"),
        ((INJECTION,), 3, 2, "Safety call"),
        ((INJECTION,), 4, 14, "Answers at 2 weeks"),
        ((INJECTION, called()), 1, 14, "Answers at 2 weeks"),
        ((INJECTION, called(days=0)), 1, 2, "Safety call"),
        ((INJECTION, called(), WEEK_2), 14, 42, "Answers at 6 weeks"),
        ((INJECTION, called()), 30, 42, "Answers at 6 weeks"),
        ((INJECTION, called(), WEEK_6), 42, 84, "Answers at 12 weeks"),
        ((INJECTION,), 3000, 364, "Answers at 52 weeks"),
    ],
)
def test_the_next_contact_is_due(records, days, on, what):
    said = index(*records, days=days)
    assert said.due_on == (None if on is None else DAY_0 + timedelta(days=on))
    assert said.due_what == what


def test_nothing_is_due_once_every_contact_has_been():
    visits = [answers(f"week_{weeks}", weeks) for weeks in (2, 6, 12, 26, 52)]
    assert index(INJECTION, called(), *visits, days=400).due_on is None


@pytest.mark.parametrize(
    ("record", "alert"),
    [
        (called(days=3, saddle_numbness=True), "emergency"),
        (called(days=9, fever=True), "same_day"),
        (called(days=9, fever=False), ""),
        (called(days=9), ""),
        (WarningSigns(saddle_numbness=True), "emergency"),
        (AdverseEvent(what="infection", began_on=date(2026, 3, 9), infection="suspected"), "same_day"),
    ],
)
def test_what_the_patient_says_after_the_injection_rings_the_bell(record, alert):
    said = index(INJECTION, record, days=10)
    assert said.alert == alert
    assert bool(said.alert_text) == bool(alert)


def test_the_worst_comes_first():
    said = index(INJECTION, called(days=9, fever=True), called(days=10, saddle_numbness=True), days=10)
    assert said.alert == "emergency"
    assert "numb between the legs" in said.alert_text.lower()


def test_an_empty_chart_stands_at_the_beginning():
    said = index()
    assert (said.entries, said.stage, said.alert, said.due_on) == (0, "triage", "", None)
