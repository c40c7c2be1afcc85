"""What a way of preparing is expected to give, each quantity with how far it may be off.

One interface for both models: closed kits (partial pooling of published counts) and open tubes (physics).
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

POINTS = 101  # equally likely values that stand for a quantity; odd, so that the median is one of them
LEVELS: NDArray[np.float64] = (np.arange(POINTS) + 0.5) / POINTS
NORMAL: NDArray[np.float64] = np.array([NormalDist().inv_cdf(float(level)) for level in LEVELS])


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """A quantity that is not known exactly: POINTS equally likely values, ascending. No chance is drawn."""

    values: NDArray[np.float64]

    @staticmethod
    def exactly(value: float) -> "Spread":
        """A quantity that is known."""
        return Spread(np.full(POINTS, float(value)))

    @staticmethod
    def normal(mean: float, sd: float) -> "Spread":
        """A normal quantity."""
        return Spread(mean + sd * NORMAL)

    @staticmethod
    def lognormal(median: float, cv: float) -> "Spread":
        """A positive quantity with this median and coefficient of variation (0.1 for 10 %)."""
        return Spread(median * np.exp(np.sqrt(np.log1p(cv**2)) * NORMAL))

    @staticmethod
    def logit_normal(logit: float, sd: float) -> "Spread":
        """A share between 0 and 1 whose log-odds are normal."""
        return Spread(1 / (1 + np.exp(-(logit + sd * NORMAL))))

    @staticmethod
    def of(samples: NDArray[np.float64]) -> "Spread":
        """The equally likely values that stand for many equally likely samples of any shape."""
        return Spread(np.quantile(samples, LEVELS, method="hazen"))

    def quantile(self, level: float) -> float:
        """The value that the quantity stays below with this chance."""
        return float(np.quantile(self.values, level, method="hazen"))

    @property
    def median(self) -> float:
        """The middle value."""
        return float(self.values[POINTS // 2])

    def interval(self, share: float = 0.8) -> tuple[float, float]:
        """The values between which it lies with this chance, as much left out below as above."""
        return self.quantile((1 - share) / 2), self.quantile((1 + share) / 2)

    def chance_at_least(self, bound: float) -> float:
        """The chance that it reaches the bound."""
        return float(np.mean(self.values >= bound))

    def map(self, step: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> "Spread":
        """The spread of a function of this quantity."""
        return Spread(np.sort(step(self.values)))

    def with_(
        self,
        other: "Spread",
        step: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]],
    ) -> "Spread":
        """The spread of a function of this and another quantity that is independent of it."""
        return Spread.of(step(self.values[:, None], other.values[None, :]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Blood:
    """The patient’s own counts, venous, before any anticoagulant; None where nobody knows."""

    platelets: Spread  # 10^9/L
    haematocrit: float | None = None  # %
    white_cells: float | None = None  # 10^9/L


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What is expected of one draw by one way of preparing."""

    way: str  # key of the kit and setting, or of the protocol
    blood_ml: float  # drawn, without the anticoagulant
    volume_ml: Spread  # of the product
    recovery: Spread  # share of the drawn platelets that is in the product, 0.7 for 70 %
    dose: Spread  # billions of platelets in the product
    concentration: Spread  # 10^9/L
    fold: Spread  # times the venous count
    rests_on: Literal["own counts", "published counts", "one study", "no counts", "physics"]
    notes: tuple[str, ...] = ()  # what is unknown or assumed, in words
    sources: tuple[str, ...] = ()  # keys of sources.toml


def predicted(
    way: str,
    blood: Blood,
    blood_ml: float,
    recovery: Spread,
    volume_ml: Spread,
    rests_on: Literal["own counts", "published counts", "one study", "no counts", "physics"],
    notes: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
) -> Prediction:
    """Dose, concentration and fold that follow from recovery, volume and the patient’s count."""
    fold = recovery.with_(volume_ml, lambda share, volume: share * blood_ml / volume)
    return Prediction(
        way=way,
        blood_ml=blood_ml,
        volume_ml=volume_ml,
        recovery=recovery,
        dose=recovery.with_(blood.platelets, lambda share, count: share * count * blood_ml / 1000),
        concentration=fold.with_(blood.platelets, np.multiply),
        fold=fold,
        rests_on=rests_on,
        notes=notes,
        sources=sources,
    )
