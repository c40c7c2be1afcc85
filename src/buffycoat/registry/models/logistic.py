"""Logistic regression by Newton's method over exact sums: pooled rows and pooled sites agree to the bit.

Columns are whole numbers (ages in years, doses in tenths, indicator 0 or 1, spline values from a table of
whole steps). For coefficients β every person's p is computed in double precision; the residual y - p is
rounded to 2^-32 and the weight p (1 - p) to 2^-20, and only then multiplied and summed: in whole numbers, in
chunks small enough that doubles hold them exactly. The sum no longer depends on who held which row, and the
rounding moves an estimate by less than 1e-9 of a standard error of a million people.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri

from buffycoat.registry.models.alike import Whole, alike
from buffycoat.registry.models.covariance import Matrix
from buffycoat.registry.statistics.additive import Axis
from buffycoat.registry.statistics.score import COARSE, FINE, Score

ONE = Axis("all", ("all",))
CHUNK = 4096  # rows: 2^12 products of two columns below 2^10 and a weight below 2^20 stay below 2^53
MOST = 1023  # the largest whole number in a column
STEPS, CLOSE = 30, 1e-14

Step = Callable[[Matrix], Score]


def fingerprint(beta: Matrix) -> str:
    """Which coefficients a step was taken at."""
    return hashlib.sha256(np.ascontiguousarray(beta, float).tobytes()).hexdigest()[:16]


def step_of(
    about: str,
    columns: Mapping[str, NDArray[np.integer]],
    outcome: NDArray[np.integer],
    groups: tuple[Axis, NDArray[np.integer]] | None = None,
) -> Step:
    """The step that one holder of rows takes: columns (n,) each in -1023 to 1023, outcome 0 or 1.

    `groups`: an axis and each row's place on it, to have the sums of each group, such as each practice.
    """
    names = ("1", *columns)
    check(about, columns)
    if groups is None and (few := alike([*columns.values(), outcome])):
        (*values_of, few_outcomes), many = few
        return step_of_many(about, dict(zip(columns, values_of, strict=True)), few_outcomes, many)
    axis, place = groups or (ONE, np.zeros(len(outcome), np.int64))
    order = np.argsort(place, kind="stable") if (place[1:] < place[:-1]).any() else slice(None)
    # A column's numbers side by side, and the rows of a group too.
    x = np.ones((len(names), len(outcome)))
    for at, values in enumerate(columns.values(), start=1):
        x[at] = values[order]
    y = np.asarray(outcome, float)[order]
    ends = np.cumsum(np.bincount(place, minlength=len(axis.labels))).tolist()

    def taken(beta: Matrix) -> Score:
        cells = np.stack([_sums(x, y, one, beta) for one in pairwise([0, *ends])])
        return Score(about, (axis,), cells, columns=names, at=fingerprint(beta))

    return taken


def check(about: str, columns: Mapping[str, NDArray[np.integer]]) -> None:
    """Refuse a column whose numbers are too large for exact sums, naming it."""
    for name, values in columns.items():
        if len(values) and max(abs(int(values.min())), abs(int(values.max()))) > MOST:
            raise ValueError(f"{about}: {name} goes beyond {MOST} whole steps; choose a coarser step")


def step_of_many(about: str, columns: Mapping[str, Whole], outcome: Whole, many: Whole) -> Step:
    """The step of rows that stand for `many` people each, with the same columns and outcome."""
    x = np.column_stack([np.ones(len(many), np.int64), *columns.values()])

    def taken(beta: Matrix) -> Score:
        cells = _sums_of_many(x, outcome, many, beta)[None]
        return Score(about, (ONE,), cells, columns=("1", *columns), at=fingerprint(beta))

    return taken


def _sums(x: Matrix, y: Matrix, rows: tuple[int, int], beta: Matrix) -> NDArray[np.int64]:
    """n, outcomes, score and the upper triangle of the information of some rows, in whole steps."""
    many, upper = len(x), np.triu_indices(len(x))
    score, information = np.zeros(many, np.int64), np.zeros((many, many), np.int64)
    for start in range(*rows, CHUNK):
        here = slice(start, min(start + CHUNK, rows[1]))
        part = x[:, here]
        rest, weight = _rounded(part, y[here], beta)
        # In two halves, so that each product stays exact in a double.
        high = np.floor(rest / 2**16)
        score += (part @ high).astype(np.int64) * 2**16 + (part @ (rest - high * 2**16)).astype(np.int64)
        information += ((part * weight) @ part.T).astype(np.int64)
    outcomes = int(y[slice(*rows)].sum())
    return np.concatenate([[rows[1] - rows[0], outcomes], score, information[upper]])


def _sums_of_many(x: Whole, y: Whole, many: Whole, beta: Matrix) -> Whole:
    """The same of rows that stand for `many` people each: few enough to multiply in whole numbers."""
    rounded = _rounded(x.T.astype(float), y.astype(float), beta)
    rest, weight = (one.astype(np.int64) * many for one in rounded)
    information = (x * weight[:, None]).T @ x
    upper = np.triu_indices(x.shape[1])
    return np.concatenate([[many.sum(), (y * many).sum()], x.T @ rest, information[upper]])


def _rounded(x: Matrix, y: Matrix, beta: Matrix) -> tuple[Matrix, Matrix]:
    """Each row's residual and weight, in whole steps; x a row a column of the model."""
    # Column by column: a matrix product may round a row differently by where in the chunk it stands.
    p = expit(sum((values * slope for values, slope in zip(x, beta, strict=True)), np.zeros(len(y))))
    return np.rint((y - p) * FINE), np.rint(p * (1 - p) * COARSE)


