"""The drug clock of one episode: a row a drug, the injection in the middle, what is asked, what is done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from buffycoat.pathway.candidacy.anatomy import sites_named
from buffycoat.pathway.candidacy.clock import DrugWindow, window
from buffycoat.pathway.candidacy.clock_conflicts import Conflict, conflicts
from buffycoat.pathway.candidacy.records import Allergies, Drug, History, Medicines, Plan
from buffycoat.pathway.candidacy.target import BleedingClass, bleeding_class, sites
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.knowledge import MARKS
from buffycoat.pathway.triage.records import Referral
from buffycoat.web.forms.moments import MONTHS, day_text
from buffycoat.web.presenters.cards import source_title
from buffycoat.web.presenters.drug_lines import (
    Axis,
    Known,
    Piece,
    agreement,
    bands,
    dates,
    does,
    evidence,
    rule_words,
    taken,
)

SHORTEST, LONGEST = 14, 28  # days on each side of the needle
APART = 13  # percent between two labels of the axis, at least


@dataclass(frozen=True)
class Row:
    """One drug. `late` says what does not fit; `said` is the row as a colleague would read it aloud."""

    name: str
    why: str
    pieces: tuple[Piece, ...]
    asks: tuple[str, ...]
    dates: str
    does: str
    late: str
    agreement: str
    open: bool
    sources: tuple[tuple[str, str], ...]
    mark: str
    said: str


@dataclass(frozen=True)
class Tick:
    """A mark on the axis, with its words where it has any. `at`: start, middle or end."""

    x: float
    text: str
    at: str


@dataclass(frozen=True)
class Clash:
    """Two things that cannot both be kept."""

    text: str
    why: str
    earliest: str
    sources: tuple[tuple[str, str], ...]
    mark: str


@dataclass(frozen=True)
class Clock:
    """The whole page. `on` is None where no day is planned: then the axis counts days and gives no dates."""

    on: date | None
    middle: str
    lead: str
    why_not: str
    ticks: tuple[Tick, ...]
    today: float | None
    rows: tuple[Row, ...]
    clashes: tuple[Clash, ...]
    asked_on: str


@dataclass(frozen=True)
class Held:
    """What the clock is counted from."""

    plan: Plan | None
    history: History | None
    medicines: Medicines | None
    allergies: Allergies | None
    referral: Referral | None
    needle: datetime | None
    known: Known

    @property
    def today(self) -> date:
        """The day it is."""
        return self.known.today

    @property
    def on(self) -> date | None:
        """The day of the injection: given, or planned and not gone by."""
        if self.needle:
            return self.needle.date()
        planned = self.plan.planned_on if self.plan else None
        return planned if planned and planned >= self.today else None

    @property
    def grade(self) -> BleedingClass:
        """The bleeding class that the holds are read at."""
        day = self.on or self.today
        return bleeding_class(day, self.plan, self.history, self.medicines, self.referral)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What does not fit; once the needle was given, what did not fit it that day."""
        day = min(self.today, self.needle.date()) if self.needle else self.today
        plan = self.plan
        if self.needle and plan:
            plan = plan.model_copy(update={"planned_on": self.needle.date()})
        return conflicts(day, plan, self.history, self.medicines, self.allergies, self.referral)


def drug_clock(chart: Chart, today: date, zone: tzinfo) -> Clock:
    """The clock of one chart as of a day."""
    given, listed = chart.newest(Injection), chart.signed(Medicines)
    asked_on = listed[-1].signed_at.astimezone(zone).date() if listed else today
    held = Held(
        plan=chart.newest(Plan),
        history=chart.newest(History),
        medicines=chart.newest(Medicines),
        allergies=chart.newest(Allergies),
        referral=chart.newest(Referral),
        needle=given.given_at.astimezone(zone) if given else None,
        known=Known(asked_on, today),
    )
    found = held.conflicts
    windows = [
        (drug, _window(drug, held)) for drug in (held.medicines.drugs if held.medicines else None) or ()
    ]
    axis = Axis(held.on or today, _span([one for _, one in windows], held.on or today))
    return Clock(
        on=held.on,
        middle=day_text(held.on) if held.on else "no day yet",
        lead=_lead(held),
        why_not=_why_not(held),
        ticks=_ticks(axis, dated=held.on is not None),
        today=axis.x(today) if held.on and today != held.on and axis.shows(today) else None,
        rows=tuple(sorted((_row(drug, one, axis, held, found) for drug, one in windows), key=_urgent)),
        clashes=tuple(_clash(one) for one in found),
        asked_on=day_text(asked_on) if held.medicines and held.medicines.drugs is not None else "",
    )


