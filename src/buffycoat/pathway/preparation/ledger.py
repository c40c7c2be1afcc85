"""The ledger of platelets: what goes into each step comes out of it, each figure with how far it may be off.

Billions of platelets. `best` is what was measured, a range where it is not known in what blood was counted.
`interval` adds the error of the analyser and of a volume, where they are stated; it holds 80 %, as
predictions do. Where no counting error is stated there is no interval: none is invented.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product as every_pair
from statistics import NormalDist
from typing import Literal

from buffycoat.pathway.preparation.dose import Bench, Kept, Range, dose_bn, mass_balance

SHARE = 0.8  # of cases that an interval is meant to hold, wherever a dose is given one
Z = NormalDist().inv_cdf((1 + SHARE) / 2)
Where = Literal["drawn", "left_behind", "kept", "product", "sample", "site", "discarded", "left_over"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its interval; None where what it rests on is not stated."""

    best: Range
    interval: Range | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line. `number` tells spins or sites apart, from 1; 0 where nothing was counted between."""

    where: Where
    platelets: Amount
    volume_ml: float | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """All lines in the order of the work, and what follows from them. `unsure` says what no figure covers."""

    steps: tuple[Step, ...]
    recovery: Amount | None
    fold: Amount | None
    dose: Amount | None
    unsure: tuple[str, ...]

    def step(self, where: Where, number: int = 0) -> Step | None:
        """The line of that place."""
        found = (one for one in self.steps if one.where == where and number in (0, one.number))
        return next(found, None)


def ledger(bench: Bench) -> Ledger:
    """Follow the platelets from the vein to each site, as far as they were counted."""
    balance = mass_balance(bench)
    steps = (*_before(bench, balance.drawn), *_after(bench)) if bench.product_count is not None else ()
    if not steps and balance.drawn is not None:
        steps = (Step("drawn", _drawn(bench, balance.drawn), bench.blood_ml),)
    dose = _made(bench, sum(bench.sites_ml)) if balance.sites else None
    counting = _both(bench)
    return Ledger(
        steps,
        _ratio(balance.recovery, counting, _off(bench.blood_error_ml, bench.blood_ml), _product_off(bench)),
        _ratio(balance.fold, counting),
        dose,
        tuple(_unsure(bench)),
    )


def _unsure(bench: Bench) -> Iterator[str]:
    if bench.blood_count is None:
        yield "The blood has no usable count: what was drawn, and the recovery, cannot be given."
    elif bench.blood_counts() is None:
        yield "Neither where the blood was counted nor its anticoagulant is known: no recovery can be given."
    elif bench.counted_in is None:
        yield "Where the blood was counted is not known: a range is given."
    if bench.product_count is None:
        yield "The product has no usable count: no dose can be given."
    missing = [
        name
        for name, count, cv in (
            ("blood", bench.blood_count, bench.blood_cv),
            ("product", bench.product_count, bench.product_cv),
        )
        if count is not None and cv is None
    ]
    if missing:
        yield f"The analyser’s counting error is not known for the {' and the '.join(missing)}: no interval."


def _before(bench: Bench, drawn: Range | None) -> Iterator[Step]:
    """The blood, what each spin left behind, what was kept: as far as it was counted."""
    if drawn is None:
        return
    held = _Held(drawn, bench.blood_cv, _off(bench.blood_error_ml, bench.blood_ml))
    yield Step("drawn", _drawn(bench, drawn), bench.blood_ml)
    for one in sorted(bench.kept, key=lambda kept: kept.spin):
        after = _kept(one)
        yield Step("left_behind", held.less(after), None, one.spin)
        yield Step("kept", after.amount, one.volume_ml, one.spin)
        held = after
    made = dose_bn(bench.product_count or 0, bench.product_ml)
    last = len(bench.kept) + 1 if bench.kept else 0
    yield Step(
        "left_behind", held.less(_Held((made, made), bench.product_cv, _product_off(bench))), None, last
    )


def _after(bench: Bench) -> Iterator[Step]:
    """The product and where it went."""
    taken = bench.sample_ml + sum(bench.sites_ml) + bench.discarded_ml
    count = bench.product_count or 0
    made = dose_bn(count, bench.product_ml)
    held = _Held((made, made), bench.product_cv, _product_off(bench))
    yield Step("product", held.amount, bench.product_ml)
    yield Step("sample", _made(bench, bench.sample_ml), bench.sample_ml)
    for number, volume in enumerate(bench.sites_ml, start=1):
        yield Step("site", _made(bench, volume), volume, number)
    yield Step("discarded", _made(bench, bench.discarded_ml), bench.discarded_ml)
    left = bench.product_ml - taken
    over = mass_balance(bench).left_over or 0.0
    yield Step("left_over", Amount((over, over), _left(bench, left)), left)


def _left(bench: Bench, left_ml: float) -> Range | None:
    """What is left holds the error of the count and of the whole volume it was taken from."""
    if bench.product_cv is None:
        return None
    counts = _spread(bench.product_count or 0, bench.product_cv)
    volumes = (left_ml - bench.product_error_ml, left_ml + bench.product_error_ml)
    ends = [dose_bn(count, volume) for count, volume in every_pair(counts, volumes)]
    return min(ends), max(ends)


@dataclass(frozen=True, slots=True)
class _Held:
    """Platelets at one place: best figure, counting error in %, and how far the volume is off, as a share."""

    best: Range
    cv: float | None
    off: float

    @property
    def amount(self) -> Amount:
        if self.cv is None:
            return Amount(self.best)
        low, high = _spread(self.best[0], self.cv)[0], _spread(self.best[1], self.cv)[1]
        return Amount(self.best, (low * (1 - self.off), high * (1 + self.off)))

    def less(self, after: "_Held") -> Amount:
        """What was here and is not there: two counts, each with its own error."""
        best = self.best[0] - after.best[1], self.best[1] - after.best[0]
        if self.cv is None or after.cv is None:
            return Amount(best)
        width = [
            Z * math.hypot(here * self.cv, there * after.cv) / 100 + here * self.off + there * after.off
            for here, there in zip(self.best, reversed(after.best), strict=True)
        ]
        # Less than none cannot have been left behind; a best figure that says so is a refusal elsewhere.
        return Amount(best, (min(best[0], max(0.0, best[0] - width[0])), best[1] + width[1]))


def _drawn(bench: Bench, drawn: Range) -> Amount:
    return _Held(drawn, bench.blood_cv, _off(bench.blood_error_ml, bench.blood_ml)).amount


def _kept(one: Kept) -> _Held:
    """Counted between two spins; on which analyser is not asked, so its error is not known."""
    held = dose_bn(one.count, one.volume_ml)
    return _Held((held, held), None, 0)


def _made(bench: Bench, volume_ml: float) -> Amount:
    """Platelets in a volume of the product."""
    held = dose_bn(bench.product_count or 0, volume_ml)
    return _Held((held, held), bench.product_cv, 0).amount


def _off(error_ml: float, volume_ml: float) -> float:
    """How far a volume may be off, as a share of it."""
    return min(error_ml / volume_ml, 1)


def _product_off(bench: Bench) -> float:
    return _off(bench.product_error_ml, bench.product_ml)


def _both(bench: Bench) -> float | None:
    """The counting error of a ratio of two counts, in %."""
    if bench.blood_cv is None or bench.product_cv is None:
        return None
    return math.hypot(bench.blood_cv, bench.product_cv)


def _spread(value: float, cv: float) -> Range:
    """The 80 % interval of a count: lognormal, so that it stays above zero."""
    factor = math.exp(Z * math.sqrt(math.log1p((cv / 100) ** 2)))
    return value / factor, value * factor


def _ratio(best: Range | None, cv: float | None, *off: float) -> Amount | None:
    if best is None:
        return None
    if cv is None:
        return Amount(best)
    share = sum(off)
    return Amount(
        best, (_spread(best[0], cv)[0] * max(0.0, 1 - share), _spread(best[1], cv)[1] * (1 + share))
    )
