"""What Ask says around an answer, in both languages."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from buffycoat.library.answers import Language


@cache
def _table() -> dict[str, Any]:
    with Path(__file__).with_name("phrases.toml").open("rb") as file:
        return tomllib.load(file)


def phrase(name: str, lang: Language) -> str:
    """One phrase; {phone}, {emergency} and {crisis} are left for whoever shows it."""
    return str(_table()[name][lang])


def whom(kind: str, lang: Language) -> str:
    """Whom to ask instead about what we do not answer."""
    return str(_table()["whom"][kind][lang])


def kinds() -> tuple[str, ...]:
    """The kinds of questions that we do not answer."""
    return tuple(_table()["whom"])
