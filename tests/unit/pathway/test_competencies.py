"""Who is signed off on which day, and what waits for it; unknown is never competent."""

from datetime import date

import pytest

from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.record import RECORDS
from buffycoat.practice.competencies import (
    COMPETENCIES,
    TABLE,
    Given,
    Held,
    kept,
    longest,
    needed,
    standing,
    why_not,
)
from tests.spec.injection_given import discharge, injection, time_out
from tests.spec.preparation import draw

DAY = date(2027, 3, 10)


def held(on: date, until: date | None = None, given: Given = "signed off", who: str = "ana") -> Held:
    """Ana may draw blood."""
    return Held(who, "phlebotomy", given, on, until)


YEAR = held(date(2026, 4, 1), date(2027, 4, 1))
BACK = held(date(2027, 1, 5), given="withdrawn")


def test_the_table_and_the_words_of_the_form_are_one_list() -> None:
    assert tuple(TABLE.rows) == COMPETENCIES
    assert TABLE.reviewed_by == ""
    assert {key for row in TABLE.rows.values() for key in row.sources} <= set(sources())
    assert TABLE["emergency_drills"].months == 6
    assert {row.months for key, row in TABLE.rows.items() if key != "emergency_drills"} == {12}


def test_what_is_gated_exists_and_is_nothing_that_may_be_signed_at_any_time() -> None:
    kinds = [gate.split(":")[0] for row in TABLE.rows.values() for gate in row.gates]
    assert set(kinds) <= set(RECORDS)
    assert not [kind for kind in kinds if RECORDS[kind].anytime]


@pytest.mark.parametrize(
    ("rows", "day", "says"),
    [
        ((), DAY, "never signed off"),
        ((YEAR,), DAY, "in force"),
        ((YEAR,), date(2026, 4, 1), "in force"),
        ((YEAR,), date(2027, 4, 1), "in force"),
        ((YEAR,), date(2027, 4, 2), "expired"),
        ((YEAR,), date(2026, 3, 31), "never signed off"),
        ((YEAR, BACK), DAY, "withdrawn"),
        ((YEAR, BACK), date(2027, 1, 4), "in force"),
        ((BACK, YEAR), DAY, "withdrawn"),
        ((YEAR, BACK, held(date(2027, 2, 1), date(2028, 2, 1))), DAY, "in force"),
        ((held(DAY, DAY), held(DAY, given="withdrawn")), DAY, "withdrawn"),
        ((held(DAY, None),), DAY, "expired"),
    ],
)
def test_how_somebody_stands_on_a_day(rows: tuple[Held, ...], day: date, says: str) -> None:
    assert standing(rows, "phlebotomy", day)[0] == says
    assert standing(rows, "labelling", day)[0] == "never signed off"


@pytest.mark.parametrize(
    ("key", "on", "last"),
    [
        ("phlebotomy", date(2026, 3, 10), date(2027, 3, 10)),
        ("phlebotomy", date(2028, 2, 29), date(2029, 2, 28)),
        ("emergency_drills", date(2026, 8, 31), date(2027, 2, 28)),
        ("emergency_drills", date(2026, 1, 1), date(2026, 7, 1)),
    ],
)
def test_how_long_a_sign_off_can_hold(key: str, on: date, last: date) -> None:
    assert longest(key, on) == last


def test_which_record_waits_for_what() -> None:
    assert needed(draw()) == ("phlebotomy",)
    assert needed(time_out()) == ("labelling",)
    assert "radiation_safety" in needed(injection())
    assert "radiation_safety" not in needed(injection(guidance="ultrasound"))
    assert needed(discharge()) == ("life_support", "emergency_drills")


def test_a_practice_that_has_not_begun_locks_nobody_out_and_one_that_has_does() -> None:
    assert why_not("Ana", (), ("phlebotomy",), kept((), DAY), DAY) == ""
    others = (held(date(2027, 1, 1), date(2028, 1, 1), who="ben"),)
    assert kept(others, date(2026, 12, 31)) == frozenset()
    why = why_not("Ana", (), ("phlebotomy",), kept(others, DAY), DAY)
    assert why.startswith("Ana is not signed off for: Drawing blood")
    expired = why_not("Ana", (YEAR,), ("phlebotomy",), kept((YEAR,), DAY), date(2027, 5, 1))
    assert "(expired 1 April 2027)" in expired
