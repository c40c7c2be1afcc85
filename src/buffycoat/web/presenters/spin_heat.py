"""The map of a spin: force upwards, minutes to the right, how much is recovered, and where it works."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from buffycoat.pathway.preparation.designer import Design
from buffycoat.pathway.preparation.spin import rpm_for

HEIGHT = 320  # pixels
BANDS, UNKNOWN = 10, -1  # bands of recovery, ten points each
TICKS = (50, 100, 200, 500, 1000, 2000)  # g


@dataclass(frozen=True)
class Patch:
    """Neighbouring cells of one kind in a row: x and width in percent, y and height in pixels."""

    x: float
    width: float
    y: float
    height: float
    kind: str


@dataclass(frozen=True)
class Mark:
    """A spin on the map."""

    x: float
    y: float
    text: str
    at: str = "start"


@dataclass(frozen=True)
class ForceTick:
    """A force on the axis, with the turns of this rotor that give it."""

    y: float
    force: str
    rpm: str


@dataclass(frozen=True)
class Heat:
    """The map with its axes, the outline of what works, the best spin and the one that is asked about."""

    patches: tuple[Patch, ...]
    outline: str  # path in a box of 100 by HEIGHT
    forces: tuple[ForceTick, ...]
    minutes: tuple[tuple[float, str], ...]
    best: Mark | None
    here: Mark


@dataclass(frozen=True)
class Grid:
    """Where a force and a time stand."""

    force: NDArray[np.float64]
    minutes: NDArray[np.float64]

    def x(self, minutes: float) -> float:
        """Percent; each whole minute has a column of its own."""
        first, last = self.minutes[0] - 0.5, self.minutes[-1] + 0.5
        return round(float(100 * (minutes - first) / (last - first)), 2)

    def y(self, force: float) -> float:
        """Pixels from the top; equal steps for equal factors."""
        low, high = self._ends()
        return round(HEIGHT * (1 - math.log(min(max(force, low), high) / low) / math.log(high / low)), 1)

    def edges(self, row: int) -> tuple[float, float]:
        """Upper and lower edge of a row of forces."""
        count = len(self.force)
        return round(HEIGHT * (count - row - 1) / count, 1), round(HEIGHT * (count - row) / count, 1)

    def _ends(self) -> tuple[float, float]:
        step = math.sqrt(float(self.force[1] / self.force[0]))
        return float(self.force[0]) / step, float(self.force[-1]) * step


def heat(found: Design, force: float, minutes: float) -> Heat:
    """Draw one design, and where the asked spin stands in it."""
    grid = Grid(found.force, found.minutes)
    radius = found.column.radius_mm
    best = None
    if found.best is not None:
        row, column = found.best
        best = _mark(grid, float(found.force[row]), float(found.minutes[column]), "best")
    return Heat(
        patches=tuple(_patches(found, grid)),
        outline=_outline(found.works, grid),
        forces=tuple(
            ForceTick(grid.y(one), f"{one:,} g", f"{round(rpm_for(one, radius), -1):,.0f} rpm")
            for one in TICKS
        ),
        minutes=tuple((grid.x(one), f"{one:g}") for one in found.minutes if one in (3, 5, 10, 15, 20)),
        best=best,
        here=_mark(grid, force, minutes, "this spin"),
    )


def _mark(grid: Grid, force: float, minutes: float, text: str) -> Mark:
    x = grid.x(minutes)
    return Mark(x, grid.y(force), text, "end" if x > 75 else "start")


def _patches(found: Design, grid: Grid) -> Iterator[Patch]:
    """Cells of one band beside each other are one patch: a third of the page."""
    bands = np.minimum((np.clip(found.recovery, 0, 1) * BANDS).astype(int), BANDS - 1)
    kinds = np.where(found.known, 2 * bands + found.works, UNKNOWN).tolist()
    edges = _across(len(found.minutes))
    for row, line in enumerate(kinds):
        top, bottom = grid.edges(row)
        start = 0
        for kind, run in groupby(line):
            end = start + len(list(run))
            if kind != UNKNOWN:
                words = f"h{kind // 2}" + (" w" if kind % 2 else "")
                width, height = round(edges[end] - edges[start], 2), round(bottom - top, 1)
                yield Patch(edges[start], width, top, height, words)
            start = end


def _across(columns: int) -> list[float]:
    """The edges of the columns, in percent."""
    return [round(100 * one / columns, 2) for one in range(columns + 1)]


def _outline(works: NDArray[np.bool_], grid: Grid) -> str:
    """The border of what works: every edge between a cell that does and one that does not."""
    rows, columns = works.shape
    across = _across(columns)
    down = [grid.edges(row)[1] for row in range(rows)] + [grid.edges(rows - 1)[0]]
    beside = np.pad(works, ((0, 0), (1, 1)))
    above = np.pad(works, ((1, 1), (0, 0)))
    parts = [
        f"M{across[column]} {down[row + 1]}V{down[row]}"
        for row, column in np.argwhere(beside[:, 1:] != beside[:, :-1]).tolist()
    ]
    parts += [
        f"M{across[column]} {down[row]}H{across[column + 1]}"
        for row, column in np.argwhere(above[1:] != above[:-1]).tolist()
    ]
    return "".join(parts)
