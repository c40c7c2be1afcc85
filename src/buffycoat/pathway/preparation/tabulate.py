"""Tables of the full solver: the shipped one for cylinders, and one of its own for a tube that narrows.

`python -m buffycoat.pathway.preparation.tabulate` writes spin_table.npz; tests hold it to its constants.
"""

import sys
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from buffycoat.pathway.preparation.cells import checksum
from buffycoat.pathway.preparation.column import Array, Column
from buffycoat.pathway.preparation.harvest import harvest
from buffycoat.pathway.preparation.settle import settle
from buffycoat.pathway.preparation.spin_table import (
    ARRAYS,
    FELT,
    FILE,
    FULL,
    KEYS,
    SpinTable,
    spin_table,
)

HEIGHT = 100.0  # mm; any would give the same table
DEPTH = np.array([0.0, 0.2, 0.4, 0.6])
HAEMATOCRIT = np.arange(0.15, 0.6101, 0.025)
SPIN = np.concatenate([[0], np.geomspace(1, 700, 150)])
# Two nodes hard by the interface: the buffy coat lies between them, and no line is drawn through it.
ABOVE = np.array([1e-9, 0.004, 0.008, 0.014, 0.02, 0.028, 0.04, 0.055, 0.075, 0.1, 0.14, 0.2, 0.3])
CUT = np.concatenate([-ABOVE[9::-1], ABOVE])
FINE, QUICK = (800, 192), (200, 64)  # layers and tracers


def cylinder(depth: float) -> Column:
    """A cylinder of HEIGHT that reaches this share of the radius towards the axis."""
    return Column(bore_mm=20, filled_ml=np.pi * 0.1 * HEIGHT, radius_mm=HEIGHT / max(depth, 1e-9))


def tabulate(
    columns: Sequence[Column],
    haematocrit: Array = HAEMATOCRIT,
    spin: Array = SPIN,
    cut: Array = CUT,
    grid: tuple[int, int] = FINE,
) -> SpinTable:
    """Solve every node; columns from the shallowest to the deepest."""
    depth = np.array([column.height_mm / column.radius_mm for column in columns])
    shares, interface = [], []
    for column, one in zip(columns, depth, strict=True):
        gmin = spin * column.even_mm / (1 - FELT * one)
        settled = settle(column, haematocrit, gmin, layers=grid[0], tracers=grid[1])
        found = harvest(settled, cut * column.even_mm)
        shares.append(np.stack([getattr(found, key) for key in KEYS], axis=-1).swapaxes(0, 1))
        interface.append(column.even(settled.interface.T) / column.even_mm)
    return SpinTable(
        depth=depth,
        haematocrit=haematocrit,
        spin=spin,
        cut=cut,
        interface=np.stack(interface),
        shares=np.rint(np.stack(shares) * FULL).astype(np.uint16),
        checksum=checksum(),
    )


@lru_cache(maxsize=64)
def own_table(column: Column) -> SpinTable:
    """The table of one tube that narrows: about a second of solving, then kept."""
    return tabulate([column], HAEMATOCRIT[1:-1:3], SPIN[::2], CUT, QUICK)


def table_for(column: Column) -> SpinTable:
    """The table that answers for this tube."""
    return spin_table() if column.tip_mm == 0 else own_table(column)


def main() -> int:
    """Build the shipped table and write it beside the code."""
    table = tabulate([cylinder(float(one)) for one in DEPTH])
    np.savez_compressed(FILE, checksum=table.checksum, **{key: getattr(table, key) for key in ARRAYS})
    print(f"{FILE.name}: {table.shares.shape}, {FILE.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
