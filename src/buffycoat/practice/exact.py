"""The exact interval of a proportion (Clopper and Pearson 1934), without anything but Python itself.

Never too narrow, however few people there are. The registry has the same by SciPy, which a practice need not
install; a test holds the two together.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

HALVINGS = 60  # of the range 0 to 1: far finer than a float holds
NOTHING = 1e-17  # of a sum: adding so little leaves a float as it is


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
    if not 0 < share < 1 or events >= of:
        return 1.0 if share <= 0 or events >= of else 0.0
    if events <= of * share:
        return _beyond(events, of, share, -1)
    return 1 - _beyond(events + 1, of, share, 1)


def _beyond(count: int, of: int, share: float, step: int) -> float:
    """The chance of this count and of all beyond it, away from the most likely one.

    Each is less likely than the one before, so those too small to change the sum are left out: summing all of
    ten thousand took seconds.
    """
    ways = math.lgamma(of + 1) - math.lgamma(count + 1) - math.lgamma(of - count + 1)
    odds = share / (1 - share)
    each, total = math.exp(ways + count * math.log(share) + (of - count) * math.log1p(-share)), 0.0
    while 0 <= count <= of and each > total * NOTHING:
        total += each
        each *= (of - count) / (count + 1) * odds if step > 0 else count / (of - count + 1) / odds
        count += step
    return total
