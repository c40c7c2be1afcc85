"""What aftercare says: what a check-in points to, which call is missing, and what does not fit the plan."""

from collections.abc import Iterator
from datetime import date, timedelta

from buffycoat.pathway.aftercare.alarms import Concern, concerns, stays_high
from buffycoat.pathway.aftercare.heard import contradicted, doubts
from buffycoat.pathway.aftercare.plan import STEPS, VISITS
from buffycoat.pathway.aftercare.records import AftercarePlan, CheckIn
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.record import in_words
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.reading import Reading, own_words, told_in
from buffycoat.pathway.triage.records import Pain
from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.pathway.triage.words_card import contradicting_words, quoted, words_card


@rule("aftercare.check_in")
def check_in(
    day: date,
    checks: tuple[CheckIn, ...],
    injection: Injection | None,
    pain: Pain | None,
    readings: tuple[Reading, ...],
) -> Iterator[Card]:
    """One card for each thing a check-in points to, ticked or written; closed by a clinician."""
    given = injection.given_at.date() if injection else None
    baseline = (pain.average if pain.average is not None else pain.now) if pain else None
    for check in checks:
        if check.on <= day:
            told = told_in(check.narrative, readings)
            for one in concerns(check, given, stays_high(checks, check, baseline), told):
                yield _concern_card(one, check, given)


def _concern_card(one: Concern, check: CheckIn, given: date | None) -> Card:
    words, row = TIERS[one.level], one.row
    critical = one.level in ("E0", "E1")
    indicator: Indicator = "critical" if critical else "warning"
    when = (
        f"day {(check.on - given).days}" if given and check.on >= given else "day after injection not known"
    )
    summary = f"{words.title}: {row.name.lower()}. {one.said().capitalize()}, {in_words(check.on)}"
    wrote = f" The patient wrote: {quoted(own_words(check.narrative))}" if one.worded else ""
    return Card(
        indicator=indicator,
        summary=summary
        if len(summary) <= 140
        else f"{words.title}: {row.name.lower()}, {in_words(check.on)}",
        detail=f"Said on {in_words(check.on)}, {when}: {one.said()}.{wrote} {row.action} {words.means}",
        sources=one.sources,
        status=one.status,
        code="red_flag_unresolved",
        about=f"{check.on.isoformat()}.{one.family}",
        tier=words.name,
        clears_when="A clinician closes it with a reason: what was found, and what was done.",
    )


@rule("aftercare.safety_call")
def safety_call(day: date, injection: Injection, checks: tuple[CheckIn, ...]) -> Iterator[Card]:
    """Between 24 and 72 hours somebody asks how the patient is; harm is seldom told unless asked for."""
    given, row = injection.given_at.date(), VISITS["safety_call"]
    opens, closes = given + timedelta(days=row.earliest), given + timedelta(days=row.latest)
    if day < opens or any(opens <= check.on <= day for check in checks):
        return
    late = day > closes
    yield Card(
        indicator="warning" if late else "info",
        summary=f"No check-in since the injection of {in_words(given)}"
        if late
        else f"Safety call due by {in_words(closes)}",
        detail="Asked at 24 to 72 hours: numbness, weakness, bladder, bowel, fever, wound, headache, pain. "
        "Not asked is not “no”.",
        sources=("rule-5.2", *row.sources),
        status=row.status,
        code="missing_data",
        asks=("aftercare.check_in.on",),
        clears_when="A check-in after the first day is signed.",
    )


@rule("aftercare.narrative")
def narrative(day: date, checks: tuple[CheckIn, ...], readings: tuple[Reading, ...]) -> Iterator[Card]:
    """What the patient wrote: a doubt that no answer settled stops, and a person reads every word too."""
    for check in checks:
        words = own_words(check.narrative)
        if words and check.on <= day:
            told = told_in(check.narrative, readings)
            when, about = f" on {in_words(check.on)}", check.on.isoformat()
            card = words_card(words, told, doubts(check, told), when, about)
            if card:
                yield card


@rule("aftercare.contradiction")
def contradiction(day: date, checks: tuple[CheckIn, ...], readings: tuple[Reading, ...]) -> Iterator[Card]:
    """An answer and the patient's own words that cannot both be so; the words count until somebody asks."""
    for check in checks:
        if check.on <= day:
            for said in contradicted(check, told_in(check.narrative, readings)):
                yield contradicting_words(said, own_words(check.narrative), about=check.on.isoformat())


@rule("aftercare.anti_inflammatory")
def anti_inflammatory(
    day: date, injection: Injection, handed: AftercarePlan | None, checks: tuple[CheckIn, ...]
) -> Iterator[Card]:
    """Anti-inflammatory medicine inside the days without it: noted, because it may weaken the platelets."""
    given, row = injection.given_at.date(), STEPS["no_nsaid"]
    until = _nsaid_until(handed, row.text) or given + timedelta(days=row.last_day or 0)
    taken = [check.on for check in checks if check.anti_inflammatory and given <= check.on <= min(until, day)]
    if taken:
        yield Card(
            indicator="warning",
            summary=f"Anti-inflammatory medicine by {in_words(min(taken))}; "
            f"the plan says none until {in_words(until)}",
            detail="Ask which and how much, and whether acetaminophen is enough. Heart aspirin goes on. "
            "The evidence is indirect: aggregation tests, no trial in the spine.",
            sources=row.sources,
            status=row.status,
            code="nsaid_not_stopped",
            clears_when="Talked over with the patient; kept as a modifier of the result.",
        )


def _nsaid_until(handed: AftercarePlan | None, text: str) -> date | None:
    """The last day without anti-inflammatory medicine, as this patient's own plan says."""
    rows = handed.advice or () if handed else ()
    return next((one.last_day for one in rows if one.text == text), None)


@rule("aftercare.plan_date")
def plan_date(handed: AftercarePlan, injection: Injection) -> Iterator[Card]:
    """The plan that was handed over counts its days from the injection that was given."""
    if handed.given_at.date() != injection.given_at.date():
        yield Card(
            indicator="warning",
            summary=f"The plan counts from {in_words(handed.given_at.date())}, "
            f"the injection was on {in_words(injection.given_at.date())}",
            detail="Every date on the patient’s sheet is wrong by as many days.",
            sources=("practice",),
            status="P",
            code="contradiction",
            clears_when="The plan is amended, and the patient is told.",
        )
