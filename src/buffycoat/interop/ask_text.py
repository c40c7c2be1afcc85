"""The engines behind `buffycoat ask`: a question in, its answer out; with `--check`, the danger in it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, with_config
from typing_extensions import TypedDict  # pydantic asks for this one on Python 3.11

from buffycoat.interop.lines import Unreadable
from buffycoat.interop.own_numbers import with_numbers
from buffycoat.library.answers import Language
from buffycoat.library.ask import Verdict, reply
from buffycoat.library.reader import read

LONGEST = 50_000  # letters; a longer text is not a message


class AskCase(BaseModel):
    """A patient's own words."""

    model_config = ConfigDict(title="A question")
    text: str
    lang: Language | None = None


@with_config(ConfigDict(extra="forbid"))
class FirstQuestion(TypedDict):
    """A question that comes before any answer: the warning sign, and how it is asked."""

    flag: str
    ask: str


@with_config(ConfigDict(extra="forbid"))
class AskAnswer(TypedDict):
    """What the person sees, and what it rests on."""

    id: Any
    verdict: Verdict
    answer: str
    topic: str | None
    sources: list[str]
    written: str | None
    reviewed_by: str | None
    lang: Language
    near: list[str]
    out_of_scope: str | None
    flags: list[str]
    questions: list[FirstQuestion]
    note: str
    read_by: str


def check(case: Mapping[str, Any]) -> dict[str, Any]:
    """Read one message {"text", "lang": "en" | "es" or left out} for danger."""
    return asdict(read(*_asked(case)))


def ask(case: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one question {"text", "lang": "en" | "es" or left out}: danger first."""
    found = reply(*_asked(case))
    return {
        "verdict": found.verdict,
        "answer": with_numbers(found.text),
        "topic": found.topic or None,
        "sources": list(found.sources),
        "written": found.written.isoformat() if found.written else None,
        "reviewed_by": found.reviewed_by,
        "lang": found.lang,
        "near": list(found.near),
        "out_of_scope": found.kind or None,
        "flags": list(found.flags),
        "questions": [asdict(one) for one in found.questions],
        "note": found.note,
        "read_by": found.by,
    }


def _asked(case: Mapping[str, Any]) -> tuple[str, Literal["en", "es"] | None]:
    """The words and the language; what is wrong with them otherwise."""
    text, language = case.get("text"), case.get("lang")
    if not isinstance(text, str):
        raise Unreadable("text", "the message, as text, is expected")
    if len(text) > LONGEST:
        raise Unreadable("text", f"longer than {LONGEST} letters")
    if language is None or language in ("en", "es"):
        return text, language
    raise Unreadable("lang", "en or es is expected, or nothing")
