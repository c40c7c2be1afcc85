"""What triage says: how urgent, what was not read, what does not fit, and what must be asked again."""

from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.beside import beside
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.flags import FLAG_NAMES, FLAGS
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from buffycoat.pathway.triage.red_flags import LIMITS, TIERS
from buffycoat.pathway.triage.urgency import Suspicion, age_on, steady, tier

_CLEARS = {
    "E0": "A clinician closes it with a reason: what was done, and when.",
    "E1": "A clinician speaks with the patient today and signs why it is safe, or where they were sent.",
    "E2": "Seen or imaged within two weeks; the proceduralist signs the result.",
    "E3": "Talked over at the visit.",
}


@rule("triage.urgency")
def urgency(
    day: date,
    signs: WarningSigns | None,
    referral: Referral | None,
    pain: Pain | None,
    examination: Examination | None,
) -> Iterator[Card]:
    """One card for each thing the warning signs point to: the answers behind it, and how soon to act."""
    age = age_on(referral.birth_date, day) if referral else None
    # The cord signs have a card of their own, with their ratio.
    found = beside(pain, examination, day, age) - {"cord_signs"}
    for one in tier(signs, age, steady_pain=steady(pain, day), beside=found).suspicions:
        yield _urgency_card(one)


def _urgency_card(one: Suspicion) -> Card:
    words = TIERS[one.level]
    indicator: Indicator = "info" if one.level == "E3" else "critical"
    new = (
        f" New or worse in the last 14 days: {', '.join(FLAG_NAMES[key] for key in one.new)}."
        if one.new
        else ""
    )
    eased = (
        " Long-standing and unchanged, the patient says: less urgent than when new, and still open."
        if one.eased
        else ""
    )
    return Card(
        indicator=indicator,
        summary=_short(f"{words.title}: {one.name.lower()}. {one.said().capitalize()}"),
        detail=f"Answers: {one.said()}.{new}{eased} {one.action} {words.means}",
        sources=one.sources,
        status=one.status,
        code="red_flag_unresolved",
        about=one.family,
        tier=words.name,
        clears_when=_CLEARS[one.level],
    )


def _short(text: str) -> str:
    """At most 140 characters, cut between two answers."""
    if len(text) <= 140:
        return text
    return text[:126].rsplit(",", 1)[0] + ", and others"


@rule("triage.narrative")
def narrative(signs: WarningSigns) -> Iterator[Card]:
    """What the patient wrote in their own words is shown for a person to read; the rules do not read it."""
    if signs.narrative:
        text = signs.narrative if len(signs.narrative) <= 600 else signs.narrative[:600] + " …"
        yield Card(
            indicator="info",
            summary="The patient wrote something that no rule has read: read it",
            detail=f"“{text}” A warning sign in these words counts as much as a ticked one.",
            sources=("practice",),
            status="P",
            code="missing_data",
            about="narrative",
            clears_when="A person reads it and, where it names a warning sign, amends the answers.",
        )


@rule("triage.contradiction")
def contradiction(signs: WarningSigns, pain: Pain | None) -> Iterator[Card]:
    """Answers that cannot both be so; the more worrying one counts until somebody asks."""
    denied = [key for key in FLAGS if key in (signs.newly or ()) and getattr(signs, key) is not True]
    if denied:
        yield Card(
            indicator="warning",
            summary=_short(
                f"Called new, but not answered “yes”: {', '.join(FLAG_NAMES[key] for key in denied)}"
            ),
            detail="Counted as present until a person has asked.",
            sources=("practice",),
            status="P",
            code="contradiction",
            about="newly",
            clears_when="A person asks, and amends the warning signs.",
        )
    if pain and pain.worst is not None and max(pain.now or 0, pain.average or 0) > pain.worst:
        yield Card(
            indicator="warning",
            summary=f"Pain at its worst is {pain.worst}, but now or on average it is higher",
            detail=f"Now {_number(pain.now)}, average {_number(pain.average)}, worst {pain.worst}, of 10.",
            sources=("practice",),
            status="P",
            code="contradiction",
            about="pain",
            clears_when="A person asks, and amends the pain scores.",
        )


def _number(value: int | None) -> str:
    return "not known" if value is None else str(value)


@rule("triage.ask_again")
def ask_again(day: date, chart: Chart) -> Iterator[Card]:
    """Warning signs grow old: nothing is injected on old answers, so they are asked again before."""
    asked = chart.signed(WarningSigns)
    if not asked:
        return
    last, limit = asked[-1].signed_at.date(), LIMITS["ask_again_days"]
    if (day - last).days <= limit.value:
        return
    indicator = _how_near(chart, day, limit.value)
    since = f"{last.day} {last:%B}" if last.year == day.year else f"{last.day} {last:%B %Y}"
    yield Card(
        indicator=indicator,
        summary=f"Not asked since {since}: new numbness, weakness, fever, bladder or bowel change",
        detail=f"Not asked is not “no”. Answers older than {limit.value} days do not open an injection.",
        sources=limit.sources,
        status=limit.status,
        code="missing_data",
        about="age",
        clears_when="A person asks, and signs the warning signs anew.",
    )


def _how_near(chart: Chart, day: date, days: int) -> Indicator:
    """Critical once asking now would still be fresh on the planned day, or when that day is not known.

    The plan belongs to a later stage, which triage may not import: it is found by its kind.
    """
    plans = [entry.record for entry in chart.in_force if entry.kind == "candidacy.plan"]
    if not plans:
        return "warning"
    planned = getattr(plans[-1], "planned_on", None)
    return "info" if isinstance(planned, date) and (planned - day).days > days else "critical"
