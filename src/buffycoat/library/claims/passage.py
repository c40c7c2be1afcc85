"""A text as passages that are judged: each sentence by itself, and beside its neighbours."""

import itertools
from dataclasses import dataclass

from buffycoat.library.reader.message import Message, Span

LONGEST = 600  # letters of one passage; a longer sentence is judged in pieces


@dataclass(frozen=True)
class Sentence:
    """A sentence of the plain text, and the pairs of sentences that it stands in."""

    span: Span
    pairs: tuple[Span, ...]


def sentences(message: Message) -> list[Sentence]:
    """The sentences in order; a question and its answer are judged together too."""
    spans = [piece for one in message.sentences for piece in _pieces(one)]
    spans = [one for one in spans if any(letter.isalpha() for letter in message.plain[one.start : one.end])]
    pairs = [
        Span(one.start, other.end)
        for one, other in itertools.pairwise(spans)
        if "\n" not in message.plain[one.end - 1 : other.start + 1].strip(" ")
    ]
    return [
        Sentence(one, tuple(pair for pair in pairs if pair.start <= one.start < pair.end)) for one in spans
    ]


def _pieces(span: Span) -> list[Span]:
    return [Span(at, min(at + LONGEST, span.end)) for at in range(span.start, span.end, LONGEST)]
