"""Conditions as they were known on the day asked."""

import re
from collections.abc import Iterator
from datetime import timedelta

from buffycoat.interop.fhir.codes import days
from buffycoat.interop.fhir.element import Resource, codes, name, status
from buffycoat.interop.fhir.known import Life, Reading, doubt, make, not_yet, source
from buffycoat.interop.fhir.when import When, first
from buffycoat.pathway.candidacy.records import Condition, Doubt

_ENDED = ("resolved", "inactive", "remission")
_OPEN = ("active", "recurrence", "relapse")
_NEVER_WAS = ("entered-in-error", "refuted")
_UNSURE = ("unconfirmed", "provisional", "differential")
_PAST = re.compile(r"^(?:personal )?(?:history of|h/o|hx of|past history of) ", re.IGNORECASE)


def read_condition(resource: Resource, life: Life) -> Reading[Condition]:
    """One condition. An end after the day asked is not known yet, so the condition stood on that day."""
    called = name(resource.get("code"))
    verified = status(resource, "verificationStatus")
    since = first(resource, "onsetDateTime", "onsetPeriod.start", "onsetPeriod.end")
    recorded = first(resource, "recordedDate")
    if not called or verified in _NEVER_WAS:
        return Reading()
    if life.later(recorded or since):
        return not_yet(life, called, recorded or since, "Condition")
    doubts = list(_impossible(called, recorded, since, life))
    since = None if since and life.later(since) else since
    until, standing = _end(resource, since or recorded, life)
    if standing == "may stand":
        ended = status(resource, "clinicalStatus")
        said = f"Called {ended} without a day: it may still have stood on {life.on}."
        doubts.append(doubt(called, said, source("Condition", recorded or since)))
    if standing == "open":
        said = "Called active, and given an end; read as active."
        doubts.append(doubt(called, said, source("Condition", recorded or since)))
    doubts += _backwards(called, since, until)
    part = make(
        Condition,
        name=f"{called} (suspected)" if verified in _UNSURE else called,
        snomed=next(iter(codes(resource.get("code"), "SNOMED CT")), None),
        since=since.day if since else None,
        until=until.day if until else None,
        over=True if standing == "over" else None,
        source=source("Condition", recorded or since, "" if since else "onset not given"),
    )
    return Reading(part, tuple(doubts), (recorded or since or When("")).day)


def _end(resource: Resource, began: When | None, life: Life) -> tuple[When | None, str]:
    """When it ended, so far as was known; without a day, whether it is "over" or "may stand"."""
    until = first(resource, "abatementDateTime", "abatementPeriod.end", "abatementPeriod.start")
    if until and life.later(until):
        return None, ""
    if until:
        return (None, "open") if status(resource, "clinicalStatus") in _OPEN else (until, "")
    if status(resource, "clinicalStatus") not in _ENDED:
        return None, ""
    lately = began and began.latest >= life.on - timedelta(days=days("ended_lately"))
    return None, "may stand" if lately else "over"


def _impossible(called: str, recorded: When | None, since: When | None, life: Life) -> Iterator[Doubt]:
    kind = "Condition"
    if since and recorded and since.surely_after(recorded) and since.earliest > recorded.latest:
        yield doubt(
            called,
            f"Said to begin on {since.day}, after it was recorded ({recorded.day}).",
            source(kind, recorded),
        )
    known = [date for date in (since, recorded) if date and not life.later(date)]
    yield from (misfit for date in known[:1] for misfit in life.misfits(called, date, kind))


def _backwards(called: str, since: When | None, until: When | None) -> Iterator[Doubt]:
    if since and until and since.surely_after(until):
        yield doubt(
            called, f"Ended on {until.day}, before it began on {since.day}.", source("Condition", since)
        )


def plain(called: str) -> str:
    """A condition's name without the tag of SNOMED CT and without case: “Anemia (disorder)” as “anemia”."""
    return (
        re.sub(r"\s*\((disorder|situation|finding|procedure|event)\)", "", called, flags=re.IGNORECASE)
        .strip()
        .lower()
    )


def past(called: str) -> str:
    """What a history is a history of; "" for a condition that stands by itself."""
    bare = plain(called)
    return _PAST.sub("", bare) if _PAST.match(bare) else ""
