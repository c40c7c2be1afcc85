"""What a question means to the encoder that ships with us: a head, and the nearest known questions."""

import math
from pathlib import Path

import numpy
from numpy.typing import NDArray

from buffycoat.library.ask.spelling import Spelling
from buffycoat.library.shipped import Network

Numbers = NDArray[numpy.float64]


def likely(odds: Numbers) -> Numbers:
    """Logarithms of the probabilities that some log-odds mean."""
    most = odds.max()
    return numpy.asarray(odds - most - math.log(float(numpy.exp(odds - most).sum())))


class Meaning:
    """The encoder, the head over what it says, and every question that was learned from, by meaning."""

    def __init__(self, folder: Path, network: Network) -> None:
        self.network = network
        with numpy.load(folder / "meaning.npz") as kept:
            held = {name: kept[name] for name in kept.files}
        self.middle, self.spread = held["middle"], held["spread"]
        self.weights, self.start = held["weights"].astype(numpy.float32), held["start"]
        # Questions stand sorted by name, so that each name is one stretch of rows.
        self.known = held["known"].astype(numpy.float32) * held["scale"].astype(numpy.float32)[:, None]
        self.ends: list[int] = held["ends"].tolist()
        self.nearest, self.sure = int(held["nearest"]), float(held["sure"])
        self.spelling = Spelling(held["aims"].tolist(), held["others"].tolist())

    @classmethod
    def loaded(cls, folder: Path, longest: int) -> "Meaning | None":
        """All of it; nothing where the extra `reader` is not installed."""
        try:
            return cls(folder, Network(folder, longest))
        except ImportError:
            return None

    def of(self, text: str) -> tuple[Numbers, Numbers]:
        """Log-odds of each name: as the head has them, and as the nearest known questions have them."""
        meant = (self.raw(text) - self.middle) / self.spread
        head = _times(self.weights, meant) + self.start
        alike = _times(self.known, meant / numpy.linalg.norm(meant))
        return head.astype(numpy.float64), self._near(alike)

    def raw(self, text: str) -> NDArray[numpy.float32]:
        """What the encoder makes of a text, before anything was learned from our questions."""
        [meant] = self.network.says(self.network.pieces(text), "meant")
        return numpy.asarray(meant, dtype=numpy.float32)

    def _near(self, alike: NDArray[numpy.float32]) -> Numbers:
        """For each name, how alike its few nearest questions are."""
        out, begin = [], 0
        for end in self.ends:
            closest = numpy.sort(alike[begin:end])[-self.nearest :]
            out.append(self.sure * float(closest.mean()))
            begin = end
        return numpy.array(out)


def _times(rows: NDArray[numpy.float32], by: NDArray[numpy.float32]) -> NDArray[numpy.float32]:
    """Each row multiplied with one question, on this core: threads would take longer to wake than to work."""
    return numpy.asarray(numpy.einsum("ij,j->i", rows, by))
