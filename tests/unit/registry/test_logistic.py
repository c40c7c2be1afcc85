"""Logistic regression: statsmodels live, the same bits from any split, and refusals."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from buffycoat.registry.models.logistic import fit, step_of
from buffycoat.registry.statistics import Axis, Score

Columns = dict[str, NDArray[np.int64]]


def rows(people: int, seed: int = 5) -> tuple[Columns, NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    columns = {"age": rng.integers(18, 90, people), "arm": rng.integers(0, 2, people)}
    chance = 1 / (1 + np.exp(2 - 0.03 * columns["age"] - 0.5 * columns["arm"]))
    return columns, (rng.random(people) < chance).astype(np.int64)


def test_statsmodels_finds_the_same() -> None:
    columns, y = rows(3000)
    theirs = sm.Logit(y, sm.add_constant(np.column_stack(list(columns.values())))).fit(disp=0, tol=1e-12)
    ours = fit(step_of("response", columns, y), 3)
    assert np.abs((ours.beta - theirs.params) / theirs.bse).max() < 1e-5
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(theirs.bse, rel=1e-5)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), sites=st.integers(1, 60))
def test_sites_reach_the_bits_that_the_rows_reach(seed: int, sites: int) -> None:
    columns, y = rows(400)
    site = np.random.default_rng(seed).integers(0, sites, len(y))
    steps = [
        step_of("response", {name: held[site == one] for name, held in columns.items()}, y[site == one])
        for one in range(sites)
    ]

    def pooled(beta: NDArray[np.floating]) -> Score:
        found = steps[0](beta)
        for step in steps[1:]:
            found = found + step(beta)
        return found

    whole, parts = fit(step_of("response", columns, y), 3), fit(pooled, 3)
    assert parts.beta.tobytes() == whole.beta.tobytes()
    assert parts.covariance.tobytes() == whole.covariance.tobytes()


def test_steps_from_different_places_do_not_add_up() -> None:
    step = step_of("response", *rows(50))
    with pytest.raises(ValueError, match="taken at different coefficients"):
        step(np.zeros(3)) + step(np.ones(3))


def test_what_cannot_be_fitted_says_why() -> None:
    columns, y = rows(60)
    with pytest.raises(ValueError, match="0 of 60"):
        fit(step_of("response", columns, np.zeros_like(y)), 3)
    with pytest.raises(ValueError, match="separate"):
        fit(step_of("response", {"same": y}, y), 2)
    with pytest.raises(ValueError, match="says nothing of its own"):
        fit(step_of("response", {**columns, "twice": 2 * columns["arm"]}, y), 4)
    with pytest.raises(ValueError, match="year goes beyond 1023"):
        step_of("response", {"year": np.full(60, 2024)}, y)


def test_people_alike_in_one_row_give_the_same_step_as_one_by_one() -> None:
    rng = np.random.default_rng(5)
    columns = {"age": rng.integers(18, 90, 20_000), "baseline": rng.integers(-2, 11, 20_000)}
    y = rng.integers(0, 2, 20_000)
    together = step_of("response", columns, y)
    one_by_one = step_of("response", columns, y, (Axis("practice", ("a", "b")), np.arange(20_000) % 2))
    for beta in (np.zeros(3), np.array([0.3, -0.02, 0.11])):
        assert (together(beta).cells[0] == one_by_one(beta).cells.sum(axis=0)).all()
