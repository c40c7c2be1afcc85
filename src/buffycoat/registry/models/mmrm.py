"""Mixed model for repeated measures (MMRM), exact, by restricted maximum likelihood.

y_i = X_i β + e_i, e_i ~ N(0, Σ) over nominal visits, whichever were answered; Σ unstructured by default.
Valid when answers are missing at random given what was answered (Mallinckrodt 2008). REML by average
information (Gilmour, Thompson and Cullis 1995) on cross-products by pattern: see `reml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from buffycoat.registry.models.covariance import Covariance, Matrix, unstructured
from buffycoat.registry.models.reml import Likelihood, Sums, kron_sum
from buffycoat.registry.statistics.products import Products

STEPS, HALVINGS = 60, 40
CLOSE = 1e-13  # of the log-likelihood still to be gained
ROUNDING = 1e-12  # of the log-likelihood itself


@dataclass(frozen=True, eq=False)
class Mmrm:
    """A fitted model. Coefficients are named `visit:covariate`, or `covariate` when shared by all visits."""

    names: tuple[str, ...]
    beta: Matrix
    phi: Matrix  # the covariance of beta, the answers' covariance taken as known
    covariance: Covariance
    theta: Matrix
    likelihood: float
    people: int
    answers: int
    steps: int
    curves: "Curves"
    top: Likelihood
    back: Matrix  # from coefficients of centred covariates to those of the covariates as given

    @property
    def sigma(self) -> Matrix:
        """The covariance between visits (visits, visits)."""
        return self.covariance.at(self.theta)

    def contrast(self, weights: dict[str, float]) -> Matrix:
        """The vector of a contrast of named coefficients; KeyError for a name that there is not."""
        found = np.zeros(len(self.names))
        for name, weight in weights.items():
            found[self.names.index(name) if name in self.names else _missing(name)] = weight
        return found


def _missing(name: str) -> int:
    raise KeyError(f"there is no coefficient {name}")


@dataclass(frozen=True, eq=False)
class Curves:
    """How the likelihood bends around its top, in the covariance's parameters."""

    score: Matrix  # (k,) of the log-likelihood
    expected: Matrix  # (k, k) information
    observed: Matrix
    slopes: Matrix  # (k, q, q): derivative of the inverse of phi, with the sign turned
    average: Matrix


def fit(
    given: Products,
    common: Sequence[str] = (),
    covariance: Covariance | None = None,
    start: Matrix | None = None,
) -> Mmrm:
    """Fit the model; `common` names the covariates with one coefficient for all visits.

    `start`: the covariance's parameters to begin from, such as those before one answer was corrected.
    ValueError when nobody answered, a coefficient cannot be told from others, or no top is found.
    """
    sums = Sums.of(given)
    names, design = designed(given, common)
    shape = covariance or unstructured(given.visits)
    theta, top = _begun(sums, design, shape, start)
    theta, top, bends, taken = _summit(theta, top, shape)
    back = _back(given, sums, names, design)
    return Mmrm(
        names, back @ top.beta + _shift(given, sums, names), back @ top.phi @ back.T, shape, theta, top.value,
        int(sums.n.sum()), sums.answers, taken, bends, top, back,
    )  # fmt: skip


def _begun(sums: Sums, design: Matrix, shape: Covariance, start: Matrix | None) -> tuple[Matrix, Likelihood]:
    """A covariance that is positive definite: as told, else of the residuals, else without correlation."""
    rough = _start(sums, design)
    alone = np.eye(len(rough)) * float(np.trace(rough)) / len(rough)
    for theta in (start, shape.nearest(rough), shape.nearest(alone)):
        top = None if theta is None else Likelihood.at(sums, design, shape.at(theta))
        if theta is not None and top is not None:
            return theta, top
    raise ValueError("the answers do not vary enough to fit a model")


def _summit(theta: Matrix, top: Likelihood, shape: Covariance) -> tuple[Matrix, Likelihood, Curves, int]:
    """Climb until nothing is left to gain; how many steps it took."""
    for taken in range(STEPS):
        bends = curves(top, shape)
        change = np.linalg.solve(bends.average, bends.score)
        if float(change @ bends.score) < CLOSE:
            return theta, top, bends, taken
        theta, top = _climbed(top, shape, theta, change)
    raise ValueError(f"no top of the likelihood was found in {STEPS} steps")


def _climbed(top: Likelihood, shape: Covariance, theta: Matrix, change: Matrix) -> tuple[Matrix, Likelihood]:
    for _ in range(HALVINGS):
        tried = Likelihood.at(top.sums, top.design, shape.at(theta + change))
        # The last steps are below what the likelihood's own rounding can show.
        if tried is not None and tried.value >= top.value - ROUNDING * (1 + abs(top.value)):
            return theta + change, tried
        change = change / 2
    raise ValueError("the likelihood does not rise any more, and its slope is not flat")


