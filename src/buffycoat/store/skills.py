"""What staff are signed off for, brought to bear on a record before it is signed."""

from collections.abc import Iterable
from datetime import date

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.injection.records import Discharge, Injection, TimeOut
from buffycoat.pathway.preparation.label import same_person
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.record import Record
from buffycoat.practice import competencies
from buffycoat.practice.competencies import Held, kept, needed, operator_needs
from buffycoat.store import clock
from buffycoat.store.models import Staff
from buffycoat.store.staff_skills import StaffSignOff

NOT_STAFF = ("patient", "reader")  # they sign for themselves, or are no person
INSTANTS: dict[type[Record], str] = {
    Draw: "drawn_at",
    Spin: "started_at",
    Product: "counted_at",
    TimeOut: "taken_at",
    Injection: "given_at",
    Discharge: "discharged_at",
}


def held(wanted: Iterable[str] | None = None) -> tuple[Held, ...]:
    """Every sign-off of these competencies, or of all, the oldest first, in one query."""
    rows = StaffSignOff.objects.select_related("staff").order_by("on", "pk")
    rows = rows if wanted is None else rows.filter(competency__in=list(wanted))
    return tuple(Held(one.staff.username, one.competency, one.given, one.on, one.until) for one in rows)


def why_not(by: Signer, chart: Chart, record: Record, amends: int | None = None) -> str:
    """Why this person cannot sign this record, or its operator not hold the needle; "" when they may.

    An amendment puts a record right and does nothing again: only an operator whom it names anew is looked at.
    """
    if by.role in NOT_STAFF:
        return ""
    mine = needed(record) if amends is None else ()
    operator, theirs = _operator(record)
    before = next((entry.record for entry in chart.entries if entry.number == amends), None)
    if before is not None and same_person(_operator(before)[0], operator):
        operator = ""
    if not (mine or operator):
        return ""
    day = _day(record)
    every = held((*mine, *theirs))
    keeps = kept(every, day)
    if why := competencies.why_not(by.name, _of(every, by.id), mine, keeps, day):
        return why
    return (
        competencies.why_not(operator, _of(every, _username(operator)), theirs, keeps, day)
        if operator
        else ""
    )


def _operator(record: Record) -> tuple[str, tuple[str, ...]]:
    """Who holds the needle, by this record, and what they have to be signed off for."""
    if isinstance(record, Injection):
        return record.operator, needed(record)
    if isinstance(record, TimeOut):
        return record.operator or "", operator_needs(record)
    return "", ()


def _username(name: str) -> str:
    """Who of the staff is written so; nobody where no one is, or two are."""
    found = [one.username for one in Staff.objects.filter(is_active=True) if same_person(one.name, name)]
    return found[0] if len(found) == 1 else ""


def _of(every: Iterable[Held], username: str) -> tuple[Held, ...]:
    return tuple(one for one in every if one.who == username)


def _day(record: Record) -> date:
    """The day on which it was done, as it is written; else today."""
    name = INSTANTS.get(type(record))
    at = getattr(record, name) if name else None
    return clock.day_of(at) if at else clock.today()


def cards(chart: Chart) -> tuple[Card, ...]:
    """The warning, where this chart holds what the practice keeps no sign-offs for."""
    kinds = (Draw, Spin, Product, TimeOut, Injection, Discharge)
    records = [record for kind in kinds for record in chart.every(kind)]
    if not records:
        return ()
    return tuple(competencies.cards(records, kept(held(), clock.today())))