def _window(drug: Drug, held: Held) -> DrugWindow:
    """As if it were taken: one that was stopped is held against the same days."""
    as_taken = drug.model_copy(update={"use": "taking"})
    return window(as_taken, held.grade.grade, held.on or held.today, held.needle)


def _span(windows: list[DrugWindow], on: date) -> int:
    """Whole weeks on each side, as many as the longest hold needs."""
    days = [one for each in windows for one in (each.hold_from, each.restart) if one]
    far = max((abs((one - on).days) for one in days), default=0)
    return min(max(SHORTEST, -(-far // 7) * 7), LONGEST)


def _ticks(axis: Axis, dated: bool) -> tuple[Tick, ...]:
    """A mark for each day where they are few enough, words for each week or fortnight, none in the middle."""
    week, step = (7, 1) if axis.span <= SHORTEST else (14, 7)
    made = []
    for days in range(-axis.span, axis.span + 1, step):
        day = axis.on + timedelta(days=days)
        words = (
            f"{day.day} {MONTHS[day.month - 1]}"
            if dated
            else f"{abs(days)} days {'before' if days < 0 else 'after'}"
        )
        at = "start" if days == -axis.span else "end" if days == axis.span else "middle"
        made.append(Tick(axis.x(day), words if days % week == 0 and days else "", at))
    return tuple(made)


def _lead(held: Held) -> str:
    """The target and its bleeding class, and why it is not lower."""
    planned = sites(held.plan)
    named = sites_named((one.target, one.level, one.side) for one in planned) or "No target planned"
    why = f" ({'; '.join(held.grade.why)})" if held.grade.why else ""
    return f"{named}. The holds are read at {held.grade.grade} bleeding class{why}."


def _why_not(held: Held) -> str:
    if held.on:
        return ""
    planned = held.plan.planned_on if held.plan else None
    if planned:
        return f"The planned day, {day_text(planned)}, has gone by and no injection is signed."
    return "No day is planned, so the rules are shown in days before and after, without dates."


def _row(drug: Drug, one: DrugWindow, axis: Axis, held: Held, found: tuple[Conflict, ...]) -> Row:
    late = next((each.text for each in found if each.drug == drug.name), "")
    agreed, still_open = agreement(drug, one)
    asks, when, done = (
        rule_words(one),
        dates(one, held.on is not None),
        does(drug, held.on),
    )
    pieces = taken(drug, one, axis, held.known) if held.on else ()
    late = late.removeprefix(f"{drug.name}: ").split("; ")[-1]  # how long before stands beside it
    keys, mark = evidence(one)
    return Row(
        name=drug.name,
        why=", ".join(filter(None, [drug.dose, "for heart or vessels" if drug.for_heart else ""])),
        pieces=(*bands(one, axis), *pieces),
        asks=asks,
        dates=when,
        does=done,
        late=f"{late[:1].upper()}{late[1:]}." if late else "",
        agreement=agreed,
        open=still_open,
        sources=tuple((key, source_title(key)) for key in keys),
        mark=mark,
        said=" ".join(filter(None, [f"{drug.name}.", *asks, f"{when}." if when else "", done])),
    )


def _urgent(row: Row) -> tuple[bool, bool, bool, bool]:
    """What does not fit first, then what is to be asked, what is held, what is for the heart."""
    return not row.late, not row.open, not row.dates, not row.why


def _clash(one: Conflict) -> Clash:
    mark = MARKS[one.status]
    return Clash(
        text=one.text,
        why=one.why,
        earliest=day_text(one.earliest) if one.earliest else "",
        sources=tuple((key, source_title(key)) for key in one.sources),
        mark=mark[:1].upper() + mark[1:],
    )
