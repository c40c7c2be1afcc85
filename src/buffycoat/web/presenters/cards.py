"""Cards as they stand on a page: the finding, why, and in the margin the source and how sure it is."""

from dataclasses import dataclass, replace

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Entry
from buffycoat.pathway.knowledge import MARKS, Mark, sources
from buffycoat.pathway.record import RECORDS
from buffycoat.pathway.stage import Override
from buffycoat.pathway.walk import Standing, Walk

LEVELS = {"critical": "Critical", "warning": "Warning", "info": "Info"}
# Cards of candidacy that speak of days without a drug.
ON_THE_CLOCK = frozenset(
    f"candidacy.{name}"
    for name in (
        "anticoagulant", "antiplatelet", "aspirin", "combined_antithrombotics", "nsaid_not_stopped",
        "systemic_steroid", "supplement", "recent_local_steroid",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """The form, and the box in it, where a card's missing answer is given."""

    kind: str
    title: str
    box: str


@dataclass(frozen=True)
class CardLine:
    """One card. `explained`: the view that shows what is behind it. `waits`: a record is not begun.

    `reason` and `by`: of the override that goes past it.
    """

    key: str
    stage: str
    level: str
    word: str
    summary: str
    detail: str
    clears_when: str
    sources: tuple[tuple[str, str], ...]
    mark: str
    asks: tuple[Ask, ...]
    may_override: bool
    explained: str = ""
    waits: bool = False
    reason: str = ""
    by: Entry | None = None


def lines(walk: Walk, role: str) -> tuple[CardLine, ...]:
    """What stands, worst first; last what only says that a record is not begun, and stops nothing yet."""
    unbegun = {card for standing in walk.standings for card in _unbegun(standing)}
    said = tuple(line(card, role) for card in walk.cards if card not in unbegun)
    later = (line(card, role) for card in walk.cards if card in unbegun)
    return said + tuple(replace(one, waits=True, may_override=False) for one in later)


def _unbegun(standing: Standing) -> tuple[Card, ...]:
    """Cards of a stage that is not blocked which ask only for records that nobody has begun."""
    kinds = tuple(f"{kind.kind}." for kind in standing.missing)
    if standing.state == "blocked":
        return ()
    return tuple(c for c in standing.cards if c.asks and all(ask.startswith(kinds) for ask in c.asks))


def past(walk: Walk, role: str) -> tuple[CardLine, ...]:
    """What was gone past, each with its signed reason."""
    return tuple(
        line(card, role, entry) for standing in walk.standings for card, entry in standing.overridden
    )


def line(card: Card, role: str, entry: Entry | None = None) -> CardLine:
    """One card as it is drawn."""
    record = entry.record if entry else None
    return CardLine(
        key=card.key,
        stage=card.stage,
        level=card.indicator,
        word=LEVELS[card.indicator],
        summary=card.summary,
        detail=card.detail,
        clears_when=card.clears_when,
        sources=tuple((key, source_title(key)) for key in card.sources),
        mark=MARKS[card.status][:1].upper() + MARKS[card.status][1:],
        asks=asks(card),
        may_override=card.indicator == "critical" and role in card.override_by and entry is None,
        explained=view_of(card),
        reason=record.reason if isinstance(record, Override) else "",
        by=entry,
    )


def view_of(card: Card) -> str:
    """The name of the view that shows what is behind a card: triage, drug-clock, candidacy; "" for none."""
    if card.stage == "triage":
        return "triage"
    if card.stage == "candidacy":
        return "drug-clock" if card.rule in ON_THE_CLOCK else "candidacy"
    return ""


def asks(card: Card) -> tuple[Ask, ...]:
    """The forms where this card's missing answers are given, each at its first open question."""
    found: dict[str, Ask] = {}
    for path in card.asks:
        stage, name, *rest = path.split(".")
        kind = f"{stage}.{name}"
        if kind in RECORDS and kind not in found:
            found[kind] = Ask(kind, RECORDS[kind].title, "q-" + "-".join(rest).replace("_", "-"))
    return tuple(found.values())


SHORT_MARKS: dict[Mark, str] = {"V": "Read", "K": "Known", "K~": "Uncertain", "P": "Proposed"}


def short_mark(status: Mark) -> str:
    """How sure it is, in a word; the foot of such a page says what the words mean."""
    return SHORT_MARKS[status]


def source_title(key: str) -> str:
    """The title of a source; its key where the bibliography does not have it."""
    known = sources().get(key)
    return known.title if known else key


def find(walk: Walk, key: str) -> Card | None:
    """The card of that name that stands on this chart."""
    return next((card for card in walk.cards if card.key == key), None)
