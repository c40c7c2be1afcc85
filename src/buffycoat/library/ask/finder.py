"""Which answer a question wants: by its counted words and, with the encoder installed, by what it means."""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import numpy

from buffycoat.library.ask.meaning import Meaning, Numbers, likely
from buffycoat.library.ask.words import counted
from buffycoat.library.reader.message import Message
from buffycoat.library.shipped import described

FOLDER = Path(__file__).parent / "model"
WORDS_ONLY = "words"  # the version of a finder without its encoder


@dataclass(frozen=True)
class Limits:
    """From which shares a question is answered so."""

    beyond: float  # out of scope from this share
    topic: float  # no topic is shown below this share of all topics
    sure: float  # a topic this likely outweighs a faint doubt of the reader; above 1: none ever does
    sure_beyond: float  # and so does being out of scope
    words: float  # the share of the counted words beside the encoder
    near: float  # the share of the questions that are nearest by meaning


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
    """The loaded model: names, weights of words, and what knows meanings, or None."""

    def __init__(self, folder: Path = FOLDER, *, alone: bool = False) -> None:
        said = described(folder, "Ask's", "limits")
        self.topics: list[str] = said["topics"]
        self.kinds: list[str] = said["kinds"]
        with numpy.load(folder / "words.npz") as kept:
            self.held = {name: kept[name] for name in kept.files}
        self.meaning = None if alone else Meaning.loaded(folder, said["longest"])
        self.by = said["version"] if self.meaning else WORDS_ONLY
        self.limits = Limits(**said["limits" if self.meaning else "limits_words"])

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
        if self.meaning is None:
            return likely(self.from_words(message))
        mended = self.meaning.spelling.mended(message.original)
        words, (head, near) = likely(self.from_words(Message(mended))), self.meaning.of(mended)
        share = self.limits
        rest = 1 - share.words - share.near
        return likely(share.words * words + share.near * likely(near) + rest * likely(head))

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


_LOADING = Lock()  # two first questions at once must not load it twice


def finder() -> Finder:
    """The finder, loaded once in a process."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Finder:
    return Finder()
