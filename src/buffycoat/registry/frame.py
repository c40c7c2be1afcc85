"""The analysis frame: a row an episode, in whole-number codes, 42 bytes; what every statistic is summed from.

Unknown is its own code everywhere (255, or -1 where a column can be 0 to 255), never 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.registry.columns import ARMS, LEUKOCYTES, SEXES, WEEKS
from buffycoat.registry.files import NotAnExtract, Site, columns_of, sites

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
SCORED = ("nrs", "rmdq", "pgic")  # instruments in the frame
WIDTH = len(SCORED) * len(WEEKS)
Column = NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Frame:
    """Columns by name (n,), the scores, and the names of sites and kits."""

    columns: Mapping[str, Column]
    table: NDArray[np.uint8]  # (n, instruments x visits + 1): one block, so that reading fills it in one go
    sites: tuple[str, ...]
    kits: tuple[str, ...]
    definition: str = "a"  # who counts as a responder: a key of `definitions.DEFINITIONS`

    @cached_property
    def scores(self) -> Mapping[str, NDArray[np.uint8]]:
        """Scores by instrument (n, visits), 255 where there is none."""
        many = len(WEEKS)
        return {name: self.table[:, at * many : (at + 1) * many] for at, name in enumerate(SCORED)}

    def __len__(self) -> int:
        return len(self.columns["site"])

    def where(self, kept: NDArray[np.bool_]) -> "Frame":
        """The rows kept."""
        rows = np.flatnonzero(kept)
        return Frame(
            {name: values.take(rows) for name, values in self.columns.items()},
            self.table.take(rows, axis=0),
            self.sites,
            self.kits,
            self.definition,
        )


def read(folder: Path, workers: int = 2) -> Frame:
    """The frame of every site in a folder. NotAnExtract names the file that is not as it should be."""
    found = sites(folder)
    wanted = ["episode", *CODES, *NUMBERS, *FLAGS, "kit"]
    with ThreadPoolExecutor(workers) as pool:
        held = list(pool.map(lambda site: columns_of(site.file("episodes"), wanted), found))
        starts = np.cumsum([0, *map(len, held)])
        frame = _people(folder, held, tuple(site.name for site in found))
        jobs = zip(found, held, starts[:-1].tolist(), strict=True)
        list(pool.map(lambda job: _read_site(frame, *job), jobs))
    return frame


def nobody() -> Frame:
    """A frame without a row."""
    return _empty(0, ())


def _empty(many: int, names: tuple[str, ...]) -> Frame:
    columns: dict[str, Column] = {name: np.full(many, UNKNOWN, np.uint8) for name in (*CODES, *FLAGS, "kit")}
    columns |= {name: np.full(many, -1, kind) for name, kind in NUMBERS.items()}
    columns["site"] = np.zeros(many, np.int16)
    columns["worst_event"] = np.zeros(many, np.uint8)
    return Frame(columns, np.full((many, WIDTH + 1), UNKNOWN, np.uint8), names, ())


def _people(folder: Path, held: Sequence[Any], names: tuple[str, ...]) -> Frame:
    """The frame of these sites' episodes, still without answers and events.

    All sites at once: two hundred times eighteen small columns cost more than their numbers do.
    """
    import pyarrow as pa

    frame = _empty(sum(map(len, held)), names)
    if not held:
        return frame
    try:
        whole = pa.concat_tables(held).unify_dictionaries().combine_chunks()
    except ValueError as error:
        raise NotAnExtract(f"{folder}: the sites' episodes are not of one kind: {error}") from error
    frame.columns["site"][:] = np.repeat(np.arange(len(held)), [len(one) for one in held])
    for name, labels in CODES.items():
        frame.columns[name][:] = _coded(whole[name], {label: code for code, label in enumerate(labels)})
    for name in FLAGS:
        frame.columns[name][:] = _numbers(whole[name].cast("uint8"), UNKNOWN)
    for name in NUMBERS:
        frame.columns[name][:] = _numbers(whole[name], -1)
    kits = tuple(sorted({label for label in whole["kit"].unique().to_pylist() if label is not None}))
    frame.columns["kit"][:] = _coded(whole["kit"], {label: code for code, label in enumerate(kits)})
    return Frame(frame.columns, frame.table, names, kits)


def _read_site(frame: Frame, site: Site, held: Any, start: int) -> None:
    episode = _sorted(held["episode"], site, "episodes")
    _place_answers(frame.table, site, episode, start)
    _place_events(frame, site, episode, start)


def _place_answers(table: NDArray[np.uint8], site: Site, episode: NDArray[np.int64], start: int) -> None:
    """Put every score in its place; one that has none goes to the last column, which nobody reads."""
    held = columns_of(site.file("answers"), ["episode", "week", "instrument", "score"])
    row = _rows(_sorted(held["episode"], site, "answers"), episode, site, "answers")
    # One look at a table tells the place of an instrument and a week, of whichever there are.
    place = np.full(256 * 256, WIDTH)
    for at in range(len(SCORED)):
        for visit, week in enumerate(WEEKS):
            place[at * 256 + week] = at * len(WEEKS) + visit
    code = _coded(held["instrument"], {name: at for at, name in enumerate(SCORED)}).astype(np.uint16)
    code <<= 8
    code |= _numbers(held["week"], -1).astype(np.uint8)
    row += start
    row *= WIDTH + 1
    row += place.take(code)
    table.reshape(-1)[row] = _numbers(held["score"], UNKNOWN)


def _place_events(frame: Frame, site: Site, episode: NDArray[np.int64], start: int) -> None:
    held = columns_of(site.file("events"), ["episode", "grade"])
    row = _rows(_sorted(held["episode"], site, "events"), episode, site, "events") + start
    # An event whose grade nobody wrote down counts as one of grade 1, the least that it can have been.
    np.maximum.at(
        frame.columns["worst_event"], row, np.maximum(_numbers(held["grade"], 1), 1).astype(np.uint8)
    )


def _sorted(column: Any, site: Site, table: str) -> NDArray[np.int64]:
    found: NDArray[np.int64] = column.to_numpy()
    if (found[1:] < found[:-1]).any():
        raise NotAnExtract(f"{site.file(table)}: the rows are not sorted by episode")
    return found


def _rows(of: NDArray[np.int64], episode: NDArray[np.int64], site: Site, table: str) -> NDArray[np.int64]:
    """Where each row's episode stands: both are sorted, so only where it changes is it looked up."""
    if not len(of):
        return np.zeros(0, np.int64)
    first = np.concatenate([[0], np.flatnonzero(of[1:] != of[:-1]) + 1])
    found = np.searchsorted(episode, of[first])
    if (found == len(episode)).any() or (episode[np.minimum(found, len(episode) - 1)] != of[first]).any():
        raise NotAnExtract(f"{site.file(table)}: a row belongs to no episode of this site")
    return np.repeat(found, np.diff(np.concatenate([first, [len(of)]])))


def _coded(column: Any, codes: Mapping[str, int]) -> NDArray[np.uint8]:
    """The codes of a column of words; what is empty or no known word is unknown."""
    parts = [_chunk(chunk, codes) for chunk in _chunks(column)]
    return np.concatenate(parts) if parts else np.zeros(0, np.uint8)


def _chunks(column: Any) -> Iterable[Any]:
    return (chunk if hasattr(chunk, "indices") else chunk.dictionary_encode() for chunk in column.chunks)


def _chunk(chunk: Any, codes: Mapping[str, int]) -> NDArray[np.uint8]:
    table = np.array(
        [codes.get(word, UNKNOWN) for word in chunk.dictionary.to_pylist()] or [UNKNOWN], np.uint8
    )
    places = chunk.indices
    if not places.null_count:
        whole: NDArray[np.uint8] = table[places.to_numpy(zero_copy_only=False)]
        return whole
    found: NDArray[np.uint8] = table[places.fill_null(0).to_numpy(zero_copy_only=False)]
    found[places.is_null().to_numpy(zero_copy_only=False)] = UNKNOWN
    return found


def _numbers(column: Any, empty: int) -> Column:
    filled = column.fill_null(empty) if column.null_count else column
    found: Column = filled.to_numpy()
    return found
