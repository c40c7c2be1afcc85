"""The engine behind `buffycoat ask --check`: one message in, what stands in it out."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from buffycoat.interop.lines import Unreadable
from buffycoat.library.reader import read

LONGEST = 50_000  # letters; a longer text is not a message


def check(case: Mapping[str, Any]) -> dict[str, Any]:
    """Read one message {"text", "lang": "en" | "es" or left out} for danger."""
    text, language = case.get("text"), case.get("lang")
    if not isinstance(text, str):
        raise Unreadable("text", "the message, as text, is expected")
    if len(text) > LONGEST:
        raise Unreadable("text", f"longer than {LONGEST} letters")
    if language not in (None, "en", "es"):
        raise Unreadable("lang", "en or es is expected, or nothing")
    return asdict(read(text, language))
