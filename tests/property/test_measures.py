"""Ibis measures, sums over the frame and plain loops over the rows: one statistic, one fingerprint."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations_with_replacement
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.special import expit

from benchmarks.registry_data import make
from buffycoat.registry import files, frame, measures, sources, sums
from buffycoat.registry.columns import ARMS, TABLES, WEEKS
from buffycoat.registry.models import logistic
from buffycoat.registry.statistics import Additive, Counts, Moments, Products, Score, Survival

Rows = dict[str, list[dict[str, Any]]]
TARGETS = ["FACET", "DISC", "SIJ"]
STEEP = np.array([0.3, -0.02, 1 / 7])
MIDDLE = 6  # stands in for a baseline that is not known, in the covariate only
maybe_small = st.none() | st.integers(0, 100)
episode = st.fixed_dictionaries(
    {
        "arm": st.sampled_from(list(ARMS)),
        "target": st.sampled_from(TARGETS),
        "age": st.none() | st.integers(18, 90),
        "elapsed": st.sampled_from([0, 20, 21, 55, 56, 104, 105, 209, 210, 419, 420, 900]),
        "followed": st.integers(0, 800),
        "rescue": st.none() | st.integers(0, 800),
        "pain": st.lists(st.none() | st.integers(0, 10), min_size=len(WEEKS), max_size=len(WEEKS)),
        "events": st.lists(st.none() | st.integers(1, 5), max_size=2),
    }
)


@st.composite
def registries(draw: st.DrawFn) -> dict[str, Rows]:
    """Rows by site and table; two sites may hold the same pseudonym, and one may hold nobody."""
    found: dict[str, Rows] = {}
    for site in draw(st.sampled_from([["a"], ["01", "1"], ["x", "y", "z"]])):
        held: Rows = {table: [] for table in TABLES}
        for name, one in enumerate(draw(st.lists(episode, max_size=12))):
            key = {"site": site, "episode": name * 7}
            held["episodes"].append({**key, **one, "person": name, "year": 2025})
            for week, score in zip(WEEKS, one["pain"], strict=True):
                # What other instruments and other weeks say is not pain at a visit.
                scored = [("nrs", week, score), ("rmdq", week, score), ("nrs", 40, score)]
                held["answers"] += [
                    {**key, "instrument": what, "week": at, "score": value}
                    for what, at, value in scored
                    if value is not None
                ]
            held["events"] += [{**key, "what": "soreness", "grade": grade} for grade in one["events"]]
        found[site] = held
    return found


def written(registry: dict[str, Rows], folder: Path) -> Path:
    """The registry as Parquet."""
    for site, tables in registry.items():
        (folder / f"site={site}").mkdir()
        for table, rows in tables.items():
            files.write(table, files.arrays(table, rows), folder / f"site={site}" / f"{table}.parquet")
    return folder


class Twin:
    """Each statistic by a plain loop over the episodes."""

    def __init__(self, registry: dict[str, Rows]) -> None:
        self.people = [one for tables in registry.values() for one in tables["episodes"]]

    def response(self) -> Additive:
        axes = (sums.ARM, sums.TARGET, sums.VISIT, sums.STATE)
        many = Counter(
            (one["arm"], one["target"], str(week), self.state(one, week))
            for one in self.people
            for week in WEEKS[1:]
        )
        return Counts(
            "response: average pain down by half or more",
            axes,
            filled(axes, {k: [n] for k, n in many.items()}, 1),
        )

    def state(self, one: dict[str, Any], week: int) -> str:
        before, now = one["pain"][0], one["pain"][WEEKS.index(week)]
        if not before:
            return "no baseline"
        if now is None:
            return "not answered" if one["elapsed"] >= 7 * week + sums.LATE[week] else "not due"
        return "responder" if before - now >= before / 2 else "no responder"

    def pain(self, change: bool) -> Additive:
        axes = (sums.ARM, sums.TARGET, measures.Axis("week", tuple(map(str, WEEKS[change:]))))
        cells: dict[tuple[str, ...], list[int]] = {}
        for one in self.people:
            for at, week in enumerate(WEEKS[change:], start=change):
                score = one["pain"][at]
                if score is not None and change:
                    score = None if one["pain"][0] is None else one["pain"][0] - score
                if score is not None:
                    cell = cells.setdefault((one["arm"], one["target"], str(week)), [0, 0, 0])
                    cell[:] = cell[0] + 1, cell[1] + score, cell[2] + score**2
        return Moments("fall of average pain" if change else "average pain", axes, filled(axes, cells, 3))

    def rescue(self) -> Additive:
        axes = (sums.ARM, sums.TARGET, measures.TRIED)
        cells: dict[tuple[str, ...], list[int]] = {}
        for one in self.people:
            day = one["followed"] if one["rescue"] is None else one["rescue"]
            cell = cells.setdefault((one["arm"], one["target"], str(min(day, 730))), [0, 0])
            cell[:] = cell[0] + 1, cell[1] + (one["rescue"] is not None and day <= 730)
        return Survival("rescue", axes, filled(axes, cells, 2))

    def events(self) -> Additive:
        axes = (sums.ARM, sums.TARGET, measures.GRADES)
        worst = Counter(
            (one["arm"], one["target"], str(max((grade or 1 for grade in one["events"]), default=0)))
            for one in self.people
        )
        return Counts("worst adverse event", axes, filled(axes, {k: [n] for k, n in worst.items()}, 1))

    def visits(self) -> Additive:
        codes = tuple(format(code, "05b") for code in range(32))
        axes = (measures.Axis("pattern", codes), sums.TARGET)
        names = ("1", "age", "baseline", *(f"y{week}" for week in WEEKS[1:]))
        width = len(names) * (len(names) + 1) // 2
        cells: dict[tuple[str, ...], list[int]] = {}
        for one in self.people:
            late = one["pain"][1:]
            row = [
                1,
                one["age"] or 0,
                MIDDLE if one["pain"][0] is None else one["pain"][0],
                *(y or 0 for y in late),
            ]
            cell = cells.setdefault(("".join("01"[y is not None] for y in late), one["target"]), [0] * width)
            for at, (a, b) in enumerate(combinations_with_replacement(row, 2)):
                cell[at] += a * b
        return Products("average pain", axes, filled(axes, cells, width), variables=names, visits=5)

    def all(self) -> Iterator[Additive]:
        yield from (self.response(), self.pain(False), self.pain(True), self.rescue())
        yield from (self.events(), self.visits(), self.score())

    def score(self) -> Additive:
        total = [0] * 11
        for one in self.people:
            state = self.state(one, 26)
            if "responder" in state:
                row, y = [1, one["age"] or 0, one["pain"][0]], int(state == "responder")
                p = float(expit(sum(value * slope for value, slope in zip(row, STEEP.tolist(), strict=True))))
                rest, weight = round((y - p) * 2**32), round(p * (1 - p) * 2**20)
                told = [1, y, *(rest * value for value in row)]
                told += [weight * a * b for a, b in combinations_with_replacement(row, 2)]
                total = [have + more for have, more in zip(total, told, strict=True)]
        names = ("1", "age", "baseline")
        at = logistic.fingerprint(STEEP)
        return Score("response", (logistic.ONE,), np.array([total]), columns=names, at=at)


def filled(axes: tuple[measures.Axis, ...], cells: dict[tuple[str, ...], list[int]], width: int) -> Any:
    table = np.zeros((*(len(axis.labels) for axis in axes), width), np.int64)
    for key, numbers in cells.items():
        table[tuple(axis.labels.index(word) for axis, word in zip(axes, key, strict=True))] = numbers
    return table


def from_frame(held: frame.Frame) -> Iterator[Additive]:
    """The same from the frame, and a step of a regression."""
    yield from (sums.response(held), sums.pain(held), sums.pain(held, change=True), sums.rescue(held))
    yield sums.events(held)
    base = held.scores["nrs"][:, 0].astype(np.int64)
    age = np.maximum(held.columns["age"], 0).astype(np.int64)
    known = {"age": age, "baseline": np.where(base == 255, MIDDLE, base)}
    yield sums.visits(held, known, by_target=True)
    state = sums.states(held, 4)
    columns = {name: values[state >= 3] for name, values in known.items()}
    yield logistic.step_of("response", columns, (state[state >= 3] == 4).astype(np.int64))(STEEP)


def from_tables(tables: sources.Tables) -> Iterator[Additive]:
    """The same by an engine."""
    of = sources.kept(measures.people(tables))
    columns = {"age": of.age.fill_null(0), "baseline": of.y0.fill_null(MIDDLE)}
    asked = [measures.response(of), measures.pain(of), measures.pain(of, change=True)]
    asked += [measures.rescue(of), measures.events(of), measures.visits(of, columns, by_target=True)]
    judged = measures.responded(of, 26)
    columns = {"age": judged.age.fill_null(0), "baseline": judged.y0}
    asked.append(measures.score(judged, "response", columns, judged.responded, STEEP))
    yield from (one.take() for one in asked)


def prints(found: Iterator[Additive]) -> list[str]:
    return [one.fingerprint() for one in found]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(registries())
def test_an_engine_the_frame_and_a_loop_over_the_rows_agree(registry: dict[str, Rows]) -> None:
    with TemporaryDirectory() as here:
        folder = written(registry, Path(here))
        by_loop = prints(Twin(registry).all())
        assert prints(from_frame(frame.read(folder))) == by_loop
        assert prints(from_tables(sources.parquet(folder))) == by_loop


def test_a_word_that_is_not_declared_is_named(tmp_path: Path) -> None:
    key = {"episode": 1, "person": 1, "year": 2025, "elapsed": 0, "followed": 0, "target": "FACET"}
    tables: Rows = {"episodes": [{**key, "arm": "magnet"}], "answers": [], "events": []}
    of = measures.people(sources.parquet(written({"a": tables}, tmp_path)))
    with pytest.raises(ValueError, match="arm: “magnet” is not one of prp, steroid"):
        measures.response(of).take()


@pytest.mark.parametrize("table", ["answers", "events"])
def test_a_row_of_no_episode_is_refused_by_all(tmp_path: Path, table: str) -> None:
    key = {
        "episode": 1,
        "person": 1,
        "year": 2025,
        "elapsed": 0,
        "followed": 0,
        "target": "FACET",
        "arm": "prp",
    }
    tables: Rows = {"episodes": [key], "answers": [], "events": []}
    other = {"episode": 2, "week": 2, "instrument": "nrs", "score": 3, "what": "soreness", "grade": 1}
    tables[table] = [other | {"episode": 1}, other]
    written({"a": tables}, tmp_path)
    with pytest.raises(files.NotAnExtract, match=f"{table}.*belongs? to no episode"):
        frame.read(tmp_path)
    with pytest.raises(files.NotAnExtract, match=f"{table}.*belongs? to no episode"):
        measures.people(sources.parquet(tmp_path))


def test_a_folder_that_nobody_has_sent_to_says_so(tmp_path: Path) -> None:
    with pytest.raises(files.NotAnExtract, match="no site has sent anything yet"):
        sources.parquet(tmp_path)


def test_a_fit_of_one_question_to_an_engine_is_the_fit_of_the_rows(tmp_path: Path) -> None:
    make(tmp_path, 400, 2)
    held, of = frame.read(tmp_path), measures.responded(measures.people(sources.parquet(tmp_path)), 26)
    state = sums.states(held, 4)
    base, responded = held.scores["nrs"][state >= 3, 0].astype(np.int64), (state[state >= 3] == 4).astype(int)
    by_rows = logistic.fit(logistic.step_of("response", {"baseline": base}, responded), 2)
    by_engine = logistic.fit(measures.step_of(of, "response", {"baseline": of.y0}, of.responded), 2)
    assert (by_engine.beta == by_rows.beta).all()
    assert by_engine.people == by_rows.people > 100
