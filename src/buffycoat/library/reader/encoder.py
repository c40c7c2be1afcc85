"""The small encoder that ships with us: how likely a message is an emergency, and of which family."""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from buffycoat.library.reader.lexical import Lexical, mixed
from buffycoat.library.reader.message import Message
from buffycoat.library.shipped import Network, described

FOLDER = Path(__file__).parent / "model"


@dataclass(frozen=True)
class Thresholds:
    """From which log-odds a message, or a part of a long one, is answered so."""

    emergency: float
    ask: float
    part_emergency: float
    part_ask: float
    rule: float
    rule_ask: float
    words: float  # the share that the counted words have in the belief, beside the encoder


@dataclass(frozen=True)
class Belief:
    """What it believes of a text: log-odds of an emergency, of that or doubt, the family, pieces a word."""

    emergency: float
    ask: float
    family: str
    pieces: float


@dataclass(frozen=True)
class Heard:
    """Log-odds of nothing, ask, emergency: the encoder's, weighed anew, and those of the counted words."""

    encoder: list[float]
    words: list[float]
    family: str
    pieces: float

    def believed(self, share: float) -> Belief:
        """The two together, the words by their share."""
        nothing, ask, emergency = mixed(self.encoder, self.words, share)
        return Belief(
            emergency - _summed(nothing, ask), _summed(ask, emergency) - nothing, self.family, self.pieces
        )


class Head:
    """Weighs the encoder's answers anew: it never read plain questions, and takes some for danger."""

    def __init__(self, path: Path) -> None:
        import numpy

        with numpy.load(path) as kept:
            self.weights, self.start = kept["weights"], kept["start"]

    def logits(self, tier: Any, family: Any) -> list[float]:
        """Nothing, ask, emergency, from what the encoder says of these three and of the families."""
        answers = (*tier, *family)
        return [
            float(start + sum(weight * float(one) for weight, one in zip(weights, answers, strict=True)))
            for weights, start in zip(self.weights, self.start, strict=True)
        ]


class Encoder:
    """The loaded model: the encoder, the counted words, and the limits that were chosen for them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        said = described(folder, "the reader's", "thresholds")
        self.version: str = said["version"]
        self.thresholds = Thresholds(**said["thresholds"])
        self.families: list[str] = said["families"]
        self.network = Network(folder, said["longest"])
        self.words = Lexical(folder / "words.npz")
        self.head = Head(folder / "head.npz")

    def believes(self, text: str, message: Message | None = None) -> Belief:
        """What the encoder and the counted words make of one text."""
        return self.heard(text, message).believed(self.thresholds.words)

    def heard(self, text: str, message: Message | None = None) -> Heard:
        """What each of the two says by itself."""
        encoded = self.network.pieces(text)
        tier, family = self.network.says(encoded, "tier", "family")
        told = self.words.logits(message or Message(text))
        best = max(range(len(self.families)), key=lambda at: float(family[at]))
        return Heard(self.head.logits(tier, family), told, self.families[best], _pieces(encoded))


def _pieces(encoded: Any) -> float:
    """Pieces a word, an unknown one counted five times: words of a language that we do not read break up."""
    words = {word for word in encoded.word_ids if word is not None}
    return sum(5 if token == "<unk>" else 1 for token in encoded.tokens[1:-1]) / max(1, len(words))  # noqa: S105


def _summed(one: float, other: float) -> float:
    """The logarithm of the sum of two exponentials."""
    most = max(one, other)
    return most + math.log(math.exp(one - most) + math.exp(other - most))


_LOADING = Lock()  # two first messages at once must not load it twice


def encoder() -> Encoder | None:
    """The encoder, loaded once in a process; None where the extra `reader` is not installed."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Encoder | None:
    try:
        return Encoder()
    except ImportError:
        return None
