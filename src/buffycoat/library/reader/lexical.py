"""The words themselves as evidence: counted pieces of a message, weighed as in a linear model.

It errs elsewhere than the encoder, so the two together err less than either. Pieces are words, pairs of
words, pairs with one word between them, and runs of two to five letters within a word; each falls into a
bucket by its checksum, so no list is kept.
"""

import math
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

from buffycoat.library.reader.message import WORD, Message

BUCKETS = 1 << 17
LETTERS = range(2, 6)
LONGEST = 60  # letters of one word that are looked at; no honest word is longer


def pieces(message: Message) -> tuple[Counter[int], Counter[int]]:
    """How often each bucket of words and pairs, and each bucket of letter runs, occurs."""
    said = [found.group() for found in WORD.finditer(message.plain)] + ["?"] * message.plain.count("?")
    words = Counter(_bucket(word) for word in said)
    words.update(_bucket(f"{one} {other}") for one, other in pairwise(said))
    words.update(_bucket(f"{one} _ {other}") for one, other in zip(said, said[2:], strict=False))
    runs: Counter[int] = Counter()
    for word in said:
        runs.update(_runs(word))
    return words, runs


@lru_cache(maxsize=20_000)
def _runs(word: str) -> tuple[int, ...]:
    """The buckets of a word's letter runs; the commonest words come again and again."""
    padded = f" {word[:LONGEST]} "
    return tuple(
        _bucket(padded[at : at + length]) for length in LETTERS for at in range(len(padded) - length + 1)
    )


def _bucket(piece: str) -> int:
    return crc32(piece.encode()) & (BUCKETS - 1)


class Lexical:
    """The weights of the buckets; answers log-odds like the encoder."""

    def __init__(self, path: Path) -> None:
        import numpy

        self.numpy = numpy
        with numpy.load(path) as kept:
            self.rarity, self.weights, self.start = kept["rarity"], kept["weights"], kept["start"]

    def logits(self, message: Message) -> list[float]:
        """Nothing, ask, emergency: their log-odds before they are made to sum to one."""
        numpy = self.numpy
        answer = self.start.astype(numpy.float64)
        for block, counted in enumerate(pieces(message)):
            if not counted:
                continue
            buckets = numpy.fromiter(counted, dtype=numpy.int64)
            often = numpy.fromiter((1 + math.log(count) for count in counted.values()), dtype=numpy.float64)
            value = often * self.rarity[block, buckets]
            answer += self.weights[block][:, buckets].astype(numpy.float64) @ (
                value / numpy.linalg.norm(value)
            )
        return [float(one) for one in answer]


def likely(logits: list[float]) -> list[float]:
    """Logarithms of the probabilities that some log-odds mean."""
    most = max(logits)
    total = most + math.log(sum(math.exp(one - most) for one in logits))
    return [one - total for one in logits]


def mixed(encoder: Any, lexical: list[float], share: float) -> list[float]:
    """The two beliefs averaged in log-odds, the words' by their share."""
    return [
        (1 - share) * one + share * other for one, other in zip(likely(encoder), likely(lexical), strict=True)
    ]
