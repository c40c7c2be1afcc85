"""Reads the answers from their files, once, and says which file and field is wrong when one is."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from pydantic import ValidationError

from buffycoat.library.answers.answer import Answer, Language

SHELF = Path(__file__).parent
FENCE = "+++"


class BadAnswer(ValueError):
    """An answer's file cannot be taken as it is; says the file, the field and what is wrong with it."""


@cache
def answers(lang: Language) -> Mapping[str, Answer]:
    """Every answer in a language, by topic, in the order of the alphabet."""
    if lang not in get_args(Language):
        raise KeyError(f"no answers in {lang!r}; there are {', '.join(get_args(Language))}")
    found = (read(path) for path in sorted((SHELF / lang).glob("*.md")))
    return MappingProxyType({one.topic: one for one in found})


def answer(topic: str, lang: Language) -> Answer:
    """The answer to one topic; KeyError where there is none."""
    return answers(lang)[topic]


def read(path: Path) -> Answer:
    """The answer in a file `<language>/<topic>.md`."""
    name = f"{path.parent.name}/{path.name}"
    front, body = _split(name, path.read_text(encoding="utf-8"))
    try:
        written = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        raise BadAnswer(f"{name}: the front matter is not TOML: {error}") from error
    taken = sorted({"lang", "body"} & set(written))
    if taken:
        raise BadAnswer(f"{name}: {taken[0]}: comes from the file itself and is not written in front")
    try:
        made = Answer.model_validate({**written, "lang": path.parent.name, "body": body})
    except ValidationError as error:
        raise BadAnswer("\n".join(_said(name, error))) from error
    if made.topic != path.stem:
        raise BadAnswer(f"{name}: topic: {made.topic!r} is not the file's name")
    return made


def _split(name: str, text: str) -> tuple[str, str]:
    """Front matter and body."""
    before, *rest = text.split(f"{FENCE}\n", 2)
    if before.strip() or len(rest) != 2:
        raise BadAnswer(f"{name}: no front matter between two lines of {FENCE}")
    return rest[0], rest[1]


def _said(name: str, error: ValidationError) -> list[str]:
    """One line for each fault: file, field, what is wrong."""
    found = []
    for one in error.errors():
        field = ".".join(str(part) for part in one["loc"])
        found.append(f"{name}: {field}: {one['msg']}" if field else f"{name}: {one['msg']}")
    return found
