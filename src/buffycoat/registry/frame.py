"""The analysis frame: a row an episode, in whole-number codes, 42 bytes; what every statistic is summed from.

Unknown is its own code everywhere (255, or -1 where a column can be 0 to 255), never 0. Whoever needs only
some columns and instruments reads only these: what was not read is not there, and asking for it is an error.
"""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.registry.columns import ARMS, LEUKOCYTES, SEXES, WEEKS
from buffycoat.registry.files import NotAnExtract, Site, answers_of, columns_of, opened, sites
from buffycoat.registry.places import Places

UNKNOWN = 255
CODES: Mapping[str, tuple[str, ...]] = {
    "arm": tuple(ARMS),
    "target": tuple(TARGET_NAMES),
    "sex": tuple(SEXES),
    "leukocytes": tuple(LEUKOCYTES),
}
# Whole numbers as they are; an empty cell becomes -1.
NUMBERS: Mapping[str, type[np.signedinteger[Any]]] = {
    "age": np.int8,
    "bmi": np.int8,
    "months_of_pain": np.int16,
    "dose": np.int16,
    "elapsed": np.int16,
    "followed": np.int16,
    "rescue": np.int16,
}
FLAGS = ("smoker", "fused")
NEEDED = ("arm", "target")  # a row without is no row
SCORED = ("nrs", "rmdq", "pgic")  # instruments in the frame
ENDS: Mapping[str, tuple[int, int]] = {
    "nrs": (0, 10),
    "rmdq": (0, 24),
    "pgic": (1, 7),
}  # `columns.INSTRUMENTS`
AT = np.array(WEEKS, np.int8)
COLUMNS = (*CODES, *NUMBERS, *FLAGS, "kit")
Column = NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Frame:
    """Columns by name (n,), the scores, and the names of sites and kits."""

    columns: Mapping[str, Column]
    table: NDArray[np.uint8]  # (n, instruments x visits or more): best with a visit's answers side by side
    sites: tuple[str, ...]
    kits: tuple[str, ...]
    definition: str = "a"  # who counts as a responder: a key of `definitions.DEFINITIONS`
    instruments: tuple[str, ...] = SCORED

    @cached_property
    def scores(self) -> Mapping[str, NDArray[np.uint8]]:
        """Scores by instrument (n, visits), 255 where there is none."""
        many = len(WEEKS)
        return {name: self.table[:, at * many : (at + 1) * many] for at, name in enumerate(self.instruments)}

    def __len__(self) -> int:
        return len(self.columns["site"])

    def where(self, kept: NDArray[np.bool_], columns: Collection[str] | None = None) -> "Frame":
        """The rows kept; with `columns` only these, beside the site."""
        rows = np.flatnonzero(kept)
        wanted = self.columns if columns is None else {"site", *columns}
        held = {name: values.take(rows) for name, values in self.columns.items() if name in wanted}
        return replace(self, columns=held, table=self.table.T.take(rows, axis=1).T)


def read(
    folder: Path,
    workers: int = 2,
    columns: Sequence[str] = COLUMNS,
    instruments: Sequence[str] = SCORED,
) -> Frame:
    """The frame of every site in a folder. NotAnExtract names the file that is not as it should be."""
    found = sites(folder)
    with ThreadPoolExecutor(workers) as pool:
        held = list(pool.map(lambda site: opened(site.file("episodes")), found))
        starts = np.cumsum([0, *(one.metadata.num_rows for one in held)]).tolist()
        frame = _empty(starts[-1], tuple(site.name for site in found), columns, instruments)
        jobs = zip(found, held, pairwise(starts), range(len(found)), strict=True)
        kits = list(pool.map(lambda job: _read_site(frame, *job), jobs))
    return _with_kits(frame, kits, starts)


def nobody() -> Frame:
    """A frame without a row."""
    return _empty(0, (), COLUMNS, SCORED)


def _empty(many: int, names: tuple[str, ...], wanted: Sequence[str], instruments: Sequence[str]) -> Frame:
    columns: dict[str, Column] = {
        name: np.full(many, -1, NUMBERS[name]) if name in NUMBERS else np.full(many, UNKNOWN, np.uint8)
        for name in wanted
    }
    columns["site"] = np.zeros(many, np.int16)
    columns["worst_event"] = np.zeros(many, np.uint8)
    table = np.full((len(instruments) * len(WEEKS), many), UNKNOWN, np.uint8).T
    return Frame(columns, table, names, (), instruments=tuple(instruments))


