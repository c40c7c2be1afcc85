"""The questions that Ask learns from, each with the answer it wants, and how they are varied."""

import json
import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ANSWERS = HERE.parents[1] / "src" / "buffycoat" / "library" / "answers"
OPENINGS = {
    "en": (
        "hi, ",
        "hello, ",
        "quick question: ",
        "hey doc, ",
        "sorry to bother you, ",
        "so ",
        "um ",
        "question - ",
    ),
    "es": (
        "hola, ",
        "buenas, ",
        "disculpe, ",
        "una pregunta: ",
        "buenos días, ",
        "oiga, ",
        "pues ",
        "doctor, ",
    ),
}
ENDINGS = {
    "en": (
        " thanks",
        " please",
        " ty",
        "??",
        " just wondering",
        " asking for my husband",
        " asking for my mom",
    ),
    "es": (
        " gracias",
        " por favor",
        "??",
        " nada más quiero saber",
        " es para mi mamá",
        " pregunto por mi esposo",
    ),
}


@dataclass(frozen=True)
class Question:
    """A question, its language, and the topic or kind out of scope that it is."""

    text: str
    lang: str
    name: str


@cache
def topics() -> tuple[str, ...]:
    """Every topic, in the order of the alphabet."""
    return tuple(_answers("en"))


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of what we do not answer."""
    return tuple(_table("out_of_scope*.toml"))


@cache
def names() -> tuple[str, ...]:
    """What a question may be: a topic or a kind out of scope."""
    return (*topics(), *kinds())


def written() -> list[Question]:
    """The questions written for training, those in front of the answers, and the titles."""
    held = {**_table("questions*.toml"), **_table("out_of_scope*.toml")}
    found = [
        Question(line, lang, name)
        for name, by_language in held.items()
        for lang, lines in by_language.items()
        for line in lines
    ]
    for lang in ("en", "es"):
        for topic, one in _answers(lang).items():
            found += [Question(text, lang, topic) for text in (*one["questions"], one["title"])]
    return list(dict.fromkeys(found))


def shorts() -> list[Question]:
    """The short answers: what a topic talks about, not how it is asked."""
    return [
        Question(one["short"], lang, topic) for lang in ("en", "es") for topic, one in _answers(lang).items()
    ]


def extra(paths: list[Path]) -> list[Question]:
    """Questions of evaluation sets that have been read, to learn from as well; no kind is noted in them."""
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    wants = {"answer": lambda row: row["topics"][0], "out_of_scope": lambda _: "other"}
    return [
        Question(row["text"], row["lang"], wants[row["want"]](row)) for row in rows if row["want"] in wants
    ]


def varied(one: Question, chance: random.Random) -> str:
    """One variation: an opening, an ending, typing mistakes, no capitals, no marks."""
    text = one.text
    if chance.random() < 0.15:
        text = chance.choice(OPENINGS[one.lang]) + text
    if chance.random() < 0.15:
        text = text.rstrip("?") + chance.choice(ENDINGS[one.lang])
    if chance.random() < 0.3:
        text = "".join(letter for letter in text.lower() if letter not in ".,;:¿¡!?’'\"")
    elif chance.random() < 0.2:
        text = text[:1].upper() + text[1:]
    if chance.random() < 0.25 and text:
        text = _mistyped(text, chance)
    return text or one.text  # of nothing but marks, the marks stay


def _mistyped(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, len(letters) // 40)):
        at = chance.randrange(len(letters))
        what = chance.random()
        if what < 0.4 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif what < 0.7 and len(letters) > 5:
            del letters[at]
        else:
            letters.insert(at, letters[at])
    return "".join(letters)


def _answers(lang: str) -> dict[str, dict[str, Any]]:
    """What stands in front of each answer; read without the product, which the training does not install."""
    files = sorted((ANSWERS / lang).glob("*.md"))
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8").split("+++\n", 2)[1]) for path in files}


def _table(pattern: str) -> dict[str, dict[str, list[str]]]:
    """The lines of the files, by name and language."""
    held: dict[str, dict[str, list[str]]] = {}
    for path in sorted(HERE.glob(pattern)):
        for name, by_language in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for lang, lines in by_language.items():
                held.setdefault(name, {}).setdefault(lang, []).extend(lines.strip().splitlines())
    return held
