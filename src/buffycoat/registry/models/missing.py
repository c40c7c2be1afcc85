"""What is missing, and what it would take for it to change the answer. Nothing is carried forward."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from buffycoat.registry.models.proportion import Share, wilson
from buffycoat.registry.models.small_sample import Estimate
from buffycoat.registry.statistics.products import Products


def completeness(given: Products, due: int | None = None) -> tuple[Share, ...]:
    """The share who answered at each visit, of `due` people or of all that the statistic holds."""
    cells = given.cells.reshape(len(given.axes[0].labels), -1, len(given.parts))[:, :, 0].sum(axis=1)
    people = int(cells.sum()) if due is None else due
    seen = np.array([[mark == "1" for mark in label] for label in given.axes[0].labels])
    return tuple(wilson(int(cells[seen[:, one]].sum()), people) for one in range(given.visits))


def patterns(given: Products) -> tuple[tuple[str, int], ...]:
    """Which visits were answered, and by how many people; the commonest first."""
    cells = given.cells.reshape(len(given.axes[0].labels), -1, len(given.parts))[:, :, 0].sum(axis=1)
    found = [(label, int(many)) for label, many in zip(given.axes[0].labels, cells, strict=True) if many]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))


def monotone(given: Products) -> float:
    """The share of people who, once they stop answering, never answer again."""
    counted = patterns(given)
    people = sum(many for _, many in counted)
    left = sum(many for label, many in counted if "01" not in label)
    return left / people if people else float("nan")


@dataclass(frozen=True, slots=True)
class Shifted:
    """A difference were the missing of one arm worse by `delta` than the model expects of them."""

    delta: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tipping:
    """The table of shifts, and the smallest at which the interval holds no difference; None: none does."""

    rows: tuple[Shifted, ...]
    tips_at: float | None


def tipping_point(
    estimate: Estimate, missing: Share, deltas: Sequence[float], level: float = 0.95
) -> Tipping:
    """Delta adjustment of a difference at one visit (Carpenter and Kenward 2013, chapter 10).

    Under missing at random the model fills the missing in; were they worse by delta in the treated arm, the
    difference moves by delta times the share missing there, and its variance grows by that share's own.
    `estimate`: treated less others, in points; `missing`: of the treated, at that visit.
    """
    z = float(ndtri(0.5 + level / 2))
    share = missing.value
    rows = []
    for delta in deltas:
        value = estimate.value + delta * share
        se = float(np.sqrt(estimate.se**2 + delta**2 * share * (1 - share) / missing.people))
        rows.append(Shifted(delta, value, value - z * se, value + z * se))
    there = estimate.low > 0 or estimate.high < 0
    tipped = [row.delta for row in rows if row.low <= 0 <= row.high] if there else []
    return Tipping(tuple(rows), min(tipped, key=abs) if tipped else None)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A share of responders by what the missing are taken for."""

    answered: Share
    failures: Share  # the missing all failed
    rows: tuple[tuple[float, float], ...]  # taken share of responders among the missing, share over all


def responder_bounds(responded: int, answered: int, due: int, taken: Sequence[float]) -> Bounds:
    """Responders of those who answered, of all due with the missing as failures, and in between."""
    if not 0 <= responded <= answered <= due:
        raise ValueError(f"{responded} responders of {answered} answers of {due} due does not add up")
    rows = tuple((one, (responded + one * (due - answered)) / due) for one in taken)
    return Bounds(wilson(responded, answered), wilson(responded, due), rows)
