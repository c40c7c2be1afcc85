"""How one person's answers at different visits may hang together: covariances linear in their parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Covariance:
    """The covariance between visits: parameters times symmetric matrices (k, visits, visits), summed."""

    name: str
    parameters: tuple[str, ...]
    basis: Matrix

    def at(self, theta: Matrix) -> Matrix:
        """The covariance matrix for these parameters."""
        found: Matrix = np.tensordot(theta, self.basis, axes=1)
        return found

    def nearest(self, wanted: Matrix) -> Matrix:
        """The parameters whose matrix is nearest to this one, in least squares: a place to start from."""
        flat = self.basis.reshape(len(self.basis), -1).T
        found: Matrix = np.linalg.lstsq(flat, wanted.reshape(-1), rcond=None)[0]
        return found


def unstructured(visits: int) -> Covariance:
    """Every variance and every covariance free: the assumption-lean choice for nominal visits."""
    rows, columns = np.triu_indices(visits)
    basis = np.zeros((len(rows), visits, visits))
    index = np.arange(len(rows))
    basis[index, rows, columns] = basis[index, columns, rows] = 1
    names = tuple(f"s{row}{column}" for row, column in zip(rows, columns, strict=True))
    return Covariance("unstructured", names, basis)


def compound_symmetry(visits: int) -> Covariance:
    """One variance and one covariance: the random intercept."""
    basis = np.stack([np.ones((visits, visits)), np.eye(visits)])
    return Covariance("compound symmetry", ("intercept", "residual"), basis)


def random_slope(times: Sequence[float]) -> Covariance:
    """A random intercept and slope in time, correlated, with independent residuals (Laird and Ware 1982)."""
    one, time = np.ones(len(times)), np.asarray(times, float)
    crossed = np.outer(one, time)
    basis = np.stack([np.outer(one, one), crossed + crossed.T, np.outer(time, time), np.eye(len(times))])
    return Covariance("random slope", ("intercept", "intercept:slope", "slope", "residual"), basis)
