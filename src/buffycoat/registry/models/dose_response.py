"""Whether more platelets go with more responders: bins as counted, and a smooth curve beside them.

The curve is observational: who got a high dose was decided by the blood, the kit and the clinician.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, expit, ndtri

from buffycoat.registry.models.covariance import Matrix
from buffycoat.registry.models.logistic import Logistic, fit, step_of
from buffycoat.registry.models.proportion import Share, wilson
from buffycoat.registry.models.spline import Steps, knots
from buffycoat.registry.statistics.counts import Counts

MANY, SOME = 1 << 14, 16


@dataclass(frozen=True, slots=True)
class Bin:
    """People whose dose lies from `low` up to `high`, in the histogram's steps, and who of them responded."""

    low: int
    high: int
    share: Share


@dataclass(frozen=True, eq=False)
class DoseResponse:
    """Bins, the spline's curve with its interval, and the test that dose does not matter at all."""

    bins: tuple[Bin, ...]
    model: Logistic
    steps: Steps
    doses: NDArray[np.int64]
    curve: Matrix  # (doses, 3): share, lower, upper, for a person of average covariates
    chi2: float
    df: int
    p: float


def bins(given: Counts, many: int = 5) -> tuple[Bin, ...]:
    """Groups of about equal size from a histogram with the axes responded (no, yes) and dose."""
    values = [int(label) for label in given.axes[-1].labels]
    table = given.people.reshape(2, len(values))
    people = table.sum(axis=0)
    edge = np.minimum((people.cumsum() - people / 2) * many // max(int(people.sum()), 1), many - 1).astype(
        int
    )
    found = []
    for one in range(many):
        inside = np.flatnonzero((edge == one) & (people > 0))
        if len(inside):
            yes, all_of = int(table[1, inside].sum()), int(people[inside].sum())
            found.append(Bin(values[inside[0]], values[inside[-1]], wilson(yes, all_of)))
    return tuple(found)


def _near(columns: Mapping[str, NDArray[np.integer]], responded: NDArray[np.integer]) -> Matrix | None:
    """Coefficients of some of very many people: from there the top is two steps away, and not six."""
    if len(responded) < MANY:
        return None
    few = {name: values[::SOME] for name, values in columns.items()}
    try:
        return fit(step_of("some of them", few, responded[::SOME]), len(columns) + 1).beta
    except ValueError:  # too few for a model, which all of them may well have
        return None


def dose_response(
    given: Counts,
    dose: NDArray[np.integer],
    responded: NDArray[np.integer],
    adjusted: Mapping[str, NDArray[np.integer]],
    many_knots: int = 4,
    level: float = 0.95,
) -> DoseResponse:
    """Bins from the histogram `given`; the curve from rows, adjusted for the columns named.

    ValueError when the doses crowd together or the outcome hardly varies.
    """
    at = knots(given, many_knots)
    steps = Steps.upto(int(dose.max()), at)
    columns = {**steps.columns(dose, "dose"), **adjusted}
    model = fit(step_of(given.about, columns, responded), len(columns) + 1, _near(columns, responded))
    terms = np.arange(1, len(at))
    between = model.covariance[np.ix_(terms, terms)]
    chi2 = float(model.beta[terms] @ np.linalg.solve(between, model.beta[terms]))
    doses = np.arange(int(np.quantile(dose, 0.02)), int(np.quantile(dose, 0.98)) + 1)
    average = np.array([float(np.mean(values)) for values in adjusted.values()])
    x = np.column_stack(
        [np.ones(len(doses)), steps.table[doses], np.broadcast_to(average, (len(doses), len(average)))]
    )
    middle = x @ model.beta
    reach = float(ndtri(0.5 + level / 2)) * np.sqrt(np.einsum("ij,jk,ik->i", x, model.covariance, x))
    curve = expit(np.column_stack([middle, middle - reach, middle + reach]))
    df = len(terms)
    return DoseResponse(bins(given), model, steps, doses, curve, chi2, df, float(chdtrc(df, chi2)))
