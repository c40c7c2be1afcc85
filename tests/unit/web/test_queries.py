"""Today and the pages of an episode ask the database as often in a large practice as in a small one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.open_episode import grow
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.store import clock
from buffycoat.store.charts import charts
from buffycoat.store.models import Appointment, Episode, Prefill


@pytest.fixture
def worth_copying(clinic):
    """A chart worth copying: some entries, an alarm, something due, a visit today, an import."""
    clinic.sign(WarningSigns(saddle_numbness=True, urinary_retention=True))
    clinic.sign(Pain(now=6))
    Episode.objects.update(due_on="2026-11-10", due_what="Answers at week 12")
    Prefill.objects.create(
        patient=clinic.patient, records=[], as_of="2026-11-19", imported_at=clock.now(),
        file_name="a.json", digest="d", summary={},
    )  # fmt: skip
    return clinic


def ask(browser, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def visits_for_all(count):
    morning = datetime(2026, 11, 19, 13, tzinfo=UTC)
    found = Episode.objects.all()[:count]
    Appointment.objects.bulk_create(
        Appointment(episode=one, at=morning + timedelta(minutes=place), purpose="Visit")
        for place, one in enumerate(found)
    )


@pytest.mark.parametrize("page", ["today", "", "triage", "candidacy", "drug-clock", "planner", "bench"])
def test_the_number_of_questions_does_not_grow_with_the_practice(worth_copying, page):
    browser = worth_copying.at_screen("nurse")
    address = "/" if page == "today" else worth_copying.address(page)
    browser.get(address)  # what a process asks only once is asked now
    grow(3)
    visits_for_all(3)
    few = ask(browser, address)
    grow(40)
    visits_for_all(40)
    assert ask(browser, address) == few
    assert few <= 16


def test_a_grown_practice_is_whole(worth_copying):
    grow(5)
    assert Episode.objects.count() == 5
    held = charts([one.pk for one in Episode.objects.all()])
    assert [chart.broken() for chart in held.values()] == [None] * 5