def _read_site(frame: Frame, site: Site, file: Any, rows: tuple[int, int], place: int) -> Sequence[str]:
    """Fill the rows of one site; the names of its kits, by which they are coded for now."""
    own = slice(*rows)
    path = site.file("episodes")
    wanted = [name for name in frame.columns if name not in ("site", "worst_event")]
    held = columns_of(path, ["episode", *wanted], file)
    episode = _numbers(held["episode"], 0).astype(np.int64, copy=False)
    if (episode[1:] < episode[:-1]).any():
        raise NotAnExtract(f"{path}: the rows are not sorted by episode")
    frame.columns["site"][own] = place
    kits: Sequence[str] = ()
    for name in wanted:
        if name in NUMBERS:
            frame.columns[name][own] = _numbers(held[name], -1)
        elif name in FLAGS:
            frame.columns[name][own] = _numbers(held[name].cast("uint8"), UNKNOWN)
        elif name in CODES:
            frame.columns[name][own] = _coded(held[name], CODES[name])
            if name in NEEDED and (frame.columns[name][own] == UNKNOWN).any():
                raise NotAnExtract(f"{path}: {name} is not one of {', '.join(CODES[name])}")
        else:
            kits = [word for word in held[name].unique().to_pylist() if word is not None]
            frame.columns[name][own] = _coded(held[name], kits)
    places = Places.of(episode)
    _place_answers(frame, site, places, own)
    _place_events(frame.columns["worst_event"][own], site, places)
    return kits


def _with_kits(frame: Frame, found: Sequence[Sequence[str]], starts: Sequence[int]) -> Frame:
    """The frame with one code for each kit over all sites."""
    kits = tuple(sorted({name for names in found for name in names}))
    for names, (start, end) in zip(found, pairwise(starts), strict=True):
        if names:
            codes = np.full(256, UNKNOWN, np.uint8)
            codes[: len(names)] = [kits.index(name) for name in names]
            frame.columns["kit"][start:end] = codes[frame.columns["kit"][start:end]]
    return replace(frame, kits=kits)


def _place_answers(frame: Frame, site: Site, places: Places, own: slice) -> None:
    """Put every score in its place; what belongs to no visit is not read on."""
    path = site.file("answers")
    for instrument, held in answers_of(path, frame.instruments, ("episode", "week", "score")):
        row = _rows(held, path, places)
        week, score = _numbers(held["week"], -1), _numbers(held["score"], UNKNOWN)
        low, high = ENDS[instrument]
        if len(score) and not low <= int(score.min()) <= int(score.max()) <= high:
            wrong = f"{score.min()} to {score.max()}"
            raise NotAnExtract(f"{path}: {instrument} is {low} to {high}, and scores are {wrong}")
        if (week[1:] < week[:-1]).any():  # not in our order
            order = np.argsort(week, kind="stable")
            row, week, score = row.take(order), week.take(order), score.take(order)
        table = frame.scores[instrument][own]
        starts, ends = (np.searchsorted(week, AT, side) for side in ("left", "right"))
        for visit, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            table[row[start:end], visit] = score[start:end]


def _place_events(worst: Column, site: Site, places: Places) -> None:
    path = site.file("events")
    held = columns_of(path, ["episode", "grade"])
    # An event whose grade nobody wrote down counts as one of grade 1, the least that it can have been.
    grade = np.maximum(_numbers(held["grade"], 1), 1).astype(np.uint8)
    np.maximum.at(worst, _rows(held, path, places), grade)


def _rows(held: Any, path: Path, places: Places) -> NDArray[np.intp]:
    """Where each row's episode stands."""
    found = places(_numbers(held["episode"], 0).astype(np.int64, copy=False))
    if found is None:
        raise NotAnExtract(f"{path}: a row belongs to no episode of this site")
    return found


def _coded(column: Any, labels: Sequence[str]) -> NDArray[np.uint8]:
    """The codes of a column of words; what is empty or no known word is unknown."""
    known = {label: code for code, label in enumerate(labels)}
    parts = [_chunk(chunk, known) for chunk in column.chunks]
    return np.concatenate(parts) if parts else np.zeros(0, np.uint8)


def _chunk(chunk: Any, known: Mapping[str, int]) -> NDArray[np.uint8]:
    held = chunk if hasattr(chunk, "indices") else chunk.dictionary_encode()
    words = held.dictionary.to_pylist()
    # One place more, for what is empty.
    table = np.array([*(known.get(word, UNKNOWN) for word in words), UNKNOWN], np.uint8)
    indices = held.indices
    filled = indices.fill_null(len(words)) if indices.null_count else indices
    found: NDArray[np.uint8] = table.take(filled.to_numpy(zero_copy_only=False))
    return found


def _numbers(column: Any, empty: int) -> Column:
    filled = column.fill_null(empty) if column.null_count else column
    found: Column = filled.to_numpy()
    return found
