"""The one thing to do next on an episode."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.card import Card
from buffycoat.pathway.record import RECORDS, Record
from buffycoat.pathway.walk import RULES, Standing, Walk
from buffycoat.web.forms.check import item_at
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.cards import asks

NOTHING = "Nothing is asked of anyone before."


@dataclass(frozen=True)
class NextStep:
    """What to do, why, and the form where it is done; without a `kind` the page itself is the place."""

    heading: str
    why: str
    label: str
    kind: str = ""
    box: str = ""
    card: str = ""


def next_step(
    walk: Walk, imported: Collection[str] = (), due_on: date | None = None, due_what: str = ""
) -> NextStep:
    """Settle what blocks, then sign what is missing, then wait for what is due.

    `imported` are the kinds of record that a file filled in and nobody has signed.
    """
    here = walk.current
    if here.state == "blocked":
        return _settle(here)
    if here.missing:
        return _sign(here, imported, due_on, due_what)
    if due_on:
        return NextStep(_due(due_on, due_what), NOTHING, "Open")
    return NextStep("Nothing to do now", "Every stage is signed and no critical card stands.", "Open")


def _due(due_on: date, due_what: str) -> str:
    return f"Next: {due_what[:1].lower()}{due_what[1:]}, {day_text(due_on)}"


def _settle(here: Standing) -> NextStep:
    card = here.critical[0]
    found = asks(card)
    why = f"Clears when: {card.clears_when}" if card.clears_when else card.detail
    if found:
        count = len(card.asks)
        what = (
            f"“{_first_question(card)}”" if count == 1 else f"{count} questions of {found[0].title.lower()}"
        )
        return NextStep(f"Next: ask {what}", why, "Ask", found[0].kind, found[0].box, card.key)
    mend = _speaks_of(card)
    label = f"Open {mend.title.lower()}" if mend else "See why"
    kind = mend.kind if mend else ""
    return NextStep(f"Next: settle “{card.summary}”", why, label, kind, card=card.key)


def _speaks_of(card: Card) -> type[Record] | None:
    """The record of its own stage that a card's rule reads first: where it is put right.

    None for how a patient is now: that is settled by a clinician, not by another answer.
    """
    rule = RULES.get(card.rule)
    if rule is None or card.tier:
        return None
    read = (kind for kind, _ in rule.needs.values() if issubclass(kind, Record))
    return next((kind for kind in read if kind.stage == card.stage), None)


def _first_question(card: Card) -> str:
    """The words of the only question a card asks for."""
    stage, name, path = card.asks[0].split(".", 2)
    item = item_at(RECORDS[f"{stage}.{name}"], path)
    return item.ask if item else card.summary


def _sign(here: Standing, imported: Collection[str], due_on: date | None, due_what: str) -> NextStep:
    kind, *then = here.missing
    if kind.many and due_on:
        return NextStep(_due(due_on, due_what), NOTHING, f"Sign {kind.title.lower()}", kind.kind)
    why = (
        "Then: " + ", ".join(one.title.lower() for one in then) + "."
        if then
        else f"{here.stage.title} is then done."
    )
    if kind.kind in imported:
        why = "Read from a file and not signed: look it over, then sign. " + why
    return NextStep(f"Next: sign {kind.title.lower()}", why, f"Sign {kind.title.lower()}", kind.kind)
