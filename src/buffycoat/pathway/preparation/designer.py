"""The spin designer: for a tube and rotor, which force and time work, which is best, what it hangs on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buffycoat.pathway.preparation.cells import constant
from buffycoat.pathway.preparation.column import Array, Column
from buffycoat.pathway.preparation.protocol import ceiling
from buffycoat.pathway.preparation.spin import rpm_for
from buffycoat.pathway.preparation.tabulate import table_for

FORCES: Array = np.geomspace(50, 2000, 60)
MINUTES: Array = np.arange(3, 21, dtype=float)
CUT_MOVES, HAEMATOCRIT_MOVES = (-2.0, -1.0, 1.0, 2.0), (-0.05, 0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is asked of the first spin; a limit that is None does not bind."""

    within: float = 0.03  # of the best recovery that the limits allow
    white_most: float | None = None  # share of the blood's white cells in the harvest
    red_most: float | None = None  # share of its red cells


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Force (F) by minutes (M) for one tube; force and rpm at r_max, the axis to the tube's bottom.

    Arrays of shape (F, M): recovery, volume, white, red as shares of the tube's content; works, whether the
    cell reaches the aim; known, whether it lies inside the table.
    """

    column: Column
    force: Array
    rpm: Array
    minutes: Array
    recovery: Array
    volume: Array
    white: Array
    red: Array
    works: NDArray[np.bool_]
    known: NDArray[np.bool_]
    best: tuple[int, int] | None  # the gentlest cell among the best; None when nothing is allowed
    moved: tuple[tuple[str, float], ...]  # recovery at the best when one thing is otherwise
    ceiling: float  # the most that one spin of plasma alone concentrates
    notes: tuple[str, ...]


def design(
    column: Column,
    tube_haematocrit: float,
    cut_mm: float,
    aim: Aim = Aim(),
    force: Array = FORCES,
    minutes: Array = MINUTES,
    ramps_min: float = 0.0,
) -> Design:
    """Every force and time at once, by the table. ramps_min: speeding up and braking together, in minutes."""
    gmin = force[:, None] * (minutes[None] + ramps_min / 3)
    blood, cut = np.full_like(gmin, tube_haematocrit), np.full_like(gmin, cut_mm)
    table = table_for(column)
    made, known = table.look_up(column, blood, gmin, cut), table.covers(column, blood, gmin, cut)
    allowed = known & (made.volume > 0)
    if aim.white_most is not None:
        allowed &= made.white <= aim.white_most
    if aim.red_most is not None:
        allowed &= made.red_cells <= aim.red_most
    works, best = _best(made.platelets, allowed, aim.within, force)
    return Design(
        column=column,
        force=force,
        rpm=np.array([rpm_for(float(one), column.radius_mm) for one in force]),
        minutes=minutes,
        recovery=made.platelets,
        volume=made.volume,
        white=made.white,
        red=made.red_cells,
        works=works,
        known=known,
        best=best,
        moved=() if best is None else _moved(column, tube_haematocrit, float(gmin[best]), cut_mm),
        ceiling=ceiling(tube_haematocrit),
        notes=_notes(column, known, best, float(force[best[0]]) if best else None),
    )


def _best(
    recovery: Array, allowed: NDArray[np.bool_], within: float, force: Array
) -> tuple[NDArray[np.bool_], tuple[int, int] | None]:
    """Which cells reach the aim, and the best: of those within half a point of the highest, the gentlest.

    Gentlest is the least force that was among the studies: below it red cells pressing on each other count.
    """
    if not allowed.any():
        return allowed, None
    highest = float(recovery[allowed].max())
    compared = force >= constant("calibrated_force_least")
    preferred = np.where(compared, force, force + force.max())
    top = np.where(allowed & (recovery >= highest - 0.005), preferred[:, None], np.inf)
    top = np.where(top == top.min(), -recovery, np.inf)
    row, column = np.unravel_index(int(top.argmin()), top.shape)
    return allowed & (recovery >= highest - within), (int(row), int(column))


def _moved(column: Column, haematocrit: float, gmin: float, cut_mm: float) -> tuple[tuple[str, float], ...]:
    """Recovery at one G when the cut, the haematocrit or G itself is otherwise."""
    rows = [(f"cut {move:+g} mm", haematocrit, gmin, cut_mm + move) for move in CUT_MOVES]
    rows += [
        (f"haematocrit {100 * move:+g} points", haematocrit + move, gmin, cut_mm)
        for move in HAEMATOCRIT_MOVES
    ]
    rows += [(f"G {100 * part:+.0f} %", haematocrit, gmin * (1 + part), cut_mm) for part in (-0.2, 0.2)]
    given = (np.array([row[at] for row in rows], float) for at in (1, 2, 3))
    found = table_for(column).look_up(column, *given).platelets
    return tuple((row[0], float(one)) for row, one in zip(rows, found, strict=True))


def _notes(
    column: Column, known: NDArray[np.bool_], best: tuple[int, int] | None, force: float | None
) -> tuple[str, ...]:
    """Where the picture ends, and where the best lies outside what the physics was compared with."""
    found = [f"Force and turns are those at the tube’s bottom, {column.radius_mm:g} mm from the axis."]
    if not known.all():
        found.append("Part of the picture is outside the table and is not shown.")
    if best is None:
        found.append("No force and time in this range reaches what is asked.")
    least, most = constant("calibrated_height_least"), constant("calibrated_height_most")
    if not least <= column.height_mm <= most:
        found.append(f"A column of {column.height_mm:.0f} mm is outside the compared studies.")
    least, most = constant("calibrated_force_least"), constant("calibrated_force_most")
    if force is not None and not least <= force <= most:
        found.append(f"The best, {force:.0f} g, is outside the compared studies ({least:g} to {most:g} g).")
    return tuple(found)
