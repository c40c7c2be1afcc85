"""What a closed kit recovers: published counts pooled in part, then the clinic’s own counts.

Model, on the log-odds of recovery (preparation note 3.1):

    study mean = kit + study,   kit ~ N(mean, kit_sd²),   study ~ N(0, study_sd²)
    one preparation = kit + clinic + donor,   clinic ~ N(0, study_sd²),   donor ~ N(0, donor_sd²)

A kit and each of its settings are kits of their own: one machine gives 18 % or 58 % by its setting. Kits with
little or no data lean on all others and stay wide. Makers’ claims are never used.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.preparation.prediction import NORMAL, Blood, Prediction, Spread, predicted

KIT_SDS: NDArray[np.float64] = np.linspace(0.05, 2.5, 50)  # over which the spread between kits is averaged


class Measured(Fact):
    """What one study found with one kit at one setting; without recovery, only that the kit exists."""

    kit: str
    setting: str = ""
    maker: str = ""
    study: str = ""
    donors: int | None = Field(default=None, ge=1)
    blood_ml: float | None = Field(default=None, gt=0)
    anticoagulant_ml: float | None = None
    product_ml: float | None = Field(default=None, gt=0)
    recovery: float | None = Field(default=None, gt=0, lt=100)  # %
    below: float | None = Field(default=None, gt=0, lt=100)  # %, where only an upper bound is printed
    donor_cv: float | None = Field(default=None, gt=0)
    derived: str = ""
    funded: bool = False
    address: str = ""

    @property
    def way(self) -> str:
        """The kit with its setting: what recovery belongs to."""
        return f"{self.kit}, {self.setting}" if self.setting else self.kit


class Assumed(Fact):
    """A parameter before any count."""

    value: float
    says: str


MEASURED = read_table(__file__, "kits.toml", Measured)
ASSUMED = read_table(__file__, "kit_priors.toml", Assumed)


def logit(share: float) -> float:
    """Log-odds of a share between 0 and 1."""
    return math.log(share / (1 - share))


def _assumed(name: str) -> float:
    return ASSUMED[name].value


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal belief about one number."""

    mean: float
    variance: float

    def given(self, value: float, variance: float) -> "Normal":
        """The belief after an observation of it with this variance."""
        weight = self.variance / (self.variance + variance)
        return Normal(self.mean + weight * (value - self.mean), self.variance * (1 - weight))

    def given_below(self, bound: float, variance: float) -> "Normal":
        """The belief after learning only that an observation lay below the bound (a truncation’s moments)."""
        sd = math.sqrt(self.variance + variance)
        standard, at = NormalDist(), (bound - self.mean) / sd
        hazard = standard.pdf(at) / max(standard.cdf(at), 1e-12)
        seen = Normal(self.mean - sd * hazard, sd**2 * max(1 - hazard * (at + hazard), 1e-6))
        weight = self.variance / (self.variance + variance)
        return Normal(
            self.mean + weight * (seen.mean - self.mean),
            self.variance * (1 - weight) + weight**2 * seen.variance,
        )


@dataclass(frozen=True, slots=True)
class Kits:
    """What a set of studies says of kits at large: where they centre and how far they differ."""

    mean: Normal
    kit_sd: float
    rows: tuple[Measured, ...]

    def kit(self, way: str) -> Normal:
        """The belief about one kit’s log-odds of recovery in an average clinic."""
        belief = Normal(self.mean.mean, self.mean.variance + self.kit_sd**2)
        for row in self.rows:
            if row.way == way and row.recovery is not None:
                belief = belief.given(logit(row.recovery / 100), _variance(row))
            elif row.way == way and row.below is not None:
                belief = belief.given_below(logit(row.below / 100), _variance(row))
        return belief

    def donor(self, way: str) -> tuple[float, float]:
        """Standard deviation between donors with this kit, and the preparations that it counts for."""
        weight, total = _assumed("donor_weight"), _assumed("donor_weight") * _assumed("donor_sd") ** 2
        for row in self.rows:
            if row.way == way and row.recovery is not None and row.donor_cv is not None and row.donors:
                weight += row.donors - 1
                total += (row.donors - 1) * (row.donor_cv / (1 - row.recovery / 100)) ** 2
        return math.sqrt(total / weight), weight


def _variance(row: Measured) -> float:
    """How far a study’s mean may lie from the kit’s own: other clinics, few donors, who paid."""
    variance = _assumed("study_sd") ** 2 + _assumed("donor_sd") ** 2 / (row.donors or 3)
    return variance + (_assumed("funded_sd") ** 2 if row.funded else 0)


def fit(rows: Iterable[Measured]) -> Kits:
    """Pool the studies: mean of all kits and spread between them, averaged over what fits the data."""
    rows = tuple(rows)
    means = [row for row in rows if row.recovery is not None]
    found = np.array([logit((row.recovery or 0) / 100) for row in means])
    same = np.array([[one.way == other.way for other in means] for one in means], dtype=float)
    own = np.diag([_variance(row) for row in means])
    prior = Normal(_assumed("mean"), _assumed("mean_sd") ** 2)
    posts: list[Normal] = []
    weights: list[float] = []
    for sd in KIT_SDS:
        post, likelihood = _pooled(found, own + sd**2 * same, prior)
        posts.append(post)
        weights.append(likelihood - 0.5 * (sd / _assumed("kit_sd")) ** 2)
    share = np.exp(np.array(weights) - max(weights))
    share /= share.sum()
    centre = float(sum(w * post.mean for w, post in zip(share, posts, strict=True)))
    around = sum(
        w * (post.variance + (post.mean - centre) ** 2) for w, post in zip(share, posts, strict=True)
    )
    return Kits(Normal(centre, float(around)), math.sqrt(float(share @ KIT_SDS**2)), rows)


