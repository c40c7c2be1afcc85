"""How many platelets: dose, fold and recovery from counts and volumes, with none unaccounted for.

Counts are ×10⁹/L, volumes mL, platelets billions (10⁹). Formulas as in the rule base, section 4.1. What is
not known stays unknown: a step that needs it is None, and one that depends on where the baseline was counted
is a range.
"""

import math
from dataclasses import dataclass
from typing import Literal

from buffycoat.pathway.card import Indicator
from buffycoat.pathway.knowledge import Fact, read_table

Range = tuple[float, float]  # lowest and highest; equal when exactly known
SLACK = 1e-9  # of a ratio: what adding decimals in binary can be out by


class Limit(Fact):
    """A bound that a count, volume or time must not pass, and what is said when it does."""

    bound: float
    unit: str
    indicator: Indicator
    says: str
    why: str
    below: bool = False

    def passed(self, value: float) -> bool:
        """Whether the value lies on the wrong side of the bound; on the bound is allowed."""
        slack = SLACK * max(1.0, abs(self.bound))
        return value < self.bound - slack if self.below else value > self.bound + slack


LIMITS = read_table(__file__, "dose.toml", Limit)


def conc(count: float) -> float:
    """Platelets in one millilitre, in billions, from a count in ×10⁹/L."""
    return count / 1000


def dose_bn(count: float, volume_ml: float) -> float:
    """Platelets in a volume, in billions: 1750 ×10⁹/L in 6 mL is 10.5 billion."""
    return conc(count) * volume_ml


def fold(product_count: float, blood_count: float) -> float:
    """How many times more concentrated the product is than the blood."""
    return product_count / blood_count


def with_anticoagulant(blood_ml: float, anticoagulant_ml: float) -> float:
    """What turns a count in the anticoagulated tube into the blood’s own: (blood + ACD) / blood."""
    return (blood_ml + anticoagulant_ml) / blood_ml


def recovery(product_count: float, product_ml: float, blood_count: float, blood_ml: float) -> float:
    """The part of the drawn platelets that is in the product, 0.7 for 70 %; for the blood’s own count."""
    return (product_count * product_ml) / (blood_count * blood_ml)


def needed_blood_ml(target_bn: float, blood_count: float, expected_recovery: float) -> float:
    """How much blood a dose needs, in mL: 10.5 billion at 250 ×10⁹/L and 0.7 need 60 mL."""
    return target_bn / (conc(blood_count) * expected_recovery)


def single_spin_ceiling(haematocrit_percent: float) -> float:
    """The most that one spin of plasma alone can concentrate: 1 / (1 - haematocrit). Preparation note 1.2."""
    return 1 / (1 - haematocrit_percent / 100)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of one spin and counted before the next."""

    spin: int
    volume_ml: float
    count: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What was measured between the vein and the needle; None where nobody knows.

    cv: counting error of the analyser as it is stated, in %. error_ml: how far a volume may be off, where
    somebody said so; 0 where nobody did.
    """

    blood_ml: float
    anticoagulant_ml: float | None = None
    blood_count: float | None = None
    counted_in: Literal["venous", "tube"] | None = None
    product_ml: float
    product_count: float | None = None
    sample_ml: float = 0
    sites_ml: tuple[float, ...] = ()
    discarded_ml: float = 0
    blood_cv: float | None = None
    product_cv: float | None = None
    blood_error_ml: float = 0
    product_error_ml: float = 0
    kept: tuple[Kept, ...] = ()

    def __post_init__(self) -> None:
        """A negative, infinite or zero measurement is refused here, so that no formula meets one."""
        for volume in (self.blood_ml, self.product_ml):
            if not (math.isfinite(volume) and volume > 0):
                raise ValueError(f"{volume} mL is not a volume above zero")
        for value in self._others():
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{value} is not a measurement: negative or not finite")

    def _others(self) -> tuple[float | None, ...]:
        counts = (self.blood_count, self.product_count, self.blood_cv, self.product_cv)
        volumes = (self.anticoagulant_ml, self.sample_ml, *self.sites_ml, self.discarded_ml)
        errors = (self.blood_error_ml, self.product_error_ml)
        return *counts, *volumes, *errors, *(n for one in self.kept for n in (one.volume_ml, one.count))

    def corrections(self) -> Range | None:
        """What turns a count into the blood’s own, lowest and highest: 1 for venous blood, more in a tube."""
        if self.counted_in == "venous":
            return 1.0, 1.0
        if self.anticoagulant_ml is None:
            return None
        factor = with_anticoagulant(self.blood_ml, self.anticoagulant_ml)
        return (factor, factor) if self.counted_in == "tube" else (1.0, factor)

    def blood_counts(self) -> Range | None:
        """The blood’s own count, lowest and highest: a tube’s count is corrected for the anticoagulant."""
        factors = self.corrections()
        if self.blood_count is None or factors is None:
            return None
        return self.blood_count * factors[0], self.blood_count * factors[1]


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the platelets are, in billions.

    drawn = left_behind + product, and product = sample + sites + discarded + left_over.
    """

    drawn: Range | None
    left_behind: Range | None
    product: float | None
    sample: float | None
    sites: tuple[float, ...] | None
    left_over: float | None
    recovery: Range | None
    fold: Range | None
    discarded: float | None = None

    @property
    def dose(self) -> float | None:
        """What went in, over all sites; None when the product was not counted."""
        return None if self.sites is None else sum(self.sites)


def mass_balance(bench: Bench) -> Balance:
    """Follow the platelets from the vein to each site; the steps add up, even when one is impossible."""
    counts, made = bench.blood_counts(), None
    drawn = (
        None if counts is None else (dose_bn(counts[0], bench.blood_ml), dose_bn(counts[1], bench.blood_ml))
    )
    sample, sites, discarded, left_over = None, None, None, None
    if bench.product_count is not None:
        made = dose_bn(bench.product_count, bench.product_ml)
        sample = dose_bn(bench.product_count, bench.sample_ml)
        sites = tuple(dose_bn(bench.product_count, volume) for volume in bench.sites_ml)
        discarded = dose_bn(bench.product_count, bench.discarded_ml)
        left_over = made - sample - sum(sites) - discarded
    behind = None if drawn is None or made is None else (drawn[0] - made, drawn[1] - made)
    return Balance(drawn, behind, made, sample, sites, left_over, *_ratios(bench, counts), discarded)


def _ratios(bench: Bench, counts: Range | None) -> tuple[Range | None, Range | None]:
    """Recovery and fold, each lowest first; None when a count is missing or the blood had no platelets."""
    if counts is None or bench.product_count is None or counts[0] <= 0:
        return None, None
    low, high = counts[1], counts[0]  # the highest baseline gives the lowest ratio
    made = bench.product_count, bench.product_ml
    return (
        (recovery(*made, low, bench.blood_ml), recovery(*made, high, bench.blood_ml)),
        (fold(bench.product_count, low), fold(bench.product_count, high)),
    )
