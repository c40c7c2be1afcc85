"""One word for a whole set of cards: suitable, to be reviewed, or not suitable."""

from collections.abc import Iterable
from typing import Literal

from buffycoat.pathway.card import Card

Verdict = Literal["suitable", "needs_review", "not_suitable"]


def verdict(cards: Iterable[Card]) -> Verdict:
    """Not suitable when nobody may go past a critical card; to be reviewed when any other matters."""
    held = tuple(cards)
    if any(card.indicator == "critical" and not card.override_by for card in held):
        return "not_suitable"
    return "needs_review" if any(card.indicator != "info" for card in held) else "suitable"
