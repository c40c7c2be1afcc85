"""A practice's own result drawn towards all practices', by how little it knows alone."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtri

from buffycoat.registry.models.covariance import Matrix


@dataclass(frozen=True, eq=False)
class Shrunk:
    """Shares by practice after shrinkage, with intervals; `weight` is how much of its own each keeps."""

    mean: float
    between: float  # variance between practices, in squared log-odds
    share: Matrix
    low: Matrix
    high: Matrix
    weight: Matrix


def shrunk(events: Matrix, people: Matrix, level: float = 0.95) -> Shrunk:
    """Empirical Bayes on log-odds (normal-normal; Morris 1983), variance between by Paule and Mandel 1982.

    Half a person is added to both outcomes, so that none and all have finite log-odds.
    """
    events, people = np.asarray(events, float), np.asarray(people, float)
    if not ((people > 0) & (events >= 0) & (events <= people)).all():
        raise ValueError("every practice has people, and no more outcomes than people")
    effect = logit((events + 0.5) / (people + 1))
    variance = 1 / (events + 0.5) + 1 / (people - events + 0.5)
    between = paule_mandel(effect, variance)
    known = 1 / (variance + between)
    mean = float((known * effect).sum() / known.sum())
    weight = between / (between + variance)
    middle = weight * effect + (1 - weight) * mean
    # The mean is itself estimated: that part of the uncertainty stays.
    spread = np.sqrt(weight * variance + (1 - weight) ** 2 / known.sum())
    reach = float(ndtri(0.5 + level / 2)) * spread
    return Shrunk(
        float(expit(mean)), between, expit(middle), expit(middle - reach), expit(middle + reach), weight
    )


def paule_mandel(effect: Matrix, variance: Matrix) -> float:
    """The variance between studies at which weighted squares equal their degrees of freedom; 0 if less."""

    def excess(between: float) -> float:
        known = 1 / (variance + between)
        mean = (known * effect).sum() / known.sum()
        return float((known * (effect - mean) ** 2).sum() - (len(effect) - 1))

    if len(effect) < 2 or excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, float(np.ptp(effect) ** 2 + variance.max())
    while excess(high) > 0:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2
