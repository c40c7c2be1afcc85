"""Which cards are sent: what was found, and what is missing only where something known asks for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.candidacy import STAGE
from buffycoat.pathway.card import WORST_FIRST, Card, worst_first
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.knowledge import MARKS
from buffycoat.pathway.stage import overridden

MOST = 10  # cards of one answer; more are told in one card, and none is left out
# Answers that nobody has given yet; of a drug or an allergy that is known, an open question is a finding.
_NOBODY_SAID = ("candidacy.history.", "candidacy.labs.", "candidacy.plan.", "triage.")
# Said of every list, or of a plan without a place: nothing was found by them.
_NO_FINDING = ("candidacy.not_in_table", "candidacy.stopped_when", "candidacy.no_target")
_TOGETHER = {
    "candidacy.labs": "laboratory values are missing or too old",
    "candidacy.doubt": "things in the record do not fit",
}
# A blood thinner in the list asks for these whether or not PRP is planned yet.
_FOR_A_THINNER = ("inr", "creatinine")


@dataclass(frozen=True)
class Sent:
    """A card to send. `holds`: the cards told together in it; `draft`: the order that it speaks of."""

    card: Card
    holds: tuple[Card, ...] = ()
    draft: str = ""


def findings(chart: Chart, day: date, signed: Chart | None, *, asked: bool) -> tuple[Card, ...]:
    """What candidacy finds. `asked`: PRP is planned, booked or ordered, so what is missing matters too."""
    cards = [card for rule in STAGE.rules for card in rule.cards(chart, day)]
    return tuple(
        card
        for card in cards
        if card.rule not in _NO_FINDING
        and (asked or not _missing(card))
        and (signed is None or overridden(card, signed) is None)
    )


def _missing(card: Card) -> bool:
    """Whether a card only asks what nobody has asked yet, and nothing known about the person calls for it."""
    if card.indicator == "critical":
        return False
    if card.rule == "candidacy.labs":
        return card.about not in _FOR_A_THINNER
    return card.code == "missing_data" or (
        bool(card.asks) and all(ask.startswith(_NOBODY_SAID) for ask in card.asks)
    )


def incomplete(parts: Iterable[str]) -> tuple[Card, ...]:
    """Said when only one page of a search was sent: silence about the rest is no clearance."""
    said = ", ".join(parts)
    if not said:
        return ()
    return (
        Card(
            rule="cds_hooks.incomplete",
            indicator="warning",
            summary=f"Only the first page was sent of: {said}",
            detail="What stands on the other pages was not read. No card about it does not mean no finding.",
            sources=("practice",),
            status="P",
            code="missing_data",
            override_by=(),
        ),
    )


def few(cards: Iterable[Sent]) -> tuple[Sent, ...]:
    """The cards worst first, alike ones told together, and never a flood."""
    held = tuple(cards)
    place = {card.key: number for number, card in enumerate(worst_first(tuple(one.card for one in held)))}
    told = sorted(_grouped(held), key=lambda sent: place.get(sent.card.key, len(place)))
    told.sort(key=lambda sent: WORST_FIRST.index(sent.card.indicator))
    if len(told) <= MOST:
        return tuple(told)
    rest = tuple(card for sent in told[MOST - 1 :] for card in (sent.holds or (sent.card,)))
    return (*told[: MOST - 1], _one("cds_hooks.more", f"{len(rest)} more findings", rest))


def _grouped(sent: tuple[Sent, ...]) -> Iterator[Sent]:
    """One by one, but the cards of a rule that speaks often in one: except what stops everything."""
    alike: dict[str, list[Card]] = {}
    for one in sent:
        if one.card.rule in _TOGETHER and one.card.indicator != "critical":
            alike.setdefault(one.card.rule, []).append(one.card)
        else:
            yield one
    for rule, held in alike.items():
        words = f"{len(held)} {_TOGETHER[rule]}"
        yield _one(rule, words, tuple(held)) if len(held) > 1 else Sent(held[0], (held[0],))


def _one(rule: str, words: str, cards: tuple[Card, ...]) -> Sent:
    """Several cards as one: as grave as the gravest, as sure as the least sure, with all their sources."""
    card = cards[0].model_copy(
        update={
            "rule": rule,
            "about": "together",
            "indicator": min((one.indicator for one in cards), key=WORST_FIRST.index),
            "summary": words,
            "detail": "",
            "clears_when": "",
            "sources": tuple(dict.fromkeys(key for one in cards for key in one.sources)),
            "status": max((one.status for one in cards), key=list(MARKS).index),
            "asks": tuple(ask for one in cards for ask in one.asks),
        }
    )
    return Sent(card, cards)
