"""Whatever is answered: chances stay in bounds, order and unknowns change nothing, findings never mislead."""

from itertools import pairwise
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.pain_source import Line, Ranking, ranked
from buffycoat.pathway.triage.pain_tables import FEATURES, SOURCES, finding_of
from buffycoat.pathway.triage.records import Movement, Pain, Region
from tests.records_strategy import answers

FOUND = answers(Examination).filter(
    lambda drawn: (
        (drawn.get("sij_tests_positive") or 0) <= (6 if (n := drawn.get("sij_tests_done")) is None else n)
    )
)
MOVEMENTS = st.none() | st.lists(st.sampled_from(get_args(Movement)), unique=True)
PAIN = st.fixed_dictionaries(
    {},
    optional={
        "regions": st.none() | st.lists(st.sampled_from(get_args(Region)), unique=True),
        "worse_with": MOVEMENTS,
        "better_with": MOVEMENTS,
        "leg_worse_than_back": st.none() | st.booleans(),
    },
)
AGE = st.none() | st.integers(0, 110)
# Findings that are a question of the examination themselves, and raise some source when they are there.
RAISING = sorted(
    {
        (finding_of(key), row.source)
        for key, row in FEATURES.rows.items()
        if finding_of(key) in Examination.items and (ratio := row.ratio(True)) and ratio.value > 1
    }
)
calm = settings(deadline=None)


def _rank(pain: dict[str, Any], found: dict[str, Any], age: int | None) -> Ranking:
    return ranked(Pain.model_validate(pain), Examination.model_validate(found), age)


def _lines(ranking: Ranking) -> dict[str, Line]:
    return {one.source: one for one in ranking.lines}


@calm
@given(PAIN, FOUND, AGE)
def test_chances_stay_within_bounds_and_within_their_interval(pain, found, age) -> None:
    for line in _rank(pain, found, age).lines:
        low, high = line.interval
        assert 0.05 <= low <= line.probability <= high <= 0.90


@calm
@given(PAIN, FOUND, AGE)
def test_ranked_from_the_likeliest_down(pain, found, age) -> None:
    lines = _rank(pain, found, age).lines
    assert [one.probability for one in lines] == sorted((one.probability for one in lines), reverse=True)
    for before, after in pairwise(lines):
        same = round(100 * before.probability) == round(100 * after.probability)
        assert (before.rank == after.rank) is same


@calm
@given(PAIN, FOUND, AGE, st.randoms())
def test_the_order_of_answers_does_not_matter(pain, found, age, random) -> None:
    shuffled = {
        key: random.sample(value, len(value)) if isinstance(value, list) else value
        for key, value in pain.items()
    }
    mixed = dict(random.sample(sorted(found.items()), len(found)))
    assert _rank(shuffled, mixed, age) == _rank(pain, found, age)


@calm
@given(PAIN, FOUND, AGE)
def test_not_known_is_the_same_as_not_asked(pain, found, age) -> None:
    known = [{key: value for key, value in one.items() if value is not None} for one in (pain, found)]
    assert _rank(known[0], known[1], age) == _rank(pain, found, age)


@calm
@given(PAIN, FOUND, AGE, st.sampled_from(RAISING))
def test_a_finding_that_raises_a_source_never_lowers_it(pain, found, age, finding_and_source) -> None:
    finding, source = finding_and_source
    before = _lines(_rank(pain, {**found, finding: None}, age)).get(source)
    after = _rank(pain, {**found, finding: True}, age)
    if before is not None:
        assert _lines(after)[source].probability >= before.probability - 1e-12
    absent = _lines(_rank(pain, {**found, finding: False}, age)).get(source)
    if absent is not None:
        assert _lines(after)[source].probability >= absent.probability - 1e-12


@calm
@given(PAIN, FOUND, AGE)
def test_one_finding_of_a_group_counts_and_only_with_a_ratio(pain, found, age) -> None:
    for line in _rank(pain, found, age).lines:
        used = [FEATURES[one.feature].group for one in line.moved if one.counts]
        assert len(used) == len(set(used))
        assert all(one.ratio for one in line.moved if one.counts)
        assert all(one.why_not for one in line.moved if not one.counts)


@calm
@given(PAIN, FOUND, AGE)
def test_too_few_answers_rank_nothing(pain, found, age) -> None:
    ranking = _rank(pain, found, age)
    assert bool(ranking.lines) <= ranking.enough
    assert ranking.enough == (ranking.answers >= 3)


@calm
@given(FOUND, AGE)
def test_images_alone_never_raise_the_disc(found, age) -> None:
    """Only images, and nothing told or examined that fits: the disc stays at or below where it was."""
    images = {key: value for key, value in found.items() if key.startswith("mri_")}
    others = {"neurogenic_claudication": False, "sij_tests_done": 6, "sij_tests_positive": 0, "slr": False}
    disc = _lines(_rank({}, {**images, **others}, age))["disc"]
    low, high = SOURCES["disc"].prior or (0, 0)
    assert disc.probability <= (low + high) / 200 + 1e-12
