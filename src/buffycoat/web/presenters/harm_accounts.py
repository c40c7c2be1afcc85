"""What went wrong in one episode: the patient’s account and the clinician’s, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.accounts import Account, accounts
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.pathway.outcomes.reports import Report
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.web.forms.moments import day_text

SIDES = {
    "both": "Both tell of it",
    "patient": "Only the patient tells of it",
    "clinician": "Only the clinician",
}


@dataclass(frozen=True)
class Said:
    """One line of an account, and the entry that says it."""

    text: str
    entry: int


@dataclass(frozen=True)
class Row:
    """One thing that happened. `judge`: the report that a clinician may answer; `entry`: the signed event."""

    what: str
    when: str
    patient: tuple[Said, ...]
    clinician: tuple[Said, ...]
    stands: str
    grades: str
    judge: Report | None
    entry: int | None


def rows(chart: Chart) -> tuple[Row, ...]:
    """Everything that went wrong, the newest first."""
    given = chart.newest(Injection)
    zero = injected_on(given) if given else None
    return tuple(_row(one, zero) for one in reversed(accounts(chart)))


def _row(one: Account, zero: date | None) -> Row:
    clinician = (Said("; ".join(_judged(one.event)), one.entry.number),) if one.event and one.entry else ()
    looked = f"Looked into, nothing found: {one.nothing.reason}" if one.nothing and not one.entry else ""
    return Row(
        what=words.HARMS[one.what][0],
        when=onset(one.began_on, zero),
        patient=tuple(Said(_told(each), each.entry) for each in one.told),
        clinician=clinician,
        stands=looked or (SIDES[one.side] + (", not judged yet" if one.waits else "")),
        grades=_grades(one),
        judge=one.told[0] if one.waits else None,
        entry=one.entry.number if one.entry else None,
    )


def onset(began: date, zero: date | None) -> str:
    """The day, and how many days after the injection."""
    days = (began - zero).days if zero else None
    after = "" if days is None else f", day {days}" if days >= 0 else f", {-days} days before the injection"
    return f"{day_text(began)}{after}"


def _told(one: Report) -> str:
    what = words.HARMS[one.what][0].lower() if one.plainly else one.asked
    grade = f"; “{words.GRADES[str(one.grade)][0].lower()}”" if one.grade is not None else ""
    wrote = f" “{one.words}”" if one.words else ""
    return f"{day_text(one.on)}: {what}{grade}.{wrote}"


def _judged(event: AdverseEvent) -> Iterator[str]:
    yield f"grade {event.grade}" if event.grade is not None else "grade not judged"
    if event.serious is None:
        yield "serious or not: not judged"
    else:
        yield ", ".join(words.SERIOUS[one][0].lower() for one in event.serious) or "not serious"
    yield (
        f"caused by treatment: {words.RELATED[event.related][0].lower()}"
        if event.related
        else "cause not judged"
    )
    if event.infection and event.infection != "no":
        yield f"infection {event.infection}"
    if event.target:
        yield TARGET_NAMES[event.target].lower() + (f" {event.level}" if event.level else "")
    if event.outcome:
        yield words.COURSE[event.outcome][0].lower()
    yield f"reported to: {reported(event)}"


def reported(event: AdverseEvent) -> str:
    """To whom it was reported, in words."""
    to = [words.REPORTED_TO[one][0] for one in event.reported_to or () if one != "none"]
    on = f", {day_text(event.reported_on)}" if to and event.reported_on else ""
    return ", ".join(to) + on if to else "nobody" if event.reported_to is not None else "not recorded"


def _grades(one: Account) -> str:
    mine, theirs = one.grades
    if one.side != "both" or mine is None or theirs is None:
        return ""
    if mine == theirs:
        return f"Both say grade {mine}"
    return f"Grade {mine} by the patient, {theirs} by the clinician"
