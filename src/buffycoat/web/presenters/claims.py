"""A clinic's own text with its misleading words marked, and beside them why and what may be said instead."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from buffycoat.library.claims import Marked, Verdict, check
from buffycoat.library.claims.families import FAMILIES


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; marked with the numbers of the notes beneath where it misleads."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Note:
    """Why words may not be said, and what may be said instead."""

    number: int
    words: str
    title: str
    why: str
    instead: str
    sources: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Checked:
    """One checked text, ready to show."""

    verdict: Verdict
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


def checked(text: str) -> Checked:
    """Check a text as it was pasted."""
    verdict = check(text)
    notes = tuple(_note(number, text, one, verdict.lang) for number, one in enumerate(verdict.spans, start=1))
    return Checked(verdict, tuple(_pieces(text, verdict.spans)), notes)


def _note(number: int, text: str, one: Marked, lang: str) -> Note:
    family = FAMILIES[one.rule]
    words = " ".join(text[one.start : one.end].split())
    title = family.title_es if lang == "es" else family.title
    return Note(number, words, title, one.why, one.instead, family.sources, family.status)


def _pieces(text: str, spans: tuple[Marked, ...]) -> Iterator[Piece]:
    """The text cut at every end of a mark, so that marks may overlap."""
    ends = sorted({0, len(text), *(place for one in spans for place in (one.start, one.end))})
    for start, end in itertools.pairwise(ends):
        held = tuple(number for number, one in enumerate(spans, 1) if one.start <= start and end <= one.end)
        yield Piece(text[start:end], held)
