"""The signed answers of one item of the note, and by name those that are not there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from buffycoat.pathway.aftercare.plan import VISITS
from buffycoat.pathway.aftercare.records import Contact
from buffycoat.pathway.candidacy.anatomy import site_name
from buffycoat.pathway.candidacy.records import Site
from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.injection.images import SHOWS, LinkedImage
from buffycoat.pathway.record import RECORDS, Declared, Part, State
from buffycoat.web.forms.shape import Shape, shapes
from buffycoat.web.presenters.answers import said
from buffycoat.web.presenters.note_table import Leaf

Why = Literal["not known", "not asked", "not signed", "not worked out"]
PLACE = ("target", "level", "side")  # three answers that are one: where


@dataclass(frozen=True)
class Told:
    """One answer as signed. `about`: the site, drug or visit. `entry` 0: worked out. `paths`: which.

    beside: recorded, but no item of its own. naming: only says which site, drug or visit `about` is.
    """

    about: str
    ask: str
    text: str
    entry: int = 0
    paths: tuple[str, ...] = ()
    beside: bool = False
    naming: bool = False


@dataclass(frozen=True)
class Gap:
    """What is not recorded, by name, and why."""

    about: str
    ask: str
    why: Why
    paths: tuple[str, ...] = ()


def read(leaves: tuple[Leaf, ...], chart: Chart, zone: tzinfo) -> Iterator[Told | Gap]:
    """The answers of a row, record by record; of a kind that repeats, every entry in force."""
    records = list(dict.fromkeys(leaf.record for leaf in leaves))
    several = sum(bool(chart.signed(record)) for record in records) > 1
    names = Names()
    for record in records:
        mine = [leaf for leaf in leaves if leaf.record is record]
        entries = chart.signed(record) if record.many else chart.signed(record)[-1:]
        for entry in entries:
            about = names.new(_which(entry, zone)) if len(entries) > 1 else record.title if several else ""
            yield from _Reading(entry, about, zone, names, len(entries) > 1).of(mine)
        lacks = [leaf for leaf in mine if leaf.must]
        if not entries and lacks:
            yield Gap("", record.title, "not signed", tuple(leaf.path for leaf in lacks))


class Names:
    """Names that are given once: the second needle at one place is “Disc L4-5 (2)”."""

    def __init__(self) -> None:
        self.given: Counter[str] = Counter()

    def new(self, name: str) -> str:
        """The name, with its number where it was given before."""
        self.given[name] += 1
        return name if self.given[name] == 1 else f"{name} ({self.given[name]})"


def _which(entry: Entry, zone: tzinfo) -> str:
    """Which one of several: spin 1, the visit at 2 weeks; else by the number of the entry."""
    first, title = shapes(type(entry.record))[0], RECORDS[entry.kind].title
    if not first.item.required:
        return f"{title}, entry {entry.number}"
    text = said(first, getattr(entry.record, first.name), zone)
    return text if first.options else f"{title} {text}"


@dataclass(frozen=True)
class _Reading:
    """The answers of one entry. `named`: `about` is already its first answer."""

    entry: Entry
    about: str
    zone: tzinfo
    names: Names
    named: bool

    def of(self, leaves: list[Leaf]) -> Iterator[Told | Gap]:
        """What is told and what is not, those of its parts under the name of the part."""
        record = self.entry.record
        for name in dict.fromkeys(leaf.shape.name for leaf in leaves):
            mine = [leaf for leaf in leaves if leaf.shape.name == name]
            held = getattr(record, name)
            if mine[0].inner is None:
                yield from self._one(mine[0], mine[0].shape, record, self.about)
            elif held is None or held == ():
                yield from self._list(mine)
            else:
                for part in held if isinstance(held, tuple) else (held,):
                    yield from self._part(mine, part)

    def _list(self, leaves: list[Leaf]) -> Iterator[Told | Gap]:
        """A list that was not given, is not known, or is empty: empty is an answer."""
        first, paths = leaves[0], tuple(leaf.path for leaf in leaves)
        state = self.entry.record.state(first.shape.name)
        if state == "answered":
            yield Told(self.about, first.ask(part=False), "None", self.entry.number, paths)
        elif state == "unknown" or any(leaf.must for leaf in leaves):
            yield Gap(self.about, first.ask(part=False), _why(state), paths)

    def _part(self, leaves: list[Leaf], part: Part) -> Iterator[Told | Gap]:
        """One site, drug or block: which it is, and the rest under its name."""
        name = self.names.new(part_name(part, self.zone))
        naming = [leaf for leaf in leaves if leaf.inner and _is_name(part, leaf.inner.name)]
        if naming:
            paths = tuple(leaf.path for leaf in naming)
            yield Told(name, leaves[0].ask(part=False), name, self.entry.number, paths, naming=True)
        for leaf in leaves:
            if leaf.inner and leaf not in naming:
                yield from self._one(leaf, leaf.inner, part, name)

    def _one(self, leaf: Leaf, shape: Shape, held: Declared, about: str) -> Iterator[Told | Gap]:
        """One answer: told as signed, or a gap; a question that another answer rules out is neither."""
        state = held.state(shape.name)
        if state == "answered":
            text = said(shape, getattr(held, shape.name), self.zone)
            first = self.named and shape is shapes(type(self.entry.record))[0]
            yield Told(
                about, leaf.ask(), text, self.entry.number, (leaf.path,), beside=not leaf.must, naming=first
            )
        elif leaf.only and leaf.only.rules_out(self.entry.record):
            return
        elif state == "unknown" or leaf.must:
            yield Gap(about, leaf.ask(), _why(state), (leaf.path,))


def _why(state: State) -> Why:
    return "not known" if state == "unknown" else "not asked"


def _is_name(part: Part, name: str) -> bool:
    """Whether an answer names its part: where a needle or image is; else the first it cannot be without."""
    if isinstance(part, Site | LinkedImage):
        return name in (*PLACE, "shows") and part.state(name) == "answered"
    return name == next((one for one, item in type(part).items.items() if item.required), "")


def part_name(part: Part, zone: tzinfo) -> str:
    """A site by target, level and side; a contact by its visit; a drug or block by its name."""
    if isinstance(part, Site):
        return site_name(part.target, part.level, part.side)
    if isinstance(part, LinkedImage):
        return f"{part.where}, {SHOWS[part.shows].lower()}"
    if isinstance(part, Contact):
        known = VISITS.rows.get(part.visit)
        return f"{known.name if known else part.visit}, planned"
    first = next((shape for shape in shapes(type(part)) if shape.item.required), None)
    return said(first, getattr(part, first.name), zone) if first else ""
