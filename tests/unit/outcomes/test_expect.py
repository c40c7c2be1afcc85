"""What a patient is told to expect: for every day, in both languages, plain, and never a promise."""

import pytest

from buffycoat.library.claims.check import check
from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.outcomes.expect import BAND, EXPECT, expected
from tests.spec.reading_grade import HARDEST, english_grade, spanish_grade


@pytest.mark.parametrize(
    ("days", "key"),
    [(-5, "weeks_0_2"), (0, "weeks_0_2"), (14, "weeks_2_6"), (41, "weeks_2_6"), (42, "weeks_6_12"),
     (84, "weeks_12_26"), (182, "weeks_26_on"), (2000, "weeks_26_on")],
)  # fmt: skip
def test_each_day_has_its_words(days, key):
    assert expected(days) is EXPECT[key]


def test_the_rows_follow_each_other_without_a_gap():
    rows = list(EXPECT.rows.values())
    assert [one.last_week for one in rows[:-1]] == [one.first_week for one in rows[1:]]
    assert rows[-1].last_week is None
    assert (BAND.first_week, BAND.last_week) == (6, 12)


@pytest.mark.parametrize("key", EXPECT.rows)
def test_the_words_are_plain_and_have_their_sources(key):
    row = EXPECT[key]
    assert english_grade(row.text) <= HARDEST
    assert spanish_grade(row.text_es) <= HARDEST
    assert set(row.sources) <= set(sources())
    assert check(row.text, "en").verdict == "ok"
    assert check(row.text_es, "es").verdict == "ok"
