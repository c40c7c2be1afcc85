"""Cards about lots: a stopped or expired one, which nobody goes past, and one that nobody knows."""

from collections.abc import Iterator, Sequence
from datetime import date

from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.record import in_words
from buffycoat.practice.lot_uses import Named
from buffycoat.practice.lots import Held, expired

BEFORE = "Do not use it, nor what was made with it. Take the lot off the shelf and draw again with another."
AFTER = "It has been given. Tell the patient and the physician, look for harm, report it as the notice says."


def cards_of(one: Named, held: Sequence[Held], day: date, *, injected: bool) -> Iterator[Card]:
    """What the list says of a lot that was used on a day."""
    if not held:
        yield _card(
            one,
            "unknown",
            "warning",
            f"The {_called(one)} is not on this practice’s list of lots",
            "Whether it was in date or recalled, nobody knows. Look at its box, and put it on the list.",
            "The lot is received on the list, or a slip in its number is amended.",
        )
    for lot in held:
        if lot.stopped:
            yield _stopped(one, lot, injected=injected)
        if expired(lot.expires_on, day) and lot.expires_on:
            yield _card(
                one,
                "expired",
                "critical",
                f"The {_called(one)} had expired: {in_words(lot.expires_on)}",
                AFTER if injected else BEFORE,
                "Another lot is used, or a slip in the number or the day is amended.",
            )
        if lot.expires_on is None:
            yield _card(
                one,
                "no expiry",
                "warning",
                f"Not known until when the {_called(one)} may be used",
                "The list has no expiry for it. Look at its box.",
                "The expiry is written on the list.",
            )


def _stopped(one: Named, lot: Held, *, injected: bool) -> Card:
    since = f" since {in_words(lot.since)}" if lot.since else ""
    closed = f" Everybody was told by {in_words(lot.closed_on)}." if lot.closed_on else ""
    settled = injected and (lot.standing == "quarantined" or lot.closed_on is not None)
    return _card(
        one,
        "stopped",
        "warning" if settled else "critical",
        f"The {_called(one)} is {lot.standing}{since}",
        f"{AFTER if injected else BEFORE} The notice: {lot.reason}{closed}",
        "Whoever keeps the list of lots takes the lot back into use, or closes the recall.",
    )


def _called(one: Named) -> str:
    return f"{one.supply} lot {one.lot[:40]}"


def _card(one: Named, about: str, indicator: Indicator, summary: str, detail: str, clears_when: str) -> Card:
    """Nobody goes past a card about a lot: the list is put right, or the entry."""
    return Card(
        indicator=indicator,
        summary=summary,
        detail=detail,
        sources=("rule-9.7",) if indicator == "critical" else ("rule-9.6",),
        status="P",
        code=f"lot_{about.replace(' ', '_')}",
        about=f"{about} {one.supply} {one.key}",
        clears_when=clears_when,
        override_by=(),
        rule="practice.lot",
        stage="preparation",
    )
