"""What was told and cannot wait stands until a clinician closes it, whatever is answered afterwards."""

from collections.abc import Iterator, Mapping
from datetime import date

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Entry, Retraction
from buffycoat.pathway.record import in_words
from buffycoat.pathway.stage import Override, rule
from buffycoat.pathway.triage.reading import Reading, told_in
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from buffycoat.pathway.triage.red_flags import TIERS, Level
from buffycoat.pathway.triage.told import tier_told
from buffycoat.pathway.triage.urgency import Suspicion, age_on, steady

# Whose own answers, or whose retraction, take the place of what was told. Others need an override.
MAY_CLOSE: Mapping[Level, tuple[str, ...]] = {"E0": ("proceduralist",), "E1": ("proceduralist", "nurse")}


@rule("triage.told_before")
def told_before(day: date, chart: Chart) -> Iterator[Card]:
    """An emergency that was told and is not answered so any more stays a stop until a clinician closes it."""
    newest = chart.newest(WarningSigns)
    seen = {one.family for one in _suspected(chart, day, newest) if one.level != "E3"}
    for entry in reversed(chart.entries):
        if not isinstance(entry.record, WarningSigns):
            continue
        for one in _suspected(chart, day, entry.record):
            if one.level in MAY_CLOSE and one.family not in seen:
                seen.add(one.family)
                if not _closed(chart, entry, one):
                    yield _card(entry, one)


def _suspected(chart: Chart, day: date, signs: WarningSigns | None) -> tuple[Suspicion, ...]:
    referral = chart.newest(Referral)
    age = age_on(referral.birth_date, day) if referral else None
    told = told_in(signs.narrative if signs else None, chart.every(Reading))
    return tier_told(signs, told, age, steady_pain=steady(chart.newest(Pain), day)).suspicions


def _closed(chart: Chart, told: Entry, one: Suspicion) -> bool:
    """Whether a clinician has gone past it, asked again, or taken the entry back as another patient's."""
    for entry in chart.entries[told.number :]:
        record, may = entry.record, entry.signer.role in MAY_CLOSE[one.level]
        if isinstance(record, Override) and record.card == f"triage.urgency:{one.family}":
            return True
        if may and (
            isinstance(record, WarningSigns) or (record.kind, entry.amends) == (Retraction.kind, told.number)
        ):
            return True
    return False


def _card(told: Entry, one: Suspicion) -> Card:
    words, on = TIERS[one.level], in_words(told.signed_at.date())
    return Card(
        indicator="critical",
        summary=f"{words.title}, told on {on} and not closed: {one.name.lower()}"[:140],
        detail=f"Told by {told.signer.name}: {one.said()}. Later answers no longer say so. {one.action}",
        sources=one.sources,
        status=one.status,
        code="red_flag_unresolved",
        about=one.family,
        tier=words.name,
        clears_when="A clinician who may close it speaks with the patient and signs why, or asks again.",
    )
