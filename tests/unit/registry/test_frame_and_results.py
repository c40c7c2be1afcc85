"""From files to the frame, its sums against plain loops over the rows, and the report's numbers."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.registry_data import make
from buffycoat.registry import frame, sums
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.files import NotAnExtract, answers_of, schema, sites
from buffycoat.registry.results import Untold, read, results
from buffycoat.registry.statistics import crossed
from buffycoat.registry.statistics.products import products

EPISODES, SITES = 600, 7


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("registry")
    make(made, EPISODES, SITES)
    return made


@pytest.fixture(scope="module")
def held(folder: Path) -> frame.Frame:
    return frame.read(folder)


def rows(folder: Path) -> list[dict[str, object]]:
    """Every episode as a dict with its answers, by the plainest way there is."""
    found = []
    for site in sites(folder):
        answers: dict[object, dict[tuple[object, object], object]] = {}
        for one in pq.read_table(site.file("answers")).to_pylist():
            answers.setdefault(one["episode"], {})[one["instrument"], one["week"]] = one["score"]
        for one in pq.read_table(site.file("episodes")).to_pylist():
            found.append({**one, "site": site.name, "answers": answers.get(one["episode"], {})})
    return found


def test_every_cell_of_the_frame_is_what_the_files_say(folder: Path, held: frame.Frame) -> None:
    plain = rows(folder)
    assert len(held) == len(plain) == EPISODES
    for place, one in enumerate(plain):
        row = {name: int(values[place]) for name, values in held.columns.items()}
        for name in frame.NUMBERS:
            assert row[name] == (-1 if one[name] is None else one[name])
        for name, labels in frame.CODES.items():
            assert row[name] == (255 if one[name] is None else labels.index(str(one[name])))
        assert row["smoker"] == (255 if one["smoker"] is None else int(bool(one["smoker"])))
        assert (None if row["kit"] == 255 else held.kits[row["kit"]]) == one["kit"]
        assert held.sites[row["site"]] == one["site"]
        for name in frame.SCORED:
            for visit, week in enumerate(WEEKS):
                score = int(held.scores[name][place, visit])
                assert (None if score == 255 else score) == one["answers"].get((name, week))  # type: ignore[attr-defined]  # a dict


def test_responders_counted_one_by_one(folder: Path, held: frame.Frame) -> None:
    counted = {}
    for one in rows(folder):
        answers = one["answers"]
        for week in WEEKS[1:]:
            before, now = answers.get(("nrs", 0)), answers.get(("nrs", week))  # type: ignore[attr-defined]  # a dict
            if before is None or before == 0:
                state = "no baseline"
            elif now is None:
                due = int(str(one["elapsed"])) >= week * 7 + sums.LATE[week]
                state = "not answered" if due else "not due"
            else:
                state = "responder" if before - now >= before / 2 else "no responder"
            key = (one["arm"], one["target"], str(week), state)
            counted[key] = counted.get(key, 0) + 1
    table = sums.response(held)
    for place in np.argwhere(table.people):
        key = tuple(axis.labels[at] for axis, at in zip(table.axes, place, strict=True))
        assert counted.pop(key) == table.people[tuple(place)]
    assert not counted


def test_moments_and_products_from_the_frame_are_those_of_the_rows(held: frame.Frame) -> None:
    pain, fall = sums.pain(held), sums.pain(held, change=True)
    kept = (held.columns["arm"] == 1) & (held.columns["target"] == sums.TARGET.labels.index("DISC"))
    scores = held.scores["nrs"][kept].astype(int)
    for at in range(len(WEEKS)):
        given = scores[:, at][scores[:, at] != 255]
        cells = pain.pick("arm", "steroid").pick("target", "DISC").cells[at]
        assert cells.tolist() == [len(given), given.sum(), (given**2).sum()]
    both = (scores[:, 0] != 255) & (scores[:, 4] != 255)
    change = scores[both, 0] - scores[both, 4]
    cells = fall.pick("arm", "steroid").pick("target", "DISC").cells[3]
    assert cells.tolist() == [both.sum(), change.sum(), (change**2).sum()]
    covariates = {"age": held.columns["age"].astype(np.int64)}
    twin = products("average pain", covariates, held.scores["nrs"][:, 1:].astype(np.int64))
    assert (sums.visits(held, covariates).cells == twin.cells).all()
    assert sums.visits(held, covariates, by_target=True).over("target") == sums.visits(held, covariates)


def test_few_and_many_people_are_crossed_alike() -> None:
    rng = np.random.default_rng(5)
    answers = rng.integers(0, 11, (5000, 5)).astype(np.uint8)
    answers[rng.random(answers.shape) < 0.3] = frame.UNKNOWN
    known = [rng.integers(0, 2, 5000), rng.integers(-40, 90, 5000)]
    by_rows, by_combination = (of(known, answers) for of in (crossed.by_rows, crossed.by_combination))
    assert (by_rows == by_combination).all()
    twin = products("pain", {"one": known[0], "two": known[1]}, answers.astype(np.int64))
    assert (twin.cells == by_rows).all()


def test_rescue_is_followed_no_longer_than_it_was(held: frame.Frame) -> None:
    table = sums.rescue(held)
    assert int(table.people.sum()) == EPISODES
    assert int(table.cells[..., 1].sum()) == int((held.columns["rescue"] >= 0).sum())
    assert int(sums.events(held).people.sum()) == EPISODES


def test_sums_of_the_sites_are_the_sums_of_all(held: frame.Frame) -> None:
    parts = [held.where(held.columns["site"] == site) for site in range(SITES)]
    for of in (sums.response, sums.pain, sums.rescue, sums.events):
        total = of(parts[0])
        for part in parts[1:]:
            total = total + of(part)
        assert total.fingerprint() == of(held).fingerprint()


def test_the_report_s_numbers_hold_together(held: frame.Frame) -> None:
    found = results(held)
    assert found.flow.episodes == EPISODES
    assert found.flow.prp >= found.flow.due >= 0
    facet = found.response["FACET", 26]
    assert not isinstance(facet, Untold)
    assert facet.failures.people >= facet.answered.people
    assert facet.failures.value <= facet.answered.value
    steroid = found.versus["steroid"]
    assert not isinstance(steroid, Untold)
    # Planted: steroid ahead at 2 weeks, PRP from 12 on (registry_data.FOLLOW).
    assert steroid.differences[2].value > steroid.differences[26].value
    assert steroid.differences[26].high < 0
    alone = results(held, workers=1).versus["steroid"]
    assert not isinstance(alone, Untold)
    assert alone.differences == steroid.differences


def test_an_empty_registry_and_few_people_say_so(held: frame.Frame, tmp_path: Path) -> None:
    nobody = results(frame.read(tmp_path))
    assert nobody.flow.episodes == 0
    assert nobody.targets == ()
    assert isinstance(nobody.practices, Untold)
    assert isinstance(nobody.versus["steroid"], Untold)
    prp = np.flatnonzero((held.columns["arm"] == 0) & (held.columns["target"] == 0))[:3]
    few = results(held.where(np.isin(np.arange(EPISODES), prp)))
    assert few.flow.prp == 3
    [target] = few.targets
    for said in (few.response[target, 26], few.observed[target, 26], few.expected[target], few.dose[target]):
        assert isinstance(said, Untold)
    assert isinstance(few.harms[target, 1], Untold)


def test_what_the_report_needs_says_the_same_as_all_of_it(folder: Path, held: frame.Frame) -> None:
    few = read(folder)
    assert set(few.scores) == {"nrs"}
    assert "kit" not in few.columns
    assert set(read(folder, definition="d").scores) == {"nrs", "pgic"}
    whole, short = results(held), results(few)
    assert short.counted.visits == whole.counted.visits
    assert short.counted.response == whole.counted.response
    few_steroid, steroid = short.versus["steroid"], whole.versus["steroid"]
    assert not isinstance(few_steroid, Untold)
    assert not isinstance(steroid, Untold)
    assert few_steroid.differences == steroid.differences


def rewritten(folder: Path, to: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> Path:
    """The first site's folder with one table changed, in one group of rows."""
    site = to / "site=000"
    site.mkdir()
    for file in (folder / "site=000").iterdir():
        (site / file.name).write_bytes(file.read_bytes())
    path = site / f"{table}.parquet"
    changed = change(pq.ParquetFile(path).read())
    pq.write_table(changed, path)
    return to


