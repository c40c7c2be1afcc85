"""The procedure note of a chart: what was recorded of each item, who signed it, and by name what was not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from buffycoat.pathway.chart import Chart, Entry, Retraction
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.record import RECORDS
from buffycoat.pathway.stage import Override
from buffycoat.web.forms.moments import moment_text
from buffycoat.web.presenters.note_answers import Gap, Told, read
from buffycoat.web.presenters.note_derived import DERIVED
from buffycoat.web.presenters.note_table import TABLE, Row, claims, kinds
from buffycoat.web.presenters.timeline import ROLES


@dataclass(frozen=True)
class Item:
    """One item of the note with what is told of it and what is not. `amended`: entries that amend others."""

    key: str
    name: str
    section: str
    told: tuple[Told, ...]
    gaps: tuple[Gap, ...]
    amended: frozenset[int] = frozenset()

    @property
    def entries(self) -> tuple[int, ...]:
        """The numbers of the entries that say it."""
        return tuple(dict.fromkeys(one.entry for one in self.told if one.entry))


@dataclass(frozen=True)
class Signed:
    """An entry that the note rests on, or one that was taken back. `note`: what became of it."""

    number: int
    title: str
    signer: str
    at: str
    note: str


@dataclass(frozen=True)
class GonePast:
    """A critical warning and the reason why somebody went on."""

    summary: str
    reason: str
    signer: str
    at: str
    entry: int


@dataclass(frozen=True)
class Note:
    """The whole note. `given`: the first needle; `as_of` and `head`: time and hash of the newest entry."""

    items: tuple[Item, ...]
    overrides: tuple[GonePast, ...]
    entries: tuple[Signed, ...]
    given: datetime | None
    count: int
    head: str
    as_of: datetime | None

    def sections(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """The items that have something to tell, by section; no empty ones."""
        told = [one for one in self.items if one.told]
        titles = dict.fromkeys(one.section for one in told)
        return tuple((title, tuple(one for one in told if one.section == title)) for title in titles)

    def missing(self) -> tuple[Item, ...]:
        """The items of which something is not recorded."""
        return tuple(one for one in self.items if one.gaps)


def note(chart: Chart, zone: tzinfo) -> Note:
    """Read the chart item by item. Nothing is filled in: what nobody signed is a gap, told as such."""
    items = tuple(_item(key, row, chart, zone) for key, row in TABLE.rows.items())
    last = chart.entries[-1] if chart.entries else None
    injected = chart.newest(Injection)
    used = {number for one in items for number in one.entries}
    return Note(
        items=items,
        overrides=tuple(_gone_past(chart, zone)),
        entries=tuple(_signed(chart, used, zone)),
        given=injected.given_at if injected else None,
        count=len(chart.entries),
        head=chart.head,
        as_of=last.signed_at.astimezone(zone) if last else None,
    )


def _item(key: str, row: Row, chart: Chart, zone: tzinfo) -> Item:
    found = list(read(claims()[key], chart, zone))
    if row.derived:
        worked, cannot = DERIVED[row.derived](chart)
        found += [Told(about, ask, text) for about, ask, text in worked]
        found += [Gap("", why, "not worked out") for why in cannot]
    told = tuple(one for one in found if isinstance(one, Told))
    gaps = tuple(one for one in found if isinstance(one, Gap))
    amended = frozenset(one.number for one in chart.in_force if one.amends is not None)
    return Item(key, row.item, row.section, told, gaps, amended)


def _signed(chart: Chart, used: set[int], zone: tzinfo) -> Iterator[Signed]:
    """The entries that the note rests on, and those of the same kinds that were taken back."""
    taken = {one.amends: one for one in chart.entries if one.kind == Retraction.kind}
    for entry in chart.entries:
        why = taken[entry.number].record if entry.number in taken else None
        if entry.number in used:
            yield _line(entry, f"Amends entry {entry.amends}" if entry.amends is not None else "", zone)
        elif isinstance(why, Retraction) and entry.kind in kinds():
            later = taken[entry.number].number
            yield _line(entry, f"Taken back by entry {later}, not used here: {why.reason}", zone)


def _line(entry: Entry, note: str, zone: tzinfo) -> Signed:
    return Signed(
        entry.number, RECORDS[entry.kind].title, signer(entry), moment_text(entry.signed_at, zone), note
    )


def signer(entry: Entry) -> str:
    """Who signed, and in which role."""
    return f"{entry.signer.name}, {ROLES.get(entry.signer.role, entry.signer.role)}"


def _gone_past(chart: Chart, zone: tzinfo) -> Iterator[GonePast]:
    for entry in chart.signed(Override):
        record = entry.record
        if isinstance(record, Override):
            at = moment_text(entry.signed_at, zone)
            yield GonePast(record.summary, record.reason, signer(entry), at, entry.number)
