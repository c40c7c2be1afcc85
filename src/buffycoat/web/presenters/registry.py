"""The registry's pages in words: which cohort was asked for, what each option counts, the report's sections.

The sections and their drawings are the report's own (`registry.report`): nothing is counted or drawn twice.
Loaded when the page is first asked for: what it stands on takes a second to load.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.http import QueryDict
from markupsafe import Markup

from buffycoat.registry import cohort
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.disclosure import BASE, LEAST
from buffycoat.registry.linked import FEW, HIDDEN, rounded
from buffycoat.registry.report import compose, published, release
from buffycoat.registry.report.page import section
from buffycoat.registry.report.section import Report, Section
from buffycoat.registry.results import results
from buffycoat.store.own_extract import UpToDate

USUAL_WEEK = 26
KEPT = 24  # reports kept in memory, so that going back to a cohort costs nothing
EXPLORED = (
    "A cohort chosen while looking at its outcomes finds differences by chance. Test one with a plan that "
    "was locked first (buffycoat report --plan)."
)


@dataclass(frozen=True)
class Asked:
    """Which visit, and what was chosen; equal for equal cohorts, however they were typed."""

    week: int
    chosen: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def query(self) -> str:
        """As it stands in an address."""
        week = [("week", str(self.week))] if self.week != USUAL_WEEK else []
        return urlencode([*((key, value) for key, values in self.chosen for value in values), *week])


@dataclass(frozen=True)
class Choice:
    """One option as a box to tick."""

    value: str
    label: str
    ticked: bool
    number: str


@dataclass(frozen=True)
class Box:
    """One filter as it stands on the page."""

    key: str
    title: str
    choices: tuple[Choice, ...]
    ticked: int


@dataclass(frozen=True)
class Shown:
    """The whole page."""

    asked: Asked
    boxes: tuple[Box, ...]
    cohort: str
    size: str
    sites: int
    report: Report | None
    why_not: str
    sections: tuple[Markup, ...]
    untold: tuple[tuple[str, str], ...]


def asked(given: QueryDict) -> Asked:
    """What an address asks for; NoSuchChoice where the visit is none."""
    week = given.get("week") or str(USUAL_WEEK)
    if week not in map(str, WEEKS[1:]):
        known = ", ".join(map(str, WEEKS[1:]))
        raise cohort.NoSuchChoice(f"There is no visit at week “{week[:20]}”; there are {known}.")
    lists = ((key, tuple(sorted({one for one in given.getlist(key) if one}))) for key in sorted(given))
    return Asked(int(week), tuple((key, one) for key, one in lists if one and key not in ("week", "seen")))


def shown(folder: Path, token: str, of: Asked, exact: bool) -> Shown:
    """The page of a cohort. `exact`: numbers as they are; else few people are hidden and the rest rounded."""
    held, chosen = load(folder, token), dict(of.chosen)
    filters = _filters(folder, token, of.week)
    cohort.check(filters, chosen)
    counted = cohort.counted(filters, chosen, len(held.frame))
    kept, every = int(counted.kept.sum()), len(held.frame)
    if exact:
        said = {key: [str(many) for many in numbers.tolist()] for key, numbers in counted.episodes.items()}
        size = f"{kept} of {every}"
    else:
        told = cohort.told(filters, chosen, counted)
        said = {key: [_blurred(many) for many in numbers] for key, numbers in told.items()}
        size = f"{said[''][0]} of {_blurred(rounded(every, LEAST, BASE))}"
    boxes = tuple(
        _box(one, chosen.get(one.key, ()), said[one.key]) for one in filters if len(one.options) > 1
    )
    why = "" if exact else _too_few(filters, chosen, counted)
    report = None if why else _report(folder, token, of, exact)
    parts = report.sections if report else ()
    drawn = tuple(Markup(section(one)) for one in parts if _says(one))  # noqa: S704  # escaped there
    untold = tuple((one.title, one.method) for one in parts if not _says(one))
    return Shown(
        of, boxes, _in_words(filters, chosen), size, len(held.frame.sites), report, why, drawn, untold
    )


def _too_few(filters: Iterable[cohort.Filter], chosen: cohort.Chosen, counted: cohort.Counted) -> str:
    """Why figures are not shown to somebody who may not open charts; their clinicians know the few anyway."""
    if 0 < counted.kept.sum() < LEAST:
        return f"Fewer than {LEAST} people: nothing is told of so few."
    title = cohort.singles_out(filters, chosen, counted)
    if title:
        return (
            f"With one choice less under “{title}” this cohort would differ by fewer than {LEAST} people, "
            "and its figures by what those few said. Choose it wider or leave it out."
        )
    return ""


def _says(one: Section) -> bool:
    """Whether a section has anything to show: of few people most have only a reason."""
    return bool(one.pictures) or any(table.rows for table in one.tables)


def _blurred(shown: int) -> str:
    """A number for whoever may not open charts, as the report that leaves the clinic prints it."""
    return {FEW: f"1 to {LEAST - 1}", HIDDEN: "hidden"}.get(shown, str(shown))


def left_out(state: UpToDate, exact: bool) -> str:
    """How many charts are counted, and why the others are not."""

    def said(many: int) -> str:
        return str(many) if exact else _blurred(rounded(many, LEAST, BASE))

    why = [f"{said(many)} with {reason}" for reason, many in state.left_out.items()]
    told = f"{said(state.episodes)} of {said(state.charts)} charts here are counted"
    return f"{told}; left out {', '.join(why)}." if why else f"{told}."


def _box(one: cohort.Filter, ticked: Iterable[str], numbers: Iterable[str]) -> Box:
    choices = tuple(
        Choice(value, label, value in ticked, number)
        for (value, label), number in zip(one.options, numbers, strict=True)
    )
    return Box(one.key, one.title, choices, sum(choice.ticked for choice in choices))


def _in_words(filters: Iterable[cohort.Filter], chosen: Mapping[str, Iterable[str]]) -> str:
    """“Target: Disc or Facet joint. Sex: Female.”"""
    parts = []
    for one in filters:
        labels = [label for value, label in one.options if value in chosen.get(one.key, ())]
        if labels:
            parts.append(f"{one.title}: {' or '.join(labels)}")
    return ". ".join(parts)


@lru_cache(2)
def load(folder: Path, token: str) -> cohort.Held:
    """The rows, read once as long as the token says that they are the same."""
    return cohort.read(folder)


@lru_cache(2)
def _filters(folder: Path, token: str, week: int) -> tuple[cohort.Filter, ...]:
    return cohort.filters(load(folder, token), week)


@lru_cache(KEPT)
def _report(folder: Path, token: str, of: Asked, exact: bool) -> Report:
    """The report of a cohort, as counted; or, not `exact`, made as one that leaves the clinic."""
    held, filters = load(folder, token), _filters(folder, token, of.week)
    kept = cohort.counted(filters, dict(of.chosen), len(held.frame)).kept
    frame = held.frame if kept.all() else held.frame.where(kept)
    found, about = results(frame, of.week), (EXPLORED,) if len(frame) else ()
    own, mark = published.ours(frame, of.week), compose.INTERNAL if exact else ""
    return compose.compose(found if exact else release.released(found), about, own=own, mark=mark)
