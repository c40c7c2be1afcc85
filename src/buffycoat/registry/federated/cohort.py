"""Who a question is about: filters that every site reads alike, with whole bands where numbers are asked.

Only the edges listed here can be asked for. A question about people of 61 years beside one about people of 60
cannot be put, and that alone takes most ways of singling one person out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.frame import CODES, FLAGS, UNKNOWN, Frame

EDGES: Mapping[str, tuple[int, ...]] = {
    "age": tuple(range(0, 101, 10)),
    "bmi": (0, 20, 25, 30, 35, 40, 121),
    "months_of_pain": (0, 3, 6, 12, 24, 60, 1201),
    "dose": (0, 10, 25, 50, 75, 100, 150, 200, 32_768),
    "baseline": (0, 4, 7, 11),
}
Filters = Mapping[str, Sequence[Any]]


def check(filters: Filters) -> None:
    """Refuse a filter that is not one of these, naming it and what is possible."""
    for name, wanted in filters.items():
        if name in CODES:
            unknown = [one for one in wanted if one not in CODES[name]]
            if unknown or not wanted:
                raise ValueError(f"{name}: {unknown or 'nothing'} is not among {', '.join(CODES[name])}")
        elif name in FLAGS:
            if list(wanted) not in ([True], [False]):
                raise ValueError(f"{name}: [true] or [false]")
        elif name in EDGES:
            _check_band(name, wanted)
        else:
            raise ValueError(f"there is no filter {name}; there are {', '.join((*CODES, *FLAGS, *EDGES))}")


def _check_band(name: str, wanted: Sequence[Any]) -> None:
    edges = EDGES[name]
    whole = len(wanted) == 2 and all(type(one) is int for one in wanted)
    if not whole or wanted[0] not in edges or wanted[1] not in edges or wanted[0] >= wanted[1]:
        shown = ", ".join(map(str, edges))
        raise ValueError(f"{name}: from one edge to below another, of {shown}; not {list(wanted)}")


def members(frame: Frame, filters: Filters) -> NDArray[np.bool_]:
    """Which rows are in the cohort. Who is unknown in a filter is not."""
    check(filters)
    found = np.ones(len(frame), bool)
    for name, wanted in filters.items():
        if name in CODES:
            found &= np.isin(frame.columns[name], [CODES[name].index(one) for one in wanted])
        elif name in FLAGS:
            found &= frame.columns[name] == int(wanted[0])
        else:
            values = column(frame, name)
            found &= (values >= wanted[0]) & (values < wanted[1])
    return found


def column(frame: Frame, name: str) -> NDArray[np.integer[Any]]:
    """A column of whole numbers by the name that questions use; -1 where it is not known."""
    if name == "baseline":
        base = frame.scores["nrs"][:, 0].astype(np.int16)
        return np.where(base == UNKNOWN, -1, base)
    return frame.columns[name]
