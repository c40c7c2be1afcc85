"""The small encoder that ships with us: how likely a message is an emergency, and of which family."""

import hashlib
import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from buffycoat.library.reader.lexical import Lexical, mixed
from buffycoat.library.reader.message import Message

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
    """The loaded model; reads one text a run, so that company in a batch never changes an answer."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime  # type: ignore[import-untyped]  # an extra: without it the rules answer alone
        from tokenizers import Tokenizer

        with (folder / "model.toml").open("rb") as file:
            self.described = tomllib.load(file)
        self.version: str = self.described["version"]
        self.thresholds = Thresholds(**self.described["thresholds"])
        self.families: list[str] = self.described["families"]
        self._checked(folder)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(self.described["longest"])
        self.words = Lexical(folder / "words.npz")
        self.head = Head(folder / "head.npz")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def _checked(self, folder: Path) -> None:
        """A model and thresholds that do not belong together are refused."""
        for name, wanted in self.described["sha256"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted:
                raise ValueError(f"the reader's {name} is not the one its thresholds were chosen for")

    def believes(self, text: str, message: Message | None = None) -> Belief:
        """What the encoder and the counted words make of one text."""
        return self.heard(text, message).believed(self.thresholds.words)

    def heard(self, text: str, message: Message | None = None) -> Heard:
        """What each of the two says by itself."""
        import numpy

        encoded = self.tokenizer.encode(text)
        tier, family = self.session.run(None, {"ids": numpy.array([encoded.ids], dtype=numpy.int64)})
        told = self.words.logits(message or Message(text))
        best = max(range(len(self.families)), key=lambda at: float(family[0][at]))
        return Heard(self.head.logits(tier[0], family[0]), told, self.families[best], _pieces(encoded))


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
