"""The same small data in R: nlme, lme4, lmerTest, pbkrtest, survival (see reference/README.md)."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import chdtrc

from buffycoat.registry.models import logistic
from buffycoat.registry.models.covariance import compound_symmetry, random_slope
from buffycoat.registry.models.kaplan_meier import kaplan_meier, log_rank
from buffycoat.registry.models.mmrm import Mmrm, fit
from buffycoat.registry.models.small_sample import adjusted, estimate, joint
from buffycoat.registry.statistics import Axis, Products, Survival
from buffycoat.registry.statistics.products import products

HERE = Path(__file__).parent / "reference"
VISITS = 4


def read(name: str) -> dict[str, NDArray[np.float64]]:
    with (HERE / f"{name}.csv").open(newline="") as file:
        found = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in found]) for key in found[0] if key != "name"}


def said() -> dict[str, NDArray[np.float64]]:
    found: dict[str, list[float]] = defaultdict(list)
    with (HERE / "reference.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            found[row["name"]].append(float(row["value"]))
    return {name: np.array(values) for name, values in found.items()}


R = said()


def visits(*covariates: str) -> Products:
    held = {name: values.astype(np.int64) for name, values in read("visits").items()}
    people = np.unique(held["id"])
    y = np.full((len(people), VISITS), 255)
    y[np.searchsorted(people, held["id"]), held["visit"]] = held["y"]
    first = np.searchsorted(held["id"], people)
    return products("y", {name: held[name][first] for name in covariates}, y)


def ordered(model: Mmrm, names: list[str]) -> list[int]:
    return [model.names.index(name) for name in names]


def agrees(model: Mmrm, names: list[str], key: str) -> None:
    order = ordered(model, names)
    assert model.likelihood == pytest.approx(R[f"{key}.loglik"][0], abs=1e-6)
    assert np.abs(model.beta[order] - R[f"{key}.beta"]).max() < 1e-5 * R[f"{key}.se"].min()
    assert np.sqrt(np.diag(model.phi))[order] == pytest.approx(R[f"{key}.se"], rel=1e-5)


def test_nlme_fits_the_same_unstructured_model() -> None:
    names = [f"y{visit}:{of}" for of in ("1", "arm", "base") for visit in range(VISITS)]
    model = fit(visits("arm", "base"))
    order = ordered(model, names)
    # nlme's optimiser stops a little below the top: ours is never lower, and no further off than that.
    assert -1e-9 <= model.likelihood - R["un.loglik"][0] < 1e-6
    assert (np.abs(model.beta[order] - R["un.beta"]) / R["un.se"]).max() < 1e-5
    assert np.sqrt(np.diag(model.phi))[order] == pytest.approx(R["un.se"], rel=1e-5)


def random_intercept() -> Mmrm:
    return fit(visits("arm", "base"), common=["base"], covariance=compound_symmetry(VISITS))


INTERCEPT = [*(f"y{v}:1" for v in range(VISITS)), "base", *(f"y{v}:arm" for v in range(VISITS))]


def test_lme4_fits_the_same_random_intercept() -> None:
    model = random_intercept()
    agrees(model, INTERCEPT, "ri")
    assert model.theta == pytest.approx(R["ri.variance"], rel=1e-5)


def test_lme4_fits_the_same_random_slope() -> None:
    model = fit(visits("arm"), covariance=random_slope(range(VISITS)))
    agrees(model, [*(f"y{v}:1" for v in range(VISITS)), *(f"y{v}:arm" for v in range(VISITS))], "rs")
    assert model.theta == pytest.approx(R["rs.variance"], rel=1e-4)


def test_lmertest_gives_the_same_degrees_of_freedom() -> None:
    model = random_intercept()
    found = estimate(model, model.contrast({"y3:arm": 1}), "satterthwaite")
    assert [found.value, found.se, found.df] == pytest.approx(R["ri.satterthwaite"], rel=1e-4)


def test_pbkrtest_gives_the_same_correction() -> None:
    model = random_intercept()
    found = estimate(model, model.contrast({"y3:arm": 1}))
    assert [found.value, found.se, found.df] == pytest.approx(R["ri.kenward"], rel=1e-5)
    both = joint(model, np.stack([model.contrast({f"y{v}:arm": 1}) for v in (2, 3)]))
    assert [both.f, both.df, both.df_residual, both.p] == pytest.approx(R["ri.joint"], rel=1e-4)
    assert (np.diag(adjusted(model)) >= np.diag(model.phi)).all()


def rescue() -> Survival:
    held = {name: values.astype(np.int64) for name, values in read("rescue").items()}
    days = np.unique(held["day"])
    cells = np.zeros((3, len(days), 2), np.int64)
    place = np.searchsorted(days, held["day"])
    np.add.at(cells, (held["group"], place, 0), 1)
    np.add.at(cells, (held["group"], place, 1), held["event"])
    return Survival("rescue", (Axis("group", ("0", "1", "2")), Axis("day", tuple(map(str, days)))), cells)


def test_survival_draws_the_same_curves() -> None:
    curve = kaplan_meier(rescue())
    at = [curve.after(day) for day in (30, 90, 180, 300)]
    for group in range(3):
        theirs = np.array([R[f"km.{part}.{group}"] for part in ("free", "low", "high")])
        ours = np.array([[one[part][group] for one in at] for part in range(3)])[:, : theirs.shape[1]]
        assert ours == pytest.approx(theirs, abs=1e-10)


def test_survival_finds_the_same_log_rank() -> None:
    found = log_rank(rescue())
    assert found.chi2 == pytest.approx(R["logrank"][0], rel=1e-10)
    assert found.expected == pytest.approx(R["logrank"][1:], rel=1e-10)
    assert found.p == pytest.approx(float(chdtrc(2, R["logrank"][0])), rel=1e-9)


def test_glm_fits_the_same_logistic_model() -> None:
    held = {name: values.astype(np.int64) for name, values in read("rescue").items()}
    columns = {"age": held["age"], "one": (held["group"] == 1).astype(np.int64)}
    model = logistic.fit(logistic.step_of("event", columns, held["event"]), 3)
    assert np.abs((model.beta - R["glm.beta"]) / R["glm.se"]).max() < 1e-5
    assert np.sqrt(np.diag(model.covariance)) == pytest.approx(R["glm.se"], rel=1e-5)