def designed(given: Products, common: Sequence[str]) -> tuple[tuple[str, ...], Matrix]:
    """The coefficients' names, and which of them stands for which visit and covariate (visits * p, q)."""
    covariates = given.variables[: -given.visits]
    unknown = set(common) - set(covariates[1:])
    if unknown:
        raise ValueError(f"{given.about}: there is no covariate {', '.join(sorted(unknown))}")
    visits = given.variables[-given.visits :]
    names: list[str] = []
    rows: list[tuple[int, str]] = []
    for at, visit in enumerate(visits):
        for place, covariate in enumerate(covariates):
            name = covariate if covariate in common else f"{visit}:{covariate}"
            names += [] if name in names else [name]
            rows.append((at * len(covariates) + place, name))
    design = np.zeros((len(rows), len(names)))
    for row, name in rows:
        design[row, names.index(name)] = 1
    return tuple(names), design


def _start(sums: Sums, design: Matrix) -> Matrix:
    """The covariance of the residuals of ordinary least squares, over the pairs that were both answered."""
    plain = Likelihood.at(sums, design, np.eye(sums.seen.shape[1]))
    if plain is None:  # the unit matrix is positive definite
        raise AssertionError("no likelihood at the unit matrix")
    rr, _ = plain.residuals()
    pairs = sums.seen[:, :, None] & sums.seen[:, None, :]
    both = np.maximum((sums.n[:, None, None] * pairs).sum(axis=0), 1)
    found: Matrix = np.where(pairs, rr, 0).sum(axis=0) / both
    return found


def curves(top: Likelihood, shape: Covariance) -> Curves:
    """Score and information of the covariance's parameters at this likelihood.

    With D_k the derivative of Σ and P = V⁻¹ - V⁻¹X Φ X'V⁻¹: score -½{tr(P D) - y'P D P y}, expected
    information ½ tr(P D_k P D_l), average ½ y'P D_k P D_l P y, observed twice the average less the expected.
    """
    w, ss, n = top.inverse, top.sums.ss, top.sums.n
    visits, p = w.shape[1], ss.shape[1]
    rr, sr = top.residuals()
    basis, k = shape.basis, len(shape.basis)
    phi = (top.design @ top.phi @ top.design.T).reshape(visits, p, visits, p).transpose(0, 2, 1, 3)
    q = (phi.reshape(visits * visits, p * p) @ ss.reshape(len(ss), -1).T).T.reshape(-1, visits, visits)
    slope = np.tensordot(n, w, axes=1) - (w @ (rr + q) @ w).sum(axis=0)
    score = -0.5 * np.tensordot(basis, slope, axes=2)
    wdw = w[:, None] @ basis @ w[:, None]  # (g, k, visits, visits)
    flat = wdw.reshape(len(w), k, -1)
    size = top.design.shape[1]
    slopes = np.stack([top.design.T @ kron_sum(wdw[:, one], ss) @ top.design for one in range(k)])
    turned = (top.phi @ slopes).reshape(k, size, size)
    # Products of matrices and not einsum, which seeks its way anew at every step and so takes longer.
    both = _traces(turned[None], turned[None])
    first = np.tensordot(n, flat, axes=1) @ basis.reshape(k, -1).T
    second = _traces(wdw, basis @ (w @ q)[:, None])
    expected = 0.5 * (first - 2 * second + both)
    u = w @ rr @ w
    across = wdw.transpose(1, 2, 0, 3).reshape(k * visits, -1) @ sr.transpose(0, 2, 1).reshape(-1, p)
    h = across.reshape(k, -1) @ top.design
    quadratic = _traces(basis @ w[:, None], basis @ u[:, None]) - h @ top.phi @ h.T
    return Curves(score, expected, quadratic - expected, slopes, 0.5 * quadratic)


def _traces(left: Matrix, right: Matrix) -> Matrix:
    """Σ_g tr(A_gk B_gl) for stacks (g, k, a, b) and (g, l, b, a): (k, l)."""
    rows = left.transpose(1, 0, 2, 3).reshape(left.shape[1], -1)
    found: Matrix = rows @ right.transpose(1, 0, 3, 2).reshape(right.shape[1], -1).T
    return found


def _back(given: Products, sums: Sums, names: tuple[str, ...], design: Matrix) -> Matrix:
    """From the coefficients of centred covariates to those as given: only the constants change."""
    p = len(sums.centre_s)
    found = np.eye(len(names))
    for at, visit in enumerate(given.variables[p:]):
        constant = names.index(f"{visit}:1")
        for place in range(1, p):
            of = int(design[at * p + place].argmax())
            found[constant, of] -= sums.centre_s[place]
    return found


def _shift(given: Products, sums: Sums, names: tuple[str, ...]) -> Matrix:
    found = np.zeros(len(names))
    for at, visit in enumerate(given.variables[-given.visits :]):
        found[names.index(f"{visit}:1")] = sums.centre_y[at]
    return found
