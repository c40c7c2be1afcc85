"""The words of a question, counted: words and letter runs as the reader has them, and what they mean."""

import tomllib
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

from buffycoat.library.reader.lexical import BUCKETS, pieces
from buffycoat.library.reader.message import Message


def counted(message: Message) -> tuple[Counter[int], Counter[int]]:
    """How often each bucket of words, pairs and concepts, and each bucket of letter runs, occurs."""
    words, runs = pieces(message)
    said = [message.plain[word.start : word.end] for word in message.words]
    found = sorted({concept for word in said for concept in _concepts(word)})
    words.update(_bucket(f"={one}") for one in found)
    words.update(_bucket(f"={one}+{other}") for at, one in enumerate(found) for other in found[at + 1 :])
    return words, runs


@lru_cache(maxsize=20_000)
def _concepts(word: str) -> tuple[str, ...]:
    """What a word stands for; nothing for most words."""
    exact, begun = _table()
    found = list(exact.get(word, ()))
    for length in range(2, len(word) + 1):
        found += begun.get(word[:length], ())
    return tuple(dict.fromkeys(found))


@cache
def _table() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The concepts by whole word, and by how a word begins."""
    with Path(__file__).with_name("concepts.toml").open("rb") as file:
        rows = tomllib.load(file)
    exact: dict[str, list[str]] = {}
    begun: dict[str, list[str]] = {}
    for concept, words in rows.items():
        for word in words:
            (begun if word.endswith("*") else exact).setdefault(word.rstrip("*"), []).append(concept)
    return exact, begun


def _bucket(piece: str) -> int:
    return crc32(piece.encode()) & (BUCKETS - 1)
