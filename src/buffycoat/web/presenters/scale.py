"""A scale from zero with round marks, and a spread drawn on it in percent."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from buffycoat.pathway.preparation.prediction import Spread

STEPS = (1, 2, 2.5, 5, 10)
MARKS = 4  # at the most, besides zero


@dataclass(frozen=True)
class Tick:
    """A mark on the scale; `at` is where its text hangs."""

    x: float
    text: str
    at: str = "middle"


@dataclass(frozen=True)
class Scale:
    """Zero to `top`."""

    top: float
    ticks: tuple[Tick, ...]

    def x(self, value: float) -> float:
        """Where a value stands, in percent; what lies beyond stands at the end."""
        return round(100 * min(max(value / self.top, 0), 1), 2)

    @property
    def said(self) -> str:
        """0 to 12."""
        return f"0 to {self.top:g}"


@dataclass(frozen=True)
class Interval:
    """A value with its interval, on a scale and in words: “2.7 (2.1 to 3.3)”."""

    x: float
    low: float
    high: float
    text: str
    said: str  # the same for who listens


def scale(values: Iterable[float], unit: str = "") -> Scale:
    """A scale that holds all the values."""
    most = max((value for value in values if math.isfinite(value)), default=1.0)
    step = _step(max(most, 1e-9) / MARKS)
    count = max(1, math.ceil(round(most / step, 9)))
    top = count * step
    return Scale(top, tuple(_tick(place, count, step, unit) for place in range(count + 1)))


def _tick(place: int, count: int, step: float, unit: str) -> Tick:
    at = "start" if place == 0 else "end" if place == count else "middle"
    return Tick(round(100 * place / count, 2), f"{place * step:g}" + (unit if place == count else ""), at)


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))


def interval(scale: Scale, middle: float, low: float, high: float) -> Interval:
    """A value with its interval, as it is drawn and written."""
    text = f"{short(middle)} ({short(low)} to {short(high)})"
    return Interval(scale.x(middle), scale.x(low), scale.x(high), text, f"{text}, 80 % interval")


def of_spread(scale: Scale, spread: Spread) -> Interval:
    """The median and the 80 % interval of a predicted quantity."""
    return interval(scale, spread.median, *spread.interval())


def short(value: float) -> str:
    """Two significant figures below ten, one decimal above: 0.82, 2.7, 12.4."""
    if abs(value) < 1:
        return f"{value:.2f}"
    return f"{value:.1f}"


def in_words(chance: float) -> str:
    """A chance as a frequency: “8 in 10”, and “97 in 100” near the ends. Never “all” or “none”."""
    hundred = round(100 * chance)
    if hundred >= 99:
        return "more than 98 in 100"
    if hundred <= 1:
        return "fewer than 2 in 100"
    return f"{round(10 * chance)} in 10" if 5 < hundred < 95 else f"{hundred} in 100"
