"""A fused level: screws, rods and a cage, as a sign of it. What was put in is in the history."""

from collections.abc import Iterator

from buffycoat.web.spine import pelvis
from buffycoat.web.spine.centreline import VERTEBRAE, Frame, frames
from buffycoat.web.spine.ink import Ink, dot
from buffycoat.web.spine.paths import Point, line


def front(level: str) -> Iterator[Ink]:
    """From the front."""
    if level == "SI":
        for sign in (-1, 1):
            x, y = pelvis.front_joint(sign)
            for down in (-8, 6):
                yield Ink("rod", line((x + sign * 18, y + down), (x - sign * 22, y + down + 3), closed=False))
    pair = _pair(level)
    if pair is None:
        return
    ends = [(one.half_width * 0.8, one.top[1] + 0.4 * min(one.height, 40)) for one in pair]
    for sign in (-1, 1):
        yield Ink("rod", line(*((sign * x, y) for x, y in ends), closed=False))
        for x, y in ends:
            yield Ink("metal", dot((sign * x, y), 4.5))
    top, bottom, wide = pair[0].bottom[1], pair[1].top[1], pair[0].half_width * 0.55
    yield Ink("metal", line((-wide, top + 2), (wide, top + 2), (wide, bottom - 2), (-wide, bottom - 2)))


def side(level: str) -> Iterator[Ink]:
    """From the left."""
    if level == "SI":
        x, y = pelvis.side_joint()
        yield Ink("metal", dot((x - 8, y - 8), 4.5))
        yield Ink("metal", dot((x + 6, y + 8), 4.5))
    pair = _pair(level)
    if pair is None:
        return
    heads: list[Point] = []
    for one in pair:
        tall = min(one.height, 40)
        head, end = one.at(one.depth / 2 + 0.6 * tall, 0.3 * tall), one.at(-one.depth * 0.2, 0.42 * tall)
        heads.append(head)
        yield Ink("screw", line(head, end, closed=False))
    yield Ink("rod", line(*heads, closed=False))
    for head in heads:
        yield Ink("metal", dot(head, 4.5))
    above, below, half = *pair, pair[0].depth * 0.28
    corners = (
        above.at(-half, above.height + 2),
        above.at(half, above.height + 2),
        below.at(half, -2),
        below.at(-half, -2),
    )
    yield Ink("metal", line(*corners))


def _pair(level: str) -> tuple[Frame, Frame] | None:
    """The vertebrae above and below, where both have bodies."""
    first = level.split("-")[0]
    held = frames()
    return (
        (held[first], held[VERTEBRAE[VERTEBRAE.index(first) + 1]])
        if first in held and first != "S1"
        else None
    )
