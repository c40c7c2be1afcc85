"""Answers a question: danger first, then the best answer of the library, or plainly that we have none.

Nothing is generated: every reply is an answer of the library, a row of a clinical table, or a fixed phrase.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from buffycoat.library.answers import Language, answers, shown
from buffycoat.library.answers.shown import ROOM
from buffycoat.library.ask.finder import WORDS_ONLY, Finder, Found, finder
from buffycoat.library.ask.phrases import phrase, whom
from buffycoat.library.reader import Question, Reading, read
from buffycoat.library.reader.message import Message
from buffycoat.library.reader.narrative import NOT_UNDERSTOOD, as_told
from buffycoat.library.reader.reading import FAMILIES
from buffycoat.pathway.triage.flags import SIGNS
from buffycoat.pathway.triage.told import NOTHING_TOLD, Told, tier_told

Verdict = Literal["answer", "emergency", "ask_first", "out_of_scope"]
NEAR = 3  # other answers that are named beside the best
CRISIS = "suicide"
FAINT = -1.0  # log-odds of an emergency, as the reader has them, from which a doubt is more than faint


@dataclass(frozen=True)
class Reply:
    """What the person sees. `text` keeps {phone}, {emergency} and {crisis} for whoever shows it.

    near: other topics close to the question. kind: of what is out of scope. told: what triage takes from it.
    """

    verdict: Verdict
    text: str
    lang: Language
    topic: str = ""
    sources: tuple[str, ...] = ()
    written: date | None = None
    reviewed_by: str | None = None
    near: tuple[str, ...] = ()
    kind: str = ""
    flags: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    told: Told = NOTHING_TOLD
    by: str = ""

    @property
    def note(self) -> str:
        """What must be known about this reply: that only its words were looked at."""
        return phrase("words_only", self.lang) if self.by == WORDS_ONLY else ""


def reply(question: str, lang: Language | None = None, using: Finder | None = None) -> Reply:
    """The reply to one question; `lang` is the language it is answered in, else that of the question."""
    reading = read(question, lang)
    said: Language = lang or ("es" if reading.lang == "es" else "en")
    if reading.verdict == "emergency":
        return _emergency(reading, said)
    model = using or finder()
    found = model.find(Message(question))
    doubt = _doubt(reading, found, model)
    if doubt:
        return _ask_first(reading, found, doubt, said)
    return answered(found, model, said)


def _doubt(reading: Reading, found: Found, model: Finder) -> tuple[str, ...]:
    """Why something must be asked first. Words that nobody could read are no doubt: they get no answer."""
    flags = tuple(flag for flag in reading.flags if flag not in NOT_UNDERSTOOD)
    return () if flags and _outweighed(reading, found, model) else flags


def _outweighed(reading: Reading, found: Found, model: Finder) -> bool:
    """Whether a faint doubt of the encoder alone, with no rule beside it, gives way to a sure finding.

    Never by default (model.toml): the reader's verdict stands. What it would change is in the evidence.
    """
    faint = reading.score is not None and reading.score <= FAINT
    alone = all(flag.startswith("reader.") for flag in reading.flags)
    topic = found.topics[0][1] * (1 - found.beyond)
    sure = topic >= model.limits.sure or found.beyond >= model.limits.sure_beyond
    return faint and alone and sure


def answered(found: Found, model: Finder, lang: Language) -> Reply:
    """The best answer, or that we have none; for a question in which there is no danger."""
    topic, share = found.topics[0]
    if found.beyond >= model.limits.beyond or share < model.limits.topic:
        return _beyond(found, lang)
    best = answers(lang)[topic]
    return Reply(
        verdict="answer",
        text=shown(best).text,
        lang=lang,
        topic=topic,
        sources=best.sources,
        written=best.written,
        reviewed_by=best.reviewed_by,
        near=near(found),
        by=found.by,
    )


def cleared(question: str, lang: Language) -> Reply:
    """The answer once the questions that come first were answered: none of it is so."""
    model = finder()
    return answered(model.find(Message(question)), model, lang)


def near(found: Found, but: int = 1) -> tuple[str, ...]:
    """The next likeliest topics."""
    return tuple(topic for topic, _ in found.topics[but : but + NEAR])


def _emergency(reading: Reading, lang: Language) -> Reply:
    """What to do now, as triage says it."""
    told = as_told(reading)
    found = tier_told(None, told)
    worst = [one for one in found.suspicions if one.level == found.level]
    # Nobody is told who asks here, so the crisis line's row may not promise that we call.
    todo = [phrase("crisis", lang)] if worst and worst[0].family == CRISIS else []
    todo = todo or [f"- {line}" for line in found.todo(lang)]
    return Reply(
        verdict="emergency",
        text=_fitting("\n".join((found.heading(lang), *todo))),
        lang=lang,
        sources=tuple(dict.fromkeys(key for one in worst for key in one.sources)),
        flags=reading.flags,
        told=told,
        by=reading.model_version,
    )


def _ask_first(reading: Reading, found: Found, doubt: tuple[str, ...], lang: Language) -> Reply:
    """The questions that come before any answer."""
    asked = reading.questions or tuple(
        Question(flag, SIGNS[flag].es if lang == "es" else SIGNS[flag].ask)
        for flag in FAMILIES["none"].questions
    )
    lines = (phrase("ask_first", lang), *(f"- {one.ask}" for one in asked), phrase("ask_first_then", lang))
    return Reply(
        verdict="ask_first",
        text=_fitting("\n".join(lines)),
        lang=lang,
        near=near(found, but=0),
        flags=doubt,
        questions=asked,
        told=as_told(reading),
        by=found.by,
    )


def _beyond(found: Found, lang: Language) -> Reply:
    """That it is not something we answer, and whom to ask."""
    kind = found.kind if found.beyond >= found.topics[0][1] * (1 - found.beyond) else "other"
    parts = [phrase("beyond", lang), whom(kind, lang), phrase("beyond_scope", lang)]
    parts.append(phrase("beyond_unwell", lang))
    return Reply("out_of_scope", "\n\n".join(parts), lang, kind=kind, by=found.by)


def _fitting(text: str) -> str:
    """As many whole lines as fit into one reply."""
    while len(text) > ROOM:
        text = text.rpartition("\n")[0]
    return text
