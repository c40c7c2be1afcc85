"""Two treatments compared as if those treated had been alike: weights from the propensity score.

Overlap weights (Li, Morgan and Zaslavsky 2018) ask about people who could well have had either, and cannot
explode; inverse-probability weights (Robins 1986; Hájek's form) ask about everybody. The variance is the
stacked M-estimation sandwich (Lunceford and Davidian 2004), which knows that the propensity was estimated.
What is not among the columns is not adjusted for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri

from buffycoat.registry.models.alike import Whole, alike
from buffycoat.registry.models.covariance import Matrix
from buffycoat.registry.models.logistic import Logistic, fingerprint
from buffycoat.registry.statistics.tallies import Tallies, tallies

Scheme = Literal["overlap", "inverse"]
Means = Callable[[Matrix], Tallies]
Spreads = Callable[[Matrix, float, float], Tallies]


@dataclass(frozen=True, eq=False)
class Rows:
    """What one holder of rows has: columns as for the propensity model, treated 0 or 1, outcome.

    `many`: how many people each row stands for.
    """

    about: str
    x: Matrix
    treated: Matrix
    outcome: Matrix
    scheme: Scheme
    many: Whole

    def propensity(self, beta: Matrix) -> Matrix:
        """Each person's; column by column, so that a row's is the same wherever it stands."""
        odds = sum((self.x[:, one] * slope for one, slope in enumerate(beta)), np.zeros(len(self.x)))
        found: Matrix = expit(odds)
        return found

    def weight(self, e: Matrix) -> Matrix:
        """Each person's weight at propensity e."""
        other = np.where(self.treated == 1, 1 - e, e)
        found: Matrix = other if self.scheme == "overlap" else 1 / (1 - other)
        return found

    def means(self, beta: Matrix) -> Tallies:
        """First round: weights and weighted outcomes in each arm."""
        w = self.weight(self.propensity(beta))
        one, none = w * self.treated, w * (1 - self.treated)
        given = {"w1": one, "w0": none, "wy1": one * self.outcome, "wy0": none * self.outcome,
                 "ww1": one**2, "ww0": none**2}  # fmt: skip
        return tallies(self.about, given, self.many, fingerprint(beta))

    def spreads(self, beta: Matrix, mean1: float, mean0: float) -> Tallies:
        """Second round: what the sandwich needs at these coefficients and means."""
        e = self.propensity(beta)
        w, slope = self.weight(e), e * (1 - e)
        psi1 = w * self.treated * (self.outcome - mean1)
        psi0 = w * (1 - self.treated) * (self.outcome - mean0)
        # The derivative of each weight in the linear predictor.
        if self.scheme == "overlap":
            bent1, bent0 = -slope * self.treated, slope * (1 - self.treated)
        else:
            bent1, bent0 = -(1 - e) / e * self.treated, e / (1 - e) * (1 - self.treated)
        bent1, bent0 = bent1 * (self.outcome - mean1), bent0 * (self.outcome - mean0)
        rest = self.treated - e
        given = {"11": psi1 * psi1, "00": psi0 * psi0}
        for one in range(self.x.shape[1]):
            xi = self.x[:, one]
            given |= {f"1r{one}": psi1 * rest * xi, f"0r{one}": psi0 * rest * xi,
                      f"h1{one}": bent1 * xi, f"h0{one}": bent0 * xi}  # fmt: skip
            for two in range(one, self.x.shape[1]):
                given |= {f"rr{one},{two}": rest**2 * xi * self.x[:, two]}
        at = fingerprint(np.concatenate([beta, [mean1, mean0]]))
        return tallies(self.about, given, self.many, at)


def rows(
    about: str,
    columns: Mapping[str, NDArray[np.integer]],
    treated: NDArray[np.integer],
    outcome: NDArray[np.integer],
    scheme: Scheme = "overlap",
) -> Rows:
    """The rows of one holder."""
    own = [*columns.values(), treated, outcome]
    values, many = alike(own) or (own, np.ones(len(treated), np.int64))
    *covariates, arm, y = (np.asarray(one, float) for one in values)
    return Rows(about, np.column_stack([np.ones(len(many)), *covariates]), arm, y, scheme, many)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The weighted means of the treated and the others, their difference, standard error and interval.

    `effective`: how many people of equal weight each arm is worth (Kish 1965).
    """

    treated: float
    others: float
    difference: float
    se: float
    low: float
    high: float
    effective: tuple[float, float]


def compare(means: Means, spreads: Spreads, propensity: Logistic, level: float = 0.95) -> Comparison:
    """Two rounds over one holder's rows, or over many holders' sums added up."""
    beta = propensity.beta
    first = means(beta).totals()
    mean1, mean0 = first["wy1"] / first["w1"], first["wy0"] / first["w0"]
    second = spreads(beta, mean1, mean0).totals()
    many = range(len(beta))
    rr = np.array([[second[f"rr{min(a, b)},{max(a, b)}"] for a in many] for b in many])

    def vector(name: str) -> Matrix:
        return np.array([second[f"{name}{one}"] for one in many])

    # Influence of a person on each mean: (ψ + g'r) / w, with g = (Σ ∂ψ/∂β) I⁻¹.
    g1, g0 = propensity.covariance @ vector("h1"), propensity.covariance @ vector("h0")
    var1 = second["11"] + 2 * g1 @ vector("1r") + g1 @ rr @ g1
    var0 = second["00"] + 2 * g0 @ vector("0r") + g0 @ rr @ g0
    # A person is in one arm, so ψ1 ψ0 is 0.
    both = g0 @ vector("1r") + g1 @ vector("0r") + g1 @ rr @ g0
    w1, w0 = first["w1"], first["w0"]
    se = float(np.sqrt(var1 / w1**2 + var0 / w0**2 - 2 * both / (w1 * w0)))
    gap = mean1 - mean0
    reach = float(ndtri(0.5 + level / 2)) * se
    effective = (w1**2 / first["ww1"], w0**2 / first["ww0"])
    return Comparison(mean1, mean0, gap, se, gap - reach, gap + reach, effective)
