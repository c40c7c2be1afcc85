"""The exact interval of a proportion (Clopper and Pearson 1934), without anything but Python itself.

Never too narrow, however few people there are. The registry has the same by SciPy, which a practice need not
install; a test holds the two together.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

HALVINGS = 60  # of the range 0 to 1: far finer than a float holds


@dataclass(frozen=True, slots=True)
class Rate:
    """So many among so many, with the 95 % interval; among nobody there is none."""

    events: int
    of: int
    low: float | None = None
    high: float | None = None

    @property
    def three(self) -> float | None:
        """Of none among n: what the true share may still be, by the rule of three (3 / n, at most 1)."""
        return min(1.0, 3 / self.of) if self.events == 0 and self.of else None


def rate(events: int, of: int, level: float = 0.95) -> Rate:
    """The share with its exact interval."""
    if not 0 <= events <= of:
        raise ValueError(f"{events} of {of} is not a proportion")
    if of == 0:
        return Rate(0, 0)
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else _where(lambda p: 1 - _at_most(events - 1, of, p) < tail)
    high = 1.0 if events == of else _where(lambda p: _at_most(events, of, p) > tail)
    return Rate(events, of, low, high)


def _where(before: Callable[[float], bool]) -> float:
    """The share at which something that holds below it stops holding."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if before(middle) else (low, middle)
    return (low + high) / 2


def _at_most(events: int, of: int, share: float) -> float:
    """The chance of this many or fewer."""
    if not 0 < share < 1:
        return 1.0 if share <= 0 else 0.0
    yes, no, whole = math.log(share), math.log1p(-share), math.lgamma(of + 1)
    return math.fsum(
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(of - k + 1) + k * yes + (of - k) * no)
        for k in range(events + 1)
    )
