"""What is above the cut once the tube is spun: plasma, platelets, white cells, red cells."""

from dataclasses import dataclass

import numpy as np

from buffycoat.pathway.preparation.cells import PLATELET_CLASSES, constant
from buffycoat.pathway.preparation.settle import Array, Settled


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What the harvest holds, each as a share of what the tube held; arrays of one shape.

    volume is the harvested share of the tube's content. White and red cells include the few that any plasma
    carries (the floors of the constants).
    """

    volume: Array
    platelets: Array
    mononuclear: Array
    granulocytes: Array
    red: Array

    @property
    def white(self) -> Array:
        """Share of all white cells, by the usual mix of granulocytes and others."""
        share = constant("granulocyte_share")
        cells = share * self.granulocytes + (1 - share) * self.mononuclear
        return np.where(self.volume > 0, np.maximum(cells, constant("white_floor")), 0.0)

    @property
    def red_cells(self) -> Array:
        """Share of all red cells."""
        return np.where(self.volume > 0, np.maximum(self.red, constant("red_floor")), 0.0)


def heights(settled: Settled, at: int, case: int) -> Array:
    """Heights of all tracers in mm above the bottom, shape (K, T), from the uppermost to the lowest."""
    faces, places = settled.faces[at, case], settled.places[at, case]
    among = np.interp(places, np.arange(faces.size), faces)
    above = np.minimum(faces[0] - places, settled.column.height_mm)
    return np.asarray(np.where(places < 0, above, among))


def harvest(settled: Settled, cut_mm: Array | float) -> Shares:
    """Shares above a cut that lies cut_mm above the interface (below it when negative); shape (S, C, cuts).

    The cut is always told: a millimetre decides between 66 % and 97 % of the platelets (note 0.4).
    """
    cuts, column = np.atleast_1d(np.asarray(cut_mm, float)), settled.column
    spins, cases = settled.interface.shape
    level = np.clip(settled.interface[:, :, None] + cuts, 0, column.height_mm)
    volume = np.clip(1 - column.even(level) / column.even_mm, 0, 1)
    counted = np.empty((*level.shape, 4))
    layers = np.linspace(0, 1, settled.faces.shape[2])
    for at in range(spins):
        for case in range(cases):
            counted[at, case, :, 3] = np.interp(-level[at, case], -settled.faces[at, case], layers)
            counted[at, case, :, :3] = _counted(heights(settled, at, case), level[at, case])
    counted[volume <= 0] = 0
    return Shares(volume, *np.moveaxis(counted, -1, 0))


def _counted(height: Array, level: Array) -> Array:
    """Platelets, mononuclear cells and granulocytes above each level; shape (cuts, 3).

    Tracers of one kind never overtake each other: the share above a level is where it lies among them.
    """
    started = np.linspace(0, 1, height.shape[1])
    above = np.stack([np.interp(-level, -one, started, left=0, right=1) for one in height])
    return np.stack([above[:PLATELET_CLASSES].mean(0), *above[PLATELET_CLASSES:]], axis=-1)
