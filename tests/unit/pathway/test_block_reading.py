"""Diagnostic blocks against the relief and the number that the practice asks for."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.candidacy.blocks import COUNTS, THRESHOLDS, BlockOptions, block_reading
from buffycoat.pathway.candidacy.records import Block
from buffycoat.pathway.knowledge import sources

FIRST, SECOND = date(2026, 9, 1), date(2026, 10, 1)


def mbb(relief: float | None, on: date | None = FIRST, **more: Any) -> Block:
    return Block.model_validate({"block": "MBB", "relief": relief, "done_on": on, **more})


def verdict(*blocks: Block, **options: int) -> str:
    (one,) = block_reading(blocks, BlockOptions(**options))
    return one.verdict


@pytest.mark.parametrize(
    ("relief", "asked", "says"),
    [
        (49, 50, "negative"), (50, 50, "positive"), (74, 75, "negative"), (75, 75, "positive"),
        (79, 80, "negative"), (80, 80, "positive"),
    ],
)  # fmt: skip
def test_relief_against_the_threshold(relief: float, asked: int, says: str) -> None:
    assert verdict(mbb(relief), mbb_threshold=asked) == says


def test_two_blocks_on_two_days() -> None:
    assert verdict(mbb(80), mbb_count=2) == "one more"
    assert verdict(mbb(80), mbb(80, SECOND), mbb_count=2) == "positive"
    assert verdict(mbb(80), mbb(80), mbb_count=2) == "one more", "the same day twice is one block"
    assert verdict(mbb(80, None), mbb(80, None), mbb_count=2) == "one more", "no day tells them apart"
    assert verdict(mbb(80), mbb(20, SECOND), mbb_count=2) == "unclear"
    assert verdict(mbb(20), mbb_count=2) == "negative"


def test_relief_that_is_not_known_neither_helps_nor_harms() -> None:
    assert verdict(mbb(None)) == "not known"
    assert verdict(mbb(None), mbb(80, SECOND)) == "positive"
    assert verdict(mbb(None), mbb(80, SECOND), mbb_count=2) == "one more"


def test_levels_and_sides_are_read_apart() -> None:
    right, left = mbb(80, level="L4-5", side="R"), mbb(10, level="L4-5", side="L")
    assert [(one.side, one.verdict) for one in block_reading([right, left])] == [
        ("R", "positive"),
        ("L", "negative"),
    ]


def test_sacroiliac_by_either_source() -> None:
    def block(relief: float) -> Block:
        return Block(block="SIJ", relief=relief)

    assert verdict(block(75)) == "positive"
    assert verdict(block(75), sij_threshold=80) == "negative"
    assert verdict(block(80), sij_threshold=80) == "unclear", "the trial asked for more than 80"
    assert verdict(block(81), sij_threshold=80) == "positive"


@pytest.mark.parametrize(
    ("relief", "says"), [(49, "negative"), (50, "unclear"), (79, "unclear"), (80, "positive")]
)
def test_nerve_root_has_a_range(relief: float, says: str) -> None:
    assert verdict(Block(block="SNRB", relief=relief)) == says


def test_discography_is_never_read_from_relief() -> None:
    assert verdict(Block(block="DISCOGRAM", relief=100)) == "not read"


@pytest.mark.parametrize("wrong", [{"mbb_threshold": 60}, {"mbb_count": 3}, {"sij_threshold": 50}])
def test_a_choice_without_a_source_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no source in the table"):
        BlockOptions(**wrong)


def test_every_row_cites_the_bibliography() -> None:
    for row in (*THRESHOLDS.rows.values(), *COUNTS.rows.values()):
        assert set(row.sources) <= set(sources())


RELIEF = st.none() | st.floats(0, 100)
ORDER = {"negative": 0, "not known": 0, "unclear": 1, "one more": 2, "positive": 3}


@given(st.lists(RELIEF, min_size=1, max_size=3), st.integers(1, 2))
def test_asking_for_more_relief_never_makes_a_block_more_positive(reliefs, count) -> None:
    blocks = [mbb(relief, date(2026, 9, 1 + n)) for n, relief in enumerate(reliefs)]
    found = [verdict(*blocks, mbb_threshold=asked, mbb_count=count) for asked in (50, 75, 80)]
    assert [ORDER[one] for one in found] == sorted((ORDER[one] for one in found), reverse=True)


@given(st.lists(RELIEF, min_size=1, max_size=3), st.sampled_from([50, 75, 80]))
def test_asking_for_two_never_makes_a_block_more_positive_than_one(reliefs, asked) -> None:
    blocks = [mbb(relief, date(2026, 9, 1 + n)) for n, relief in enumerate(reliefs)]
    once, twice = (verdict(*blocks, mbb_threshold=asked, mbb_count=count) for count in (1, 2))
    assert ORDER[twice] <= ORDER[once]
