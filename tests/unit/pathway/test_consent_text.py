"""The consent text and its questions: whole, plain, in both languages, and never changed under its number."""

from collections import Counter
from datetime import date
from string import Formatter

import pytest

from buffycoat.library.claims import check
from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.consent.limits import RISKS
from buffycoat.pathway.consent.texts import (
    PARTS,
    TEACH_BACK,
    TEXTS,
    Sentences,
    Text,
    digest,
    questions,
    says_something_else,
    sentences,
)
from buffycoat.pathway.knowledge import sources
from tests.spec.reading_grade import HARDEST, english_grade, spanish_grade

VERSIONS = sorted(TEXTS.rows)
BLANKS = {
    "diagnosis", "places", "blood", "performer", "interests", "evidence", "repeat", "risks", "price",
    "covers", "refund", "holds", "emergency", "phone",
}  # fmt: skip


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_text_that_was_signed_does_not_change_under_its_number(version: str) -> None:
    assert digest(version) == TEXTS[version].digest


@pytest.mark.parametrize("version", VERSIONS)
def test_every_part_has_one_heading_and_something_to_say(version: str) -> None:
    rows = sentences(version).rows.values()
    assert [row.part for row in rows if row.heading] == list(PARTS)
    assert min(Counter(row.part for row in rows if not row.heading).values()) >= 3


@pytest.mark.parametrize("version", VERSIONS)
def test_both_languages_leave_the_same_blanks(version: str) -> None:
    for key, row in sentences(version).rows.items():
        assert blanks(row.en) == blanks(row.es), key
        assert blanks(row.en) <= BLANKS, key
    assert set().union(*(blanks(row.en) for row in sentences(version).rows.values())) == BLANKS


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("target", TARGET_NAMES)
def test_each_target_is_told_what_trials_found(version: str, target: str) -> None:
    own = [row for row in sentences(version).rows.values() if target in row.targets]
    assert any(row.part == "benefit" for row in own)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_text_is_plain(version: str) -> None:
    rows = sentences(version).rows.values()
    for part in PARTS:
        assert english_grade("\n".join(row.en for row in rows if row.part == part)) <= HARDEST
        assert spanish_grade("\n".join(row.es for row in rows if row.part == part)) <= HARDEST


def test_every_question_has_one_right_answer() -> None:
    assert {
        key: sum(one.right for one in row.choices) for key, row in TEACH_BACK.rows.items()
    } == dict.fromkeys(TEACH_BACK.rows, 1)


def test_at_least_five_questions_are_for_everybody_and_one_for_each_target() -> None:
    general = set(questions(frozenset()))
    assert len(general) >= 5
    assert all(set(questions(frozenset({target}))) - general for target in TARGET_NAMES)


def test_every_part_asks_something_back() -> None:
    for target in TARGET_NAMES:
        asked = [one.part for one in questions(frozenset({target})).values()]
        assert set(asked) == set(PARTS)
        assert asked == sorted(asked, key=PARTS.index)


def test_the_right_answer_has_no_place_of_its_own() -> None:
    assert len({row.right for row in TEACH_BACK.rows.values()}) == 3


def test_questions_are_plain() -> None:
    said: dict[str, list[str]] = {"en": [], "es": []}
    for row in TEACH_BACK.rows.values():
        said["en"] += [row.ask["en"], row.again["en"], *(one.en for one in row.choices)]
        said["es"] += [row.ask["es"], row.again["es"], *(one.es for one in row.choices)]
    assert english_grade("\n".join(said["en"])) <= HARDEST
    assert spanish_grade("\n".join(said["es"])) <= HARDEST


def test_no_sentence_claims_more_than_it_may() -> None:
    said = [
        text for version in VERSIONS for row in sentences(version).rows.values() for text in (row.en, row.es)
    ]
    for row in TEACH_BACK.rows.values():
        # The answers that are not right too: nobody may take a promise home from a question.
        said += [
            *row.ask.values(),
            *row.again.values(),
            *(text for one in row.choices for text in (one.en, one.es)),
        ]
    assert [text for text in said if check(text).verdict != "ok"] == []


def test_every_source_is_in_the_bibliography() -> None:
    tables = [sentences(version) for version in VERSIONS]
    rows = [
        *TEACH_BACK.rows.values(),
        *RISKS.rows.values(),
        *(row for one in tables for row in one.rows.values()),
    ]
    assert {key for row in rows for key in row.sources} <= set(sources())


def test_a_target_given_in_a_text_is_a_target() -> None:
    rows: list[Sentences] = [row for version in VERSIONS for row in sentences(version).rows.values()]
    named = {target for row in (*rows, *TEACH_BACK.rows.values()) for target in row.targets}
    assert named <= set(TARGET_NAMES)


def test_only_a_later_text_that_says_something_else_asks_again() -> None:
    def text(year: int, material: bool) -> Text:
        return Text(from_day=date(year, 1, 1), material=material, sources=("practice",), status="P")

    held = {"1": text(2025, True), "2": text(2026, False), "3": text(2027, True)}
    day = date(2026, 6, 1)
    assert not says_something_else("1", day, held)
    assert says_something_else("1", date(2027, 1, 1), held)
    assert says_something_else("2", date(2027, 1, 1), held)
    assert not says_something_else("3", date(2028, 1, 1), held)
    assert says_something_else("draft", day, held)


def test_an_unknown_version_is_an_error() -> None:
    with pytest.raises(KeyError, match="no consent text '9'"):
        sentences("9")
