"""From a range of priors and some likelihood ratios to a chance and its 95% interval, without any sampling.

The chance is the middle of the prior range, moved by the ratios in log-odds. For the interval the prior is
taken to be anywhere in its range with equal weight, and each ratio to have an independent log-normal error
read from its published interval: the log-odds are then a mixture of normal curves, one for each of sixteen
even steps of the prior, and the 2.5% and 97.5% points are found by halving. Drawing lots would give the same
to two digits, and another answer each time.
"""

import math
from functools import lru_cache

_STEPS = 16
_HALVINGS = 30
Prior = tuple[float, float]  # in %


def log_odds(chance: float) -> float:
    """The log-odds of a chance between 0 and 1."""
    return math.log(chance / (1 - chance))


def from_log_odds(value: float) -> float:
    """The chance that belongs to these log-odds."""
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0  # exp() has no larger number than e^709


def chance(prior: Prior, shift: float) -> float:
    """The middle of the prior range, moved by so much in log-odds."""
    return from_log_odds(log_odds(sum(prior) / 200) + shift)


@lru_cache(maxsize=4096)
def interval(prior: Prior, shift: float, variance: float) -> tuple[float, float]:
    """The 95% interval of the chance."""
    return _quantile(prior, shift, variance, 0.025), _quantile(prior, shift, variance, 0.975)


def _quantile(prior: Prior, shift: float, variance: float, share: float) -> float:
    low, high = prior[0] / 100, prior[1] / 100
    if variance == 0:
        return from_log_odds(log_odds(low + share * (high - low)) + shift)
    error = math.sqrt(variance)
    middles = [log_odds(low + (step + 0.5) / _STEPS * (high - low)) + shift for step in range(_STEPS)]
    left, right = middles[0] - 8 * error, middles[-1] + 8 * error
    for _ in range(_HALVINGS):
        here = (left + right) / 2
        below = sum(math.erf((here - one) / (error * math.sqrt(2))) for one in middles) / _STEPS
        left, right = (here, right) if (1 + below) / 2 < share else (left, here)
    return from_log_odds((left + right) / 2)
