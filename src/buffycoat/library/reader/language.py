"""In which language a message is, and whether the reader can be said to have understood it."""

import tomllib
from pathlib import Path
from typing import Literal

from buffycoat.library.reader.message import Message

Language = Literal["en", "es", "other"]
with Path(__file__).with_name("languages.toml").open("rb") as file:
    TABLE = tomllib.load(file)
WORDS = {name: frozenset(words) for name, words in TABLE["words"].items()}
LEAST_WORDS = int(TABLE["least_words"])
COURTESY = frozenset(TABLE["courtesy"])
BROKEN = 0.45  # share of a message's words that may be strange before we say that we did not understand it


def language(message: Message) -> Language:
    """The language whose small words are commonest; English when nothing tells."""
    votes = {name: 0 for name in WORDS}
    for word in _words(message):
        for name, words in WORDS.items():
            votes[name] += word in words
    if any(mark in message.original for mark in "¿¡ñÑ"):
        votes["es"] += 2
    if votes["other"] > 1 and votes["other"] > 1.5 * max(votes["en"], votes["es"]):
        return "other"
    return "es" if votes["es"] > votes["en"] else "en"


def is_courtesy(message: Message) -> bool:
    """Whether the whole message is a greeting, thanks, or a bare yes or no."""
    said = " ".join(_words(message))
    return said in COURTESY


def too_short(message: Message) -> bool:
    """Whether there are too few words to tell anything from."""
    return len(message.words) < LEAST_WORDS


def foreign_letters(message: Message) -> bool:
    """Whether a good part of the letters is of a script that the reader does not read."""
    letters = [letter for letter in message.plain if letter.isalpha()]
    strange = sum(1 for letter in letters if not letter.isascii() and letter != "ñ")
    return bool(letters) and strange > 0.3 * len(letters)


def _words(message: Message) -> list[str]:
    return [message.plain[word.start : word.end] for word in message.words]
