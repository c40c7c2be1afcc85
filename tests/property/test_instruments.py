"""Scores stay in their bounds, and no blank ever counts as a zero."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.outcomes import instruments
from buffycoat.pathway.outcomes.records import Outcome

ZERO_TO_TEN = st.none() | st.integers(0, 10)
ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
TICKS = st.lists(st.sampled_from((True, False, None)), min_size=24, max_size=24)


@given(ANYTHING)
def test_a_rating_is_a_whole_number_in_bounds_or_there_is_no_score(value):
    for score, low, high in ((instruments.nrs(value), 0, 10), (instruments.pgic(value), 1, 7)):
        assert (score.score is None) == (score.status != "ok")
        assert score.score is None or (low <= score.score <= high and score.score == value)


@given(st.lists(ZERO_TO_TEN, min_size=3, max_size=3))
def test_a_blank_among_three_leaves_no_mean(values):
    score = instruments.three_questions(values)
    assert (score.score is None) == (None in values)
    assert score.score is None or min(values) <= score.score <= max(values)


@given(TICKS)
def test_roland_morris_is_bounded_by_what_was_ticked_and_its_blanks_are_counted(ticks):
    score = instruments.roland_morris(ticks)
    assert score.blanks == ticks.count(None)
    assert score.score is None or score.score == ticks.count(True)
    assert score.status == ("not_scorable" if ticks.count(None) > 7 else "ok")


@given(ZERO_TO_TEN, ZERO_TO_TEN)
def test_a_missing_rating_never_makes_a_responder_nor_a_failure(before, now):
    baseline = Outcome(visit="baseline", answered_on=date(2026, 1, 1), nrs_average=before)
    later = Outcome(visit="week_12", answered_on=date(2026, 4, 1), nrs_average=now)
    said = instruments.responder(baseline, later)
    open_ended = before is None or now is None or before == 0
    assert (said["a"].responder is None) == (said["b"].responder is None) == open_ended
    assert not (said["a"].responder and now > before)
