"""Listed phrases of misleading claims: where they stand, and whether the context leaves them standing."""

from dataclasses import dataclass

from buffycoat.library.claims.families import FAMILIES, TURNS, pattern
from buffycoat.library.reader.message import Message, Span

MOST_HITS = 8  # of one family in one passage; it bounds the work
BEFORE = 60  # letters ahead of the words within which a denial counts
ANOTHER = frozenset({"another_sense"})


@dataclass(frozen=True)
class Hit:
    """Words of a family, and what turned them."""

    family: str
    span: Span
    turned: frozenset[str]


def hits(message: Message) -> list[Hit]:
    """Every listed phrase of a passage, with what turns it; phrases in another sense are left out."""
    found = []
    for name, family in FAMILIES.rows.items():
        other = (
            [Span(*one.span()) for one in pattern(family.unless).finditer(message.plain)]
            if family.unless
            else []
        )
        wanted = pattern(family.en + family.es)
        for number, one in enumerate(wanted.finditer(message.plain)):
            if number >= MOST_HITS:
                break
            span = Span(*one.span())
            if not _in_another_sense(message, span, other):
                found.append(Hit(name, span, turned(message, span)))
        # Words that are plainly of something else speak for the sentence, as a denial does.
        found += [Hit(name, span, ANOTHER) for span in other if " " in message.plain[span.start : span.end]]
    return found


def _in_another_sense(message: Message, span: Span, other: list[Span]) -> bool:
    clause = message.clause_of(span.start)
    return any(
        clause.start <= one.start < clause.end or (one.start < span.end and span.start < one.end)
        for one in other
    )


def turned(message: Message, span: Span) -> frozenset[str]:
    """The names of the turns that a stretch stands under."""
    return frozenset(name for name in TURNS.rows if _turns(message, span, name))


def _turns(message: Message, span: Span, name: str) -> bool:
    turn = TURNS[name]
    sentence = message.sentence_of(span.start)
    if turn.reach == "before":
        clause = message.clause_of(span.start)
        text = message.plain[max(clause.start, span.start - BEFORE) : span.start]
        return pattern(turn.cues).search(text) is not None
    end = sentence.end if turn.reach == "sentence" else _next_end(message, sentence)
    text = message.plain[sentence.start : end]
    inside = message.plain[span.start : span.end]
    held = pattern(turn.cues, whole_words=False).search(text)
    return held is not None and held.group().strip() not in inside


def _next_end(message: Message, sentence: Span) -> int:
    following = [one for one in message.sentences if one.start >= sentence.end]
    return following[0].end if following else sentence.end