@dataclass(frozen=True, eq=False)
class Logistic:
    """A fitted model: log-odds coefficients and their covariance (the inverse of the information)."""

    names: tuple[str, ...]
    beta: Matrix
    covariance: Matrix
    people: int
    outcomes: int
    rounds: int

    def interval(self, contrast: Matrix, level: float = 0.95) -> tuple[float, float, float]:
        """A contrast of the coefficients, with its Wald interval, in log-odds."""
        value = float(contrast @ self.beta)
        reach = float(ndtri(0.5 + level / 2) * np.sqrt(contrast @ self.covariance @ contrast))
        return value, value - reach, value + reach


def fit(step: Step, columns: int, start: Matrix | None = None) -> Logistic:
    """Newton's method from the null (or `start`); `step` may be one holder's or the sum of many's.

    ValueError when nobody or everybody has the outcome, a column says nothing of its own, or the groups are
    separated so that the likelihood has no top.
    """
    beta = np.zeros(columns) if start is None else np.array(start, float)
    for taken in range(1, STEPS + 1):
        held = step(beta)
        beta, done = advance(held, beta)
        if done:
            people, outcomes = int(held.cells[..., 0].sum()), int(held.cells[..., 1].sum())
            return Logistic(held.columns, beta, np.linalg.inv(held.step()[1]), people, outcomes, taken)
        if float(np.abs(beta).max()) > 50:
            break
    raise ValueError(f"{held.about}: the outcome is separated; the likelihood has no top")


def advance(held: Score, beta: Matrix) -> tuple[Matrix, bool]:
    """The coefficients after one step of Newton's method, or the same and True where they are at the top."""
    people, outcomes = int(held.cells[..., 0].sum()), int(held.cells[..., 1].sum())
    if not 0 < outcomes < people:
        raise ValueError(f"{held.about}: {outcomes} of {people} have the outcome; there is nothing to fit")
    score, information = held.step()
    try:
        np.linalg.cholesky(information)
    except np.linalg.LinAlgError as error:
        raise ValueError(
            f"{held.about}: a column says nothing of its own, or separates the outcome"
        ) from error
    change = np.linalg.solve(information, score)
    if float(change @ score) < CLOSE:
        return beta, True
    return beta + change * min(1.0, 5.0 / float(np.abs(change).max())), False
