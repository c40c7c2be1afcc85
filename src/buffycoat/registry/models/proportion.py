"""Proportions and rates with intervals that stay true for few people."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, gammaincinv, ndtri

from buffycoat.registry.models.covariance import Matrix


@dataclass(frozen=True, slots=True)
class Share:
    """A share of people with its interval, from 0 to 1, and the counts that it rests on."""

    events: int
    people: int
    value: float
    low: float
    high: float
    method: str


def wilson(events: int, people: int, level: float = 0.95) -> Share:
    """The score interval of a proportion (Wilson 1927; recommended by Newcombe 1998)."""
    _counted(events, people)
    z, p = float(ndtri(0.5 + level / 2)), events / people
    bottom = 1 + z**2 / people
    middle = (p + z**2 / (2 * people)) / bottom
    reach = z * np.sqrt(p * (1 - p) / people + z**2 / (4 * people**2)) / bottom
    low = 0.0 if events == 0 else float(middle - reach)
    high = 1.0 if events == people else float(middle + reach)
    return Share(events, people, p, low, high, "Wilson")


def exact(events: int, people: int, level: float = 0.95) -> Share:
    """The exact interval of a proportion (Clopper and Pearson 1934): never too narrow, for rare events."""
    _counted(events, people)
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(betaincinv(events, people - events + 1, tail))
    high = 1.0 if events == people else float(betaincinv(events + 1, people - events, 1 - tail))
    return Share(events, people, events / people, low, high, "exact (Clopper-Pearson)")


def _counted(events: int, people: int) -> None:
    if people < 1 or not 0 <= events <= people:
        raise ValueError(f"{events} of {people} people is not a proportion")


def poisson(events: int, exposure: float, level: float = 0.95) -> tuple[float, float, float]:
    """Events per unit of exposure with the exact interval (Garwood 1936)."""
    if events < 0 or not exposure > 0:
        raise ValueError(f"{events} events in {exposure} is not a rate")
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(gammaincinv(events, tail))
    high = float(gammaincinv(events + 1, 1 - tail))
    return events / exposure, low / exposure, high / exposure


def wilson_many(events: Matrix, people: Matrix, level: float = 0.95) -> tuple[Matrix, Matrix, Matrix]:
    """`wilson` for arrays of counts: shares, lower and upper ends; not a number where there is nobody."""
    z = float(ndtri(0.5 + level / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        p = events / people
        bottom = 1 + z**2 / people
        middle = (p + z**2 / (2 * people)) / bottom
        reach = z * np.sqrt(p * (1 - p) / people + z**2 / (4 * people**2)) / bottom
    low, high = np.where(events == 0, 0.0, middle - reach), np.where(events == people, 1.0, middle + reach)
    nobody = people == 0
    return p, np.where(nobody, np.nan, low), np.where(nobody, np.nan, high)
