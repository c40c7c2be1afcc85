"""Numbers that sums tie together: what a report may print of each, so that no small one can be worked out.

A table is the plain case (`disclosure`). In a report the same people stand in many tables, and a small number
that one hides the difference of two others may give away. Here every number is a variable, every sum that
holds between them an equation, and what is printed of a number leaves it a range: 0 is 0, “1 to 4” is that, a
rounded number is what rounds to it, and nothing printed is anything. A small number is safe when all of it
together leaves open everything from 1 to 4 (the lower and upper end by linear programming). Where it does
not, the smallest number tied to it is hidden too; hiding only widens ranges, so each is looked at once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

FEW = -1  # 1 to least - 1 people: that is said, and no more
HIDDEN = -2  # not said, because a small number could be worked out from it
CLOSE = 1e-6  # of a linear programme's answer
Name = tuple[str, ...]
Sum = tuple[Name, Sequence[Name]]  # a whole, and its parts


@dataclass(frozen=True, eq=False)
class Linked:
    """Numbers of people by name, and the sums between them.

    `last`: hidden beside another only if it must. `plain`: never printed, and may be worked out.
    """

    values: Mapping[Name, int]
    sums: Sequence[Sum]
    printed: Collection[Name]
    last: Collection[Name] = frozenset()
    plain: Collection[Name] = frozenset()

    @cached_property
    def place(self) -> Mapping[Name, int]:
        """Where each number stands among the variables."""
        return {name: at for at, name in enumerate(self.values)}

    @cached_property
    def equations(self) -> Any:
        """Each sum as a row: its parts less the whole."""
        rows, columns, signs = [], [], []
        for at, (whole, parts) in enumerate(self.sums):
            for name, sign in ((whole, -1), *((part, 1) for part in parts)):
                rows.append(at)
                columns.append(self.place[name])
                signs.append(sign)
        return csr_array((signs, (rows, columns)), shape=(len(self.sums), len(self.values)))

    def check(self) -> None:
        """Refuse numbers below 0 and sums that do not hold: what follows would protect nothing."""
        for name, value in self.values.items():
            if value < 0:
                raise ValueError(f"{name} is {value}; a number of people is 0 or more")
        for whole, parts in self.sums:
            if self.values[whole] != sum(self.values[part] for part in parts):
                raise ValueError(f"{whole} is not the sum of {parts}")


def rounded(value: int, least: int, base: int) -> int:
    """A number as printed: 0, FEW, or the nearest multiple of `base` (half goes up)."""
    return 0 if value == 0 else FEW if value < least else (value + base // 2) // base * base


def leaves(shown: int, least: int, base: int) -> tuple[float, float]:
    """What a number can be, given what is printed of it."""
    if shown == HIDDEN:
        return 0.0, np.inf
    if shown == FEW:
        return 1.0, least - 1.0
    low = shown - base // 2
    return (float(max(low, least)), float(low + base - 1)) if shown else (0.0, 0.0)


def release(of: Linked, least: int, base: int) -> dict[Name, int]:
    """What is printed of each number: a rounded one, FEW or HIDDEN."""
    of.check()
    shown = {name: rounded(of.values[name], least, base) for name in of.printed}
    near: dict[Name, set[Name]] = {name: set() for name in of.values}
    for whole, parts in of.sums:
        for name in (whole, *parts):
            near[name].update((whole, *parts))
    search = _Search(of, least, base)
    for name in search.small:
        while not search.open(name, shown):
            if not _hide(of, shown, name, near[name]):
                raise AssertionError(f"{name} can be worked out of nothing")
    return shown


class _Search:
    """For each small number the least and the most that it has been seen to be able to be."""

    def __init__(self, of: Linked, least: int, base: int) -> None:
        self.of, self.least, self.base = of, least, base
        self.small = [name for name, one in of.values.items() if 0 < one < least and name not in of.plain]
        self.places = np.array([of.place[name] for name in self.small], int)
        self.low = np.array([of.values[name] for name in self.small], float)
        self.high = self.low.copy()

    def open(self, name: Name, shown: Mapping[Name, int]) -> bool:
        """Whether a small number can be all from 1 to least - 1, given what is printed now."""
        at = self.small.index(name)
        for among in (self.places, self.places[[at]]):  # with others at once if that will do, else alone
            if self.low[at] > 1 + CLOSE:
                self._seek(at, among, shown, down=True)
            if self.high[at] < self.least - 1 - CLOSE:
                self._seek(at, among, shown, down=False)
        return bool(self.low[at] <= 1 + CLOSE and self.high[at] >= self.least - 1 - CLOSE)

    def _seek(self, at: int, among: Any, shown: Mapping[Name, int], down: bool) -> None:
        """Move one number as far as it goes within 1 to least - 1, and others the same way where they may."""
        bounds = _bounds(self.of, shown, self.least, self.base)
        bounds[among, 1] = np.minimum(bounds[among, 1], self.least - 1)
        aim = np.zeros(len(bounds))
        aim[among] = 1 if down else -1
        aim[self.places[at]] *= len(self.small) * self.least
        found = _solved(self.of, aim, bounds)
        self.low = np.minimum(self.low, found.x[self.places])
        self.high = np.maximum(self.high, found.x[self.places])


def _bounds(of: Linked, shown: Mapping[Name, int], least: int, base: int) -> Any:
    return np.array([leaves(shown.get(one, HIDDEN), least, base) for one in of.values])


def _solved(of: Linked, aim: Any, bounds: Any) -> Any:
    found = linprog(aim, A_eq=of.equations, b_eq=np.zeros(len(of.sums)), bounds=bounds, method="highs")
    if found.status not in (0, 3):  # 3: there is no end
        raise ArithmeticError(found.message)
    return found


def possible(of: Linked, shown: Mapping[Name, int], name: Name, least: int, base: int) -> tuple[float, float]:
    """The least and the most that a number can be, given all that is printed: what can be learned."""
    bounds, aim, ends = _bounds(of, shown, least, base), np.zeros(len(of.values)), []
    aim[of.place[name]] = 1
    for way in (1, -1):
        found = _solved(of, way * aim, bounds)
        ends.append(way * (float(found.fun) if found.status == 0 else -np.inf))
    return ends[0], ends[1]


def _hide(of: Linked, shown: dict[Name, int], name: Name, near: Collection[Name]) -> bool:
    """Hide the smallest number still told that is tied to this one; else the smallest of all; else itself."""
    told = [one for one, value in shown.items() if value not in (0, HIDDEN) and one != name]
    for among in ([one for one in told if one in near], told, [name] if shown.get(name) == FEW else []):
        if among:
            shown[min(among, key=lambda one: (one in of.last, of.values[one]))] = HIDDEN
            return True
    return False
