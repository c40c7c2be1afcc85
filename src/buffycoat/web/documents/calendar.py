"""The patient's plan as a calendar: stable names, local time, and a higher number when the plan is amended.

Titles tell nothing of a treatment unless the patient chose the file that does: calendars are shared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from buffycoat.pathway.aftercare.records import Advice, AftercarePlan
from buffycoat.pathway.chart import Chart
from buffycoat.web.presenters.patient_words import Say

HOUR = time(9)
LENGTH = timedelta(minutes=15)


@dataclass(frozen=True)
class Mark:
    """One event: its name within the plan, its day, and what an open title would say."""

    key: str
    day: date
    title: str
    lines: tuple[str, ...]


def calendar(
    chart: Chart, handed: AftercarePlan | None, zone: ZoneInfo, say: Say, now: datetime, *, tells: bool
) -> bytes:
    """The plan in force; events of earlier versions that it no longer has are called off by name."""
    signed = [entry for entry in chart.entries if entry.kind == AftercarePlan.kind]
    number = max(len(signed) - 1, 0) + (1 if handed is None else 0)
    stamp = signed[-1].signed_at if signed else now
    made = Calendar()
    made.add("prodid", "-//Buffycoat//Plan//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    held = {one.key: one for one in _marks(handed, zone, say)} if handed else {}
    plans = [entry.record for entry in chart.entries if isinstance(entry.record, AftercarePlan)]
    before = {one.key: one for plan in plans for one in _marks(plan, zone, say)}
    for key, one in sorted((before | held).items(), key=lambda pair: (pair[1].day, pair[0])):
        event = _event(chart.episode, one, zone, say, tells)
        event.add("sequence", number)
        event.add("dtstamp", stamp.astimezone(UTC))
        event.add("status", "CONFIRMED" if key in held else "CANCELLED")
        made.add_component(event)
    days = [one.day for one in (before | held).values()] or [now.date()]
    made.add_missing_timezones(first_date=min(days) - timedelta(365), last_date=max(days) + timedelta(365))
    return bytes(made.to_ical())


def _marks(plan: AftercarePlan, zone: ZoneInfo, say: Say) -> Iterator[Mark]:
    """Days on which we ask, and on which the plan changes; named by what they are, never by their date."""
    zero = plan.given_at.astimezone(zone).date()
    for one in plan.contacts or ():
        yield Mark(f"ask-{one.visit}", one.due, say("plan.event_contact"), ())
    steps: dict[date, list[Advice]] = {}
    for row in plan.advice or ():
        if row.topic not in ("warning", "message") and row.first_day > zero:
            steps.setdefault(row.first_day, []).append(row)
        if row.topic == "drug" and row.last_day is not None:
            steps.setdefault(row.last_day + timedelta(days=1), [])
    for day, rows in steps.items():
        texts = tuple(row.text_es if say.lang == "es" else row.text for row in rows)
        yield Mark(f"step-{(day - zero).days}", day, say("plan.event_step"), texts)


def _event(episode: str, one: Mark, zone: ZoneInfo, say: Say, tells: bool) -> Event:
    event = Event()
    # A name that tells nothing of the episode, and is the same each time the plan is loaded.
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'buffycoat:{episode}:{one.key}')}@buffycoat")
    begins = datetime.combine(one.day, HOUR, tzinfo=zone)
    event.add("dtstart", begins)
    event.add("dtend", begins + LENGTH)
    event.add("transp", "TRANSPARENT")
    event.add("summary", one.title if tells else say("plan.event_plain"))
    event.add("class", "PRIVATE")
    look = say("plan.event_look")
    event.add("description", "\n".join((*one.lines, look)) if tells else look)
    return event
