"""Spinal levels in text: “L4-L5”, “L4-5 and L5-S1”, “C5-C7”, “L3-4-5”."""

import re
from itertools import pairwise

from buffycoat.pathway.candidacy.anatomy import LEVELS, Level

_VERTEBRAE = [
    f"{region}{number}" for region, last in (("C", 7), ("T", 12), ("L", 5)) for number in range(1, last + 1)
]
_SPINE = ["C0", *_VERTEBRAE, "S1"]
_CHAIN = re.compile(
    r"(?<![A-Za-z0-9])[CTL]\d{1,2}(?:\s*(?:-|–|—|/|to|through|thru)\s*[CTLS]?\d{1,2})+(?!\d)", re.IGNORECASE
)
_VERTEBRA = re.compile(r"([CTLS])?(\d{1,2})", re.IGNORECASE)


def levels_in(text: str) -> tuple[Level, ...]:
    """Every level that the text states, a range with all that lie in it, from the head down."""
    found: set[str] = set()
    for chain in _CHAIN.findall(text):
        marks = _named(chain)
        for upper, lower in pairwise(marks):
            found.update(_between(upper, lower))
    return tuple(level for level in LEVELS if level in found)


def _named(chain: str) -> list[str]:
    """The vertebrae of a chain; one without a letter takes the one before it, and L5-1 means L5-S1."""
    letter = ""
    marks: list[str] = []
    for region, number in _VERTEBRA.findall(chain):
        letter = region.upper() or letter
        mark = f"{letter}{number}"
        if not region and marks and marks[-1] == "L5" and number == "1":
            mark = "S1"
        marks.append(mark)
    return marks


def _between(upper: str, lower: str) -> list[str]:
    if upper not in _SPINE or lower not in _SPINE:
        return []
    low, high = sorted((_SPINE.index(upper), _SPINE.index(lower)))
    return [_level(one, two) for one, two in zip(_SPINE[low:high], _SPINE[low + 1 : high + 1], strict=True)]


def _level(upper: str, lower: str) -> str:
    """Two neighbouring vertebrae as our level is written: L4-5, but L5-S1."""
    return f"{upper}-{lower[1:]}" if upper[0] == lower[0] else f"{upper}-{lower}"
