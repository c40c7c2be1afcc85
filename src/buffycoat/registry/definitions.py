"""Who counts as a responder: those of the rule base's five definitions that an extract can decide.

Oswestry (c) is not in the frame, and no other treatment (e) is the section on durability.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buffycoat.pathway.outcomes.instruments import limit
from buffycoat.registry.frame import UNKNOWN

NO_BASELINE, NOT_ANSWERED, NO_RESPONDER, RESPONDER = 1, 2, 3, 4  # codes of sums.STATE


@dataclass(frozen=True, eq=False)
class Definition:
    """One definition. `table`: the state by pain before and by the instrument's score now."""

    title: str  # “Half the pain or less at 26 weeks: 53% of facet joint”
    says: str
    instrument: str
    table: NDArray[np.uint8]


def _table(responds: NDArray[np.bool_], needs_baseline: bool = True) -> NDArray[np.uint8]:
    table = np.where(responds, RESPONDER, NO_RESPONDER).astype(np.uint8)
    table[:, UNKNOWN] = NOT_ANSWERED
    if needs_baseline:  # of no pain nothing can fall
        table[UNKNOWN] = table[0] = NO_BASELINE
    return table


def _definitions() -> Mapping[str, Definition]:
    before, now = np.meshgrid(np.arange(256), np.arange(256), indexing="ij")
    fall = before - now
    half, share, points = limit("nrs_half"), limit("nrs_share"), limit("nrs_points")
    return {
        "a": Definition(
            "Half the pain or less",
            "average pain down by half or more",
            "nrs",
            _table(100 * fall >= half * before),
        ),
        "b": Definition(
            f"Pain down by {points:g} points and {share:g}%",
            f"average pain down by {points:g} points or more and by {share:g}% or more since before",
            "nrs",
            _table((fall >= points) & (100 * fall >= share * before)),
        ),
        "d": Definition(
            "Much better as they rate it",
            f"change rated {limit('pgic_responder'):g} or below, 1 (very much better) to 7 (very much worse)",
            "pgic",
            _table(now <= limit("pgic_responder"), needs_baseline=False),
        ),
    }


DEFINITIONS = _definitions()
