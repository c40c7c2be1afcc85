"""Whom the registry pages are about: filters, and how many episodes each option leaves, given the others.

Within one filter the options chosen are added up (“disc or facet”); of several filters all must hold. An
option's number is what it would be if it alone were chosen in its filter and the others stayed as they are.
“Not known” is an option of its own. The level is no filter: an extract tells the target and not the level.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.registry import files, frame
from buffycoat.registry.columns import ARMS, LEUKOCYTES, SEXES, WEEKS
from buffycoat.registry.disclosure import BASE, LEAST
from buffycoat.registry.federated.cohort import EDGES, column
from buffycoat.registry.frame import UNKNOWN, Frame
from buffycoat.registry.linked import HIDDEN, Linked, Name, Sum, release
from buffycoat.registry.sums import LATE

NOT_KNOWN = ("unknown", "Not known")
Option = tuple[str, str]  # as it stands in an address, and in words
Chosen = Mapping[str, Collection[str]]
Rows = NDArray[np.bool_]
WORDS: Mapping[str, Mapping[str, str]] = {
    "arm": ARMS,
    "target": TARGET_NAMES,
    "leukocytes": LEUKOCYTES,
    "sex": SEXES,
}
ANSWERED = (("yes", "Answered"), ("no", "Due, not answered"), ("later", "Not due yet"))


class NoSuchChoice(ValueError):
    """A filter or an option that is not there; names it."""


@dataclass(frozen=True, eq=False)
class Held:
    """What the pages read: the frame, and the calendar year of each of its rows."""

    frame: Frame
    year: NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Filter:
    """One filter: its options, and which of them each row has."""

    key: str
    title: str
    options: tuple[Option, ...]
    codes: NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Counted:
    """The rows of the cohort, and the number of episodes of each option of each filter."""

    kept: Rows
    episodes: Mapping[str, NDArray[np.int64]]


def read(folder: Path) -> Held:
    """Every site of a folder. The years are read beside the frame, whose rows stand in the files' order."""
    held = frame.read(folder)
    years = (files.columns_of(one.file("episodes"), ["year"])["year"] for one in files.sites(folder))
    return Held(held, np.concatenate([np.zeros(0, np.int16), *(one.to_numpy() for one in years)]))


def filters(held: Held, week: int) -> tuple[Filter, ...]:
    """Every filter that can part these rows; `week` is the visit whose answers the last one asks for."""
    found = (
        _words(held.frame, "arm", "Treatment"),
        _words(held.frame, "target", "Target"),
        _band(held.frame, "dose", "Platelets, billion", 10),
        _words(held.frame, "leukocytes", "White cells"),
        _listed("kit", "Kit", held.frame.kits, held.frame.columns["kit"]),
        _band(held.frame, "baseline", "Pain before, 0 to 10"),
        _band(held.frame, "months_of_pain", "Months of pain before"),
        _band(held.frame, "age", "Age"),
        _words(held.frame, "sex", "Sex"),
        _band(held.frame, "bmi", "Body mass index"),
        _flag(held.frame, "smoker", "Smokes"),
        _flag(held.frame, "fused", "A fused level"),
        _years(held.year),
        _listed("site", "Practice", held.frame.sites, held.frame.columns["site"]),
        _answered(held.frame, week),
    )
    return tuple(_used(one) for one in found)


def _words(of: Frame, key: str, title: str) -> Filter:
    words = WORDS[key]
    labels = frame.CODES[key]
    options = (*((one, words[one]) for one in labels), NOT_KNOWN)
    return Filter(key, title, options, np.minimum(of.columns[key], len(labels)))


def _listed(key: str, title: str, labels: tuple[str, ...], codes: NDArray[np.integer[Any]]) -> Filter:
    options = (*((one, one) for one in labels), NOT_KNOWN)
    return Filter(key, title, options, np.minimum(codes, len(labels)))


def _flag(of: Frame, key: str, title: str) -> Filter:
    return Filter(key, title, (("no", "No"), ("yes", "Yes"), NOT_KNOWN), np.minimum(of.columns[key], 2))


def _band(of: Frame, key: str, title: str, whole: int = 1) -> Filter:
    """Bands between the edges that questions to many sites use too; `whole`: how many steps make one."""
    edges = EDGES[key]
    bands = len(edges) - 1
    table = np.minimum(np.searchsorted(edges, np.arange(32_768), "right") - 1, bands - 1)
    table = np.append(table, bands)  # in the last place, which is that of -1: not known
    options = tuple((str(low), _band_words(key, low, high, whole)) for low, high in pairwise(edges))
    return Filter(key, title, (*options, NOT_KNOWN), table[column(of, key)])


