"""The response board: who is due, late or missing, and every share of everybody who should have answered."""

from datetime import date, timedelta

import pytest

from buffycoat.pathway.outcomes.entered import NoAnswers
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.practice.responses import Followed, asked, responses

GIVEN = date(2026, 1, 5)


def day(number):
    return GIVEN + timedelta(days=number)


def answer(visit, on, **given):
    return Outcome.model_validate({"visit": visit, "answered_on": day(on), "nrs_average": 4, **given})


def someone(*answers, reasons=(), name="one", on=GIVEN):
    return Followed(name, on, answers, tuple(reasons))


def states(who, on):
    return {one.due.visit: one.state for one in asked(who, day(on))}


@pytest.mark.parametrize(
    ("on", "state"), [(69, "ahead"), (70, "open"), (84, "open"), (85, "late"), (98, "late"), (99, "missing")]
)
def test_a_visit_is_ahead_open_late_or_missing_by_its_window(on, state):
    assert states(someone(), on)["week_12"] == state


@pytest.mark.parametrize(
    ("given", "state"), [(69, "outside"), (70, "in_window"), (98, "in_window"), (99, "outside")]
)
def test_answers_count_in_the_window_by_their_own_date(given, state):
    assert states(someone(answer("week_12", given)), 150)["week_12"] == state


def test_answers_of_tomorrow_are_not_there_today():
    assert states(someone(answer("week_12", 90)), 89)["week_12"] == "late"


def test_everybody_whose_window_is_past_is_counted_whatever_the_reason():
    died = NoAnswers(visit="week_6", on=day(50), reason="died", for_good=True)
    four = [someone(answer("week_12", 84, mode="link"), name=str(n)) for n in range(3)]
    board = responses([*four, someone(name="gone", reasons=[died])], day(100))
    assert (board.judged.in_window.events, board.judged.closed) == (3, 4)
    assert board.judged.reasons == {"died": 1}
    assert board.judged.modes == {"link": 3}
    assert board.reached is False, "75 % is below the aim"
    gone = [one.due.visit for one in (*board.waiting, *board.missing) if one.who.episode == "gone"]
    assert gone == ["week_2"], "before the reason it was simply missed; after it nobody asks"


def test_the_aim_is_reached_at_exactly_four_of_five():
    five = [someone(*([answer("week_12", 84)] if n else []), name=str(n)) for n in range(5)]
    assert responses(five, day(99)).reached is True
    late = [someone(answer("week_12", 84 if n else 120), name=str(n)) for n in range(5)]
    assert responses(late, day(130)).judged.any_time.events == 5


def test_nobody_past_the_window_is_no_completeness():
    board = responses([someone(answer("week_12", 72))], day(80))
    assert (board.reached, board.judged.closed) == (None, 0)


def test_a_reason_for_one_visit_says_nothing_of_the_next():
    busy = NoAnswers(visit="week_6", on=day(50), reason="not_reached", for_good=False)
    board = responses([someone(reasons=[busy])], day(75))
    assert [one.due.visit for one in board.waiting] == ["week_12"]
    assert [one.due.visit for one in board.missing] == ["week_2"]


def test_a_baseline_from_after_the_injection_is_none():
    board = responses([someone(answer("baseline", -3)), someone(answer("baseline", 1), name="two")], day(1))
    assert (board.baselines.events, board.baselines.of) == (1, 2)


def test_an_open_pain_question_is_told():
    board = responses([someone(answer("week_2", 14, nrs_average=None))], day(20))
    assert board.lines[0].no_pain == 1
