"""The Chart: signed entries in order, each with the hash of the one before. Nothing is edited or deleted."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar, TypeVar, cast

from pydantic import BaseModel, ConfigDict

from buffycoat.pathway.record import RECORDS, Record, item

RecordT = TypeVar("RecordT", bound=Record)
FIRST = "0" * 64  # what the first entry of a chart names as the one before it


class Signer(BaseModel):
    """Who signs, and in which role: copied into the entry, so that it stays true when a person leaves."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    name: str
    role: str


class Retraction(Record):
    """An entry that should not be in this chart, such as one written for another patient."""

    stage: ClassVar[str] = "chart"
    title: ClassVar[str] = "Entered in error"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    reason: str = item("Why does this entry not belong in the chart?", required=True, long=True)


class Entry(BaseModel):
    """A signed record in its place in a chart. `body` is the signed text itself, kept byte for byte."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    episode: str
    number: int
    kind: str
    version: int
    signer: Signer
    signed_at: datetime
    amends: int | None
    previous: str
    body: str
    hash: str

    @cached_property
    def record(self) -> Record:
        """The record as its declaration reads the signed text."""
        return RECORDS[self.kind].model_validate_json(self.body)

    def fingerprint(self) -> str:
        """SHA-256 over all the entry says, its place in the chart and the hash of the one before it."""
        said = [
            self.episode,
            self.number,
            self.kind,
            self.version,
            [self.signer.id, self.signer.name, self.signer.role],
            self.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.amends,
            self.previous,
            self.body,
        ]
        return hashlib.sha256(
            json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chart stops being whole, and what is wrong there."""

    episode: str
    number: int
    why: str


@dataclass(frozen=True)
class Chart:
    """All signed entries of one episode, oldest first."""

    episode: str
    entries: tuple[Entry, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the newest entry: what the next one will name."""
        return self.entries[-1].hash if self.entries else FIRST

    @cached_property
    def in_force(self) -> tuple[Entry, ...]:
        """Entries that no later entry amends or retracts, and that are not retractions themselves."""
        gone = {entry.amends for entry in self.entries if entry.amends is not None}
        return tuple(e for e in self.entries if e.number not in gone and e.kind != Retraction.kind)

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries in force by kind: some fifty rules ask for them each time a chart is read."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.in_force:
            found[entry.kind].append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    def signed(self, record: type[RecordT]) -> tuple[Entry, ...]:
        """Entries in force of this kind of record, oldest first."""
        return self._by_kind.get(record.kind, ())

    def every(self, record: type[RecordT]) -> tuple[RecordT, ...]:
        """The records in force of this kind, oldest first."""
        return tuple(cast(RecordT, entry.record) for entry in self.signed(record))

    def newest(self, record: type[RecordT]) -> RecordT | None:
        """The record in force of this kind that was signed last, if any was."""
        found = self.signed(record)
        return cast(RecordT, found[-1].record) if found else None

    def sign(self, record: Record, signer: Signer, at: datetime, amends: int | None = None) -> "Chart":
        """The chart with one more entry. ValueError when it amends what it cannot."""
        self._may_amend(record, amends)
        draft = Entry(
            episode=self.episode,
            number=len(self.entries) + 1,
            kind=record.kind,
            version=record.version,
            signer=signer,
            signed_at=at.astimezone(UTC),
            amends=amends,
            previous=self.head,
            body=record.body(),
            hash="",
        )
        entry = draft.model_copy(update={"hash": draft.fingerprint()})
        return Chart(self.episode, (*self.entries, entry))

    def _may_amend(self, record: Record, amends: int | None) -> None:
        if amends is None:
            if record.kind == Retraction.kind:
                raise ValueError("a retraction names the entry that it takes out of force")
            return
        target = next((entry for entry in self.in_force if entry.number == amends), None)
        if target is None:
            raise ValueError(f"entry {amends} is not in force, so it cannot be amended")
        if record.kind not in (target.kind, Retraction.kind):
            raise ValueError(f"entry {amends} is {target.kind}; {record.kind} cannot amend it")

    def broken(self) -> Break | None:
        """The first link that does not hold, or None for a whole chart."""
        return next(self._breaks(), None)

    def _breaks(self) -> Iterator[Break]:
        previous = FIRST
        for place, entry in enumerate(self.entries, start=1):
            if entry.number != place:
                yield Break(
                    self.episode, place, f"entry {place} is missing; entry {entry.number} stands in its place"
                )
            if entry.episode != self.episode:
                yield Break(self.episode, place, "the entry belongs to another chart")
            if entry.previous != previous:
                yield Break(self.episode, place, "the entry does not follow the one before it")
            if entry.fingerprint() != entry.hash:
                yield Break(self.episode, place, "the entry was changed after it was signed")
            previous = entry.hash
