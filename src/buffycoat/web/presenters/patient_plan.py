"""The plan after the injection as the patient reads it: today first, then by day, then whom to call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from buffycoat.pathway.aftercare.may_take import (
    Around,
    allergies_in,
    may_take,
    nsaid_days_of,
    thinner_in,
)
from buffycoat.pathway.aftercare.plan import STEPS, plan_for
from buffycoat.pathway.aftercare.records import TOPICS, TOPICS_ES, Advice, AftercarePlan
from buffycoat.pathway.candidacy.clock import planned_day
from buffycoat.pathway.candidacy.records import History, Medicines
from buffycoat.pathway.candidacy.records import Plan as Planned
from buffycoat.pathway.candidacy.target import bleeding_class
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.words import VISITS
from buffycoat.pathway.triage.records import Referral
from buffycoat.web.presenters.patient_words import Say

CALL = "safety_call"


@dataclass(frozen=True)
class Line:
    """One piece of advice: what it is about, its words, and its last day where it has one."""

    topic: str
    text: str
    until: str = ""


@dataclass(frozen=True)
class Days:
    """The advice that holds over the same days. `state`: past, now or ahead."""

    span: str
    state: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Medicine:
    """One of the patient's own medicines, and what is said of it today."""

    name: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Meeting:
    """One day on which we ask how it is going."""

    name: str
    day: str
    past: bool


@dataclass(frozen=True)
class PlanPage:
    """The page. Without an injection there is no plan, and `zero` is None."""

    zero: date | None
    heading: str
    today: tuple[Line, ...]
    changed_on: date | None
    number: int
    signed_at: datetime | None
    days: tuple[Days, ...]
    warnings: tuple[str, ...]
    medicines: tuple[Medicine, ...]
    medicines_known: bool
    meetings: tuple[Meeting, ...]


def plan_page(chart: Chart, today: date, zone: tzinfo, say: Say) -> PlanPage:
    """What holds on a day, from the plan as it was handed over; before that from the practice's table."""
    handed = in_force(chart, zone)
    signed = [entry for entry in chart.entries if entry.kind == AftercarePlan.kind]
    zero = zero_day(handed, zone)
    rows = (handed.advice or ()) if handed else ()
    told = [one for one in rows if one.topic not in ("warning",)]
    medicines = chart.newest(Medicines)
    return PlanPage(
        zero=zero,
        heading=_heading(zero, today, chart, say),
        today=tuple(_line(one, say) for one in told if _state(one, today) == "now"),
        changed_on=signed[-1].signed_at.astimezone(zone).date() if len(signed) > 1 else None,
        number=len(signed),
        signed_at=signed[-1].signed_at if signed else None,
        days=tuple(_days(told, today, say)),
        warnings=tuple(_warnings(rows, today, say)),
        medicines=tuple(_medicines(chart, medicines, today, zone, say)) if zero else (),
        medicines_known=bool(medicines and medicines.drugs is not None),
        meetings=tuple(_meetings(handed, today, say)),
    )


def in_force(chart: Chart, zone: tzinfo) -> AftercarePlan | None:
    """The plan that was handed over; else what the table says; None while nothing was injected."""
    given = chart.newest(Injection)
    if given is None:  # a plan whose injection was taken back counts from nothing
        return None
    return chart.newest(AftercarePlan) or plan_for(given, zone=zone)


def zero_day(handed: AftercarePlan | None, zone: tzinfo) -> date | None:
    """Day 0, at the practice."""
    return handed.given_at.astimezone(zone).date() if handed else None


def around(chart: Chart, today: date, zone: tzinfo) -> Around:
    """The injection that medicines are held against: the one that was given, or the day it is planned for."""
    handed, planned = in_force(chart, zone), chart.newest(Planned)
    day = zero_day(handed, zone)
    grade = bleeding_class(
        today, planned, chart.newest(History), chart.newest(Medicines), chart.newest(Referral)
    ).grade
    if day is None:
        ahead = planned_day(planned, today) if planned and planned.planned_on else None
        return Around(ahead, grade=grade, allergies=allergies_in(chart), thinner=thinner_in(chart))
    text = STEPS["no_nsaid"].text
    last = next((one.last_day for one in (handed.advice or ()) if one.text == text), None) if handed else None
    return Around(day, nsaid_days_of(last, day), grade, allergies_in(chart), thinner_in(chart))


def _heading(zero: date | None, today: date, chart: Chart, say: Say) -> str:
    if zero is None:
        return say("plan.none_title")
    days = (today - zero).days
    if days < 0:
        return say("plan.day_before", day=say.day(zero))
    return say("plan.day", n=days) if days else say("plan.day_zero")


def _line(one: Advice, say: Say) -> Line:
    spanish = say.lang == "es"
    until = say("plan.until", day=say.day(one.last_day)) if one.last_day else ""
    topics, text = (TOPICS_ES, one.text_es) if spanish else (TOPICS, one.text)
    return Line(topics[one.topic], text, until)


def _state(one: Advice, today: date) -> str:
    if one.last_day is not None and one.last_day < today:
        return "past"
    return "now" if one.first_day <= today else "ahead"


def _days(rows: list[Advice], today: date, say: Say) -> Iterator[Days]:
    """Advice over the same days stands together; in the order of the days."""
    spans = sorted({(one.first_day, one.last_day or date.max) for one in rows})
    for first, last in spans:
        held = [one for one in rows if (one.first_day, one.last_day or date.max) == (first, last)]
        yield Days(
            _span(first, held[0].last_day, say),
            _state(held[0], today),
            tuple(_line(one, say) for one in held),
        )


def _span(first: date, last: date | None, say: Say) -> str:
    if last is None:
        return say("plan.from_on", first=say.day(first))
    if last == first:
        return say("plan.on", first=say.day(first))
    return say("plan.from_to", first=say.day(first), last=say.day(last))


def _warnings(rows: tuple[Advice, ...], today: date, say: Say) -> Iterator[str]:
    """Signs that hold today or still will; the table's own where no plan says any."""
    told = [one for one in rows if one.topic == "warning" and _state(one, today) != "past"]
    for one in told:
        yield one.text_es if say.lang == "es" else one.text
    if not told:
        for key in ("emergency_signs", "call_signs"):
            yield STEPS[key].text_es if say.lang == "es" else STEPS[key].text


def _medicines(
    chart: Chart, medicines: Medicines | None, today: date, zone: tzinfo, say: Say
) -> Iterator[Medicine]:
    """What is said of each medicine in use, by the same answers as “can I take this?”."""
    near = around(chart, today, zone)
    for drug in (medicines.drugs if medicines else None) or ():
        if drug.use != "stopped" or drug.stopped_by is not None:
            found = may_take(drug.name, today, near, own=True)
            yield Medicine(drug.name, found.sentences(say.lang == "es", say.phone, say.day))


def _meetings(handed: AftercarePlan | None, today: date, say: Say) -> Iterator[Meeting]:
    for one in (handed.contacts or ()) if handed else ():
        known = VISITS.get(one.visit)
        name = known[say.lang == "es"] if known else say("plan.safety_call")
        yield Meeting(name, say.day(one.due), one.latest < today)
