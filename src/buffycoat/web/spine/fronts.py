"""The view from the front: every height is taken from the centreline of the side view."""

from collections.abc import Iterator

from buffycoat.web.spine import neck, pelvis
from buffycoat.web.spine.centreline import SIZES, VERTEBRAE, Frame, frames
from buffycoat.web.spine.ink import Ink, both
from buffycoat.web.spine.paths import Point, line, moved, oval

RIBS = tuple(f"T{number}" for number in range(1, 13))
_RIB = "M17 0.1Q42 -0.15 62 0.3"  # sideways in units, down in body heights
_RIB_SHORT = "M17 0.1Q36 -0.1 50 0.5"
_PILLAR = "M-4 -0.15L9 -0.05Q17 0.45 12 0.71Q12 1 8 1.2L-4 1.1Z"
_WINGLET = "M0 0.1Q15 0 23 -0.08Q28 0.08 23 0.25Q13 0.4 0 0.5Z"
_LUMBAR = "M0 0.2Q0.6 0.16 0.94 0.18Q1.03 0.28 0.94 0.36Q0.5 0.42 0 0.5Z"


def drawn() -> Iterator[Ink]:
    """Back to front: ribs, wings, processes, bodies, discs; then pedicles and spinous processes."""
    spine = [one for name, one in frames().items() if name != "S1"]
    for one in spine:
        if one.name in RIBS:
            yield from _sides(
                one, _RIB_SHORT if one.name in ("T11", "T12") else _RIB, "far", one.half_width - 18
            )
    for one in spine:
        yield from _process(one)
    yield from pelvis.front()
    for one in spine:
        yield Ink("b", body(one))
    for one in spine:
        yield Ink("d", disc(one))
    for one in spine:
        yield from _behind(one)
    for one in spine:
        yield from _slits(one)
    yield from neck.front()


def _sides(one: Frame, shape: str, kind: str, out: float, wide: float = 1) -> tuple[Ink, Ink]:
    """A shape beside the body, on both sides."""
    top, tall = one.top[1], one.height

    def side(sign: int) -> Ink:
        return Ink(kind, moved(shape, lambda p: (sign * (out + p[0] * wide), top + p[1] * tall)))

    return both(side)


def _process(one: Frame) -> tuple[Ink, Ink]:
    """Transverse process; in the neck the pillar of the joints."""
    if one.name[0] == "C":
        return _sides(one, _PILLAR, "b", one.half_width)
    if one.name[0] == "T":
        wide = (SIZES[one.name].process - one.half_width + 4) / 26
        return _sides(one, _WINGLET, "b", one.half_width - 3, wide)
    return _sides(one, _LUMBAR, "b", one.half_width - 3, SIZES[one.name].process - one.half_width + 3)


def body(one: Frame) -> str:
    """A body: as wide as its endplates, with a waist; from C3 to C7 with the lips that hold the disc."""
    top, bottom, half = one.top[1], one.bottom[1], one.half_width
    if one.name[0] == "C" and one.name != "C2":
        return (
            f"M{-half} {top - 3.5}Q{-half + 3} {top + 1} {-half + 7.5} {top + 1}L{half - 7.5} {top + 1}"
            f"Q{half - 3} {top + 1} {half} {top - 3.5}L{half - 1} {bottom}L{-half + 1} {bottom}Z"
        )
    waist, mid = half * 0.88, (top + bottom) / 2
    return (
        f"M{-half} {top}L{half} {top}Q{waist} {mid} {half + 0.5} {bottom}"
        f"L{-half - 0.5} {bottom}Q{-waist} {mid} {-half} {top}Z"
    )


def disc(above: Frame) -> str:
    """The disc below a vertebra."""
    below = frames()[VERTEBRAE[VERTEBRAE.index(above.name) + 1]]
    top, bottom, a, b = above.bottom[1], below.top[1], above.half_width, below.half_width
    if below.name[0] == "C":
        a, b = a - 1, b - 7
    mid = (top + bottom) / 2
    return f"M{-a} {top}L{a} {top}Q{a + 3} {mid} {b} {bottom}L{-b} {bottom}Q{-a - 3} {mid} {-a} {top}Z"


def _behind(one: Frame) -> Iterator[Ink]:
    """Pedicles and the spinous process, as an X-ray shows them through the body."""
    top, tall, half = one.top[1], one.height, one.half_width
    if one.name[0] != "C":
        wide, high = (3.2, 0.22 * tall) if one.name[0] == "T" else (4.8, 0.2 * tall)
        for sign in (-1, 1):
            yield Ink("far", oval(sign * half * 0.72, top + 0.36 * tall, wide, high))
    drop = {"C": 0.95, "T": 1.2, "L": 0.85}[one.name[0]]
    low, wide = top + drop * tall, 2.6 if one.name[0] != "L" else 4
    yield Ink(
        "far",
        f"M0 {top + 0.4 * tall}Q{wide + 0.6} {low - 5} {wide} {low}Q0 {low + 4} {-wide} {low}"
        f"Q{-wide - 0.6} {low - 5} 0 {top + 0.4 * tall}Z",
    )


def _slits(above: Frame) -> tuple[Ink, Ink]:
    """Facet joints: oblique in the neck, facing front in the chest, upright in the small of the back."""
    x, y = joint(above)
    cuts: dict[str, tuple[Point, ...]] = {
        "C": ((-6.0, 1.2), (0.0, 0.0), (6.0, -1.2)),
        "T": ((-4.5, 1.5), (0.0, -1.5), (4.5, 1.5)),
        "L": ((1.0, -8.0), (-2.5, 0.0), (0.5, 8.0)),
    }
    cut = cuts[above.name[0]]
    return both(lambda sign: Ink("j", line(*((sign * (x + dx), y + dy) for dx, dy in cut), closed=False)))


def joint(above: Frame) -> Point:
    """The facet joint below a vertebra: how far from the midline, and at which height."""
    y = disc_height(above)
    if above.name[0] == "C":
        return above.half_width + 4, y
    # Never nearer than a fingertip’s 24 px to the disc’s own place, at the scale of the chest.
    return (
        (max(above.half_width * 0.8, 16.4), y - 1)
        if above.name[0] == "T"
        else (above.half_width * 0.82, y - 2)
    )


def disc_height(above: Frame) -> float:
    """The middle of the disc below a vertebra."""
    below = frames()[VERTEBRAE[VERTEBRAE.index(above.name) + 1]]
    return (above.bottom[1] + below.top[1]) / 2
