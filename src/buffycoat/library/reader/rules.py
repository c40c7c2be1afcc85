"""Signs that words give by themselves: which, where, and whether the context leaves them standing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from buffycoat.library.reader.context import Context
from buffycoat.library.reader.measures import MEASURES, measured
from buffycoat.library.reader.message import Message, Span
from buffycoat.library.reader.phrases import Lexicon
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.triage.flags import FlagName

Level = Literal["emergency", "ask"]
MOST_HITS = 12  # of one concept in one message: enough for any honest one, and it bounds the work


class Concept(Fact):
    """Words that mean one thing."""

    phrases: tuple[str, ...]


class Rule(Fact):
    """Concepts that mean a warning sign when they stand together."""

    parts: tuple[str, ...]
    within: int = 0
    level: Level
    family: str
    questions: tuple[FlagName, ...]
    alone: bool = False  # so plain that it is an emergency whatever the encoder believes
    stands: tuple[str, ...] = ()  # the turns that do not turn this one


@dataclass(frozen=True)
class Hit:
    """A rule that was met: where, how much it weighs, what to ask, and what turned its sense."""

    rule: str
    level: Level
    family: str
    questions: tuple[FlagName, ...]
    spans: tuple[Span, ...]
    turned: frozenset[str]
    alone: bool = False


CONCEPTS = read_table(__file__, "concepts.toml", Concept)
RULES = read_table(__file__, "rules.toml", Rule)
LEXICON = Lexicon({name: concept.phrases for name, concept in CONCEPTS.rows.items()})
MEASURED_FAMILY = {
    "fever": "infection", "warm": "infection", "residual_urine": "cauda_equina", "saturation": "cardiac_pe",
    "pulse": "cardiac_pe", "tablets": "self_harm", "power": "weakness",
}  # fmt: skip


def hits(message: Message) -> list[Hit]:
    """Every rule met by the message, once each: its best occurrence."""
    context, found = Context(message), LEXICON.find(message)
    out = list(_measures(message, context))
    for name, rule in RULES.rows.items():
        best = _best(message, context, found, rule)
        if best is not None:
            spans, turned = best
            out.append(Hit(name, rule.level, rule.family, rule.questions, spans, turned, rule.alone))
    return out


def _best(
    message: Message, context: Context, found: dict[str, list[Span]], rule: Rule
) -> tuple[tuple[Span, ...], frozenset[str]] | None:
    """The occurrence that the context turns least; none when the parts do not stand together."""
    best: tuple[tuple[Span, ...], frozenset[str]] | None = None
    for spans in product(*(found.get(part, ())[:MOST_HITS] for part in rule.parts)):
        if rule.within and message.words_between(*spans) > rule.within:
            continue
        turned = frozenset().union(*(context.of(span, *spans) for span in spans)).difference(rule.stands)
        if best is None or len(turned) < len(best[1]):
            best = (spans, turned)
        if not turned:
            break
    return best


def _measures(message: Message, context: Context) -> Iterator[Hit]:
    for name, span, plain in measured(message):
        measure = MEASURES[name]
        level: Level = measure.level if plain else "ask"
        turned = context.of(span)
        yield Hit(f"measured_{name}", level, MEASURED_FAMILY[name], measure.questions, (span,), turned)
