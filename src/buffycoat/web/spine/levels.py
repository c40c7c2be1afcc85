"""Which targets a level has, which levels a region shows."""

from typing import Literal, get_args

from buffycoat.pathway.candidacy.anatomy import LEVELS, SIDE_NAMES, TARGET_NAMES, impossible, region
from buffycoat.web.spine.ink import Key

Zoom = Literal["cervical", "thoracic", "lumbar", "whole"]
ZOOMS: dict[Zoom, str] = {"cervical": "Neck", "thoracic": "Chest", "lumbar": "Small of the back and sacrum"}
LONG = ("DISC", "FACET", "SIJ", "EPI_CAUD")  # drawn in the long views; the others only across
FIRST: dict[str, str] = {"cervical": "C5-6", "thoracic": "T7-8", "lumbar": "L4-5"}


def keys(level: str) -> tuple[Key, ...]:
    """Every target and side that is possible at a level, in the order of the form."""
    return tuple(
        (target, level, side)
        for target in TARGET_NAMES
        for side in SIDE_NAMES
        if not impossible(target, level, side)
    )


def zoom(level: str) -> Zoom:
    """The region that shows a level."""
    found = region(level)
    return "lumbar" if found == "sacral" else found


def levels(of: Zoom) -> tuple[str, ...]:
    """The levels that a region shows, top down."""
    return tuple(one for one in LEVELS if of == "whole" or zoom(one) == of)


def known(key: Key) -> bool:
    """Whether there is such a place at all."""
    target, level, side = key
    words_known = target in TARGET_NAMES and level in LEVELS and side in SIDE_NAMES
    return words_known and not impossible(target, level, side)


def zoom_named(text: str) -> Zoom | None:
    """A region as an address names it."""
    return next((one for one in get_args(Zoom) if one == text), None)
