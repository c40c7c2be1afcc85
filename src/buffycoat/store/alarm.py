"""What rings the bell on *Today*: cards that say how soon somebody must look at a patient."""

from buffycoat.pathway.walk import Walk

RINGS = ("emergency", "same_day")  # worst first; what can wait two weeks is a card on its page


def alarm(seen: Walk) -> tuple[str, str]:
    """The worst alarm that nobody has gone past, and its words; two empty texts when all is quiet."""
    ringing = [card for card in seen.cards if card.tier in RINGS]
    if not ringing:
        return "", ""
    card = min(ringing, key=lambda one: RINGS.index(one.tier))
    return card.tier, card.summary