def _band_words(key: str, low: int, high: int, whole: int) -> str:
    if key != "baseline" and high == EDGES[key][-1]:  # beyond all there is; pain does end at 10
        return f"{low / whole:g} and over"
    if key != "baseline" and low == 0:
        return f"under {high / whole:g}"
    return f"{low} to {high - 1}" if whole == 1 else f"{low / whole:g} to under {high / whole:g}"


def _years(year: NDArray[np.int16]) -> Filter:
    found, codes = np.unique(year, return_inverse=True)
    return Filter("year", "Year of treatment", tuple((str(one), str(one)) for one in found), codes)


def _answered(of: Frame, week: int) -> Filter:
    due = of.columns["elapsed"] >= week * 7 + LATE[week]
    given = of.scores["nrs"][:, WEEKS.index(week)] != UNKNOWN
    return Filter("answered", f"Pain at {week} weeks", ANSWERED, np.where(given, 0, np.where(due, 1, 2)))


def _used(one: Filter) -> Filter:
    """Without the options that nobody at all has: ten targets are long to read where three are treated."""
    many = np.bincount(one.codes, minlength=len(one.options))
    place = (np.cumsum(many > 0) - 1).astype(np.int16)  # small: a million rows have fifteen of them
    options = tuple(option for option, count in zip(one.options, many, strict=True) if count)
    return Filter(one.key, one.title, options, place[one.codes])


def check(held: Iterable[Filter], chosen: Chosen) -> None:
    """NoSuchChoice for what cannot be chosen here."""
    known = {one.key: {value for value, _ in one.options} for one in held}
    for key, wanted in chosen.items():
        if key not in known:
            raise NoSuchChoice(f"There is no filter “{key}”; there are {', '.join(known)}.")
        for value in wanted:
            if value not in known[key]:
                raise NoSuchChoice(f"Nobody here has {key} “{value}”; there are {', '.join(known[key])}.")


def counted(held: Collection[Filter], chosen: Chosen, many: int) -> Counted:
    """Every number at once: a row counts in a filter's options when no other filter leaves it out."""
    out = {one.key: _left_out(one, chosen[one.key]) for one in held if chosen.get(one.key)}
    failed = np.zeros(many, np.uint8)
    for left in out.values():
        failed += left
    kept = failed == 0
    episodes = {}
    for one in held:
        counts = kept | ((failed == 1) & out[one.key]) if one.key in out else kept
        episodes[one.key] = np.bincount(one.codes[counts], minlength=len(one.options)).astype(np.int64)
    return Counted(kept, episodes)


def _left_out(one: Filter, wanted: Collection[str]) -> Rows:
    out: Rows = np.array([value not in wanted for value, _ in one.options], bool)[one.codes]
    return out


def singles_out(held: Iterable[Filter], chosen: Chosen, found: Counted, least: int = LEAST) -> str:
    """The filter that makes this cohort differ by fewer than `least` from a neighbour; "" when none does.

    Neighbours have one option less, or one filter less: what two such cohorts say would, one taken from the
    other, be said of those few. More than two cohorts are not compared (`federated.ledger` does that).
    """
    many = int(found.kept.sum())
    for one in held:
        wanted, numbers = chosen.get(one.key, ()), found.episodes[one.key]
        ticked = [
            int(number) for (value, _), number in zip(one.options, numbers, strict=True) if value in wanted
        ]
        if wanted and any(0 < number < least for number in (*ticked, int(numbers.sum()) - many)):
            return one.title
    return ""


def told(
    held: Collection[Filter], chosen: Chosen, found: Counted, least: int = LEAST, base: int = BASE
) -> dict[str, list[int]]:
    """The numbers by filter for whoever may not open charts: rounded, FEW or HIDDEN (`linked`).

    Under "" stands the size of the cohort. The options of a filter add up to it; of one in which something
    is chosen, the chosen ones do.
    """
    size = ("size",)
    values: dict[Name, int] = {size: int(found.kept.sum())}
    sums: list[Sum] = []
    for one in held:
        names = {value: (one.key, value) for value, _ in one.options}
        values |= dict(zip(names.values(), map(int, found.episodes[one.key]), strict=True))
        sums.append((size, [name for value, name in names.items() if value in chosen.get(one.key, names)]))
    shown = release(Linked(values, sums, list(values)), least, base)
    few = 0 < values[size] < least  # then even a 0 would say something of them
    by_filter = {
        one.key: [
            HIDDEN if few and one.key not in chosen else shown[one.key, value] for value, _ in one.options
        ]
        for one in held
    }
    return {"": [shown[size]], **by_filter}
