"""Which answer a question wants: what the counted words say, and the small encoder where it is installed."""

import hashlib
import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy
from numpy.typing import NDArray

from buffycoat.library.ask.words import counted
from buffycoat.library.reader.message import Message

FOLDER = Path(__file__).parent / "model"
WORDS_ONLY = "words"  # the version of a finder without its encoder
Numbers = NDArray[numpy.float64]


@dataclass(frozen=True)
class Limits:
    """From which shares a question is answered so."""

    beyond: float  # out of scope from this share
    topic: float  # no topic is shown below this share of all topics
    sure: float  # a topic this likely outweighs a faint doubt of the reader; above 1: none ever does
    sure_beyond: float  # and so does being out of scope
    words: float  # the share of the counted words beside the encoder


@dataclass(frozen=True)
class Found:
    """What a question seems to be: topics, likeliest first; out of scope and of which kind.

    by: the model's version; "words" where the encoder is not installed.
    """

    topics: tuple[tuple[str, float], ...]
    beyond: float
    kind: str
    by: str


class Finder:
    """The loaded model: names, weights of words, and the encoder or None."""

    def __init__(self, folder: Path = FOLDER, *, alone: bool = False) -> None:
        with (folder / "model.toml").open("rb") as file:
            self.described = tomllib.load(file)
        self._checked(folder)
        self.topics: list[str] = self.described["topics"]
        self.kinds: list[str] = self.described["kinds"]
        with numpy.load(folder / "words.npz") as kept:
            self.held = {name: kept[name] for name in kept.files}
        self.session: Any = None
        self.tokenizer: Any = None
        if not alone:
            self.session, self.tokenizer = _encoder(folder, self.described["longest"])
        self.by = self.described["version"] if self.session else WORDS_ONLY
        self.limits = Limits(**self.described["limits" if self.session else "limits_words"])

    def _checked(self, folder: Path) -> None:
        """A model and limits that do not belong together are refused."""
        for name, wanted in self.described["sha256"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted:
                raise ValueError(f"Ask's {name} is not the one its limits were chosen for")

    def find(self, message: Message) -> Found:
        """What the question seems to be."""
        share = numpy.exp(self.believed(message))
        topics, kinds = share[: len(self.topics)], share[len(self.topics) :]
        total = float(topics.sum()) or 1.0
        order = numpy.argsort(-topics, kind="stable")
        return Found(
            topics=tuple((self.topics[at], float(topics[at]) / total) for at in order),
            beyond=float(kinds.sum()),
            kind=self.kinds[int(kinds.argmax())],
            by=self.by,
        )

    def believed(self, message: Message) -> Numbers:
        """Logarithms of how likely each topic, and each kind out of scope are."""
        words = likely(self.from_words(message))
        if self.session is None:
            return words
        part = self.limits.words
        return likely((1 - part) * likely(self.from_encoder(message)) + part * words)

    def from_words(self, message: Message) -> Numbers:
        """Log-odds as the counted words have them."""
        held = self.held
        answer: Numbers = held["start"].astype(numpy.float64)
        for block, found in enumerate(counted(message)):
            buckets = numpy.array(sorted(found), dtype=numpy.int64)
            known = held[f"buckets_{block}"]
            at = numpy.searchsorted(known, buckets).clip(max=len(known) - 1)
            seen = known[at] == buckets
            at, often = at[seen], [1 + math.log(found[int(one)]) for one in buckets[seen]]
            if not often:
                continue
            value: Numbers = numpy.array(often) * held[f"rarity_{block}"][at].astype(numpy.float64)
            weights = held[f"weights_{block}"][at].astype(numpy.float64)
            answer += (value / numpy.linalg.norm(value)) @ weights * held["scale"]
        return answer

    def from_encoder(self, message: Message) -> Numbers:
        """Log-odds as the encoder has them."""
        ids = self.tokenizer.encode(message.original).ids
        said = self.session.run(["name"], {"ids": numpy.array([ids], dtype=numpy.int64)})
        return numpy.asarray(said[0][0], dtype=numpy.float64)


def likely(odds: Numbers) -> Numbers:
    """Logarithms of the probabilities that some log-odds mean."""
    most = odds.max()
    return numpy.asarray(odds - most - math.log(float(numpy.exp(odds - most).sum())))


def _encoder(folder: Path, longest: int) -> tuple[Any, Any]:
    """The session and its tokenizer; nothing where the extra `reader` is not installed."""
    try:
        import onnxruntime  # type: ignore[import-untyped]  # an extra: without it the words answer alone
        from tokenizers import Tokenizer
    except ImportError:
        return None, None
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(longest)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    path = str(folder / "encoder.onnx")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"]), tokenizer


_LOADING = Lock()  # two first questions at once must not load it twice


def finder() -> Finder:
    """The finder, loaded once in a process."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Finder:
    return Finder()
