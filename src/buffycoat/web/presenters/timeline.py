"""What was written in a chart, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from buffycoat.pathway.chart import Chart, Entry
from buffycoat.web.forms.moments import MONTHS
from buffycoat.web.presenters.answers import sentence

ROLES = {
    "front_desk": "front desk",
    "nurse": "nurse",
    "proceduralist": "proceduralist",
    "manager": "practice manager",
    "patient": "patient",
    "reader": "a program",
}


@dataclass(frozen=True)
class Line:
    """One entry in the column of time."""

    number: int
    at: datetime
    when: str
    text: str
    signer: str
    note: str
    gone: bool


def timeline(chart: Chart, today: date, zone: tzinfo) -> tuple[Line, ...]:
    """One line an entry; those amended or retracted stay in sight, and say what became of them."""
    after = {entry.amends: entry for entry in chart.entries if entry.amends is not None}
    return tuple(_line(entry, after.get(entry.number), today, zone) for entry in reversed(chart.entries))


def _line(entry: Entry, later: Entry | None, today: date, zone: tzinfo) -> Line:
    local = entry.signed_at.astimezone(zone)
    return Line(
        number=entry.number,
        at=local,
        when=when(local, today),
        text=sentence(entry, zone),
        signer=f"{entry.signer.name}, {ROLES.get(entry.signer.role, entry.signer.role)}",
        note=_note(entry, later),
        gone=later is not None,
    )


def when(local: datetime, today: date) -> str:
    """19 Nov 08:21 for this week, else the day, with its year when it is not this one's."""
    day = f"{local.day} {MONTHS[local.month - 1]}"
    if local.year != today.year:
        return f"{day} {local.year}"
    return f"{day} {local:%H:%M}" if abs((today - local.date()).days) < 7 else day


def _note(entry: Entry, later: Entry | None) -> str:
    said = f"Entry {entry.number}"
    if entry.amends is not None:
        said += f"; {'takes back' if entry.kind == 'chart.retraction' else 'amends'} entry {entry.amends}"
    if later is not None:
        said += f"; {'taken back' if later.kind == 'chart.retraction' else 'amended'} by entry {later.number}"
    return said
