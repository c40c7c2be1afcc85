"""The restricted likelihood of a repeated-measures model, from cross-products by pattern alone.

With X_i = L_i (I ⊗ s_i') for a person's covariates s_i and answered visits L_i, and V_g the covariance of the
visits in pattern g, everything that the restricted likelihood needs is Σ s s', Σ s y' and Σ y y' of each
pattern (Patterson and Thompson 1971; Harville 1977). Cost does not depend on the number of people.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.models.covariance import Matrix
from buffycoat.registry.statistics.products import Products


@dataclass(frozen=True, eq=False)
class Sums:
    """Cross-products of each pattern, centred in whole numbers so that nothing is lost to cancellation."""

    seen: NDArray[np.bool_]  # (g, visits)
    n: Matrix  # (g,)
    ss: Matrix  # (g, p, p)
    sy: Matrix  # (g, p, visits)
    yy: Matrix  # (g, visits, visits)
    centre_s: NDArray[np.int64]  # (p,), 0 for the constant
    centre_y: NDArray[np.int64]  # (visits,)

    @classmethod
    def of(cls, given: Products) -> Self:
        """From the statistic; ValueError when nobody answered."""
        seen, full = given.matrices()
        if not len(seen):
            raise ValueError(f"{given.about}: nobody answered at any visit")
        p = full.shape[1] - given.visits
        people = full[:, 0, 0]
        answered = np.maximum((people[:, None] * seen).sum(axis=0), 1)
        centre_s = _rounded(full[:, 0, :p].sum(axis=0), max(int(people.sum()), 1))
        centre_s[0] = 0
        centre = np.concatenate([centre_s, _rounded(full[:, 0, p:].sum(axis=0), answered)])
        # Shifting a variable that was not answered would make it answered: its shift is 0 in that pattern.
        shown = np.concatenate([np.ones((len(seen), p), bool), seen], axis=1)
        shift = centre * shown
        first = full[:, 0, :]
        full = full - shift[:, :, None] * first[:, None, :] - first[:, :, None] * shift[:, None, :]
        full = full + people[:, None, None] * shift[:, :, None] * shift[:, None, :]
        real = full.astype(float)
        return cls(
            seen,
            people.astype(float),
            real[:, :p, :p],
            real[:, :p, p:],
            real[:, p:, p:],
            centre_s,
            centre[p:],
        )

    @property
    def answers(self) -> int:
        """How many answers there are over all people and visits."""
        return int((self.n[:, None] * self.seen).sum())


def _rounded(total: NDArray[np.int64], count: NDArray[np.int64] | int) -> NDArray[np.int64]:
    found: NDArray[np.int64] = (2 * total + count) // (2 * count)
    return found


@dataclass(frozen=True, eq=False)
class Likelihood:
    """The restricted likelihood at one covariance, with what its derivatives need."""

    sums: Sums
    design: Matrix  # (visits * p, q): which coefficients stand for which visit and covariate
    inverse: Matrix  # (g, visits, visits): the inverse of each pattern's covariance, 0 where not answered
    beta: Matrix  # (q,)
    phi: Matrix  # (q, q): the covariance of beta were the covariance of the answers known
    value: float

    @classmethod
    def at(cls, sums: Sums, design: Matrix, covariance: Matrix) -> Self | None:
        """None when the covariance is not positive definite."""
        pairs = sums.seen[:, :, None] & sums.seen[:, None, :]
        alone = np.eye(sums.seen.shape[1]) * ~sums.seen[:, :, None]
        try:
            roots = np.linalg.cholesky(np.where(pairs, covariance, 0.0) + alone)
        except np.linalg.LinAlgError:
            return None
        log_det = 2 * np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1)
        inverse_root = np.linalg.inv(roots)
        inverse = np.where(pairs, inverse_root.transpose(0, 2, 1) @ inverse_root, 0.0)
        information = design.T @ kron_sum(inverse, sums.ss) @ design
        right = design.T @ (inverse @ sums.sy.transpose(0, 2, 1)).sum(axis=0).reshape(-1)
        try:
            root = np.linalg.cholesky(information)
        except np.linalg.LinAlgError as error:
            raise ValueError(
                "a coefficient cannot be told from the others: leave one covariate out"
            ) from error
        phi = np.linalg.inv(information)
        beta = phi @ right
        rest = float((inverse * sums.yy).sum() - right @ beta)
        many = sums.answers - design.shape[1]
        minus_two = (
            float(sums.n @ log_det) + 2 * np.log(np.diagonal(root)).sum() + rest + many * np.log(2 * np.pi)
        )
        return cls(sums, design, inverse, beta, phi, -0.5 * float(minus_two))

    @property
    def by_visit(self) -> Matrix:
        """The coefficients (visits, p) of the centred covariates, constraints written out."""
        return (self.design @ self.beta).reshape(self.sums.seen.shape[1], -1)

    def residuals(self) -> tuple[Matrix, Matrix]:
        """Σ r r' (g, visits, visits) and Σ s r' (g, p, visits) of each pattern."""
        b, sums = self.by_visit, self.sums
        fitted = b @ sums.sy
        rr = sums.yy - fitted - fitted.transpose(0, 2, 1) + b @ sums.ss @ b.T
        return rr, sums.sy - sums.ss @ b.T


def kron_sum(left: Matrix, right: Matrix) -> Matrix:
    """Σ_g left_g ⊗ right_g for stacks (g, t, t) and (g, p, p): (t p, t p)."""
    t, p = left.shape[1], right.shape[1]
    found = left.reshape(len(left), -1).T @ right.reshape(len(right), -1)
    return found.reshape(t, t, p, p).transpose(0, 2, 1, 3).reshape(t * p, t * p)
