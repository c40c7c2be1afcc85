"""What one step of a logistic regression needs: score and information, in whole numbers."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.statistics.additive import Additive

FINE, COARSE = 2**32, 2**20  # steps of a residual and of a weight; see `models.logistic`


@dataclass(frozen=True, eq=False)
class Score(Additive):
    """By group: people, people with the outcome, score and information at one value of the coefficients.

    A person's residual y - p is rounded to 2^-32 and their weight p (1 - p) to 2^-20 before they are
    multiplied with whole-number columns, so the sums are exact whatever their order. `at` is the
    fingerprint of the coefficients: steps taken from different places do not add up.
    """

    columns: tuple[str, ...] = ()
    at: str = ""

    form: ClassVar[str] = "score"

    @property
    def parts(self) -> tuple[str, ...]:
        """n, outcomes, the score (in 2^-32), the upper triangle of the information (in 2^-20)."""
        names = self.columns
        return (
            "n",
            "outcomes",
            *(f"score {name}" for name in names),
            *(f"{a}*{b}" for i, a in enumerate(names) for b in names[i:]),
        )

    def _own(self) -> dict[str, Any]:
        return {"columns": list(self.columns), "at": self.at}

    @classmethod
    def _read(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {"columns": tuple(given["columns"]), "at": given["at"]}

    def _alike(self, other: Additive) -> None:
        super()._alike(other)
        if isinstance(other, Score) and self.at != other.at:
            raise ValueError(f"{self.about}: these steps were taken at different coefficients")

    def step(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Score (q,) and information (q, q), summed over the groups."""
        q = len(self.columns)
        cells = self.cells.reshape(-1, len(self.parts)).sum(axis=0)
        score = cells[2 : 2 + q] / FINE
        full = np.zeros((q, q))
        rows, columns = np.triu_indices(q)
        full[rows, columns] = cells[2 + q :] / COARSE
        full[columns, rows] = full[rows, columns]
        return score, full
