"""The ratio of two shares with its interval, from counts; nothing is computed where there are none."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from buffycoat.library.evidence.row import Both, Point

LEVEL = 0.95
METHOD = Both(
    en="Share with PRP divided by share without; 95% interval on the log scale (Katz). Our own arithmetic.",
    es="Proporción con PRP dividida por la proporción sin PRP; intervalo de 95% en escala logarítmica "
    "(Katz). Cálculo nuestro.",
)


@dataclass(frozen=True)
class Ratio:
    """PRP to comparison: above one, more people did better with PRP. `printed`: the source's own figure."""

    value: float
    low: float
    high: float
    printed: bool = False
    rebuilt: bool = False

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"


def ratio(point: Point) -> Ratio | None:
    """The ratio at one point; None without counts in both groups, or where in one group nobody did better.

    With a zero the ratio has no interval by this method; adding halves would be a figure of no patients.
    """
    if point.measure == "ratio" and None not in (point.value, point.low, point.high):
        return Ratio(point.value or 0, point.low or 0, point.high or 0, printed=True)
    if point.prp is None or point.control is None or not (point.prp[0] and point.control[0]):
        return None
    (a, n), (b, m) = point.prp, point.control
    middle = math.log((a / n) / (b / m))
    half = NormalDist().inv_cdf((1 + LEVEL) / 2) * math.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    low, value, high = (math.exp(middle + side) for side in (-half, 0, half))
    return Ratio(value, low, high, rebuilt=point.rebuilt is not None)
