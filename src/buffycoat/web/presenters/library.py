"""The answers as patients see them: the list, what was searched for, and one answer with what it rests on."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from buffycoat.library.answers import Answer, Language, answers
from buffycoat.library.answers.markdown import Address, as_html, links
from buffycoat.library.answers.sections import sections
from buffycoat.library.answers.strength import is_ours, strongest
from buffycoat.library.answers.tags import tags
from buffycoat.pathway.knowledge import Mark, sources
from buffycoat.web.presenters.patient_words import Say

MARK_WORDS: Mapping[Mark, str] = {"V": "read", "K": "known", "K~": "uncertain", "P": "proposed"}
RELATED = 4
FEWEST = 3  # answers of a subject that is worth a choice
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Part:
    """A part of the list: its heading and the answers under it."""

    name: str
    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Cited:
    """A source under an answer: its title, its year where it has one, how sure it is, where to find it."""

    title: str
    year: str
    mark: str
    address: str


def listed(lang: Language, words: str = "", tag: str = "") -> tuple[Part, ...]:
    """The answers in the order of reading: all, those with every one of these words, those of a subject."""
    held = {
        topic: one
        for topic, one in answers(lang).items()
        if _has(one, words) and (not tag or tag in one.tags)
    }
    parts = (
        Part(name, getattr(one, lang), tuple(held[topic] for topic in one.topics if topic in held))
        for name, one in sections().items()
    )
    return tuple(part for part in parts if part.answers)


def _has(answer: Answer, words: str) -> bool:
    """Whether each word begins a word of the title, of the questions or of the short answer."""
    known = _folded(" ".join((answer.title, *answer.questions, answer.short)))
    return all(re.search(rf"\b{re.escape(word)}", known) for word in re.findall(r"\w+", _folded(words)))


def _folded(text: str) -> str:
    """Small letters without accents: people type without them."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def subjects(lang: Language) -> tuple[tuple[str, str], ...]:
    """The subjects that a person may choose from, as they are called; not those of only an answer or two."""
    used = Counter(tag for one in answers(lang).values() for tag in one.tags)
    return tuple((key, getattr(tag, lang)) for key, tag in tags().items() if used[key] >= FEWEST)


def related(answer: Answer) -> tuple[Answer, ...]:
    """What people ask next: where the answer points to, then what shares most of its subjects."""
    held = answers(answer.lang)
    pointed = [held[topic] for topic in dict.fromkeys(links(answer.body)) if topic in held]
    others = [one for one in held.values() if one.topic != answer.topic and one not in pointed]
    others.sort(key=lambda one: -len(set(one.tags) & set(answer.tags)))
    return (*pointed, *others)[:RELATED]


def cited(answer: Answer) -> tuple[Cited, ...]:
    """The sources, in the order given."""
    found = []
    for key in answer.sources:
        source = sources()[key]
        year = YEAR.search(key)
        found.append(
            Cited(
                title=source.title,
                year=year[0] if year and year[0] not in source.title else "",
                mark="ours" if is_ours(key) else MARK_WORDS[strongest(key)],
                address=source.address if source.address.startswith("http") else "",
            )
        )
    return tuple(found)


def doubts(answer: Answer, say: Say) -> tuple[str, ...]:
    """How sure the least sure part is; and that a rule of ours is not signed, whatever else is known."""
    marks = [MARK_WORDS[answer.status], *("proposed" for key in answer.sources if is_ours(key))]
    return tuple(say(f"answers.weakest_{mark}") for mark in dict.fromkeys(marks))


def body(answer: Answer, address: Address) -> str:
    """The body as safe HTML."""
    return as_html(answer.body, address)


def dates(answer: Answer, say: Say, today: date) -> tuple[str, ...]:
    """When it was written, who reviewed it, and until when that holds."""
    review = (
        say("answers.reviewed", who=answer.reviewed_by) if answer.reviewed_by else say("answers.not_reviewed")
    )
    late = "answers.overdue" if today > answer.review_due else "answers.due"
    return (
        say("answers.written", day=say.day(answer.written)),
        review,
        say(late, day=say.day(answer.review_due)),
        say("answers.version", version=answer.version),
    )
