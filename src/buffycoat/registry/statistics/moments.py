"""How many, their sum and their sum of squares: enough for a mean, a variance and an interval."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.statistics.additive import Additive


class Moments(Additive):
    """Of a whole-number score by group: how many people, the sum, the sum of squares."""

    form: ClassVar[str] = "moments"

    @property
    def parts(self) -> tuple[str, ...]:
        """Three numbers."""
        return ("n", "sum", "squares")

    def mean(self) -> NDArray[np.float64]:
        """The mean of each group; not a number for a group of nobody or one that is hidden."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found: NDArray[np.float64] = self.cells[..., 1] / self.people
        return np.where(self.hidden, np.nan, found)

    def variance(self) -> NDArray[np.float64]:
        """The sample variance (divisor n - 1), in whole numbers: nothing cancels. Else not a number."""
        n, total, squares = (self.cells[..., part].astype(object) for part in range(3))
        enough = (self.people > 1) & ~self.hidden
        top = np.where(enough, n * squares - total * total, 0)
        bottom = np.where(enough, n * (n - 1), 1)
        return np.where(enough, (top / bottom).astype(float), np.nan)