def test_answers_in_another_order_are_the_same_answers(
    folder: Path, held: frame.Frame, tmp_path: Path
) -> None:
    def shuffled(table: pa.Table) -> pa.Table:
        return table.take(np.random.default_rng(2).permutation(len(table)))

    first = held.where(held.columns["site"] == 0)
    other = frame.read(rewritten(folder, tmp_path, "answers", shuffled))
    assert (other.table == first.table).all()
    groups = pq.ParquetFile(folder / "site=000" / "answers.parquet").metadata
    assert groups.num_row_groups == len(frame.SCORED)
    found = list(answers_of(folder / "site=000" / "answers.parquet", ("rmdq",), ("week",)))
    assert [name for name, _ in found] == ["rmdq"]


@pytest.mark.parametrize(
    ("table", "column", "value", "why"),
    [
        ("answers", "score", 11, "nrs is 0 to 10, and scores are 0 to 11"),
        ("episodes", "arm", "magnet", "arm is not one of prp, steroid"),
        ("answers", "week", None, "the column week is missing"),
        ("answers", "episode", 5, "a row belongs to no episode"),
        ("answers", "episode", 2**61, "a row belongs to no episode"),
    ],
)
def test_what_cannot_be_read_is_named(
    folder: Path, tmp_path: Path, table: str, column: str, value: object, why: str
) -> None:
    def changed(held: pa.Table) -> pa.Table:
        place = held.schema.get_field_index(column)
        if value is None:
            return held.remove_column(place)
        values = held[column].to_pylist()
        return held.set_column(place, schema(table).field(column), pa.array([value, *values[1:]]).cast(
            schema(table).field(column).type))  # fmt: skip

    with pytest.raises(NotAnExtract, match=why):
        frame.read(rewritten(folder, tmp_path, table, changed))


def test_what_is_not_an_extract_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotAnExtract, match="is not a folder"):
        frame.read(tmp_path / "nowhere")
    (tmp_path / "site=a").mkdir()
    with pytest.raises(NotAnExtract, match="episodes, answers, events is missing"):
        frame.read(tmp_path)
    for file in (folder / "site=001").iterdir():
        (tmp_path / "site=a" / file.name).write_bytes(file.read_bytes())
    assert len(frame.read(tmp_path)) > 0
    other = (folder / "site=002" / "answers.parquet").read_bytes()
    (tmp_path / "site=a" / "answers.parquet").write_bytes(other)
    with pytest.raises(NotAnExtract, match=r"answers\.parquet: a row belongs to no episode"):
        frame.read(tmp_path)
    (tmp_path / "site=a" / "answers.parquet").write_bytes(b"not Parquet")
    with pytest.raises(NotAnExtract, match=r"answers\.parquet"):
        frame.read(tmp_path)
