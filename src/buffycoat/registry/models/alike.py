"""People whose whole numbers are all the same stand in one row, with how many they are.

A million people have some thousand combinations of baseline, age and arm; what is summed over them is the
same to the last bit, and a pass over the rows becomes a pass over the combinations.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
MOST = 1 << 17  # combinations that are worth a table


def alike(columns: Sequence[NDArray[np.integer]]) -> tuple[tuple[Whole, ...], Whole] | None:
    """The combinations that occur, column by column, and how many rows have each; None if too many may."""
    if not len(columns[0]):
        return None
    lows = [int(one.min()) for one in columns]
    widths = [int(one.max()) - low + 1 for one, low in zip(columns, lows, strict=True)]
    if np.prod(widths, dtype=float) > min(MOST, len(columns[0])):
        return None
    place = np.zeros(len(columns[0]), np.int64)
    for one, low, width in zip(columns, lows, widths, strict=True):
        place *= width
        place += one
        place -= low
    many = np.bincount(place)
    found = np.flatnonzero(many)
    parts = np.unravel_index(found, widths)
    return tuple(part + low for part, low in zip(parts, lows, strict=True)), many[found]
