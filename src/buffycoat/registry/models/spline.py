"""Restricted cubic splines: a smooth curve that is straight beyond its outer knots (Stone and Koo 1985)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.models.covariance import Matrix
from buffycoat.registry.models.logistic import MOST
from buffycoat.registry.statistics.counts import Counts

# Where the knots lie among the people, by how many there are (Harrell 2015, table 2.3).
KNOTS: Mapping[int, tuple[float, ...]] = {
    3: (0.10, 0.50, 0.90),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.50, 0.725, 0.95),
}


def knots(given: Counts, many: int = 4) -> tuple[int, ...]:
    """The knots from a histogram whose last axis has whole-number labels; ValueError when too few differ."""
    values = np.array([int(label) for label in given.axes[-1].labels])
    people = given.people.reshape(-1, len(values)).sum(axis=0)
    if people.sum() == 0:
        raise ValueError(f"{given.about}: nobody has a value")
    share = people.cumsum() / people.sum()
    found = [int(values[np.searchsorted(share, wanted)]) for wanted in KNOTS[many]]
    if len(set(found)) < many:
        raise ValueError(f"{given.about}: the values crowd together; {many} different knots cannot be placed")
    return tuple(found)


def basis(x: Matrix, at: tuple[int, ...]) -> Matrix:
    """The basis (n, knots - 1): x itself and the curved terms, divided by the squared span (Harrell 2015)."""
    t = np.asarray(at, float)
    x = np.asarray(x, float)

    def cubed(knot: float) -> Matrix:
        found: Matrix = np.maximum(x - knot, 0.0) ** 3
        return found

    last, span = t[-1] - t[-2], (t[-1] - t[0]) ** 2
    curved = [
        (cubed(one) - cubed(t[-2]) * (t[-1] - one) / last + cubed(t[-1]) * (t[-2] - one) / last) / span
        for one in t[:-2]
    ]
    return np.column_stack([x, *curved])


@dataclass(frozen=True, eq=False)
class Steps:
    """The basis of the whole numbers 0 to `largest` in whole steps, so that sums over it are exact."""

    knots: tuple[int, ...]
    table: NDArray[np.int64]  # (largest + 1, knots - 1)
    size: Matrix  # (knots - 1,): how much one step of each column is

    @classmethod
    def upto(cls, largest: int, at: tuple[int, ...]) -> "Steps":
        """For values from 0 to `largest`."""
        exact = basis(np.arange(largest + 1.0), at)
        most = np.abs(exact).max(axis=0)
        size = np.where(most > 0, most / MOST, 1.0)
        return cls(at, np.rint(exact / size).astype(np.int64), size)

    def columns(self, values: NDArray[np.integer], name: str) -> dict[str, NDArray[np.int64]]:
        """Each person's place in the table, one column a term."""
        rows = self.table[values]
        return {f"{name}{one}": rows[:, one] for one in range(rows.shape[1])}
