"""Reads a text for misleading claims about PRP: which words, why, and what may be said instead."""

from dataclasses import dataclass
from typing import Literal

from buffycoat.library.claims.belief import weigher
from buffycoat.library.claims.families import FAMILIES
from buffycoat.library.claims.passage import Sentence, sentences
from buffycoat.library.claims.patterns import Hit, hits
from buffycoat.library.reader.language import language
from buffycoat.library.reader.message import Message, Span

UNNAMED = "guaranteed"  # the family that fits best where only the words' weight spoke
FEWEST = 3  # words without a listed phrase that can mislead; less is a label
ALONE = 0.25  # the share of a sentence by itself; its neighbours have the rest
PLAIN = -1.0  # a sentence that sounds as true as this by itself is not marked for its neighbours


@dataclass(frozen=True)
class Marked:
    """Words that mislead: where in the text, the family, why, and what may be said instead."""

    start: int
    end: int
    rule: str
    why: str
    instead: str


@dataclass(frozen=True)
class Verdict:
    """Whether a text misleads, and which of its words."""

    verdict: Literal["ok", "misleading"]
    spans: tuple[Marked, ...]
    lang: str
    model_version: str


def check(text: str, lang: str | None = None) -> Verdict:
    """Read a text of any length, sentence by sentence; `lang` (en or es) is that of what is answered."""
    message = Message(text)
    said = lang if lang in ("en", "es") else "es" if language(message) == "es" else "en"
    heard = _Heard(message)
    marked = [one for sentence in sentences(message) for one in _marked(heard, sentence, said)]
    found = tuple(sorted(marked, key=lambda one: (one.start, one.end, one.rule)))
    return Verdict("misleading" if found else "ok", found, said, weigher().version)


class _Heard:
    """What was made of each passage of a message; a pair stands beside two sentences and is judged once."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.pairs: dict[Span, float] = {}

    def pair(self, span: Span) -> float:
        """The score of two sentences together."""
        if span not in self.pairs:
            self.pairs[span] = _heard(self.message, span)[0]
        return self.pairs[span]


def _marked(heard: _Heard, sentence: Sentence, said: str) -> list[Marked]:
    """What misleads in one sentence: its phrases that stand, or the whole where none is listed."""
    message = heard.message
    score, family, met = _heard(message, sentence.span)
    listed = [(hit.family, hit.span) for hit in met if not hit.turned]
    if score <= PLAIN or not (listed or _tells(message, sentence.span)):
        return []
    if in_company(score, [heard.pair(pair) for pair in sentence.pairs]) <= 0:
        return []
    spans = listed or [(family or UNNAMED, sentence.span)]
    return [_explained(message, name, span, said) for name, span in dict.fromkeys(spans)]


def in_company(score: float, beside: list[float]) -> float:
    """The score of a sentence among its neighbours, `beside` being those of the pairs that it stands in."""
    return ALONE * score + (1 - ALONE) * sum(beside) / len(beside) if beside else score


def _tells(message: Message, span: Span) -> bool:
    """Whether a stretch holds enough words to say anything: "Small." does not."""
    return sum(span.start <= word.start < span.end for word in message.words) >= FEWEST


def _heard(message: Message, span: Span) -> tuple[float, str, list[Hit]]:
    """The score of a passage, the family it sounds like, and its phrases by their place in the whole."""
    start, end = message.in_original(span)
    text = message.original[start:end].strip()
    met = hits(Message(text))
    ahead = span.start + (
        len(message.plain[span.start : span.end]) - len(message.plain[span.start : span.end].lstrip())
    )
    placed = [Hit(hit.family, Span(hit.span.start + ahead, hit.span.end + ahead), hit.turned) for hit in met]
    belief = weigher().believes(text, met)
    return belief.misleading, belief.family, placed


def _explained(message: Message, name: str, span: Span, said: str) -> Marked:
    family = FAMILIES[name]
    start, end = message.in_original(span)
    while start < end and message.original[start].isspace():
        start += 1
    why, instead = (family.why_es, family.instead_es) if said == "es" else (family.why, family.instead)
    return Marked(start, end, name, why, instead)
