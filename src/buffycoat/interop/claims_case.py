"""The engine behind `buffycoat claims`: a text in, its misleading words out; or a whole file, as a report."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from html.parser import HTMLParser
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, Field

from buffycoat.interop.lines import Unreadable
from buffycoat.library.claims import check

LONGEST = 500_000  # letters; a longer text is a book
OPENING = re.compile(r"\s*(?:<!doctype|<html|<\w+[\s>])", re.IGNORECASE)
HIDDEN = ("script", "style", "template")


class ClaimsCase(BaseModel):
    """A text that is read for misleading claims."""

    model_config = ConfigDict(extra="ignore")
    text: str = Field(max_length=LONGEST, description="What is said, in English or Spanish.")
    lang: str | None = Field(
        None, pattern="^(en|es)$", description="In which language to answer; else that of the text."
    )


def answered(case: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict on one text {"text", "lang": "en" | "es" or left out}."""
    read = ClaimsCase.model_validate(dict(case))
    return asdict(check(read.text, read.lang))


def is_a_case(text: str) -> bool:
    """Whether a file holds cases, as JSON or JSON Lines, and not a page."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    for candidate in (text, first):
        try:
            return isinstance(json.loads(candidate), dict)
        except ValueError:
            continue
    return False


def report(path: str, text: str, out: TextIO) -> int:
    """Each marked stretch of a page with its line, why, what may be said instead; 1 where there is one."""
    if len(text) > LONGEST:
        raise Unreadable("text", f"longer than {LONGEST} letters")
    seen = words_of(text)
    verdict = check(seen)
    for one in verdict.spans:
        line = seen.count("\n", 0, one.start) + 1
        words = " ".join(seen[one.start : one.end].split())
        print(f"{path}:{line}: “{words}”\n  {one.rule}: {one.why}\n  Instead: {one.instead}", file=out)
    count = len(verdict.spans)
    print(f"{path}: " + (f"{count} misleading" if count else "nothing misleading found"), file=out)
    return 1 if count else 0


def words_of(text: str) -> str:
    """What a reader of a page sees, each word on the line that it has in the file."""
    return _of_html(text) if OPENING.match(text) else _of_markdown(text)


def _of_markdown(text: str) -> str:
    """Plain text as it is; links by their words, without signs of emphasis."""
    return re.sub(r"\*\*|__|^#+ ", "", re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text), flags=re.MULTILINE)


class _Seen(HTMLParser):
    """The words between the tags; what is not shown becomes empty lines, so that line numbers stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.hidden = 0
        self.line = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        at = self.getpos()[0]
        self.words.append("\n" * (at - self.line) + data)
        self.line = at + data.count("\n") if at >= self.line else self.line + data.count("\n")


def _of_html(text: str) -> str:
    seen = _Seen()
    seen.feed(text)
    seen.close()
    return "".join(seen.words)
