"""A suspected infection until it is proved or ruled out: what has been done and what is outstanding."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.outcomes.accounts import Account
from buffycoat.pathway.outcomes.instruments import limit
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.pathway.record import in_words


@dataclass(frozen=True, slots=True)
class Task:
    """One thing of the search: said in words, done or not, and whether its time has passed."""

    says: str
    done: bool = False
    late: bool = False


def is_infection(event: AdverseEvent) -> bool:
    """Whether an infection is proved or not ruled out; one that nobody has judged is not ruled out."""
    return event.what == "infection" if event.infection is None else event.infection != "no"


def open_searches(told: Iterable[Account]) -> tuple[Account, ...]:
    """Infections that are not over, and reports of the patient that may be one and wait for a clinician."""
    return tuple(one for one in told if _open(one))


def _open(one: Account) -> bool:
    if one.event is None:
        return one.waits and one.what == "infection"
    return is_infection(one.event) and one.event.outcome not in ("recovered", "death")


def suspected_at(chart: Chart, entry: Entry) -> datetime:
    """When this event was first signed as a possible infection, before its amendments."""
    by_number = {one.number: one for one in chart.entries}
    first, at = entry, entry.signed_at
    while first.amends is not None and first.amends in by_number:
        first = by_number[first.amends]
        if isinstance(first.record, AdverseEvent) and is_infection(first.record):
            at = first.signed_at
    return at


def tasks(event: AdverseEvent, since: datetime, now: datetime) -> tuple[Task, ...]:
    """MRI and cultures as far as the event says; not recorded is said, and is never “done”."""
    return (_mri(event, since, now), *_cultures(event, now))


def _mri(event: AdverseEvent, since: datetime, now: datetime) -> Task:
    hours = limit("infection_mri")
    if event.mri_on:
        return Task(f"MRI done on {in_words(event.mri_on)}", done=True)
    due = since + timedelta(hours=hours)
    said = f"MRI with gadolinium not recorded: within {hours:g} hours of the suspicion"
    return Task(f"{said}, by {in_words(due.astimezone(now.tzinfo).date())}", late=now > due)


def _cultures(event: AdverseEvent, now: datetime) -> Iterator[Task]:
    least, taken, final = int(limit("infection_culture")), event.cultures_on, event.cultures_final_on
    if taken is None:
        yield Task("No cultures recorded")
        return
    until = taken + timedelta(days=least)
    if final is None:
        over = now.date() >= until
        held = f"Cultures of {in_words(taken)}: hold until {in_words(until)}"
        yield Task(
            f"{held}, then read once more" if not over else f"{held}; last reading not recorded", late=over
        )
    elif final < until:
        days = (final - taken).days
        yield Task(f"Cultures last read on day {days}; {least} days are needed", late=True)
    else:
        grew = f": {event.organism}" if event.organism else "; organism not recorded"
        yield Task(f"Cultures held {(final - taken).days} days{grew}", done=True)
