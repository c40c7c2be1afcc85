"""Weighted comparisons against the estimating equations that define them; what the missing could change."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit

from buffycoat.registry.models import weighting
from buffycoat.registry.models.logistic import fit, step_of
from buffycoat.registry.models.missing import (
    completeness,
    monotone,
    patterns,
    responder_bounds,
    tipping_point,
)
from buffycoat.registry.models.proportion import wilson
from buffycoat.registry.models.small_sample import Estimate
from buffycoat.registry.models.weighting import Comparison, Scheme, compare
from buffycoat.registry.statistics.products import products

Whole = NDArray[np.int64]


def people(count: int, seed: int = 6, effect: float = 0.0) -> tuple[dict[str, Whole], Whole, Whole]:
    rng = np.random.default_rng(seed)
    columns = {"age": rng.integers(20, 85, count), "pain": rng.integers(3, 11, count)}
    treated = (rng.random(count) < expit(3 - 0.05 * columns["age"] - 0.1 * columns["pain"])).astype(np.int64)
    chance = expit(0.5 - 0.02 * columns["age"] + effect * treated)
    return columns, treated, (rng.random(count) < chance).astype(np.int64)


def compared(columns: dict[str, Whole], treated: Whole, y: Whole, scheme: Scheme) -> Comparison:
    held = weighting.rows("response", columns, treated, y, scheme)
    return compare(held.means, held.spreads, fit(step_of("treated", columns, treated), 3))


def stacked(columns: dict[str, Whole], treated: Whole, y: Whole, scheme: Scheme) -> tuple[float, float]:
    """The difference and its error from the stacked equations, derivatives taken numerically."""
    x = np.column_stack([np.ones(len(y)), *columns.values()]).astype(float)

    def each(theta: NDArray[np.float64]) -> NDArray[np.float64]:
        e = expit(x @ theta[:3])
        toward = np.where(treated == 1, 1 - e, e)
        w = toward if scheme == "overlap" else 1 / (1 - toward)
        return np.column_stack(
            [x * (treated - e)[:, None], w * treated * (y - theta[3]), w * (1 - treated) * (y - theta[4])]
        )

    beta = fit(step_of("treated", columns, treated), 3).beta
    e = expit(x @ beta)
    toward = np.where(treated == 1, 1 - e, e)
    w = toward if scheme == "overlap" else 1 / (1 - toward)
    means = [np.average(y[treated == one], weights=w[treated == one]) for one in (1, 0)]
    theta, step = np.array([*beta, *means]), 1e-6
    unit = np.eye(5) * step
    bread = np.column_stack(
        [(each(theta + one).sum(axis=0) - each(theta - one).sum(axis=0)) / 2 / step for one in unit]
    )
    influence = np.linalg.solve(-bread, each(theta).T)
    return means[0] - means[1], float(np.sqrt(((influence[3] - influence[4]) ** 2).sum()))


@pytest.mark.parametrize("scheme", ["overlap", "inverse"])
def test_the_sandwich_is_that_of_the_stacked_equations(scheme: Scheme) -> None:
    given = people(1500)
    ours, (difference, se) = compared(*given, scheme), stacked(*given, scheme)
    assert ours.difference == pytest.approx(difference, abs=1e-6)
    assert ours.se == pytest.approx(se, rel=1e-4)


def test_confounding_is_taken_out_and_intervals_cover() -> None:
    covered, naive = 0, []
    for seed in range(80):
        columns, treated, y = people(600, seed)
        found = compared(columns, treated, y, "overlap")
        covered += found.low <= 0 <= found.high
        naive.append(y[treated == 1].mean() - y[treated == 0].mean())
    assert covered >= 70  # of 80; 69 or fewer would happen less than once in 300 runs if 95 % is true
    assert np.mean(naive) > 0.05  # without weights the younger, treated, seem to be helped


def test_sites_reach_the_same_bits() -> None:
    columns, treated, y = people(800)
    site = np.random.default_rng(1).integers(0, 9, 800)
    parts = []
    for here in (site == one for one in range(9)):
        own = {name: held[here] for name, held in columns.items()}
        parts.append(weighting.rows("response", own, treated[here], y[here]))
    propensity = fit(step_of("treated", columns, treated), 3)
    whole = weighting.rows("response", columns, treated, y)

    def means(beta: NDArray[np.floating]) -> weighting.Tallies:
        found = parts[0].means(beta)
        for part in parts[1:]:
            found = found + part.means(beta)
        return found

    def spreads(beta: NDArray[np.floating], one: float, none: float) -> weighting.Tallies:
        found = parts[0].spreads(beta, one, none)
        for part in parts[1:]:
            found = found + part.spreads(beta, one, none)
        return found

    assert compare(means, spreads, propensity) == compare(whole.means, whole.spreads, propensity)
    with pytest.raises(ValueError, match="different coefficients"):
        parts[0].means(propensity.beta) + parts[1].means(propensity.beta * 2)


def test_patterns_and_completeness() -> None:
    y = np.array([[3, 2, 1], [3, 255, 1], [4, 4, 255], [5, 255, 255], [255, 255, 255], [2, 2, 2]])
    held = products("pain", {}, y)
    assert patterns(held)[:1] == (("111", 2),)
    assert sum(many for _, many in patterns(held)) == 6
    assert [one.events for one in completeness(held)] == [5, 3, 3]
    assert [one.people for one in completeness(held, due=8)] == [8, 8, 8]
    assert monotone(held) == pytest.approx(5 / 6)


def test_a_shift_moves_the_difference_by_the_share_missing() -> None:
    found = tipping_point(Estimate(-1.0, 0.2, 80, -1.4, -0.6, 1e-6), wilson(30, 100), [0, 1, 2, 3])
    assert [row.value for row in found.rows] == pytest.approx([-1.0, -0.7, -0.4, -0.1])
    assert found.rows[0].high == pytest.approx(-1 + 1.959964 * 0.2, abs=1e-6)
    assert found.tips_at == 2
    assert tipping_point(Estimate(0.1, 0.2, 80, -0.3, 0.5, 0.6), wilson(30, 100), [0, 1]).tips_at is None


def test_the_missing_as_failures_and_in_between() -> None:
    found = responder_bounds(50, 80, 100, [0, 0.5, 1])
    assert (found.answered.value, found.failures.value) == (0.625, 0.5)
    assert [share for _, share in found.rows] == pytest.approx([0.5, 0.6, 0.7])
    with pytest.raises(ValueError, match="does not add up"):
        responder_bounds(50, 40, 100, [0])
