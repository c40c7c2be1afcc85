"""What went wrong after injections here, by target, with how many injections it rests on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from buffycoat.pathway.aftercare.plan import VISITS
from buffycoat.pathway.outcomes.accounts import Account
from buffycoat.pathway.outcomes.harm_tables import NUMBERS
from buffycoat.pathway.outcomes.infection_search import is_infection
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.practice.exact import Rate, rate
from buffycoat.practice.lot_uses import Use

SOLICITED = ("safety_call", "week_2", "week_6", "week_12")  # when trouble is asked for: rule base 5.3
UNPLACED = ""


@dataclass(frozen=True)
class Treated:
    """One procedure: its day, the places, the lots, what was told and judged since, the days of check-ins."""

    episode: str
    on: date
    places: tuple[str, ...]  # the target of each place injected
    accounts: tuple[Account, ...] = ()
    lots: tuple[Use, ...] = ()
    asked_on: tuple[date, ...] = ()

    def target_of(self, event: AdverseEvent) -> str:
        """Where it happened: as it says, or the only target there was; "" where nobody can tell."""
        targets = set(self.places)
        if event.target in targets:
            return str(event.target)
        return next(iter(targets)) if event.target is None and len(targets) == 1 else UNPLACED

    @property
    def events(self) -> tuple[AdverseEvent, ...]:
        """What clinicians judged, from the day of the injection on."""
        return tuple(one.event for one in self.accounts if one.event and one.event.began_on >= self.on)


@dataclass(frozen=True)
class Line:
    """One target: procedures and places, then in how many there was an event, a serious one, an infection."""

    target: str
    procedures: int
    places: int
    any: Rate
    serious: Rate
    infections: Rate
    confirmed: int
    onsets: tuple[int, ...]
    waiting: int


@dataclass(frozen=True)
class Agreement:
    """Who told of each thing that happened; and of those told by both with a grade, whose was worse."""

    both: int
    open: int
    nothing: int
    clinician: int
    same: int
    patient_worse: int
    clinician_worse: int

    @property
    def all(self) -> int:
        """Everything that anybody told of."""
        return self.both + self.open + self.nothing + self.clinician

    @property
    def graded(self) -> int:
        """Of both, those in which each side gave a grade."""
        return self.same + self.patient_worse + self.clinician_worse


@dataclass(frozen=True)
class Contact:
    """One contact at which trouble is asked for: how many are past, and in how many somebody asked."""

    name: str
    past: int
    asked: int


@dataclass(frozen=True)
class Cluster:
    """One lot with several infections close together, in different procedures."""

    supply: str
    lot: str
    days: tuple[date, ...]


@dataclass(frozen=True)
class Harms:
    """All figures of the page."""

    lines: tuple[Line, ...]
    whole: Line
    unplaced: int
    before: int
    agreement: Agreement
    contacts: tuple[Contact, ...]
    clusters: tuple[Cluster, ...]
    lots: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)


def harms(held: Iterable[Treated], targets: Iterable[str], day: date) -> Harms:
    """The figures over these procedures, targets in their order."""
    all_ = list(held)
    here = [(target, [one for one in all_ if target in one.places]) for target in targets]
    return Harms(
        lines=tuple(_line(target, group) for target, group in here if group),
        whole=_line(UNPLACED, all_),
        unplaced=sum(one.target_of(event) == UNPLACED for one in all_ for event in one.events),
        before=sum(1 for one in all_ for a in one.accounts if a.event and a.event.began_on < one.on),
        agreement=agreement(account for one in all_ for account in one.accounts),
        contacts=tuple(_contact(key, all_, day) for key in SOLICITED),
        clusters=clusters(all_),
        lots=_lots(all_),
    )


def _line(target: str, group: list[Treated]) -> Line:
    """`target` "": everything, wherever it was."""
    found = [[e for e in one.events if target in (UNPLACED, one.target_of(e))] for one in group]
    infected = [
        (one, [e for e in events if is_infection(e)]) for one, events in zip(group, found, strict=True)
    ]
    n = len(group)
    return Line(
        target=target,
        procedures=n,
        places=sum(len([p for p in one.places if target in (UNPLACED, p)]) for one in group),
        any=rate(sum(bool(events) for events in found), n),
        serious=rate(sum(any(e.serious for e in events) for events in found), n),
        infections=rate(sum(bool(events) for _, events in infected), n),
        confirmed=sum(any(e.infection == "confirmed" for e in events) for _, events in infected),
        onsets=tuple(sorted((e.began_on - one.on).days for one, events in infected for e in events)),
        waiting=sum(account.waits for one in group for account in one.accounts),
    )


def agreement(accounts: Iterable[Account]) -> Agreement:
    """Who told of what."""
    held = list(accounts)
    pairs = [one.grades for one in held if one.side == "both"]
    known = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    return Agreement(
        both=len(pairs),
        open=sum(one.waits for one in held),
        nothing=sum(one.nothing is not None and one.entry is None for one in held),
        clinician=sum(one.side == "clinician" for one in held),
        same=sum(mine == theirs for mine, theirs in known),
        patient_worse=sum(mine > theirs for mine, theirs in known),
        clinician_worse=sum(mine < theirs for mine, theirs in known),
    )


def _contact(key: str, held: list[Treated], day: date) -> Contact:
    row = VISITS[key]
    past = [one for one in held if one.on + timedelta(days=row.latest) < day]
    asked = [
        one
        for one in past
        if any(row.earliest <= (asked - one.on).days <= row.latest for asked in one.asked_on)
    ]
    return Contact(row.name, len(past), len(asked))


def clusters(held: Iterable[Treated]) -> tuple[Cluster, ...]:
    """Lots with several infections within the days of the table: one outbreak until shown otherwise."""
    window = timedelta(days=NUMBERS["cluster_days"].value)
    by_lot: dict[tuple[str, str], list[date]] = defaultdict(list)
    for one in held:
        began = [event.began_on for event in one.events if is_infection(event)]
        for supply, lot in {(use.supply, use.lot) for use in one.lots} if began else ():
            by_lot[supply, lot].append(min(began))
    made = []
    for (supply, lot), unsorted in sorted(by_lot.items()):
        days = sorted(unsorted)
        close = [d for d in days if sum(abs(d - other) <= window for other in days) >= _least()]
        if close:
            made.append(Cluster(supply, lot, tuple(close)))
    return tuple(made)


def _least() -> float:
    return NUMBERS["cluster_least"].value


def _lots(held: list[Treated]) -> dict[tuple[str, str], tuple[int, int]]:
    """Lots of procedures with an infection: how many of those, among how many procedures with the lot."""
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in held:
        infected = any(is_infection(event) for event in one.events)
        for key in {(use.supply, use.lot) for use in one.lots}:
            found[key][0] += infected
            found[key][1] += 1
    return {key: (hit, of) for key, (hit, of) in sorted(found.items()) if hit}