def _pooled(
    found: NDArray[np.float64], covariance: NDArray[np.float64], prior: Normal
) -> tuple[Normal, float]:
    """Mean of all kits given the studies, and the studies’ log-likelihood (generalised least squares)."""
    if not len(found):
        return prior, 0.0
    ones = np.ones(len(found))
    total = covariance + prior.variance * np.outer(ones, ones)
    solved = np.linalg.solve(total, found - prior.mean)
    likelihood = -0.5 * (np.linalg.slogdet(total)[1] + (found - prior.mean) @ solved)
    gain = prior.variance * ones
    variance = prior.variance - gain @ np.linalg.solve(total, gain)
    return Normal(prior.mean + float(gain @ solved), float(variance)), float(likelihood)


@cache
def published() -> Kits:
    """The pool of every published row."""
    return fit(MEASURED.rows.values())


def ways() -> Mapping[str, tuple[Measured, ...]]:
    """Every kit and setting that is known by name, with its studies."""
    found: dict[str, list[Measured]] = {}
    for row in MEASURED.rows.values():
        found.setdefault(row.way, []).append(row)
    return MappingProxyType({way: tuple(rows) for way, rows in found.items()})


@dataclass(frozen=True, slots=True)
class Clinic:
    """What this clinic may expect of a kit: its own mean, and one preparation around it (log-odds)."""

    mean: Normal
    donor_sd: float
    freedom: float
    counted: int

    def recovery(self) -> Spread:
        """Recovery of the next preparation, a share between 0 and 1: Student’s t on the log-odds."""
        scale = math.sqrt(self.mean.variance + self.donor_sd**2)
        return Spread(1 / (1 + np.exp(-(self.mean.mean + scale * _student(self.freedom)))))


def _student(freedom: float) -> NDArray[np.float64]:
    """Quantiles of Student’s t at the levels of a Spread (Abramowitz and Stegun 26.7.5, two terms)."""
    z = NORMAL
    return np.asarray(z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2))


def clinic(way: str, own: Sequence[float] = (), pool: Kits | None = None) -> Clinic:
    """The belief about a kit in this clinic after its own recoveries, shares between 0 and 1."""
    for share in own:
        if not 0 < share < 1:
            raise ValueError(f"a recovery of {share:g} is not between 0 and 1")
    pool = pool or published()
    kit = pool.kit(way)
    donor_sd, freedom = pool.donor(way)
    here = Normal(kit.mean, kit.variance + _assumed("study_sd") ** 2)
    if own:
        seen = np.array([logit(share) for share in own])
        squares = float(((seen - seen.mean()) ** 2).sum())
        donor_sd = math.sqrt((freedom * donor_sd**2 + squares) / (freedom + len(own) - 1))
        freedom += len(own) - 1
        here = here.given(float(seen.mean()), donor_sd**2 / len(own))
    return Clinic(here, donor_sd, freedom, len(own))


def predict_kit(
    way: str,
    blood: Blood,
    blood_ml: float,
    product_ml: float | None = None,
    own: Sequence[float] = (),
) -> Prediction:
    """Dose of one kit (`way` as in ways()) from the patient’s counts; `own` are this clinic’s recoveries.

    blood_ml is the blood without anticoagulant. ValueError when a volume is impossible or not known.
    """
    studies = ways().get(way, ())
    volume = product_ml or next((row.product_ml for row in studies if row.product_ml), None)
    if volume is None:
        raise ValueError(f"{way}: how many mL the kit gives is not known; state product_ml")
    if not (0 < blood_ml < math.inf and 0 < volume <= blood_ml * 1.5):
        raise ValueError(f"{way}: {volume:g} mL of product from {blood_ml:g} mL of blood is impossible")
    counted = sum(row.recovery is not None or row.below is not None for row in studies)
    rests: Literal["own counts", "published counts", "one study", "no counts"] = (
        "own counts"
        if len(own) >= _assumed("own_counts")
        else "published counts"
        if counted > 1
        else "one study"
        if counted
        else "no counts"
    )
    return predicted(
        way,
        blood,
        blood_ml,
        clinic(way, own).recovery(),
        Spread.exactly(volume),
        rests,
        tuple(_notes(studies, len(own), volume)),
        ("prep-3", "prep-3.1"),
    )


def _notes(studies: tuple[Measured, ...], own: int, volume: float) -> Iterable[str]:
    """What a reader must know of the ground that a prediction stands on."""
    used = [row for row in studies if row.recovery is not None or row.below is not None]
    if own:
        yield f"{own} of this clinic’s own counts are used."
    if not used and not own:
        yield "No measured recovery of this kit was found: the interval is that of an unknown kit."
    elif not used:
        yield "No published recovery of this kit was found."
    if used and all(row.funded for row in used):
        yield "Every study was paid for by a maker or printed by a seller; it counts for less."
    if any(row.status != "V" for row in used):
        yield "Some figures are known from the literature and not re-read."
    if any(row.derived for row in used):
        yield "Some recoveries are worked out from what the study prints."
    known = {row.product_ml for row in studies if row.product_ml}
    if known and volume not in known:
        yield "Another volume than the studies’: as many platelets, in another concentration."
