"""The boards read a chart once, and again when it has grown; what they say is what reading all anew says."""

from datetime import timedelta

import pytest

from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.entered import NoAnswers
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.store import harms, responses
from buffycoat.store.board_readings import Readings
from buffycoat.store.charts import charts
from buffycoat.store.models import Episode
from tests.people import DOCTOR, NURSE
from tests.treated import DAY, treated, written

pytestmark = pytest.mark.django_db
WORSE = AdverseEvent(what="worse_pain", began_on=DAY + timedelta(days=4), grade=2)
ANSWERS = Outcome(visit="week_2", answered_on=DAY + timedelta(days=14), nrs_average=4)


class Counting:
    """A board that counts its injections, and remembers which charts it had to read."""

    def __init__(self) -> None:
        self.read: list[str] = []
        kinds = (Injection.kind, Retraction.kind)
        self.board = Readings(Injection.kind, kinds, self._count)

    def _count(self, chart: Chart) -> int | None:
        self.read.append(chart.episode)
        return len(chart.every(Injection)) or None

    def look(self) -> tuple[tuple[int, ...], list[str]]:
        self.read.clear()
        return self.board.all(), list(self.read)


def test_only_a_chart_that_has_grown_is_read_again():
    board, one, other = Counting(), treated(), treated(mrn="A-2")
    counts, read = board.look()
    assert (counts, set(read)) == ((1, 1), {one.pk, other.pk})
    assert board.look() == ((1, 1), [])
    written(one, WORSE, DOCTOR)
    assert board.look() == ((1, 1), [one.pk])
    third = treated(mrn="A-3")
    assert board.look() == ((1, 1, 1), [third.pk])


def test_an_injection_that_was_taken_back_is_told_no_more():
    board, one = Counting(), treated()
    assert board.look()[0] == (1,)
    written(one, Retraction(reason="the wrong chart"), NURSE, amends=2)
    assert board.look() == ((), [one.pk])
    assert board.look() == ((), []), "nothing to tell is remembered, too"


def test_what_is_not_there_any_more_is_forgotten():
    board, one = Counting(), treated()
    board.look()
    board.board._held["gone"] = ("0" * 64, 7)
    assert board.look() == ((1,), [])
    assert set(board.board._held) == {one.pk}


def test_a_second_look_says_what_reading_everything_anew_says():
    episodes = [treated(mrn=number) for number in "123"]
    harms.procedures(), responses.followed()
    written(episodes[0], WORSE, DOCTOR)
    written(episodes[1], ANSWERS, NURSE)
    written(episodes[2], NoAnswers(visit="week_2", on=DAY, reason="moved", for_good=True), NURSE)
    read = charts(sorted(Episode.objects.values_list("pk", flat=True)))
    assert harms.procedures() == tuple(harms._treated(one) for one in read.values())
    assert responses.followed() == tuple(responses._followed(one) for one in read.values())
