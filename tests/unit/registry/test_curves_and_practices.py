"""Splines, dose-response, funnels and shrinkage: against statsmodels, and against what defines them."""

from itertools import pairwise

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.special import expit
from statsmodels.stats.meta_analysis import combine_effects

from buffycoat.registry.models.dose_response import bins, dose_response
from buffycoat.registry.models.funnel import funnel
from buffycoat.registry.models.logistic import fit, step_of
from buffycoat.registry.models.shrinkage import paule_mandel, shrunk
from buffycoat.registry.models.spline import Steps, basis, knots
from buffycoat.registry.statistics import Axis, Counts


def histogram(dose: NDArray[np.int64], responded: NDArray[np.int64]) -> Counts:
    values = np.arange(int(dose.max()) + 1)
    cells = np.zeros((2, len(values), 1), np.int64)
    np.add.at(cells, (responded, dose, 0), 1)
    axes = (Axis("responded", ("no", "yes")), Axis("dose", tuple(map(str, values))))
    return Counts("response by dose", axes, cells)


def doses(people: int, effect: float, seed: int = 3) -> tuple[NDArray[np.int64], ...]:
    rng = np.random.default_rng(seed)
    dose, age = rng.integers(5, 90, people), rng.integers(20, 85, people)
    chance = expit(-1 + effect * np.minimum(dose, 40) - 0.01 * age)
    return dose, age, (rng.random(people) < chance).astype(np.int64)


def test_a_spline_is_straight_outside_its_knots_and_smooth_at_them() -> None:
    at = (10, 25, 40, 70)
    outside = basis(np.array([0.0, 5, 9, 80, 90, 100]), at)
    assert outside[:3, 1:] == pytest.approx(0)
    slope = np.diff(outside[3:], axis=0)
    assert slope[0] == pytest.approx(slope[1], rel=1e-10)
    for knot in at:
        near = basis(knot + np.array([-2e-3, -1e-3, 0, 1e-3, 2e-3]), at)
        bend = np.diff(near, 2, axis=0) / 1e-6
        assert bend[0] == pytest.approx(bend[-1], abs=0.02)


def test_knots_lie_among_the_people() -> None:
    dose, _, responded = doses(2000, 0)
    held = histogram(dose, responded)
    assert knots(held) == tuple(
        int(np.quantile(dose, q, method="inverted_cdf")) for q in (0.05, 0.35, 0.65, 0.95)
    )
    with pytest.raises(ValueError, match="crowd together"):
        knots(histogram(np.full(50, 7), np.zeros(50, np.int64)))


def test_the_curve_is_the_one_of_a_logistic_model_on_the_spline() -> None:
    dose, age, responded = doses(4000, 0.05)
    ours = dose_response(histogram(dose, responded), dose, responded, {"age": age})
    x = np.column_stack([np.ones(len(dose)), basis(dose.astype(float), ours.steps.knots), age])
    theirs = sm.Logit(responded, x).fit(disp=0, tol=1e-12)
    there = np.column_stack(
        [np.ones(len(ours.doses)), basis(ours.doses.astype(float), ours.steps.knots),
         np.full(len(ours.doses), age.mean())]
    )  # fmt: skip
    assert ours.curve[:, 0] == pytest.approx(
        expit(there @ theirs.params), abs=2e-3
    )  # whole steps: a thousandth
    wald = theirs.wald_test(np.eye(5)[1:4], scalar=True)
    assert ours.chi2 == pytest.approx(float(wald.statistic), rel=5e-3)
    assert ours.p < 1e-6


def test_no_effect_is_mostly_called_none() -> None:
    called = 0
    for seed in range(60):
        dose, age, responded = doses(400, 0, seed)
        called += dose_response(histogram(dose, responded), dose, responded, {"age": age}).p < 0.05
    assert called <= 8  # of 60; 9 or more would happen once in 500 runs if 5 % is true


def test_bins_hold_everybody_once() -> None:
    dose, _, responded = doses(1000, 0.02)
    found = bins(histogram(dose, responded))
    assert sum(one.share.people for one in found) == 1000
    assert sum(one.share.events for one in found) == responded.sum()
    assert all(before.high < after.low for before, after in pairwise(found))
    assert len(found) == 5


def test_steps_reach_as_far_as_whole_numbers_may() -> None:
    steps = Steps.upto(90, (10, 25, 40, 70))
    assert np.abs(steps.table).max() == 1023
    assert steps.table * steps.size == pytest.approx(basis(np.arange(91.0), steps.knots), abs=0.05)
    assert list(steps.columns(np.array([4, 9]), "dose")) == ["dose0", "dose1", "dose2"]


def test_a_funnel_compares_with_what_such_people_do_elsewhere() -> None:
    rng = np.random.default_rng(8)
    practice, age = rng.integers(0, 12, 6000), rng.integers(20, 85, 6000)
    chance = expit(1 - 0.03 * age + np.where(practice == 0, 0.9, 0))
    y = (rng.random(6000) < chance).astype(np.int64)
    axis = Axis("practice", tuple(f"p{one}" for one in range(12)))
    step = step_of("response", {"age": age}, y, (axis, practice))
    model = fit(step, 2)
    found = funnel(step(model.beta))
    expected = expit(model.beta[0] + model.beta[1] * age)
    for one in range(12):
        assert found.expected[one] == pytest.approx(expected[practice == one].sum(), abs=1e-4)
    assert found.expected.sum() == pytest.approx(found.observed.sum(), abs=1e-4)
    low, high = found.limits(found.people, 0.998)
    assert found.adjusted[0] > high[0]
    assert ((found.adjusted[1:] > low[1:]) & (found.adjusted[1:] < high[1:])).all()
    assert found.z.argmax() == 0
    with pytest.raises(ValueError, match="two practices"):
        funnel(step_of("response", {"age": age}, y)(model.beta))


def test_statsmodels_finds_the_same_variance_between_practices() -> None:
    rng = np.random.default_rng(2)
    variance = rng.uniform(0.02, 0.3, 15)
    effect = rng.normal(0.4, 0.35, 15) + rng.normal(0, np.sqrt(variance))
    theirs = combine_effects(effect, variance, method_re="iterated").tau2
    assert paule_mandel(effect, variance) == pytest.approx(theirs, rel=1e-5)
    assert paule_mandel(np.array([0.3, 0.3]), np.array([0.1, 0.1])) == 0


def test_a_small_practice_is_drawn_further_in_than_a_large_one() -> None:
    events, people = np.array([9, 450, 300, 90, 240]), np.array([10, 1000, 1000, 300, 600])
    found = shrunk(events, people)
    own = events / people
    assert abs(found.share[0] - own[0]) > abs(found.share[1] - own[1])
    assert found.weight[0] < found.weight[3] < found.weight[1]
    assert ((found.low < found.share) & (found.share < found.high)).all()
    with pytest.raises(ValueError, match="no more outcomes than people"):
        shrunk(np.array([3, 9]), np.array([5, 5]))
