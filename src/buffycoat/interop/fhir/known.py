"""What was known on the day asked: whatever an export dates after that day is not known yet."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from buffycoat.interop.fhir.element import Resource, text
from buffycoat.interop.fhir.when import When
from buffycoat.pathway.candidacy.records import Doubt, History

PartT = TypeVar("PartT")
LONGEST_ABOUT = 48  # characters: a card's summary holds what a doubt is about, and its text


@dataclass(frozen=True)
class Life:
    """The day asked, and what everything dated has to fit in: birth, death, and the making of the export."""

    on: date
    born: When | None = None
    died: When | None = None
    exported: When | None = None
    sex: str = ""

    def later(self, when: When | None) -> bool:
        """Whether something dated so was not known on the day asked. Undated things are kept."""
        return when is not None and when.earliest > self.on

    def misfits(self, what: str, when: When | None, kind: str) -> Iterator[Doubt]:
        """Dates that cannot be: before birth, after death, after the export itself was made."""
        if when is None:
            return
        if self.born and self.born.surely_after(when):
            yield doubt(what, f"Dated {when.day}, before birth ({self.born.day}).", f"{kind} {when.day}")
        if self.died and when.surely_after(self.died):
            yield doubt(
                what, f"Dated {when.day}, after the recorded death ({self.died.day}).", f"{kind} {when.day}"
            )
        if self.exported and when.surely_after(self.exported):
            yield doubt(
                what,
                f"Dated {when.day}, after the export was made ({self.exported.day}).",
                f"{kind} {when.day}",
            )


@dataclass(frozen=True)
class Prefilled:
    """One thing an import fills in: what, from which resource, dated when."""

    what: str
    resource: str
    dated: str


@dataclass(frozen=True)
class Gathered(Generic[PartT]):
    """What some resources came to. `later`: dated after the day asked; `unused`: no place in our records."""

    parts: tuple[PartT, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    prefilled: tuple[Prefilled, ...] = ()
    later: Counter[str] = field(default_factory=Counter)
    unused: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Reading(Generic[PartT]):
    """What one resource came to; with neither part nor doubt it has no place in our records."""

    part: PartT | None = None
    doubts: tuple[Doubt, ...] = ()
    dated: str = ""
    later: bool = False


def gather(resources: Iterable[Resource], read: Callable[[Resource], Reading[PartT]]) -> Gathered[PartT]:
    """Read each resource and collect what came of it, the oldest first."""
    parts: list[PartT] = []
    doubts: list[Doubt] = []
    lines: list[Prefilled] = []
    later, unused = Counter[str](), Counter[str]()
    pairs = [(read(resource), str(resource["resourceType"])) for resource in resources]
    for reading, kind in _oldest_first(pairs):
        doubts += reading.doubts
        if reading.part is not None:
            parts.append(reading.part)
            lines.append(Prefilled(label(reading.part), kind, reading.dated or "undated"))
        elif reading.later:
            later[kind] += 1
        elif not reading.doubts:
            unused[kind] += 1
    return Gathered(tuple(parts), tuple(doubts), tuple(lines), later, unused)


def _oldest_first(pairs: list[tuple[Reading[PartT], str]]) -> Iterator[tuple[Reading[PartT], str]]:
    """By their dates; of one date by what they say, which is written out only where it has to decide."""
    pairs.sort(key=lambda pair: pair[0].dated)
    for _, group in groupby(pairs, key=lambda pair: pair[0].dated):
        together = list(group)
        yield from sorted(together, key=lambda pair: str(pair[0].part)) if len(together) > 1 else together


def not_yet(life: Life, what: str, when: When | None, kind: str) -> Reading[Any]:
    """Not known on the day; a doubt all the same when dated after the export was made."""
    ahead = when is not None and life.exported is not None and when.surely_after(life.exported)
    return Reading(doubts=tuple(life.misfits(what, when, kind)) if ahead else (), later=True)


def label(part: object) -> str:
    """What a part is called on a page."""
    if isinstance(part, tuple):
        return "Fused " + ", ".join(fusion.level for fusion in part)
    if isinstance(part, History):
        return "Steroid injection near the spine"
    return str(getattr(part, "name", None) or getattr(part, "substance", None) or part)


def doubt(about: str, said: str, source: str = "", *, stops: bool = False) -> Doubt:
    """Something that does not fit, in one line. `stops`: nothing goes on until it is settled."""
    more: dict[str, Any] = {"source": source} if source else {}
    if stops:
        more["stops"] = True
    return Doubt(about=text(about, LONGEST_ABOUT), text=said, **more)


def source(kind: str, when: When | None, *notes: str) -> str:
    """Where a part is from: “MedicationRequest 2018-03-19, stopped”."""
    return ", ".join(filter(None, (f"{kind} {when.day if when else 'undated'}", *notes)))


def make(part: type[PartT], **said: object) -> PartT:
    """A part with what was said and nothing else: an empty answer stays “not asked”."""
    return part(**{name: value for name, value in said.items() if value not in (None, "")})


def refused(error: ValidationError) -> str:
    """Why a record refuses a value, in its own words."""
    return "; ".join(str(one["msg"]).removeprefix("Value error, ") for one in error.errors())
