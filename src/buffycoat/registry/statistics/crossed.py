"""Cross-products of people's rows by the pattern of visits that they answered: what `Products` holds.

An answer is one of eleven numbers or missing, so five visits have 12^5 combinations at most. Of many people,
how many have each combination, and the sum of each covariate over them, is counted once; every product with
an answer in it follows from that table, whose size does not depend on the number of people.
"""

from collections.abc import Sequence
from itertools import combinations_with_replacement, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

MISSING = 255
DIGITS = 12  # answers 0 to 10, and 11: missing
FEW = 1 << 15  # rows for which the table costs more than it saves
Whole = NDArray[np.int64]
Columns = Sequence[NDArray[np.integer]]
# What an answer brings to a product: that it was given, that it was not, itself, its square.
GIVEN, LEFT_OUT, ONCE, TWICE = range(4)
_SCORE = np.arange(DIGITS)
_BRINGS = np.stack([_SCORE >= 0, _SCORE < 0, _SCORE, _SCORE**2], axis=1).astype(float)
_BRINGS[DIGITS - 1] = [0, 1, 0, 0]


def crossed(covariates: Columns, answers: NDArray[np.uint8]) -> Whole:
    """For each pattern (2^visits of them) the upper triangle of the products of (1, covariates, answers).

    `answers` (n, visits): 0 to 10, or 255 where not given. Sums of whole numbers below 2^53, so that the
    doubles in which they are taken hold them exactly.
    """
    return by_rows(covariates, answers) if len(answers) <= FEW else by_combination(covariates, answers)


def by_rows(covariates: Columns, answers: NDArray[np.uint8]) -> Whole:
    """Of few people: rows with the same pattern side by side, and a product of matrices for each."""
    many = answers.shape[1]
    given = answers != MISSING
    pattern = given @ (1 << np.arange(many)[::-1])
    order = np.argsort(pattern, kind="stable")
    rows = np.column_stack([np.ones(len(order)), *covariates, np.where(given, answers, 0)])[order]
    found = np.zeros((1 << many, rows.shape[1], rows.shape[1]))
    ends = np.cumsum(np.bincount(pattern, minlength=1 << many)).tolist()
    for one, (first, last) in enumerate(pairwise([0, *ends])):
        found[one] = rows[first:last].T @ rows[first:last]
    return found[:, *np.triu_indices(rows.shape[1])].astype(np.int64)


def by_combination(covariates: Columns, answers: NDArray[np.uint8]) -> Whole:
    """Of many people: by what was answered, and by pattern where no answer enters."""
    many, known = answers.shape[1], 1 + len(covariates)
    code = _code(answers)
    real = [one.astype(float) for one in covariates]
    counted = [np.bincount(code, weights, DIGITS**many) for weights in (None, *real)]
    told = _brought(np.stack(counted), many)
    pattern = _pattern_of(many).take(code)
    steps = 4 ** np.arange(many)[::-1]
    bits = (np.arange(1 << many)[:, None] >> np.arange(many)[::-1]) & 1
    place = np.where(bits, GIVEN, LEFT_OUT) @ steps

    def product(one: int, two: int) -> NDArray[Any]:
        late, early = two - known, one - known
        found: NDArray[Any]
        if early >= 0:
            both = bits[:, early] & bits[:, late]
            brings = TWICE * steps[late] if one == two else ONCE * (steps[early] + steps[late])
            found = both * told[0, both * (place + brings)]
        elif late >= 0:
            found = bits[:, late] * told[one, bits[:, late] * (place + ONCE * steps[late])]
        elif one == 0:
            found = told[two, place]
        else:
            found = np.bincount(pattern, real[one - 1] * real[two - 1], 1 << many)
        return found

    pairs = combinations_with_replacement(range(known + many), 2)
    return np.column_stack([product(*pair) for pair in pairs]).astype(np.int64)


def _code(answers: NDArray[np.uint8]) -> NDArray[np.intp]:
    """The combination that each person answered, as a number with a digit a visit."""
    found = np.zeros(len(answers), np.int32)
    for one in answers.T:
        found *= DIGITS
        found += np.minimum(one, DIGITS - 1)
    return found.astype(np.intp)


def _pattern_of(many: int) -> NDArray[np.uint8]:
    """By combination, which visits were answered."""
    found = np.zeros(1, np.uint8)
    given = (np.arange(DIGITS) < DIGITS - 1).astype(np.uint8)
    for _ in range(many):
        found = (2 * found[:, None] + given).reshape(-1)
    return found


def _brought(counted: NDArray[np.floating], many: int) -> NDArray[np.floating]:
    """From tables by combination (k, 12^visits) to tables by what each visit brings (k, 4^visits)."""
    found = counted
    for _ in range(many):  # the last digit goes, and what it brought comes first
        found = found.reshape(len(counted), -1, DIGITS) @ _BRINGS
        found = np.ascontiguousarray(found.transpose(0, 2, 1)).reshape(len(counted), -1)
    return found
