"""Curves, log-rank and proportions: lifelines and statsmodels live."""

import numpy as np
import pytest
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from numpy.typing import NDArray
from scipy.stats import binomtest, chi2
from statsmodels.stats.proportion import proportion_confint

from buffycoat.registry.models.kaplan_meier import kaplan_meier, log_rank
from buffycoat.registry.models.proportion import exact, poisson, wilson, wilson_many
from buffycoat.registry.statistics import Axis, Survival

GROUPS = 3


def people(count: int = 300, seed: int = 4) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    group = rng.integers(0, GROUPS, count)
    event_day = rng.exponential(200 + 80 * group).astype(int) + 1
    last_day = rng.integers(20, 400, count)
    return group, np.minimum(event_day, last_day), event_day <= last_day


def table(group: NDArray[np.int64], day: NDArray[np.int64], event: NDArray[np.bool_]) -> Survival:
    days = np.unique(day)
    cells = np.zeros((GROUPS, len(days), 2), np.int64)
    place = np.searchsorted(days, day)
    np.add.at(cells, (group, place, 0), 1)
    np.add.at(cells, (group, place, 1), event)
    axes = (Axis("arm", tuple(map(str, range(GROUPS)))), Axis("day", tuple(map(str, days))))
    return Survival("rescue", axes, cells)


def test_lifelines_draws_the_same_curve() -> None:
    group, day, event = people()
    ours = kaplan_meier(table(group, day, event))
    for one in range(GROUPS):
        theirs = KaplanMeierFitter().fit(day[group == one], event[group == one])
        free = theirs.survival_function_at_times(ours.days).to_numpy()
        assert ours.free[one] == pytest.approx(free, abs=1e-10)
        bounds = theirs.confidence_interval_survival_function_.reindex(ours.days, method="ffill").to_numpy()
        inside = ~np.isnan(ours.low[one])
        assert inside.any()
        assert ours.low[one][inside] == pytest.approx(bounds[inside, 0], abs=1e-10)
        assert ours.high[one][inside] == pytest.approx(bounds[inside, 1], abs=1e-10)


def test_lifelines_finds_the_same_log_rank() -> None:
    group, day, event = people()
    theirs = multivariate_logrank_test(day, group, event)
    ours = log_rank(table(group, day, event))
    assert ours.chi2 == pytest.approx(theirs.test_statistic, rel=1e-9)
    assert ours.p == pytest.approx(theirs.p_value, rel=1e-9)
    assert sum(ours.observed) == pytest.approx(sum(ours.expected), rel=1e-12)
    assert ours.df == GROUPS - 1


def test_the_curve_after_a_day() -> None:
    group, day, event = people()
    curve = kaplan_meier(table(group, day, event))
    assert curve.after(0)[0].tolist() == [1, 1, 1]
    assert curve.after(curve.days[3])[0].tolist() == curve.free[:, 3].tolist()
    assert (np.diff(curve.free, axis=1) <= 0).all()


def test_a_curve_of_one_group_is_not_compared() -> None:
    group, day, event = people(50)
    with pytest.raises(ValueError, match="two groups"):
        log_rank(table(np.zeros_like(group), day, event))


@pytest.mark.parametrize(("events", "size"), [(0, 12), (1, 3), (21, 44), (17, 17), (3, 900)])
def test_intervals_of_proportions(events: int, size: int) -> None:
    ours = wilson(events, size)
    assert (ours.low, ours.high) == pytest.approx(
        proportion_confint(events, size, method="wilson"), abs=1e-12
    )
    sure, other = exact(events, size), binomtest(events, size).proportion_ci(method="exact")
    assert (sure.low, sure.high) == pytest.approx((other.low, other.high), abs=1e-9)
    many = wilson_many(np.array([events, 0]), np.array([size, 0]))
    assert [float(one[0]) for one in many] == pytest.approx([ours.value, ours.low, ours.high], abs=1e-15)
    assert all(np.isnan(one[1]) for one in many)


def test_a_rate_of_rare_events() -> None:
    rate, low, high = poisson(3, 1000)
    assert rate == 0.003
    assert low == pytest.approx(chi2.ppf(0.025, 6) / 2000, rel=1e-9)
    assert high == pytest.approx(chi2.ppf(0.975, 8) / 2000, rel=1e-9)
    assert poisson(0, 500)[:2] == (0, 0)
    assert poisson(0, 500)[2] == pytest.approx(-np.log(0.025) / 500, rel=1e-9)


@pytest.mark.parametrize(("events", "size"), [(3, 0), (-1, 5), (6, 5)])
def test_what_is_no_proportion_is_refused(events: int, size: int) -> None:
    for ask in (wilson, exact):
        with pytest.raises(ValueError, match="is not a proportion"):
            ask(events, size)
    with pytest.raises(ValueError, match="is not a rate"):
        poisson(-1, 10)
