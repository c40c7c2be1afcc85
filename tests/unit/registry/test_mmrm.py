"""The mixed model: its likelihood against rows, its derivatives against differences, other packages live."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from numpy.typing import NDArray

from buffycoat.registry.models.covariance import compound_symmetry, random_slope, unstructured
from buffycoat.registry.models.mmrm import curves, fit
from buffycoat.registry.models.reml import Likelihood
from buffycoat.registry.models.small_sample import estimate, joint
from buffycoat.registry.statistics import Products
from buffycoat.registry.statistics.products import products

VISITS = 4
Rows = tuple[dict[str, NDArray[np.int64]], NDArray[np.int64]]


def rows(people: int, seed: int = 7) -> Rows:
    rng = np.random.default_rng(seed)
    arm, base = rng.integers(0, 2, people), rng.integers(3, 11, people)
    spread = 3 * 0.6 ** np.abs(np.subtract.outer(np.arange(VISITS), np.arange(VISITS))) + np.eye(VISITS)
    mean = 30 + 0.5 * base[:, None] - arm[:, None] * np.arange(VISITS)
    y = np.rint(mean + rng.multivariate_normal(np.zeros(VISITS), spread, people)).astype(np.int64)
    y[rng.random(y.shape) < 0.1 * np.arange(1, VISITS + 1)] = 255
    return {"arm": arm, "base": base}, y


def sums(people: int = 300) -> Products:
    return products("pain by arm", *rows(people))


def by_rows(
    covariates: dict[str, NDArray[np.int64]], y: NDArray[np.int64], sigma: NDArray[np.float64]
) -> float:
    """The restricted log-likelihood written out person by person (Harville 1977)."""
    s = np.column_stack([np.ones(len(y)), *covariates.values()])
    q = VISITS * s.shape[1]
    xx, xy, yy, log_det, many = np.zeros((q, q)), np.zeros(q), 0.0, 0.0, 0
    for one, answers in zip(s, y, strict=True):
        seen = np.flatnonzero(answers != 255)
        if not len(seen):
            continue
        x = np.kron(np.eye(VISITS), one)[seen]
        v = sigma[np.ix_(seen, seen)]
        w = np.linalg.inv(v)
        xx, xy = xx + x.T @ w @ x, xy + x.T @ w @ answers[seen]
        yy, log_det, many = (
            yy + answers[seen] @ w @ answers[seen], log_det + np.linalg.slogdet(v)[1], many + len(seen)
        )  # fmt: skip
    rest = yy - xy @ np.linalg.solve(xx, xy)
    return float(-0.5 * (log_det + np.linalg.slogdet(xx)[1] + rest + (many - q) * np.log(2 * np.pi)))


def test_the_likelihood_from_sums_is_the_one_from_rows() -> None:
    model = fit(sums())
    assert model.likelihood == pytest.approx(by_rows(*rows(300), model.sigma), abs=1e-8)


def test_no_covariance_nearby_is_likelier() -> None:
    model = fit(sums())
    rng = np.random.default_rng(1)
    for _ in range(50):
        near = model.theta + rng.normal(size=len(model.theta)) * 0.02
        other = Likelihood.at(model.top.sums, model.top.design, model.covariance.at(near))
        assert other is None or other.value < model.likelihood


def test_slope_and_bend_are_those_of_the_likelihood() -> None:
    model = fit(sums())
    shape, away, step = unstructured(VISITS), model.theta * 1.1, 1e-4

    def at(theta: NDArray[np.floating]) -> Likelihood:
        found = Likelihood.at(model.top.sums, model.top.design, shape.at(theta))
        assert found is not None
        return found

    unit = np.eye(len(away)) * step
    here = curves(at(away), shape)
    slope = [(at(away + one).value - at(away - one).value) / 2 / step for one in unit]
    assert here.score == pytest.approx(np.array(slope), abs=1e-5 * np.abs(slope).max())
    bend = [
        (curves(at(away - one), shape).score - curves(at(away + one), shape).score) / 2 / step for one in unit
    ]
    assert here.observed == pytest.approx(np.array(bend), abs=1e-6 * np.abs(bend).max())


def test_statsmodels_finds_the_same_random_intercept() -> None:
    covariates, y = rows(400)
    long = pd.DataFrame(
        [(i, v, covariates["arm"][i], covariates["base"][i], y[i, v]) for i, v in np.argwhere(y != 255)],
        columns=["id", "visit", "arm", "base", "y"],
    )
    theirs = smf.mixedlm("y ~ C(visit) * arm + base", long, groups=long["id"]).fit(reml=True)
    ours = fit(products("pain", covariates, y), common=["base"], covariance=compound_symmetry(VISITS))
    beta = dict(zip(ours.names, ours.beta, strict=True))
    assert ours.likelihood >= theirs.llf - 1e-6
    assert ours.likelihood == pytest.approx(theirs.llf, abs=1e-4)  # its optimiser stops early
    assert beta["base"] == pytest.approx(theirs.params["base"], abs=1e-5)
    assert beta["y0:arm"] == pytest.approx(theirs.params["arm"], abs=1e-5)
    assert ours.theta == pytest.approx([theirs.cov_re.iloc[0, 0], theirs.scale], rel=1e-3)


def test_statsmodels_finds_the_same_random_slope() -> None:
    rng = np.random.default_rng(3)
    people, weeks = 500, np.array([0, 1, 2, 3])
    arm = rng.integers(0, 2, people)
    lines = rng.multivariate_normal([50, -2], [[16, 1], [1, 4]], people)
    y = np.rint(lines[:, :1] + (lines[:, 1:] - arm[:, None]) * weeks + rng.normal(0, 3, (people, 4)))
    y = np.where(rng.random(y.shape) < 0.2, 255, y).astype(np.int64)
    long = pd.DataFrame(
        [(i, weeks[v], arm[i], y[i, v]) for i, v in np.argwhere(y != 255)], columns=["id", "week", "arm", "y"]
    )
    theirs = smf.mixedlm("y ~ C(week) * arm", long, groups=long["id"], re_formula="~week").fit(reml=True)
    ours = fit(products("pain", {"arm": arm}, y), covariance=random_slope(weeks.tolist()))
    assert ours.likelihood >= theirs.llf - 1e-6
    assert ours.likelihood == pytest.approx(theirs.llf, abs=1e-3)  # its optimiser stops early
    between = theirs.cov_re.to_numpy()
    wanted = [between[0, 0], between[0, 1], between[1, 1], theirs.scale]
    assert ours.theta == pytest.approx(wanted, rel=2e-2)


def test_a_shift_of_a_covariate_or_an_answer_moves_only_the_constants() -> None:
    covariates, y = rows(300)
    plain = fit(products("pain", covariates, y))
    moved_y = np.where(y == 255, 255, y + 100)
    moved = fit(products("pain", {"arm": covariates["arm"], "base": covariates["base"] + 2000}, moved_y))
    assert moved.likelihood == pytest.approx(plain.likelihood, abs=1e-6)
    keep = [at for at, name in enumerate(plain.names) if not name.endswith(":1")]
    assert moved.beta[keep] == pytest.approx(plain.beta[keep], abs=1e-8)
    assert moved.phi[np.ix_(keep, keep)] == pytest.approx(plain.phi[np.ix_(keep, keep)], rel=1e-8)


def test_with_few_people_the_interval_is_wider_than_without_the_correction() -> None:
    model = fit(sums(24))
    contrast = model.contrast({"y3:arm": 1})
    corrected, plain = estimate(model, contrast), estimate(model, contrast, "satterthwaite")
    assert corrected.se > plain.se
    assert corrected.df < 24
    assert corrected.low < corrected.value < corrected.high


@pytest.mark.parametrize(("people", "seed"), [(6, 1), (12, 4)])
def test_where_no_error_can_be_told_it_is_said_and_no_number(people: int, seed: int) -> None:
    model = fit(products("pain by arm", *rows(people, seed)))
    with pytest.raises(ValueError, match="too few answers, or too alike"):
        estimate(model, model.contrast({"y3:arm": 1}))


def test_a_joint_test_of_one_contrast_is_its_t_test() -> None:
    model = fit(sums(60))
    contrast = model.contrast({"y3:arm": 1})
    alone, together = estimate(model, contrast), joint(model, contrast[None])
    assert together.df_residual == pytest.approx(alone.df, rel=1e-9)
    assert together.f == pytest.approx((alone.value / alone.se) ** 2, rel=1e-9)
    assert together.p == pytest.approx(alone.p, rel=1e-6)


def test_what_cannot_be_fitted_says_why() -> None:
    covariates, y = rows(50)
    with pytest.raises(ValueError, match="nobody answered"):
        fit(products("pain", covariates, np.full_like(y, 255)))
    with pytest.raises(ValueError, match="cannot be told from the others"):
        fit(products("pain", {**covariates, "twice": 2 * covariates["arm"]}, y))
    with pytest.raises(ValueError, match="no covariate sex"):
        fit(products("pain", covariates, y), common=["sex"])
    with pytest.raises(KeyError, match="y9:arm"):
        fit(products("pain", covariates, y)).contrast({"y9:arm": 1})
