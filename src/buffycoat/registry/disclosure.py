"""What may be published of a table of people: no small number, and none that the others give away.

A number of 1 to `least` - 1 people is hidden. One hidden number in a row with a shown sum could be worked
out, so others are hidden beside it (complementary suppression) until, for every small number, what all shown
numbers leave open is a range at least `least` wide; that is checked by linear programming, as national
statistics offices do (Fischetti and Salazar 2001). What is still shown is rounded to a multiple of `base`.

This is for one table. Numbers of many tables of the same people, as a report prints them, are tied by more
sums than those of rows and columns: `linked` is for them, and counts on the rounding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.limits import whole
from buffycoat.registry.statistics.additive import Additive, Axis, Whole
from buffycoat.registry.statistics.counts import Counts
from buffycoat.registry.statistics.survival import Survival

LEAST = whole("told")
BASE = whole("rounded")
ALL = "all"
AdditiveT = TypeVar("AdditiveT", bound=Additive)
Hidden = NDArray[np.bool_]
Line = tuple[int | slice, ...]


@dataclass(frozen=True, eq=False)
class Published:
    """A table with its sums: each axis has “all” as its last label. A hidden number is -1."""

    about: str
    axes: tuple[Axis, ...]
    people: Whole
    least: int
    base: int

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row a cell; None where the number is hidden."""
        for place in np.ndindex(self.people.shape):
            labels = {axis.name: axis.labels[at] for axis, at in zip(self.axes, place, strict=True)}
            value = int(self.people[place])
            yield labels | {"people": None if value < 0 else value}


def publish(counts: Counts, least: int = LEAST, base: int = BASE) -> Published:
    """The table with all its sums, small numbers hidden past working out, the rest rounded."""
    if least < LEAST or base < 1:
        raise ValueError(f"the minimum is {LEAST} people or more, and the base 1 or more")
    if counts.hidden.any():
        raise ValueError(f"{counts.about}: cells are hidden already; publish the table as it was counted")
    whole = with_sums(counts.people)
    shown = np.where(hidden_in(whole, least), -1, _rounded(whole, base))
    axes = tuple(Axis(axis.name, (*axis.labels, ALL)) for axis in counts.axes)
    return Published(counts.about, axes, shown, least, base)


def with_sums(cells: Whole) -> Whole:
    """The table with its sums along every axis, last on each."""
    for axis in range(cells.ndim):
        cells = np.concatenate([cells, cells.sum(axis=axis, keepdims=True)], axis=axis)
    return cells


def _rounded(whole: Whole, base: int) -> Whole:
    """To the nearest multiple; half goes up. The same number always becomes the same."""
    found: Whole = (whole + base // 2) // base * base
    return found


def hidden_in(whole: Whole, least: int) -> Hidden:
    """Which numbers of a table with sums are hidden."""
    small = (whole > 0) & (whole < least)
    hidden = small.copy()
    while True:
        _complete(whole, hidden, least)
        open_to = _worked_out(whole, hidden, small, least)
        if open_to is None:
            return hidden
        # Nothing beside it is left to hide: then everything that shares a line with it is hidden.
        hidden[_partner(whole, hidden, open_to)] = True


def _lines(shape: tuple[int, ...]) -> Iterator[Line]:
    """Every line of the table: all its parts and, last, their sum."""
    for axis in range(len(shape)):
        for place in product(*(range(size) for at, size in enumerate(shape) if at != axis)):
            yield (*place[:axis], slice(None), *place[axis:])


def _complete(whole: Whole, hidden: Hidden, least: int) -> None:
    """Hide more until no line shows the one number that it hides, or a sum of hidden ones that is small."""
    changed = bool(hidden.any())
    while changed:
        changed = False
        for line in _lines(whole.shape):
            gone, values = hidden[line], whole[line]
            if not gone.any() or (gone[-1] and gone[:-1].any()):
                continue
            few = int(values[:-1][gone[:-1]].sum()) < least
            left = np.flatnonzero(~gone & (values > 0))
            if (gone.sum() < 2 or few) and len(left):
                hidden[line] = gone | (np.arange(len(gone)) == left[values[left].argmin()])
                changed = True


def _partner(whole: Whole, hidden: Hidden, cell: tuple[int, ...]) -> tuple[int, ...]:
    """The smallest number still shown in a line through this one; else the smallest of the table."""
    near = np.zeros(whole.shape, bool)
    for axis in range(whole.ndim):
        line: Line = (*cell[:axis], slice(None), *cell[axis + 1 :])
        near[line] = True
    for among in (near & ~hidden & (whole > 0), ~hidden & (whole > 0), ~hidden):
        if among.any():
            found = np.where(among, whole, np.iinfo(np.int64).max).argmin()
            return tuple(int(one) for one in np.unravel_index(int(found), whole.shape))
    raise AssertionError("everything is hidden, and something can be worked out")


def _worked_out(whole: Whole, hidden: Hidden, small: Hidden, least: int) -> tuple[int, ...] | None:
    """A small number that the shown ones leave open by less than `least`; None when there is none."""
    for cell in map(tuple, np.argwhere(small)):
        low, high = open_range(whole, hidden, cell)
        if high - low < least and not hidden.all():
            return tuple(int(one) for one in cell)
    return None


def open_range(whole: Whole, hidden: Hidden, cell: tuple[int, ...]) -> tuple[float, float]:
    """The least and the most that a hidden number can be, given every shown one."""
    from scipy.optimize import linprog

    number = np.full(whole.shape, -1)
    number[hidden] = np.arange(int(hidden.sum()))
    rows, sums = [], []
    for line in _lines(whole.shape):
        places = number[line]
        if (places < 0).all():
            continue
        sign = np.ones(len(places))
        sign[-1] = -1
        row = np.zeros(int(hidden.sum()))
        row[places[places >= 0]] = sign[places >= 0]
        rows.append(row)
        sums.append(-float((sign * np.where(places < 0, whole[line], 0)).sum()))
    aim = np.zeros(int(hidden.sum()))
    aim[number[cell]] = 1
    found = [linprog(way * aim, A_eq=np.array(rows), b_eq=sums, bounds=(0, None)) for way in (1, -1)]
    # Without an upper end the programme says “unbounded”; a lower end there always is.
    low, high = (-np.inf if one.fun is None else float(one.fun) for one in found)
    return low, -high


def unlike(new: AdditiveT, earlier: AdditiveT, least: int = LEAST) -> AdditiveT:
    """The new total without the groups that differ from an earlier release by fewer than `least` people."""
    if new.axes != earlier.axes or new.parts != earlier.parts:
        raise ValueError(f"{new.about}: the two totals are not of the same form")
    changed = (new.cells != earlier.cells).any(axis=-1) & ~earlier.hidden
    moved = np.abs(new.people - earlier.people)
    if isinstance(new, Survival):  # a curve stands or goes as a whole
        changed, moved = changed.any(axis=-1)[..., None], moved.sum(axis=-1)[..., None]
    return new.without(np.broadcast_to(changed & (moved < least), new.hidden.shape))
