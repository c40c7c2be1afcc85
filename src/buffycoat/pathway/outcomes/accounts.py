"""Two accounts of what went wrong, the patient's and the clinician's; neither replaces the other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, cast

from buffycoat.pathway.chart import Chart, Entry, Signer
from buffycoat.pathway.outcomes.harm_tables import NUMBERS
from buffycoat.pathway.outcomes.records import AdverseEvent, Harm
from buffycoat.pathway.outcomes.reports import LISTENERS, Report, from_patient, reports
from buffycoat.pathway.outcomes.settled import Settled
from buffycoat.pathway.record import Record

Side = Literal["both", "patient", "clinician"]


@dataclass(frozen=True, slots=True)
class Account:
    """One thing that happened: what the patient told of it, and the entry in which a clinician judged it.

    `nothing`: a clinician looked into the report and found no event; the report still stands as told.
    """

    told: tuple[Report, ...] = ()
    entry: Entry | None = None
    nothing: Settled | None = None

    @property
    def event(self) -> AdverseEvent | None:
        """The clinician's account."""
        return cast(AdverseEvent, self.entry.record) if self.entry else None

    @property
    def what(self) -> Harm:
        """What happened, as the clinician says, or else the patient."""
        return self.event.what if self.event else self.told[0].what

    @property
    def began_on(self) -> date:
        """When it began, by the same order."""
        return self.event.began_on if self.event else self.told[0].on

    @property
    def side(self) -> Side:
        """Who tells of it."""
        return "clinician" if not self.told else "both" if self.entry else "patient"

    @property
    def waits(self) -> bool:
        """Whether the patient told it and no clinician has judged it yet."""
        return self.entry is None and self.nothing is None

    @property
    def grades(self) -> tuple[int | None, int | None]:
        """How bad by the patient, at the worst, and how bad by the clinician."""
        said = [one.grade for one in self.told if one.grade is not None]
        return (max(said) if said else None, self.event.grade if self.event else None)


def accounts(chart: Chart) -> tuple[Account, ...]:
    """Everything that went wrong, by the day it began."""
    settled = chart.every(Settled)
    made = [Account(entry=entry) for entry in chart.signed(AdverseEvent) if not from_patient(entry)]
    told: list[Account] = []
    listed = reports(chart)
    for report in listed:
        place = next((n for n, one in enumerate(made) if _answers(chart, one, report, listed, settled)), None)
        if place is None:
            told.append(Account((report,), nothing=_nothing(report, settled)))
        else:
            made[place] = replace(made[place], told=(*made[place].told, report))
    return tuple(sorted((*made, *_together(told)), key=lambda one: (one.began_on, one.what)))


def _answers(
    chart: Chart, one: Account, report: Report, listed: Iterable[Report], settled: Iterable[Settled]
) -> bool:
    """Whether a clinician's event is about this report: named by its entry, or the same trouble by day."""
    if one.event is None or one.entry is None:
        return False
    for row in settled:
        if (row.report, row.what) == (report.entry, report.what):
            return row.event is not None and one.entry.number == newest(chart, row.event)
    kinds = {each.what for each in listed if each.entry == report.entry}
    if one.event.report == report.entry and (one.event.what == report.what or len(kinds) == 1):
        return True
    slack = timedelta(days=NUMBERS["same_days"].value)
    until = one.event.ended_on or max(one.entry.signed_at.date(), one.event.began_on)
    return one.event.what == report.what and one.event.began_on - slack <= report.on <= until + slack


def _nothing(report: Report, settled: Iterable[Settled]) -> Settled | None:
    found = (one for one in settled if (one.report, one.what) == (report.entry, report.what))
    return next((one for one in found if one.verdict == "no_event"), None)


def _together(told: list[Account]) -> list[Account]:
    """Reports of one trouble that lie close together, and stand alike, are one account."""
    slack, made = timedelta(days=NUMBERS["same_days"].value), list[Account]()
    for one in told:
        for place, before in enumerate(made):
            alike = before.what == one.what and before.waits == one.waits
            if alike and one.began_on - before.told[-1].on <= slack:
                made[place] = replace(before, told=(*before.told, *one.told))
                break
        else:
            made.append(one)
    return made


def newest(chart: Chart, number: int) -> int:
    """The entry that stands for this one now, through every amendment."""
    after = {
        entry.amends: entry.number
        for entry in chart.entries
        if entry.amends and entry.kind == AdverseEvent.kind
    }
    while number in after:
        number = after[number]
    return number


def counted(chart: Chart) -> tuple[AdverseEvent, ...]:
    """One adverse event for each thing that happened: the clinician's account, or the patient's until then.

    What only an alarm points to is no event yet; what a clinician found to be nothing is none.
    """
    entries = {entry.number: entry for entry in chart.signed(AdverseEvent)}
    found: list[AdverseEvent] = []
    for one in accounts(chart):
        told = [each for each in one.told if each.entry in entries and each.plainly]
        if one.event:
            found.append(one.event)
        elif told and one.waits:
            worst = max(told, key=lambda each: (each.grade or 0, -each.entry))
            found.append(cast(AdverseEvent, entries[worst.entry].record))
    return tuple(found)


def why_not(by: Signer, chart: Chart, record: Record, amends: int | None) -> str:
    """Why this cannot be signed: one side's account written over the other's, or what settles nothing."""
    if isinstance(record, AdverseEvent) and amends is not None:
        before = next((entry for entry in chart.entries if entry.number == amends), None)
        if before and from_patient(before) != (by.role in LISTENERS):
            whose = "the patient’s" if from_patient(before) else "a clinician’s"
            return f"Entry {amends} is {whose} account and stays so. Write your own beside it."
    if isinstance(record, Settled):
        if not any((one.entry, one.what) == (record.report, record.what) for one in reports(chart)):
            return (
                f"Entry {record.report} tells of no such trouble: look at its number and at what it tells of."
            )
        named = newest(chart, record.event) if record.event else None
        ours = [entry.number for entry in chart.signed(AdverseEvent) if not from_patient(entry)]
        if record.verdict == "same_event" and named not in ours:
            return "Name the entry of the adverse event that a clinician signed and that it is the same as."
    return ""
