"""What a section of the report is: a finding, its figure, the same numbers as a table, and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.registry.limits import LIMITS
from buffycoat.registry.linked import FEW, HIDDEN
from buffycoat.registry.models.proportion import Share
from buffycoat.registry.models.small_sample import Estimate
from buffycoat.registry.results import Mean, Rule


@dataclass(frozen=True)
class Table:
    """The numbers as words, for eyes and ears alike; the first cell of a row names it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A figure: SVG drawn in percent of its width, and the sentence that a colleague would say of it.

    `room`: what space its labels need beside it, a key of ROOM. `title`: what tells it from its neighbours.
    """

    svg: str
    said: str
    height: int
    room: str = ""
    title: str = ""


CERTAIN = LIMITS["certain"].value
SHORT = 16  # letters of a name beside a figure
ROOM = {"": (48, 128), "rows": (72, 128), "small": (28, 16), "wide": (4, 4)}  # pixels left and right


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
    """The whole report: about what, and its sections in order. `mark` stands on every page."""

    title: str
    about: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    mark: str = ""


def name(target: str) -> str:
    """A target as a person reads it."""
    return TARGET_NAMES[target]


def short(target: str) -> str:
    """A target's name where there is little room: “Transforaminal”."""
    text = name(target).split(", ")[-1]
    return (text if len(text) <= SHORT else text.split()[-1]).capitalize()


def folded(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows of one target that all say the same of every visit, as one row."""
    found: list[tuple[str, ...]] = []
    for _, held in groupby(rows, lambda row: row[0]):
        own = list(held)
        same = len(own) > 1 and len({row[2:] for row in own}) == 1
        found += [(own[0][0], "all visits", *own[0][2:])] if same else own
    return tuple(found)


def percent(value: float) -> str:
    """Whole per cent; below one, a decimal, so that a rare thing is not written as none."""
    held = 100 * value
    return f"{held:.1f}%" if 0 < held < 1 else f"{held:.0f}%"


def people(many: int, rule: Rule | None = None) -> str:
    """How many, as far as it is told."""
    if many == HIDDEN:
        return "not told"
    return f"1 to {(rule.least if rule else 5) - 1}" if many == FEW else str(many)


def about(rule: Rule | None) -> str:
    """“About ” before a number that was rounded."""
    return "About " if rule else ""


def counted(one: Share, rule: Rule | None = None) -> str:
    """“148 of 281”, “1 to 4 of 60”."""
    return f"{people(one.events, rule)} of {people(one.people, rule)}"


def share(one: Share) -> str:
    """“53% (47 to 58%)”; where few are not told exactly, the interval alone: “0.4 to 21%”."""
    low, high = percent(one.low), percent(one.high)
    if one.value != one.value:
        return f"{low.rstrip('%')} to {high}"
    return f"{percent(one.value)} ({low.rstrip('%')} to {high})"


def number(one: Mean | Estimate) -> str:
    """“4.0 (3.7 to 4.3)”."""
    return f"{one.value:.1f} ({one.low:.1f} to {one.high:.1f})"


def signed(one: Estimate) -> str:
    """A difference with two decimals, so that one near nothing is not rounded to it."""
    return f"{plus(one.value)} ({plus(one.low)} to {plus(one.high)})"


def plus(value: float, decimals: int = 2) -> str:
    """A number with its sign, “−0.65”, “+0.29”."""
    return f"{value:+.{decimals}f}".replace("-", "−")


def sentence(why: str) -> str:
    """A reason as a sentence of its own."""
    return f"{why[:1].upper()}{why[1:]}."


def untold(key: str, title: str, why: str, cannot: str) -> Section:
    """A section that can tell nothing: why not, and what follows."""
    return Section(key, title, "Nobody is counted here.", why, cannot)


def listed(words: Sequence[str]) -> str:
    """“facet, disc and sacroiliac”."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def p_value(p: float) -> str:
    """“p = .31”, “p < .001”."""
    return "p < .001" if p < 0.001 else "p = " + f"{p:.3f}".lstrip("0")
