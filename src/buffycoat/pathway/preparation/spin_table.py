"""The full solver's answers, tabled: for thousands of protocols at once, or a slider.

With an even bore the outcome depends only on the tube's haematocrit, G/height and cut/height (the similarity
law, preparation note 1.2) and, a little, on how far the column reaches towards the axis, height/r_max: the
table's four axes. A tube that narrows gets a table of its own (tabulate.py).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from buffycoat.pathway.preparation.cells import checksum
from buffycoat.pathway.preparation.column import Array, Column
from buffycoat.pathway.preparation.harvest import Shares

FILE = Path(__file__).with_name("spin_table.npz")
FELT = 0.6  # G is taken at this share of the height, so that shallow and deep columns differ little
FULL = 65535
ARRAYS = "depth", "haematocrit", "spin", "cut", "interface", "shares"
KEYS = "platelets", "mononuclear", "granulocytes", "red"


@dataclass(frozen=True, slots=True, eq=False)
class SpinTable:
    """Axes ascending: depth (height/r_max), haematocrit (share), spin (G felt/height, g·min per mm), cut.

    Heights are volumes over the cylinder's cross-section; cut is mm above the interface over the height.
    interface, shape (depth, haematocrit, spin): height of the interface over that of the column.
    shares, shape (depth, haematocrit, spin, cut, 4): of KEYS above the cut, in 1/65535.
    """

    depth: Array
    haematocrit: Array
    spin: Array
    cut: Array
    interface: Array
    shares: NDArray[np.uint16]
    checksum: str

    def look_up(self, column: Column, haematocrit: Array, gmin: Array, cut_mm: Array) -> Shares:
        """Shares above the cut for any number of protocols in one tube; arrays of one shape (P,).

        Linear between the table's nodes. Beyond the axes the nearest node answers: ask `covers` first.
        """
        depth = np.array(column.height_mm / column.radius_mm)
        spin = _place(self.spin, gmin * (1 - FELT * depth) / column.even_mm)
        at = _place(self.depth, depth), _place(self.haematocrit, haematocrit), spin
        interface = _between(self.interface, *at)
        level = np.clip(column.height(interface * column.even_mm) + cut_mm, 0, column.height_mm)
        level = np.minimum(column.even(level) / column.even_mm, 1)
        found = _between(self.shares, *at, _place(self.cut, cut_mm / column.even_mm)) / FULL
        found = np.where((level < 1)[..., None], found, 0)
        return Shares(1 - level, *np.moveaxis(found, -1, 0))

    def covers(self, column: Column, haematocrit: Array, gmin: Array, cut_mm: Array) -> NDArray[np.bool_]:
        """Whether a protocol lies within the table's axes; shape (P,)."""
        depth = column.height_mm / column.radius_mm
        inside = (haematocrit >= self.haematocrit[0]) & (haematocrit <= self.haematocrit[-1])
        inside &= (gmin * (1 - FELT * depth) / column.even_mm <= self.spin[-1]) & (depth <= self.depth[-1])
        relative = cut_mm / column.even_mm
        return np.asarray(inside & (relative >= self.cut[0]) & (relative <= self.cut[-1]))


def _place(axis: Array, value: Array) -> tuple[NDArray[np.intp], Array]:
    """The node below each value and how far it is to the next, 0 to 1."""
    if axis.size == 1:
        return np.zeros(np.shape(value), np.intp), np.zeros(np.shape(value))
    below = np.clip(np.searchsorted(axis, value, side="right") - 1, 0, axis.size - 2)
    part = (value - axis[below]) / (axis[below + 1] - axis[below])
    return below, np.clip(part, 0, 1)


def _between(values: NDArray[np.uint16] | Array, *places: tuple[NDArray[np.intp], Array]) -> Array:
    """Linear in every axis: the weighted corners of the box in which each value lies."""
    flat = values.reshape(-1, *values.shape[len(places) :])
    found: Array | float = 0.0
    for corner in range(2 ** len(places)):
        index, weight = np.zeros((), np.intp), np.ones(())
        for axis, (below, part) in enumerate(places):
            upper = corner >> axis & 1
            index = index * values.shape[axis] + np.minimum(below + upper, values.shape[axis] - 1)
            weight = weight * (part if upper else 1 - part)
        found = found + flat[index] * (weight if flat.ndim == 1 else np.asarray(weight)[..., None])
    return np.asarray(found)


@cache
def spin_table() -> SpinTable:
    """The table that lies beside this file; refused when it was built with other constants."""
    with np.load(FILE) as held:
        table = SpinTable(
            **{key: held[key] for key in ARRAYS},
            checksum=str(held["checksum"]),
        )
    if table.checksum != checksum():
        raise ValueError("spin_table.npz belongs to other constants: build it again with tabulate.py")
    return table
