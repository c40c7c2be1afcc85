"""The engine behind `buffycoat claims`: a text in, its misleading words out; or a whole file, as a report."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, Field

from buffycoat.interop.lines import Unreadable
from buffycoat.library.claims import check
from buffycoat.library.claims.seen import words_of

LONGEST = 500_000  # letters; a longer text is a book


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
