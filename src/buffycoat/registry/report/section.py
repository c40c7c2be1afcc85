"""What a section of the report is: a finding, its figure, the same numbers as a table, and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.registry.models.proportion import Share
from buffycoat.registry.models.small_sample import Estimate
from buffycoat.registry.results import Mean


@dataclass(frozen=True)
class Table:
    """The numbers as words, for eyes and ears alike; the first cell of a row names it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A figure: SVG drawn in percent of its width, and the sentence that a colleague would say of it."""

    svg: str
    said: str
    height: int


@dataclass(frozen=True)
class Section:
    """One finding. `people`: who is counted; `cannot`: what it does not show, as plainly as what it does."""

    key: str
    title: str
    people: str
    method: str
    cannot: str
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole report: about what, and its sections in order."""

    title: str
    about: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def name(target: str) -> str:
    """A target as a person reads it."""
    return TARGET_NAMES[target]


def percent(value: float) -> str:
    """Whole per cent; below one, a decimal, so that a rare thing is not written as none."""
    held = 100 * value
    return f"{held:.1f}%" if 0 < held < 1 else f"{held:.0f}%"


def share(one: Share) -> str:
    """“53% (47 to 58%)”."""
    return f"{percent(one.value)} ({percent(one.low)} to {percent(one.high)})"


def number(one: Mean | Estimate) -> str:
    """“4.0 (3.7 to 4.3)”."""
    return f"{one.value:.1f} ({one.low:.1f} to {one.high:.1f})"


def signed(one: Estimate) -> str:
    """A difference with two decimals, so that one near nothing is not rounded to it."""
    return f"{one.value:+.2f} ({one.low:+.2f} to {one.high:+.2f})"


def listed(words: Sequence[str]) -> str:
    """“facet, disc and sacroiliac”."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def p_value(p: float) -> str:
    """“p = .31”, “p < .001”."""
    return "p < .001" if p < 0.001 else "p = " + f"{p:.3f}".lstrip("0")
