"""What an adverse event asks for: a report, a search for infection, a clinician."""

from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.accounts import accounts, counted
from buffycoat.pathway.outcomes.instruments import LIMITS, limit
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.pathway.record import in_words
from buffycoat.pathway.stage import rule

OVER = ("recovered",)


def _what(event: AdverseEvent) -> str:
    return words.HARMS[event.what][0].split(",")[0].lower()


def _about(event: AdverseEvent) -> str:
    return f"{event.what}.{event.began_on.isoformat()}"


@rule("outcomes.serious")
def serious(chart: Chart) -> Iterator[Card]:
    """A serious adverse event is reported outside the practice."""
    for event in counted(chart):
        reported = set(event.reported_to or ()) - {"none"}
        if event.serious and not reported:
            why = words.SERIOUS[event.serious[0]][0].lower()
            yield Card(
                indicator="critical",
                summary=f"Serious and not reported: {_what(event)} of {in_words(event.began_on)} ({why})",
                detail="Report to MedWatch and to the kit’s maker; to the ethics board in a study. Deadlines "
                "differ: ask the manager today.",
                sources=("CFR-803", "practice"),
                status="P",
                code="serious_adverse_event",
                tier="same_day",
                about=_about(event),
                override_by=("proceduralist", "manager"),
                clears_when="The entry is amended with whom it was reported to.",
            )


@rule("outcomes.infection")
def infection(chart: Chart, injection: Injection | None) -> Iterator[Card]:
    """A possible infection after an injection is searched for until it is proved or ruled out."""
    for event in counted(chart):
        possible = event.what == "infection" if event.infection is None else event.infection != "no"
        if possible and event.outcome not in OVER:
            sure = "confirmed" if event.infection == "confirmed" else "suspected"
            since = (
                f", day {(event.began_on - injected_on(injection)).days} after the injection"
                if injection
                else ""
            )
            yield Card(
                indicator="critical",
                summary=f"Infection {sure}{_where(event)}{since}",
                detail=_work_up(),
                sources=("Passerini2023", "Ramos2020", "practice"),
                status="P",
                code="active_infection",
                tier="same_day",
                about=_about(event),
                override_by=(),
                clears_when="The entry is amended: infection ruled out, or gone.",
            )


def _since(injection: Injection | None, event: AdverseEvent) -> str:
    days = (event.began_on - injected_on(injection)).days if injection else -1
    return f", day {days} after the injection" if days >= 0 else ""


def _work_up() -> str:
    return (
        f"CRP, ESR and MRI with gadolinium within {limit('infection_mri'):g} hours. Fever is often absent in "
        "disc infection. If stable, take the biopsy before antibiotics, and hold anaerobic cultures for at "
        f"least {limit('infection_culture'):g} days: slow bacteria need it. Ask infectious diseases."
    )


def _where(event: AdverseEvent) -> str:
    if event.target is None:
        return ""
    named = event.level if event.target not in ("SIJ", "EPI_CAUD") else None
    return f" in the {TARGET_NAMES[event.target].lower()}" + (f" {named}" if named else "")


@rule("outcomes.severe")
def severe(day: date, chart: Chart) -> Iterator[Card]:
    """A severe adverse event that is not over is seen by a clinician."""
    row = LIMITS["severe_grade"]
    for event in counted(chart):
        if event.grade is not None and event.grade >= row.value and event.outcome not in OVER:
            days = (day - event.began_on).days
            yield Card(
                indicator="warning",
                summary=f"Grade {event.grade}: {_what(event)}, day {days} since it began",
                detail="Not marked as over. Who is looking after it, and when is it seen next?",
                sources=row.sources,
                status=row.status,
                code="severe_adverse_event",
                about=_about(event),
                clears_when="The entry is amended: gone, or what has stayed.",
            )


@rule("outcomes.proposed")
def proposed(chart: Chart) -> Iterator[Card]:
    """What the patient told waits for a clinician to judge it; what is not judged is counted nowhere."""
    for one in accounts(chart):
        if one.waits:
            first, plainly = one.told[0], any(each.plainly for each in one.told)
            name = words.HARMS[one.what][0].split(",")[0].lower()
            yield Card(
                indicator="warning" if plainly else "info",
                summary=f"To judge: {name}, told by the patient for {in_words(first.on)}",
                detail="Write your own account beside it, with its grade and whether treatment caused it, "
                "or say what else it was. What the patient told stays as it is."
                + (f" Behind it: {first.asked}." if first.asked else ""),
                sources=("rule-5.2", "practice"),
                status="P",
                code="adverse_event_proposed",
                about=f"{one.what}.{first.on.isoformat()}",
                asks=(f"{AdverseEvent.kind}.what",),
                clears_when="A clinician signs an adverse event that answers it, or what it was instead.",
            )
