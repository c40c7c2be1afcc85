"""What the rules say after the needle: an event, the observation, the way home."""

from collections.abc import Iterator

from buffycoat.pathway.card import Card
from buffycoat.pathway.injection.antibiotic import minutes
from buffycoat.pathway.injection.discharge import ALARMS
from buffycoat.pathway.injection.limits import LEAVING
from buffycoat.pathway.injection.records import Discharge, Injection, TimeOut, Vitals
from buffycoat.pathway.stage import rule

LEAST = LEAVING["observed"].minutes
BLOCK = LEAVING["motor_block"].minutes
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
        if not _taken(injection.event_vitals):
            yield _no_vitals(
                "Something happened, and no vital signs with their time are written down", "event"
            )


def _taken(vitals: tuple[Vitals, ...] | None) -> bool:
    """Whether pressure, pulse and oxygen were taken at least once."""
    return any(one.whole for one in vitals or ())


def _no_vitals(summary: str, about: str) -> Card:
    return Card(
        indicator="warning",
        summary=summary,
        detail="Blood pressure, pulse and oxygen, each time with when it was taken.",
        sources=("rule-5.2",),
        status="P",
        code="missing_data",
        about=about,
        clears_when="They are added. What nobody took stays open.",
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
def neuro_check(discharge: Discharge, time_out: TimeOut | None) -> Iterator[Card]:
    """Stops when strength, feeling or gait was not as before: as it was judged, and as both checks say."""
    worse = [
        word
        for word, name in (("strength", "strength"), ("feeling", "feeling"), ("gait", "gait"))
        if getattr(discharge, f"{name}_now") is False
        # Not known how it was before is not “the same as before”.
        and (time_out is None or getattr(time_out, f"{name}_before") is not False)
    ]
    if discharge.neuro_normal is False or worse:
        named = f": {', '.join(worse)}" if worse else ""
        ticked = " It was judged as before: the two checks say otherwise." if discharge.neuro_normal else ""
        yield Card(
            indicator="critical",
            summary=f"Strength, feeling or gait is not as before the injection{named}",
            detail="A motor block that lasts over 2 hours, or severe back pain with weakness, numbness "
            f"or bladder change, is an emergency: think of an epidural haematoma, MRI now.{ticked}",
            sources=("general-knowledge",),
            status="K",
            code="high_neurologic_risk",
            clears_when="It has passed, and a discharge with a normal check is signed.",
        )


@rule("injection.discharge_criteria")
def discharge_criteria(discharge: Discharge, injection: Injection) -> Iterator[Card]:
    """Nobody goes home with a heavy leg; over 2 hours of it, or an alarm sign, is an emergency."""
    left = discharge.discharged_at
    since = minutes(injection.given_at, left) if left else None
    if discharge.motor_block:
        late = since is None or since > BLOCK
        yield _not_home(
            f"A leg still numb or heavy {since:.0f} minutes after the needle"
            if since is not None
            else "A leg still numb or heavy, and not known for how long",
            "Over 2 hours it is an emergency: MRI now. Before that the patient stays.",
            "motor block",
            emergency=late,
        )
    for one in discharge.alarms or ():
        yield _not_home(
            f"Since the needle: {ALARMS[one].lower()}",
            "Call for help, treat, and send to the emergency department. Sign it as an adverse event too.",
            one,
            emergency=True,
        )


def _not_home(summary: str, detail: str, about: str, *, emergency: bool) -> Card:
    return Card(
        indicator="critical",
        summary=summary,
        detail=detail,
        sources=("rule-5.2",),
        status="P",
        code="discharge",
        about=about,
        tier="emergency" if emergency else "",
        clears_when="A clinician closes it with a reason: what was found, and what was done.",
    )


@rule("injection.observation")
def observation(discharge: Discharge, injection: Injection) -> Iterator[Card]:
    """Asks for the vital signs of the observation, and whether its minutes fit the times written down."""
    if not _taken(discharge.vitals):
        yield _no_vitals("Left without a whole set of vital signs", "vitals")
    left, said = discharge.discharged_at, discharge.observed_minutes
    if left is None:
        return
    passed = minutes(injection.given_at, left)
    if passed < 0 or (said is not None and said > passed):
        yield Card(
            indicator="warning",
            summary=f"Left {passed:.0f} minutes after the first needle, observed for {said or 0:.0f}",
            detail="Nobody is observed for longer than they were there: one of the times is wrong.",
            sources=("rule-5.2",),
            status="P",
            code="data_quality",
            about="times",
            clears_when="A slip in a time is amended.",
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
