"""The arch behind each body, from the side: a few shapes, and what lies between them."""

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.web.spine.centreline import VERTEBRAE, Frame
from buffycoat.web.spine.paths import Point, between, moved


class Arch(Fact):
    """The outline of one arch, in body heights."""

    outline: str


ARCHES = read_table(__file__, "arches.toml", Arch)
# The slit between the lower process of a vertebra and the upper one of the next, in the same units.
_JOINTS: dict[str, tuple[Point, Point]] = {
    "C": ((0.2, 0.96), (0.66, 1.34)),
    "T": ((0.45, 0.97), (0.39, 1.36)),
    "L": ((0.57, 0.9), (0.57, 1.33)),
}


def arch(frame: Frame) -> str:
    """The arch of this vertebra, behind its body."""
    return moved(_shape(frame.name), frame.behind)


def _shape(name: str) -> str:
    """Its own shape, or one between the nearest two of its region."""
    if name in ARCHES.rows:
        return ARCHES[name].outline
    number = VERTEBRAE.index(name)
    mine = [VERTEBRAE.index(one) for one in ARCHES.rows if one[0] == name[0]]
    first, second = max(one for one in mine if one < number), min(one for one in mine if one > number)
    outlines = [ARCHES[VERTEBRAE[one]].outline for one in (first, second)]
    return between(outlines[0], outlines[1], (number - first) / (second - first))


def slit(frame: Frame) -> tuple[Point, Point]:
    """The facet joint below this vertebra, from the side."""
    first, second = _JOINTS[frame.name[0]]
    return frame.behind(first), frame.behind(second)


def tip(frame: Frame) -> Point:
    """A point on the spinous process, for what lies on it."""
    return frame.behind((1.1, 0.7))
