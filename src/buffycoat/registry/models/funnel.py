"""Practices beside each other, adjusted for whom they treat: a funnel plot (Spiegelhalter 2005)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from buffycoat.registry.models.covariance import Matrix
from buffycoat.registry.statistics.score import COARSE, FINE, Score

WINSOR = 0.1  # of practices at either end are pulled in before overdispersion is judged (Spiegelhalter 2005)


@dataclass(frozen=True, eq=False)
class Funnel:
    """By practice: people, outcomes, outcomes expected of such people, the adjusted share, and its z.

    `dispersion` above 1 says that practices differ by more than chance and the model explain; z and the
    limits are widened by its root, so that a practice stands out only beyond that.
    """

    labels: tuple[str, ...]
    people: Matrix
    observed: Matrix
    expected: Matrix
    adjusted: Matrix
    z: Matrix
    overall: float
    dispersion: float

    def limits(self, people: Matrix, level: float) -> tuple[Matrix, Matrix]:
        """Between what shares a practice of this size lies by chance, at this level."""
        reach = float(ndtri(0.5 + level / 2)) * np.sqrt(self.dispersion)
        spread = np.sqrt(self.overall * (1 - self.overall) / people)
        return np.clip(self.overall - reach * spread, 0, 1), np.clip(self.overall + reach * spread, 0, 1)


def funnel(at_top: Score) -> Funnel:
    """From the score by practice at the fitted coefficients of the risk model.

    A practice's score for the constant is observed less expected; its information for the constant is the
    variance of the observed.
    """
    kept = (at_top.people > 0) & ~at_top.hidden
    cells = at_top.cells[kept].astype(float)
    labels = tuple(label for label, keep in zip(at_top.axes[0].labels, kept, strict=True) if keep)
    if len(labels) < 2:
        raise ValueError(f"{at_top.about}: a funnel needs two practices")
    people, observed = cells[:, 0], cells[:, 1]
    gap, variance = cells[:, 2] / FINE, cells[:, 2 + len(at_top.columns)] / COARSE
    expected = observed - gap
    z = gap / np.sqrt(variance)
    ends = np.quantile(z, [WINSOR, 1 - WINSOR])
    dispersion = max(1.0, float(np.mean(np.clip(z, *ends) ** 2)))
    overall = float(observed.sum() / people.sum())
    adjusted = observed / expected * overall
    return Funnel(labels, people, observed, expected, adjusted, z / np.sqrt(dispersion), overall, dispersion)
