"""A message as the rules see it: plain letters, words, clauses and sentences, each with its place."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

# A clause ends at a mark or a word that turns the sense; a colon or dash may join a cue to what it denies.
CLAUSE_END = re.compile(
    r"[.!?;\n]+(?=\s|$)"
    r"|,\s*(?=(?:but|however|although|though|yet|except|only|and now|pero|aunque|sino|salvo|y ahora)\b)"
    r"|(?<=\s)(?=(?:but|however|although|except that|pero|aunque)\b)"
)
SENTENCE_END = re.compile(r"[.!?\n]+(?=\s|$)")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
ALIKE = {"‘": "'", "’": "'", "´": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": ".", "º": "°"}


@dataclass(frozen=True)
class Span:
    """A stretch of the plain text, from `start` up to `end`."""

    start: int
    end: int


class Message:
    """One message, made plain once: lower case, no accents (ñ stays), no invisible letters."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.plain, self._places = _plain(original)

    @cached_property
    def words(self) -> list[Span]:
        """Every word, in order."""
        return [Span(*found.span()) for found in WORD.finditer(self.plain)]

    @cached_property
    def clauses(self) -> list[Span]:
        """The stretches within which a denial reaches."""
        return self._parts(CLAUSE_END)

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences, or lines."""
        return self._parts(SENTENCE_END)

    def _parts(self, end: re.Pattern[str]) -> list[Span]:
        parts, start = [], 0
        for found in end.finditer(self.plain):
            parts.append(Span(start, found.end()))
            start = found.end()
        parts.append(Span(start, len(self.plain)))
        return [part for part in parts if self.plain[part.start : part.end].strip()]

    def around(self, span: Span, letters: int = 120) -> Span:
        """The sentence that holds a stretch, or as much of it as lies near."""
        sentence = self.sentence_of(span.start)
        return Span(max(sentence.start, span.start - letters), min(sentence.end, span.end + letters))

    def clause_of(self, place: int) -> Span:
        """The clause that holds a place."""
        return _holding(self.clauses, place, len(self.plain))

    def sentence_of(self, place: int) -> Span:
        """The sentence that holds a place."""
        return _holding(self.sentences, place, len(self.plain))

    def words_between(self, first: Span, second: Span) -> int:
        """How many words lie between two stretches; 0 when they touch or overlap."""
        left, right = (first, second) if first.start <= second.start else (second, first)
        after = bisect_left(self.words, left.end, key=lambda word: word.start)
        before = bisect_right(self.words, right.start, key=lambda word: word.end)
        return max(0, before - after)

    def in_original(self, span: Span) -> tuple[int, int]:
        """Where a stretch of the plain text lies in what the person wrote."""
        if not self._places:
            return span.start, span.end
        end = self._places[span.end - 1] + 1 if span.end > span.start else self._places[span.start]
        return self._places[span.start], end


def _holding(parts: list[Span], place: int, length: int) -> Span:
    at = bisect_right(parts, place, key=lambda part: part.start) - 1
    return parts[at] if at >= 0 and place < parts[at].end else Span(0, length)


def _plain(original: str) -> tuple[str, list[int]]:
    """The plain letters, and where each stood; no places are kept when none moved."""
    if original.isascii():
        return original.lower(), []
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(original):
        if letter == "\u0303" and letters and letters[-1] == "n":
            letters[-1] = "ñ"
            continue
        for piece in _pieces(letter):
            letters.append(piece)
            places.append(place)
    return "".join(letters), places


def _pieces(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if letter in "ñÑ":
        return "ñ"
    if letter in ALIKE:
        return ALIKE[letter]
    if unicodedata.category(letter) == "Cf":  # zero-width joiners and the like hide words from rules
        return ""
    return "".join(
        one for one in unicodedata.normalize("NFKD", letter).lower() if not unicodedata.combining(one)
    )
