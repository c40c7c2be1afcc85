"""How long until the event, while some are no longer followed (Kaplan and Meier 1958)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, ndtri

from buffycoat.registry.models.covariance import Matrix
from buffycoat.registry.statistics.additive import Whole
from buffycoat.registry.statistics.survival import Survival


@dataclass(frozen=True, eq=False)
class Curve:
    """The share still without the event after each day, by group: arrays (groups, days).

    Interval by the log-minus-log transform of Greenwood's variance (Kalbfleisch and Prentice 1980), as R's
    survfit and lifelines give it; not a number where the share is 0 or 1 and the transform has none.
    """

    days: tuple[int, ...]
    free: Matrix
    low: Matrix
    high: Matrix
    at_risk: Whole
    events: Whole

    def after(self, day: int) -> tuple[Matrix, Matrix, Matrix]:
        """Share free of the event after this day, with its interval, for each group."""
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        if place < 0:
            ones = np.ones(len(self.free))
            return ones, ones, ones
        return self.free[:, place], self.low[:, place], self.high[:, place]


def kaplan_meier(given: Survival, level: float = 0.95) -> Curve:
    """The curve of each group (every axis but the days is a group)."""
    days = len(given.days)
    risk = given.at_risk.reshape(-1, days)
    events = given.cells[..., 1].reshape(-1, days)
    with np.errstate(invalid="ignore", divide="ignore"):
        step = np.where(risk > 0, 1 - events / risk, 1.0)
        greenwood = np.where(
            risk > events, events / (risk * (risk - events)), np.where(events > 0, np.inf, 0.0)
        )
        free = step.cumprod(axis=1)
        spread = np.sqrt(greenwood.cumsum(axis=1)) / np.abs(np.log(free))
        reach = float(ndtri(0.5 + level / 2)) * spread
        low, high = free ** np.exp(reach), free ** np.exp(-reach)
    certain = (free == 0) | (free == 1)
    return Curve(
        given.days, free, np.where(certain, np.nan, low), np.where(certain, np.nan, high), risk, events
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogRank:
    """The test that all groups share one curve."""

    chi2: float
    df: int
    p: float
    observed: tuple[int, ...]
    expected: tuple[float, ...]


def log_rank(given: Survival) -> LogRank:
    """The log-rank test over the groups (Mantel 1966; Peto and Peto 1972), hypergeometric variance."""
    days = len(given.days)
    risk = given.at_risk.reshape(-1, days).astype(float)
    events = given.cells[..., 1].reshape(-1, days).astype(float)
    kept = risk.sum(axis=1) > 0
    risk, events = risk[kept], events[kept]
    if len(risk) < 2:
        raise ValueError(f"{given.about}: a comparison needs two groups with people")
    all_risk, all_events = risk.sum(axis=0), events.sum(axis=0)
    here = all_events > 0
    risk, all_risk, all_events = risk[:, here], all_risk[here], all_events[here]
    share = risk / all_risk
    expected = (share * all_events).sum(axis=1)
    several = np.where(all_risk > 1, all_risk - 1, 1)
    weight = all_events * (all_risk - all_events) / several
    cross = -(share * weight) @ share.T
    cross[np.diag_indices(len(risk))] += (share * weight).sum(axis=1)
    observed = events.sum(axis=1)
    gap = (observed - expected)[:-1]
    chi2 = float(gap @ np.linalg.lstsq(cross[:-1, :-1], gap, rcond=None)[0])
    df = len(risk) - 1
    return LogRank(
        chi2, df, float(chdtrc(df, chi2)), tuple(int(one) for one in observed), tuple(expected.tolist())
    )
