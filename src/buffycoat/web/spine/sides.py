"""The view from the left side: arches top down, each upper process over its joint, then bodies."""

from collections.abc import Iterator

from buffycoat.web.spine import neck, pelvis
from buffycoat.web.spine.arches import arch, slit
from buffycoat.web.spine.centreline import VERTEBRAE, Frame, frames
from buffycoat.web.spine.ink import Ink
from buffycoat.web.spine.paths import Point, line


def drawn() -> Iterator[Ink]:
    """Everything that is bone, disc or joint."""
    held = frames()
    spine = [one for name, one in held.items() if name != "S1"]
    for one in spine:
        yield Ink("b", arch(one))
    yield from pelvis.side()
    for one in spine:
        yield Ink("b", body(one))
    for one in spine:
        yield Ink("d", disc(one))
    for one in spine:
        yield Ink("j", line(*slit(one), closed=False))
    yield from neck.side()


def body(one: Frame) -> str:
    """A body with the waist that its walls have."""
    half, tall = one.depth / 2, one.height
    corners = [(-half, 0.0), (half, 0.0), (half, tall), (-half, tall)]
    a, b, c, d = (one.at(*corner) for corner in corners)
    waist = [one.at(half * 0.92, tall / 2), one.at(-half * 0.92, tall / 2)]
    (bx, by), (dx, dy) = waist
    return f"M{_xy(a)}L{_xy(b)}Q{bx:.1f} {by:.1f} {_xy(c)}L{_xy(d)}Q{dx:.1f} {dy:.1f} {_xy(a)}Z"


def disc(above: Frame) -> str:
    """The disc below a vertebra, from endplate to endplate, bulging a little."""
    below = frames()[VERTEBRAE[VERTEBRAE.index(above.name) + 1]]
    a, b = above.at(-above.depth / 2, above.height), above.at(above.depth / 2, above.height)
    c, d = below.at(below.depth / 2, 0), below.at(-below.depth / 2, 0)
    back, fore = _bulge(b, c, above, 1), _bulge(d, a, above, -1)
    return f"M{_xy(a)}L{_xy(b)}Q{_xy(back)} {_xy(c)}L{_xy(d)}Q{_xy(fore)} {_xy(a)}Z"


def _bulge(first: Point, second: Point, above: Frame, sign: int) -> Point:
    return (first[0] + second[0]) / 2 + sign * 0.05 * above.depth, (first[1] + second[1]) / 2


def disc_middle(above: Frame) -> Point:
    """The middle of the disc below a vertebra."""
    below = frames()[VERTEBRAE[VERTEBRAE.index(above.name) + 1]]
    return (above.bottom[0] + below.top[0]) / 2, (above.bottom[1] + below.top[1]) / 2


def joint(above: Frame) -> Point:
    """The middle of the facet joint below a vertebra."""
    (ax, ay), (bx, by) = slit(above)
    return (ax + bx) / 2, (ay + by) / 2


def _xy(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
