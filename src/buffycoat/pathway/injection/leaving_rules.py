"""What the rules say after the needle: an event, the observation, the way home."""

from collections.abc import Iterator

from buffycoat.pathway.card import Card
from buffycoat.pathway.injection.limits import LEAVING
from buffycoat.pathway.injection.records import Discharge, Injection
from buffycoat.pathway.stage import rule

LEAST = LEAVING["observed"].minutes
_UNWRITTEN = "what it was is not written down"


@rule("injection.event")
def event(injection: Injection) -> Iterator[Card]:
    """Asks for an adverse event to be signed when something happened in the room."""
    if injection.immediate_event:
        yield Card(
            indicator="warning",
            summary=f"Something happened: {(injection.immediate_event_text or _UNWRITTEN)[:100]}",
            detail="Sign it as an adverse event too, with its grade, so that it is followed and counted.",
            sources=("rule-9.6",),
            status="P",
            code="adverse_event",
            clears_when="A slip is amended. The note stays, so that whoever follows up sees it.",
        )


@rule("injection.discharge")
def discharge(injection: Injection, discharge: Discharge | None) -> Iterator[Card]:
    """Warns until somebody signs how the patient left."""
    if discharge is None:
        yield Card(
            indicator="warning",
            summary="Nobody has signed how the patient left",
            detail=f"Observe {LEAST:g} minutes, then check strength, feeling and gait.",
            sources=("rule-5.2",),
            status="P",
            code="missing_data",
            asks=("injection.discharge.discharged_at",),
            clears_when="The discharge is signed.",
        )


@rule("injection.neuro_check")
def neuro_check(discharge: Discharge) -> Iterator[Card]:
    """Stops when strength, feeling or gait was not as before."""
    if discharge.neuro_normal is False:
        yield Card(
            indicator="critical",
            summary="Strength, feeling or gait is not as before the injection",
            detail="A motor block that lasts over 2 hours, or severe back pain with weakness, numbness "
            "or bladder change, is an emergency: think of an epidural haematoma, MRI now.",
            sources=("general-knowledge",),
            status="K",
            code="high_neurologic_risk",
            clears_when="It has passed, and a discharge with a normal check is signed.",
        )


@rule("injection.leaving")
def leaving(discharge: Discharge) -> Iterator[Card]:
    """Warns when the patient left early, alone, or without the sheet."""
    limit = LEAVING["observed"]
    early = discharge.observed_minutes is not None and discharge.observed_minutes < limit.minutes
    points = (
        ("early", early, f"Observed for less than {limit.minutes:g} minutes", "rule-5.2"),
        ("alone", discharge.escort is False, "The patient left without an escort", "rule-9.3"),
        ("sheet", discharge.sheet_given is False, "The patient left without the aftercare sheet", "rule-9.3"),
    )
    for about, so, summary, source in points:
        if so:
            yield Card(
                indicator="warning",
                summary=summary,
                detail="Telephone the patient today.",
                sources=(source,),
                status="P",
                code="discharge",
                about=about,
                clears_when="A slip is amended.",
            )
