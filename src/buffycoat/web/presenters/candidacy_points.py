"""The lines of the candidacy table: what is asked, what was found, and where each stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from buffycoat.pathway.card import Card
from buffycoat.pathway.knowledge import Mark
from buffycoat.web.presenters.cards import Ask, asks, short_mark, source_title

STATES = {"critical": "Stops", "warning": "Review", "info": "Note"}
MET, UNKNOWN, NOTE, PAST = "Met", "Not known", "Note", "Gone past"
WORST = ("Stops", "Review", UNKNOWN, PAST, NOTE, MET)


@dataclass(frozen=True)
class Point:
    """One line. `found`: what is known; `asked`: what would be well; `clears`: how it is put right."""

    state: str
    name: str
    found: str
    asked: str = ""
    clears: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    mark: str = ""
    asks: tuple[Ask, ...] = ()
    key: str = ""
    override: bool = False


@dataclass(frozen=True)
class Section:
    """One part of the page: its lines, worst state first in `state`."""

    id: str
    title: str
    points: tuple[Point, ...]

    @property
    def lines(self) -> tuple[Point, ...]:
        """Its lines, the worst first."""
        return tuple(sorted(self.points, key=lambda one: WORST.index(one.state)))

    @property
    def state(self) -> str:
        """The worst of its lines; what is only noted does not count beside what is asked."""
        return min((one.state for one in self.points if one.state != NOTE), key=WORST.index, default=NOTE)


class Cards:
    """The cards that stand, each handed out once: what no line has asked for is shown at the end."""

    def __init__(self, cards: tuple[Card, ...], past: tuple[Card, ...], role: str) -> None:
        self.left = {card.key: card for card in (*cards, *past)}
        self.past = {card.key for card in past}
        self.role = role

    def take(self, key: str) -> Card | None:
        """The card of this key, once."""
        return self.left.pop(key, None)

    def worst(self, *prefixes: str) -> Card | None:
        """The first card whose key begins so; the cards come worst first."""
        found = next((key for key in self.left if key.startswith(prefixes)), None)
        return self.take(found) if found else None

    def rest(self, wanted: tuple[str, ...]) -> Iterator[Card]:
        """Every card of these rules that is still here."""
        for key in [one for one in self.left if one.split(":")[0] in wanted]:
            yield self.left.pop(key)

    def state(self, card: Card) -> str:
        """Where a card leaves its line."""
        if card.key in self.past:
            return PAST
        if card.code == "missing_data" and card.indicator != "critical":
            return UNKNOWN
        return STATES[card.indicator]

    def point(self, card: Card, name: str, found: str = "", asked: str = "") -> Point:
        """A line about which a card speaks."""
        open_stop = card.indicator == "critical" and card.key not in self.past
        return Point(
            state=self.state(card),
            name=name,
            found=found or card.summary,
            asked=asked,
            clears=card.clears_when or card.detail,
            sources=titles(card.sources),
            mark=short_mark(card.status),
            asks=asks(card),
            key=card.key,
            override=open_stop and self.role in card.override_by,
        )


def titles(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Sources with their titles."""
    return tuple((key, source_title(key)) for key in keys)


def fact(
    card: Card | None,
    cards: Cards,
    name: str,
    found: str,
    asked: str,
    sources: tuple[str, ...],
    status: Mark,
    *,
    known: bool = True,
) -> Point:
    """A line with its value: as its card leaves it, else met, else not known."""
    if card:
        return cards.point(card, name, found, asked)
    state = MET if known else UNKNOWN
    return Point(state, name, found, asked, sources=titles(sources), mark=short_mark(status))


def rule_name(card: Card) -> str:
    """What a line of its own is called: the rule in words."""
    stage, name = card.rule.split(".", 1)
    if stage == "triage":
        return "Open warning sign"
    return name.replace("_", " ").capitalize()
