"""The answer to one case of triage: how urgent, what drove it, what was not asked, and what to do now."""

from typing import Any

from buffycoat.pathway.knowledge import MARKS
from buffycoat.pathway.record import in_words
from buffycoat.pathway.triage.beside import beside
from buffycoat.pathway.triage.case import TriageCase
from buffycoat.pathway.triage.flags import FLAG_NAMES, SIGNS
from buffycoat.pathway.triage.pain_source import Ranking, ranked
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.pathway.triage.rules import contradiction
from buffycoat.pathway.triage.told import (
    NOTHING_TOLD,
    UNREAD,
    Told,
    disagreements,
    open_questions,
    with_words,
)
from buffycoat.pathway.triage.urgency import Suspicion, Tier, age_on, steady, tier


def triage(case: TriageCase, told: Told | None = None) -> dict[str, Any]:
    """The answer to one case. `told`: the narrative as a reader understood it; None when nothing read it."""
    heard = told or (UNREAD if case.narrative else NOTHING_TOLD)
    ticked = case.signs()
    found = _tier(case, with_words(ticked, heard), heard)
    asks = open_questions(ticked, heard)
    doubt = bool(asks) and found.level not in ("E0", "E1")
    drivers = [] if doubt else list(found.drivers)
    drivers += ["narrative"] if doubt or heard.verdict == "emergency" else []
    ranking = ranked(case.pain, case.seen(), case.years, suspicions=found.suspicions)
    return {
        # Doubt whether it is an emergency is settled the same day: the question comes first.
        "tier": TIERS["E1"].name if doubt else found.name,
        "drivers": drivers,
        "suspected": [_suspected(one) for one in found.suspicions],
        "unknown": _unknown(case, found, heard, asks),
        "contradictions": [*disagreements(ticked, heard), *_contradictions(case, ticked)],
        "pain_sources": _sources(ranking),
        "pain_sources_missing": [one.words for one in ranking.missing],
        "would_change_our_mind": ranking.next.words if ranking.next else "",
        "do_now": _do_now(found, asks, doubt),
        "not_read": list(case.unread),
    }


def _tier(case: TriageCase, signs: WarningSigns, heard: Told) -> Tier:
    extra = beside(case.pain, case.seen(), case.on, case.years) | heard.beyond
    return tier(signs, case.years, steady_pain=steady(case.pain, case.on), beside=extra)


def _suspected(one: Suspicion) -> dict[str, Any]:
    return {
        "family": one.family,
        "tier": TIERS[one.level].name,
        "name": one.name,
        "drivers": list(one.drivers),
        "new": list(one.new),
        "rows": list(one.rows),
        "action": one.action,
        "source": list(one.sources),
        "mark": MARKS[one.status],
    }


def _unknown(case: TriageCase, found: Tier, heard: Told, asks: tuple[str, ...]) -> list[str]:
    """What matters and was not answered, what the words leave in doubt, and what was not read at all."""
    age = () if case.years is not None else ("age",)
    words = () if heard.read else ("narrative",)
    return list(dict.fromkeys((*words, *asks, *found.unknown, *age, *case.unread)))


def _contradictions(case: TriageCase, ticked: WarningSigns) -> list[str]:
    said = [card.summary for card in contradiction.function(ticked, case.pain)]
    if case.age is not None and case.birth_date and abs(case.age - age_on(case.birth_date, case.on)) > 1:
        born = in_words(case.birth_date)
        said.append(f"Age {case.age}, but born on {born}: the date of birth counts until asked.")
    said += [f"Answered twice, differently: {FLAG_NAMES[k]}. “Yes” counts." for k in case.told_twice()]
    return said


def _sources(ranking: Ranking) -> list[dict[str, Any]]:
    """The sources in the words of the contract, with what was found for each."""
    return [
        {
            "rank": place,
            "source": one.source,
            "part": one.part,
            "probability": None if one.probability is None else round(one.probability, 3),
            "interval": None if one.interval is None else [round(end, 3) for end in one.interval],
            "tier": one.tier,
        }
        for place, one in enumerate(ranking.by_word, start=1)
    ]


def _do_now(found: Tier, asks: tuple[str, ...], doubt: bool) -> dict[str, Any]:
    """What to do now, for the patient in both languages and for the clinician."""
    shown = Tier("E1", (), ()) if doubt else found
    first = [SIGNS[key] for key in asks]
    worst = [one for one in found.suspicions if one.level == found.level]
    means = TIERS["E1"].means if doubt else found.means
    return {
        "patient": {
            "en": {
                "heading": shown.heading("en"),
                "todo": list(shown.todo("en")),
                "ask": [s.ask for s in first],
            },
            "es": {
                "heading": shown.heading("es"),
                "todo": list(shown.todo("es")),
                "ask": [s.es for s in first],
            },
        },
        "clinician": [
            *([f"Ask today: {', '.join(one.name for one in first)}."] if first else []),
            *(f"{one.name} ({one.said()}): {one.action}" for one in worst),
            means,
        ],
    }
