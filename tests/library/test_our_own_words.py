"""What we show passes our own claim checker: answers, tables that patients see, and templates."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from buffycoat.library.answers import answers
from buffycoat.library.claims import check

ROOT = Path(__file__).parents[2] / "src" / "buffycoat"
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
TABLES = ("pathway/aftercare", "pathway/consent", "web/presenters", "library/evidence")
NOT_SHOWN = ("sources", "status", "phrases", "version", "owner", "reviewed_by", "cues")


def shown() -> Iterator[tuple[str, str]]:
    """Every text that a person reads, with where it is from."""
    for lang in ("en", "es"):
        for topic, one in answers(lang).items():
            for text in (one.title, one.short, *_lines(one.body)):
                yield f"{lang}/{topic}", LINK.sub(r"\1", text).replace("**", "")
    for folder in TABLES:
        for path in sorted((ROOT / folder).rglob("*.toml")):
            for text in _texts(tomllib.loads(path.read_text(encoding="utf-8"))):
                yield path.name, text
    for path in sorted((ROOT / "web" / "templates").glob("*.html")):
        plain = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|<[^>]*>", "\n", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        for line in re.sub(r"\{\{.*?\}\}", "…", plain, flags=re.DOTALL).splitlines():
            yield path.name, line


def _lines(body: str) -> Iterator[str]:
    """The lines of an answer, an item of a list with the line that leads to it."""
    lead = ""
    for line in body.split("\n"):
        listed = line.startswith("- ")
        yield f"{lead.rstrip(':*')}: {line[2:]}" if listed else line
        if line and not listed:
            lead = line


def _texts(held: Any) -> Iterator[str]:
    """The sentences of a table: texts with a space in them."""
    if isinstance(held, str):
        yield from [held] if " " in held else []
    elif isinstance(held, dict):
        for key, value in held.items():
            yield from _texts(value) if key not in NOT_SHOWN else ()
    elif isinstance(held, list):
        for value in held:
            yield from _texts(value)


TEXTS = [(where, text.strip()) for where, text in shown() if text.strip()]


def test_there_is_something_to_check() -> None:
    assert len(TEXTS) > 6000


def test_nothing_we_show_is_marked() -> None:
    """Every text that we show was learned from as true, so one that is marked must be read and mended."""
    once = {text: where for where, text in TEXTS}
    marked = {text: where for text, where in once.items() if check(text).spans}
    assert marked == {}
