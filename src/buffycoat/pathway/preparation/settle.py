"""How red cells, platelets and white cells move in a swung-out tube: the full solver.

Red cells, one conservation law over volume share φ (preparation note 1.2):

    ∂(Aφ)/∂G + ∂(Aφv)/∂x = 0,   v = aggregation · v_red · (1 - φ/φ_packed)^n · r/r_max     (x downwards)

solved by the monotone upwind finite-volume flux "concentration times velocity": cells move at the speed that
the concentration below them allows. The grid is carried by the red cells themselves (each layer keeps its
cells, its upper face moves), so that the interface to the plasma stays a sharp line; on a fixed grid the same
flux smears it by about as much as the harvest margin. Red cells are conserved by construction, and
0 ≤ φ ≤ φ_packed holds under the step limit below.

The other cells are few and do not push back: tracers. In plasma they fall at their own speed s·r/r_max. Among
red cells they ride the plasma that is pressed upwards, u = -φv/(1 - φ), platelets (1 + expulsion) times as
fast, and slip by s (1 - neutral·φ)(1 - φ)^(n-2) (Masliyah-Lockett-Bassoon). A tracer that can neither rise
from the interface nor enter the red cells stays on it: the buffy coat.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buffycoat.pathway.preparation.cells import CELLS, Cells
from buffycoat.pathway.preparation.column import Column

Array = NDArray[np.float64]
LAYERS, TRACERS = 400, 128
THICKEST = 0.25  # mm of blood in a layer at the start; halving it moves recovery by less than 0.5 points
THINNEST = 0.02  # haematocrit; below, layers and steps become very thin, and no blood is like that
STEP = 0.9  # of the largest step that keeps the scheme monotone


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Where everything lies at S values of G, for C cases, N layers, K kinds of cell, T tracers of each.

    faces, shape (S, C, N + 1): heights in mm of the layers' faces, the interface first, the bottom last.
    places, shape (S, C, K, T): below 0 minus the mm above the interface; above 0 the layers below it.
    Tracers are in the order in which they started, evenly from the meniscus to the bottom.
    """

    column: Column
    faces: Array
    places: Array
    steps: int

    @property
    def interface(self) -> Array:
        """Height of the interface between plasma and red cells, mm above the bottom; shape (S, C)."""
        return np.asarray(self.faces[:, :, 0])


class _Suspension:
    """The state of all cases while it moves; arrays are (C, N) for layers and (C, K·T) for tracers."""

    def __init__(self, column: Column, haematocrit: Array, cells: Cells, layers: int, tracers: int) -> None:
        cases, kinds = haematocrit.size, cells.speeds.size
        self.column, self.cells, self.layers = column, cells, layers
        self.power, self.top_speed, self.ride = (
            np.broadcast_to(np.asarray(value, float), (cases,))[:, None]
            for value in (cells.hindrance, np.multiply(cells.aggregation, cells.red_speed), cells.expulsion)
        )
        even = np.linspace(column.even_mm, 0, layers + 1)
        self.even: Array = np.repeat(even[None], cases, axis=0)
        self.faces: Array = np.asarray(column.height(self.even))
        self.red = haematocrit[:, None] * column.even_mm / layers  # mm of red cells in each layer
        start = np.linspace(0, layers, tracers)
        self.places: Array = np.tile(start, (cases, kinds))
        self.speed = np.repeat(cells.speeds, tracers)[None]
        self.neutral = np.repeat(cells.neutral, tracers)[None]
        self.carried = 1 + np.repeat(cells.expelled, tracers)[None] * self.ride
        self.first = layers * np.arange(cases)[:, None]
        self.steepest = np.minimum(2 / (self.power + 1), 0.9) * cells.packed

    def advance(self, most: float) -> float:
        """One step, at most `most` g·min; how long it was."""
        packed, power = self.cells.packed, self.power
        share = self.red / (self.even[:, :-1] - self.even[:, 1:])
        free = np.maximum(1 - share / packed, 0)
        steep = np.maximum(share, self.steepest)
        slope = np.maximum(1 - steep / packed, 0) ** (power - 1) * (steep * steep)
        limit = self.red[:, 0] * packed / (self.top_speed * power * slope.max(1, keepdims=True))[:, 0]
        step = min(STEP * float(limit.min()), most)
        force = self.column.share_of_force(self.faces[:, :-1])
        fall = self.top_speed * free**power * force
        self.places = self._moved(step, share, fall, force)
        self.faces[:, :-1] -= step * fall
        self.even = self.column.even(self.faces)
        return step

    def _moved(self, step: float, share: Array, fall: Array, force: Array) -> Array:
        """The tracers after a step, with respect to the red cells; none jumps over the interface."""
        places = self.places
        thick = self.faces[:, :-1] - self.faces[:, 1:]
        layer = np.clip(places.astype(np.intp), 0, self.layers - 1) + self.first
        slip = (1 - share) ** (self.power - 2) * force / thick
        among = -self.carried * (share * fall / ((1 - share) * thick)).ravel()[layer]
        among += self.speed * (slip.ravel()[layer] - self.neutral * (share * slip).ravel()[layer])
        among -= (fall / thick).ravel()[layer]
        height = np.minimum(self.faces[:, :1] - np.minimum(places, 0), self.column.height_mm)
        above = self.speed * self.column.share_of_force(height) - fall[:, :1]
        resting = np.where(among > 0, among, np.minimum(above, 0))
        rate = np.where(places < 0, above, np.where(places > 0, among, resting))
        moved = places + step * rate
        return np.where(places * moved < 0, 0.0, np.minimum(moved, self.layers))


def layers_for(column: Column) -> int:
    """How many layers a column needs for half a point."""
    return max(LAYERS, int(np.ceil(column.even_mm / THICKEST)))


def settle(
    column: Column,
    haematocrit: Array | float,
    gmin: Array | float,
    cells: Cells = CELLS,
    layers: int | None = None,
    tracers: int = TRACERS,
) -> Settled:
    """Spin one tube: haematocrit of its content (share, shape (C,)), ascending G in g·min (shape (S,))."""
    cases, targets = np.atleast_1d(np.asarray(haematocrit, float)), np.atleast_1d(np.asarray(gmin, float))
    if not (np.all(cases >= THINNEST) and np.all(cases < cells.packed)):
        raise ValueError(f"the haematocrit of the tube is a share between {THINNEST} and {cells.packed}")
    if not (np.all(np.isfinite(targets)) and targets[0] >= 0 and np.all(np.diff(targets) >= 0)):
        raise ValueError("G must be ascending, finite and not below zero")
    now, steps = 0.0, 0
    moving = _Suspension(column, cases, cells, layers or layers_for(column), tracers)
    faces, places = [], []
    for target in targets:
        while target - now > 1e-9 * max(target, 1):
            now += moving.advance(float(target) - now)
            steps += 1
        faces.append(moving.faces.copy())
        places.append(moving.places.reshape(cases.size, cells.speeds.size, tracers).copy())
    return Settled(column, np.stack(faces), np.stack(places), steps)
