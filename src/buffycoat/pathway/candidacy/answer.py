"""The answer to one case of candidacy: the verdict, each reason with its way out, the days of drugs."""

from dataclasses import asdict
from typing import Any

from buffycoat.pathway.candidacy import STAGE
from buffycoat.pathway.candidacy.case import CandidacyCase
from buffycoat.pathway.candidacy.clock import DrugWindow, drug_timeline, planned_day
from buffycoat.pathway.candidacy.records import History, Medicines, Plan
from buffycoat.pathway.candidacy.summary import stops, verdict, who
from buffycoat.pathway.card import Card, worst_first
from buffycoat.pathway.knowledge import MARKS
from buffycoat.pathway.triage.answer import triage
from buffycoat.pathway.triage.records import Referral
from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.pathway.triage.told import Told


def candidacy(case: CandidacyCase, told: Told | None = None) -> dict[str, Any]:
    """The answer to one case; the warning signs sent with it are read first, and an open one stops it."""
    chart = case.chart()
    cards = worst_first((*_open_flags(case, told), *_unread(case), *STAGE.cards(chart, case.on)))
    timeline = drug_timeline(
        chart.newest(Medicines),
        chart.newest(Plan),
        case.on,
        chart.newest(History),
        chart.newest(Referral),
    )
    return {
        "verdict": verdict(cards),
        "reasons": [_reason(card) for card in cards],
        "counted_to": planned_day(chart.newest(Plan), case.on).isoformat(),
        "drug_timeline": [_window(one) for one in timeline],
    }


def _reason(card: Card) -> dict[str, Any]:
    return {
        "code": card.code,
        "text": card.summary,
        "why": card.detail,
        "weight": card.indicator,
        "stops": stops(card),
        "source": list(card.sources),
        "mark": MARKS[card.status],
        "clears_when": card.clears_when,
        "who": who(card),
        "rule": card.rule,
        "asks": list(card.asks),
    }


def _window(one: DrugWindow) -> dict[str, Any]:
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in asdict(one).items()
    }


def _open_flags(case: CandidacyCase, told: Told | None) -> tuple[Card, ...]:
    """What triage says of the warning signs: an open emergency or same-day sign is an absolute bar."""
    if case.triage is None:
        return ()
    said = triage(case.triage, told)
    tier = said["tier"]
    words = next(row for row in TIERS.rows.values() if row.name == tier)
    contradicted = tuple(_contradiction(text, place) for place, text in enumerate(said["contradictions"]))
    if tier == "routine":
        return contradicted
    driven = ", ".join(said["drivers"]).replace("_", " ")
    open_sign = Card(
        rule="triage.urgency",
        stage="triage",
        indicator="critical",
        summary=f"{words.title}: {driven}"[:140],
        detail=" ".join(said["do_now"]["clinician"]),
        sources=tuple(dict.fromkeys(key for one in said["suspected"] for key in one["source"]))
        or ("practice",),
        status="P",
        code="red_flag_unresolved",
        tier=tier,
        clears_when="A clinician closes the warning sign with a reason.",
    )
    return (open_sign, *contradicted)


def _contradiction(text: str, place: int) -> Card:
    return Card(
        rule="triage.contradiction",
        stage="triage",
        indicator="warning",
        summary=text[:140],
        sources=("practice",),
        status="P",
        code="contradiction",
        about=f"triage#{place}",
        clears_when="A person asks, and sends the case again.",
    )


def _unread(case: CandidacyCase) -> tuple[Card, ...]:
    """Fields that nobody read could say anything: a person looks, and nobody is suitable until then."""
    if not case.unread:
        return ()
    names = ", ".join(case.unread)
    return (
        Card(
            rule="candidacy.unread",
            stage="candidacy",
            indicator="warning",
            summary=f"Not read: {names}"[:140],
            detail="These fields are not known here and weighed nothing.",
            sources=("practice",),
            status="P",
            code="data_quality",
            clears_when="They are sent under a name of the schema, or left out.",
        ),
    )
