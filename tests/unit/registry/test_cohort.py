"""Filters of the registry pages: a row has the option that the files say, and numbers are those of loops."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.registry_data import make
from buffycoat.registry import cohort
from buffycoat.registry.files import sites
from buffycoat.registry.linked import FEW, HIDDEN
from buffycoat.registry.sums import LATE

EPISODES = 400
BANDS = {
    "dose": (10, 25, 50, 75, 100, 150, 200),
    "months_of_pain": (3, 6, 12, 24, 60),
    "age": tuple(range(10, 100, 10)),
    "bmi": (20, 25, 30, 35, 40),
    "baseline": (4, 7),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("registry")
    make(made, EPISODES, 4)
    return made


@pytest.fixture(scope="module")
def held(folder: Path) -> cohort.Held:
    return cohort.read(folder)


def option(key: str, row: Mapping[str, Any], week: int) -> str:
    """Which option a row has, by the plainest way there is."""
    if key == "answered":
        if ("nrs", week) in row["answers"]:
            return "yes"
        return "no" if row["elapsed"] >= week * 7 + LATE[week] else "later"
    value = row["answers"].get(("nrs", 0)) if key == "baseline" else row[key]
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key in BANDS:
        return str(max((edge for edge in BANDS[key] if edge <= value), default=0))
    return str(value)


def plain(folder: Path, week: int) -> list[dict[str, str]]:
    """Every row's option in every filter, from the files."""
    found = []
    keys = [one.key for one in cohort.filters(cohort.read(folder), week)]
    for site in sites(folder):
        answers: dict[object, dict[tuple[str, int], int]] = {}
        for one in pq.read_table(site.file("answers")).to_pylist():
            answers.setdefault(one["episode"], {})[one["instrument"], one["week"]] = one["score"]
        for one in pq.read_table(site.file("episodes")).to_pylist():
            row = {**one, "site": site.name, "answers": answers.get(one["episode"], {})}
            found.append({key: option(key, row, week) for key in keys})
    return found


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"target": {"DISC"}},
        {"target": {"DISC", "FACET"}, "arm": {"prp"}},
        {"arm": {"prp"}, "dose": {"25", "unknown"}, "sex": {"female"}, "answered": {"yes"}},
        {"year": {"2024"}, "site": {"001"}, "age": {"40", "50"}, "baseline": {"7"}},
        {"smoker": {"yes"}, "fused": {"yes"}, "bmi": {"40"}, "kit": {"kit 1"}, "leukocytes": {"poor"}},
    ],
)
@pytest.mark.parametrize("week", [26, 52])
def test_every_number_is_that_of_counting_row_by_row(
    folder: Path, held: cohort.Held, chosen: dict[str, set[str]], week: int
) -> None:
    filters, rows = cohort.filters(held, week), plain(folder, week)
    counted = cohort.counted(filters, chosen, len(held.frame))
    inside = [all(row[key] in wanted for key, wanted in chosen.items()) for row in rows]
    assert counted.kept.tolist() == inside
    for one in filters:
        others = {key: wanted for key, wanted in chosen.items() if key != one.key}
        left = [row[one.key] for row in rows if all(row[key] in wanted for key, wanted in others.items())]
        numbers = {value: left.count(value) for value, _ in one.options}
        assert numbers == dict(
            zip((value for value, _ in one.options), counted.episodes[one.key].tolist(), strict=True)
        )
        assert sum(numbers.values()) == len(left)


def test_an_option_that_nobody_has_is_not_listed_and_bands_are_named(held: cohort.Held) -> None:
    found = {one.key: dict(one.options) for one in cohort.filters(held, 26)}
    assert "LIG" not in found["target"]
    assert found["baseline"].items() >= {"4": "4 to 6", "7": "7 to 10"}.items()
    assert found["dose"].items() >= {"25": "2.5 to under 5", "unknown": "Not known"}.items()
    assert found["bmi"]["20"] == "20 to 24"
    assert found["months_of_pain"]["60"] == "60 and over"


def test_nobody_and_the_very_old_have_filters_too(held: cohort.Held, tmp_path: Path) -> None:
    empty = cohort.read(tmp_path)
    filters = cohort.filters(empty, 26)
    assert all(one.options == () for one in filters)
    assert cohort.counted(filters, {}, 0).kept.tolist() == []
    old = held.frame.where(np.arange(EPISODES) < 2)
    old.columns["age"][:] = (90, -1)
    [age] = [one for one in cohort.filters(cohort.Held(old, held.year[:2]), 26) if one.key == "age"]
    assert age.options == (("90", "90 and over"), ("unknown", "Not known"))


@pytest.mark.parametrize("chosen", [{"level": ["L4-5"]}, {"target": ["LIG"]}, {"age": ["41"]}])
def test_what_cannot_be_chosen_is_named(held: cohort.Held, chosen: dict[str, list[str]]) -> None:
    [(key, [value])] = chosen.items()
    with pytest.raises(cohort.NoSuchChoice, match=f"{key}.*{value}|no filter “level”"):
        cohort.check(cohort.filters(held, 26), chosen)


def few(numbers: tuple[int, ...], chosen: cohort.Chosen) -> dict[str, list[int]]:
    """What is told of one filter whose options hold so many."""
    codes = np.repeat(np.arange(len(numbers)), numbers)
    one = cohort.Filter("f", "F", tuple((str(at), str(at)) for at in range(len(numbers))), codes)
    return cohort.told([one], chosen, cohort.counted([one], chosen, len(codes)))


def test_numbers_for_whoever_may_not_open_charts_hide_few_people() -> None:
    assert few((22, 41, 0), {}) == {"": [65], "f": [20, 40, 0]}
    assert few((3, 22, 41), {}) == {"": [65], "f": [FEW, 20, 40]}
    assert few((4, 30), {"f": {"0"}}) == {"": [FEW], "f": [FEW, 30]}
    assert few((), {}) == {"": [0], "f": []}
    assert few((3, 0), {}) == {"": [FEW], "f": [HIDDEN, HIDDEN]}
    # Two of 1 to 4 that make 8 or more are 4 and 4, so “1 to 4” would be too much said of them.
    assert few((4, 4), {}) == {"": [10], "f": [HIDDEN, HIDDEN]}
