"""Cross-products of what stands in a person's row, by the pattern of visits that were answered.

Visits are nominal, so the likelihood of a mixed model for repeated measures with any covariance between
visits needs of the data only these: for each pattern of answered visits, the sum over people of every
product of two of (1, covariates, answers). They are whole numbers, so a model of a million people fitted on
one machine and one fitted from two hundred sites' sums are the same to the last bit.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.statistics.additive import Additive, Axis


@dataclass(frozen=True, eq=False)
class Products(Additive):
    """By pattern (the first axis; a label such as 10110 says which visits were answered): cross-products.

    `variables`: "1" first, then the covariates of a person, then the answers at each visit, which are 0 where
    they were not given. `visits` of them are answers. A group's numbers are the upper triangle, row by row.
    """

    variables: tuple[str, ...] = ()
    visits: int = 0

    form: ClassVar[str] = "products"

    def __post_init__(self) -> None:
        if not self.variables or self.variables[0] != "1" or not 0 < self.visits < len(self.variables):
            raise ValueError(f"{self.about}: the variables are 1, the covariates, then the answers")
        super().__post_init__()
        wrong = [
            label for label in self.axes[0].labels if len(label) != self.visits or set(label) - set("01")
        ]
        if wrong:
            raise ValueError(f"{self.about}: {wrong[0]} is not a pattern of {self.visits} visits")

    @cached_property  # asked for at every sum
    def parts(self) -> tuple[str, ...]:
        """The products' names; the first, 1 times 1, counts people."""
        names = self.variables
        return tuple(f"{a}*{b}" for i, a in enumerate(names) for b in names[i:])

    def _own(self) -> dict[str, Any]:
        return {"variables": list(self.variables), "visits": self.visits}

    @classmethod
    def _read(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {"variables": tuple(given["variables"]), "visits": given["visits"]}

    def matrices(self) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """For each pattern the visits answered (g, visits) and the full matrix (g, variables, variables).

        In whole numbers, summed over any further axes. Patterns of nobody, of no answer or hidden are left
        out.
        """
        cells = self.cells.reshape(len(self.axes[0].labels), -1, len(self.parts)).sum(axis=1)
        seen = np.array([[mark == "1" for mark in label] for label in self.axes[0].labels])
        kept = (cells[:, 0] > 0) & seen.any(axis=1)
        size = len(self.variables)
        full = np.zeros((int(kept.sum()), size, size), np.int64)
        rows, columns = np.triu_indices(size)
        full[:, rows, columns] = cells[kept]
        full[:, columns, rows] = cells[kept]
        return seen[kept], full


def products(
    about: str, covariates: dict[str, NDArray[np.int64]], answers: NDArray[np.int64], missing: int = 255
) -> Products:
    """The cross-products of rows: covariates (n,) each, answers (n, visits) with `missing` where not given.

    The plain twin of what the engines compute; exact for any whole numbers whose products fit in 62 bits.
    """
    people, visits = answers.shape
    given = answers != missing
    codes = given @ (1 << np.arange(visits)[::-1])
    z = np.column_stack(
        [np.ones(people, np.int64), *covariates.values(), np.where(given, answers, 0)]
    ).astype(np.int64)
    rows, columns = np.triu_indices(z.shape[1])
    cells = np.zeros((2**visits, len(rows)), np.int64)
    for code in np.unique(codes):
        part = z[codes == code]
        cells[code] = (part.T @ part)[rows, columns]
    labels = tuple(format(code, f"0{visits}b") for code in range(2**visits))
    names = ("1", *covariates, *(f"y{visit}" for visit in range(visits)))
    return Products(about, (Axis("pattern", labels),), cells, variables=names, visits=visits)
