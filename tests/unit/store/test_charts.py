"""Reading back: the right charts, the right lines on Today, and no more queries for a larger practice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.store import charts, clock
from buffycoat.store.actions import arrive, book, open_episode, register_patient, sign
from buffycoat.store.models import Episode
from tests.people import DESK, NURSE

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 19)
NOON = datetime(2026, 11, 19, 17, tzinfo=UTC)  # noon in New York


def enter(number, name="Ann Example", born=date(1970, 5, 17)):
    patient = register_patient(DESK, name=name, birth_date=born, sex="female", mrn=f"A-{number}")
    return open_episode(DESK, patient, title="Back", at=NOON - timedelta(days=30))


def test_a_chart_that_is_not_there_is_empty():
    assert charts.chart("nowhere").entries == ()
    assert charts.charts([]) == {}
    assert charts.charts(["nowhere"])["nowhere"].entries == ()


def test_several_charts_come_in_one_query_and_each_with_its_own(django_assert_num_queries):
    episodes = [enter(number) for number in range(3)]
    sign(NURSE, episodes[1].pk, Pain(now=4), seen=1)
    with django_assert_num_queries(1):
        held = charts.charts([one.pk for one in episodes])
    assert {key: len(chart.entries) for key, chart in held.items()} == {
        one.pk: 1 + (one is episodes[1]) for one in episodes
    }
    assert all(chart == charts.chart(key) for key, chart in held.items())


def test_today_shows_who_needs_somebody_who_is_here_and_who_is_due():
    worrying, here, due, quiet = (enter(number) for number in range(4))
    sign(NURSE, worrying.pk, WarningSigns(saddle_numbness=True), seen=1)
    booked = book(DESK, here, NOON, "Injection")
    book(DESK, quiet, NOON + timedelta(days=1), "First visit")
    Episode.objects.filter(pk=due.pk).update(due_on=DAY - timedelta(days=3), due_what="Answers at week 6")
    Episode.objects.filter(pk=quiet.pk).update(due_on=DAY + timedelta(days=1))
    board = charts.today_board(DAY)
    assert [one.pk for one in board.needs_now] == [worrying.pk]
    assert [(one.appointment, one.episode, one.patient.name) for one in board.here] == [
        (booked, here, "Ann Example")
    ]
    assert board.here[0].chart == charts.chart(here.pk)
    assert ([one.pk for one in board.due], board.due_count) == ([due.pk], 1)


def test_the_day_of_an_appointment_is_the_practices_own():
    """23:30 in New York is the next day in Greenwich."""
    late = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
    book(DESK, enter(1), late, "First visit")
    assert len(charts.today_board(DAY).here) == 1
    assert len(charts.today_board(DAY + timedelta(days=1)).here) == 0


def test_emergencies_stand_before_what_can_wait_until_evening():
    first, second = enter(1), enter(2)
    Episode.objects.filter(pk=first.pk).update(alert="same_day")
    Episode.objects.filter(pk=second.pk).update(alert="emergency")
    assert [one.alert for one in charts.today_board(DAY).needs_now] == ["emergency", "same_day"]


def test_today_takes_as_many_queries_for_many_as_for_few():
    def queries():
        from django.db import connection

        with CaptureQueriesContext(connection) as seen:
            board = charts.today_board(DAY)
            assert all(one.patient.name for one in board.here)
            assert all(one.patient.name for one in (*board.due, *board.needs_now))
        return len(seen)

    def grow(start, count):
        for number in range(start, start + count):
            episode = enter(number)
            book(DESK, episode, NOON, "Injection")
            Episode.objects.filter(pk=episode.pk).update(due_on=DAY, alert="same_day")

    grow(0, 1)
    few = queries()
    grow(10, 12)
    assert queries() == few


def test_arriving_twice_keeps_the_first_instant():
    booked = book(DESK, enter(1), NOON, "Injection")
    came = arrive(DESK, booked).arrived_at
    assert came is not None
    assert arrive(DESK, booked).arrived_at == came


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("example", {"Ann Example", "Bob Example"}),
        ("ann exa", {"Ann Example"}),
        ("example ANN", {"Ann Example"}),
        ("a-2", {"Bob Example"}),
        ("1970-05-17", {"Ann Example"}),
        ("05/18/1970", {"Bob Example"}),
        ("1970-02-31", set()),
        ("  ", set()),
        ("%", set()),
    ],
)
def test_patients_are_found_by_name_number_or_birth_date(text, found):
    enter(1, "Ann Example", date(1970, 5, 17))
    enter(2, "Bob Example", date(1970, 5, 18))
    assert {one.name for one in charts.find_patients(text)} == found


def test_today_can_be_another_day_in_a_demo(settings):
    settings.TODAY = "2026-03-01"
    assert clock.today() == date(2026, 3, 1)
    assert clock.now().tzinfo is UTC
    settings.TODAY = ""
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_day_turns_at_the_practices_midnight():
    assert clock.day_of(datetime(2026, 11, 20, 4, 59, tzinfo=UTC)) == date(2026, 11, 19)
    assert clock.day_of(datetime(2026, 11, 20, 5, 0, tzinfo=UTC)) == date(2026, 11, 20)
