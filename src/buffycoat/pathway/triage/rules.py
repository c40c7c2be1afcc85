"""What triage says: how urgent, what was not read, what does not fit, and what must be asked again."""

from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.record import in_words
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.beside import beside
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.flags import FLAG_NAMES, FLAGS
from buffycoat.pathway.triage.pain_tables import FEATURES
from buffycoat.pathway.triage.reading import Reading, own_words, told_in
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from buffycoat.pathway.triage.red_flags import LIMITS, TIERS
from buffycoat.pathway.triage.told import Told, disagreements, open_questions, tier_told, worded
from buffycoat.pathway.triage.urgency import Suspicion, age_on, steady
from buffycoat.pathway.triage.words_card import contradicting_words, quoted, words_card

CORD_RATIO = "Likelihood ratio of the cord signs {:g} (95% interval {:g} to {:g}).".format(
    *FEATURES["cord_3_of_5"].present
)
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
    readings: tuple[Reading, ...],
) -> Iterator[Card]:
    """One card for each thing that warning signs, own words and examination point to, and how soon to act."""
    age = age_on(referral.birth_date, day) if referral else None
    written = signs.narrative if signs else None
    found = tier_told(
        signs,
        told_in(written, readings),
        age,
        steady_pain=steady(pain, day),
        beside=beside(pain, examination, day, age),
    )
    for one in found.suspicions:
        yield _urgency_card(one, own_words(written))


def _urgency_card(one: Suspicion, words: str) -> Card:
    tier = TIERS[one.level]
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
    ratio = f" {CORD_RATIO}" if "cord_signs" in one.drivers else ""
    wrote = f" The patient wrote: {quoted(words)}" if worded(one) else ""
    return Card(
        indicator=indicator,
        summary=_short(f"{tier.title}: {one.name.lower()}. {one.said().capitalize()}"),
        detail=f"Answers: {one.said()}.{new}{eased}{ratio}{wrote} {one.action} {tier.means}",
        sources=one.sources,
        status=one.status,
        code="red_flag_unresolved",
        about=one.family,
        tier=tier.name,
        clears_when=_CLEARS[one.level],
    )


def _short(text: str) -> str:
    """At most 140 characters, cut between two answers."""
    if len(text) <= 140:
        return text
    return text[:126].rsplit(",", 1)[0] + ", and others"


@rule("triage.narrative")
def narrative(signs: WarningSigns, readings: tuple[Reading, ...]) -> Iterator[Card]:
    """What the patient wrote: a doubt that no answer settled stops, and a person reads every word too."""
    words = own_words(signs.narrative)
    if not words:
        return
    told = told_in(signs.narrative, readings)
    card = words_card(words, told, open_questions(signs, told), about="narrative")
    if card:
        yield card.model_copy(update={"asks": _asks(card, signs, told)})


def _asks(card: Card, signs: WarningSigns, told: Told) -> tuple[str, ...]:
    doubts = open_questions(signs, told) if card.indicator == "critical" else ()
    return tuple(f"{WarningSigns.kind}.{key}" for key in doubts)


@rule("triage.contradiction")
def contradiction(
    signs: WarningSigns, pain: Pain | None, readings: tuple[Reading, ...] = ()
) -> Iterator[Card]:
    """Answers, or an answer and own words, that cannot both be so; the more worrying counts until asked."""
    told = told_in(signs.narrative, readings)
    for said in disagreements(signs, told):
        yield contradicting_words(said, own_words(signs.narrative), about="own_words")
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
    yield Card(
        indicator=indicator,
        summary=f"Not asked since {in_words(last)}: new numbness, weakness, fever, bladder or bowel change",
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
