"""A refusal as a card."""

from buffycoat.pathway.card import Card
from buffycoat.pathway.preparation.refusals import Refusal


def card_of(refusal: Refusal, code: str = "data_quality", **more: str) -> Card:
    """A refusal as a card; `more` are further fields of the card."""
    limit = refusal.limit
    return Card(
        indicator=limit.indicator,
        summary=refusal.says,
        detail=limit.why,
        sources=limit.sources,
        status=limit.status,
        code=code,
        about=more.get("about", refusal.name),
        clears_when=more.get("clears_when", "The entry is amended."),
    )
