"""Reads a patient's own words for danger: an emergency, a question to ask first, or nothing found.

Rules and numbers come first, then the encoder; doubt becomes a question, and what was not understood is never
passed in silence.
"""

from dataclasses import dataclass
from typing import Literal

from buffycoat.library.reader.encoder import Belief, Encoder, Thresholds, encoder
from buffycoat.library.reader.language import foreign_letters, is_courtesy, language, too_short
from buffycoat.library.reader.message import Message, Span
from buffycoat.library.reader.rules import Hit, hits
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.triage.flags import SIGNS, FlagName

Verdict = Literal["emergency", "ask_first", "nothing_found"]
MOST_QUESTIONS = 5
WINDOW = 2  # sentences read together when a long message is read in parts
LONG = 45  # words from which a message is also read in parts
MOST_PARTS = 40
WORDS_TO_TELL = 3
STRANGE = 2.6  # pieces a word from which a message is taken for a language that we do not read
RULES_ONLY = "rules"


class Asked(Fact):
    """What is asked first when a family is suspected."""

    questions: tuple[FlagName, ...]


FAMILIES = read_table(__file__, "families.toml", Asked)


@dataclass(frozen=True)
class Question:
    """A direct question of the warning signs' table."""

    flag: FlagName
    ask: str


@dataclass(frozen=True)
class Drove:
    """The stretch of the original message that a flag rests on."""

    start: int
    end: int
    flag: str


@dataclass(frozen=True)
class Reading:
    """What was found in a message, what to ask, and on what it rests. `score` is log-odds of an emergency."""

    verdict: Verdict
    flags: tuple[str, ...]
    questions: tuple[Question, ...]
    lang: str
    score: float | None
    spans: tuple[Drove, ...]
    model_version: str


@dataclass(frozen=True)
class _Found:
    verdict: Verdict
    flag: str
    family: str
    span: Span
    questions: tuple[FlagName, ...] = ()


def read(text: str, lang: str | None = None) -> Reading:
    """Read one message; `lang` (en or es) only chooses the language of the questions."""
    message = Message(text)
    spoken = language(message)
    said = lang if lang in ("en", "es") else spoken
    if not message.words or is_courtesy(message):
        return _answer(message, [], said, None, encoder())
    met = hits(message)
    reader = encoder()
    found = [_of_rule(hit, reader) for hit in met if not hit.turned]
    score = None
    if reader is None:
        found.append(_Found("ask_first", "reader.rules_only", "none", Span(0, len(message.plain))))
    else:
        whole = reader.believes(message.original, message)
        score = whole.emergency + _weight(met, reader.thresholds)
        found += _believed(message, met, whole, reader)
        if strange(message, whole):
            found.append(_Found("ask_first", "reader.not_understood", "none", Span(0, len(message.plain))))
    if spoken == "other" or foreign_letters(message) or too_short(message):
        found.append(_Found("ask_first", "reader.not_understood", "none", Span(0, len(message.plain))))
    return _answer(message, found, said, score, reader)


def _of_rule(hit: Hit, reader: Encoder | None) -> _Found:
    """Beside the encoder most rules by themselves only ask, and add their weight to what it believes."""
    sure = hit.alone or (reader is None and hit.level == "emergency")
    return _Found("emergency" if sure else "ask_first", hit.rule, hit.family, hit.spans[0], hit.questions)


def _believed(message: Message, met: list[Hit], whole: Belief, reader: Encoder) -> list[_Found]:
    """What the encoder, with the weight of the rules, finds in the whole message and in its parts."""
    limits = reader.thresholds
    entire = Span(0, len(message.plain))
    found = [_judged(whole, entire, _weight(met, limits), (limits.emergency, limits.ask))]
    for part in parts(message):
        start, end = message.in_original(part)
        believed = reader.believes(message.original[start:end])
        found.append(
            _judged(
                believed, part, _weight(within(met, part), limits), (limits.part_emergency, limits.part_ask)
            )
        )
    return [one for one in found if one is not None]


def within(met: list[Hit], part: Span) -> list[Hit]:
    """The hits that begin in a part of the message."""
    return [hit for hit in met if part.start <= hit.spans[0].start < part.end]


def _weight(met: list[Hit], limits: Thresholds) -> float:
    """The log-odds that the rules add: the heaviest that stands, not their sum."""
    weights = {"emergency": limits.rule, "ask": limits.rule_ask}
    return max((weights[hit.level] for hit in met if not hit.turned), default=0.0)


def _judged(believed: Belief, span: Span, more: float, limits: tuple[float, float]) -> _Found | None:
    flag = f"reader.{believed.family}"
    if believed.emergency + more >= limits[0]:
        return _Found("emergency", flag, believed.family, span)
    if believed.ask + more >= limits[1]:
        return _Found("ask_first", flag, believed.family, span)
    return None


def parts(message: Message) -> list[Span]:
    """Overlapping pairs of sentences of a long message."""
    sentences = message.sentences
    if len(message.words) < LONG or len(sentences) <= WINDOW:
        return []
    pairs = zip(sentences, sentences[WINDOW - 1 :], strict=False)
    return [Span(first.start, last.end) for first, last in pairs][:MOST_PARTS]


def strange(message: Message, whole: Belief) -> bool:
    """Whether the words break into so many pieces that they are hardly of a language we read."""
    return len(message.words) >= WORDS_TO_TELL and whole.pieces > STRANGE


def _answer(
    message: Message, found: list[_Found], said: str, score: float | None, reader: Encoder | None
) -> Reading:
    order: dict[Verdict, int] = {"emergency": 0, "ask_first": 1, "nothing_found": 2}
    worst = sorted(found, key=lambda one: order[one.verdict])
    asked: list[FlagName] = []
    for one in worst:
        asked += one.questions or FAMILIES[one.family].questions
    return Reading(
        verdict=worst[0].verdict if worst else "nothing_found",
        flags=tuple(dict.fromkeys(one.flag for one in worst)),
        questions=tuple(_question(flag, said) for flag in dict.fromkeys(asked))[:MOST_QUESTIONS],
        lang=said,
        score=None if score is None else round(score, 4),
        spans=tuple(dict.fromkeys(Drove(*message.in_original(one.span), one.flag) for one in worst)),
        model_version=reader.version if reader else RULES_ONLY,
    )


def _question(flag: FlagName, said: str) -> Question:
    return Question(flag, SIGNS[flag].es if said == "es" else SIGNS[flag].ask)
