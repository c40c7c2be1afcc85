"""One word for a whole set of cards: suitable, to be reviewed, or not suitable; and who clears each."""

from collections.abc import Iterable
from typing import Literal

from buffycoat.pathway.card import Card
from buffycoat.pathway.knowledge import Fact, read_table

Verdict = Literal["suitable", "needs_review", "not_suitable"]


class Reason(Fact):
    """A reason code: who clears it, and whether it stops everything as long as its card is critical."""

    who: str
    absolute: bool = False


REASONS = read_table(__file__, "reasons.toml", Reason)


def stops(card: Card) -> bool:
    """Whether this card alone makes somebody not suitable: nobody may pass it, or it is an absolute one."""
    if card.indicator != "critical":
        return False
    absolute = card.code in REASONS.rows and REASONS[card.code].absolute
    return not card.override_by or absolute or card.tier in ("emergency", "same_day")


def verdict(cards: Iterable[Card]) -> Verdict:
    """Not suitable when one card stops it outright; to be reviewed when any other matters."""
    held = tuple(cards)
    if any(stops(card) for card in held):
        return "not_suitable"
    return "needs_review" if any(card.indicator != "info" for card in held) else "suitable"


def who(card: Card) -> str:
    """Who clears what this card says."""
    if card.code in REASONS.rows:
        return REASONS[card.code].who
    return "the proceduralist" if card.override_by else "nobody"
