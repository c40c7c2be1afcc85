"""One smoothed centreline from C2 to the sacrum: both long views take their heights from it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.web.spine.paths import Point

TOP = (11.0, 58.0)  # where the upper endplate of C2 lies
STEP = 0.5


class Size(Fact):
    """How large one vertebra is drawn."""

    height: float
    depth: float
    half_width: float
    disc: float
    process: float


class Lean(Fact):
    """How far the spine leans at one vertebra."""

    degrees: float


SIZES = read_table(__file__, "vertebrae.toml", Size)
LEANS = read_table(__file__, "curve.toml", Lean)
VERTEBRAE = (*SIZES.rows, "S1")


@dataclass(frozen=True)
class Frame:
    """Where one vertebra lies, seen from the side: the middle of its upper and lower endplate."""

    name: str
    top: Point
    bottom: Point
    depth: float
    half_width: float

    @property
    def height(self) -> float:
        """Of the body along the centreline."""
        return math.dist(self.top, self.bottom)

    @property
    def lean(self) -> float:
        """The body’s own angle from upright, in radians."""
        return math.atan2(self.bottom[0] - self.top[0], self.bottom[1] - self.top[1])

    def at(self, back: float, down: float) -> Point:
        """A point `back` of the middle and `down` from the upper endplate, turned with the body."""
        sin, cos = math.sin(self.lean), math.cos(self.lean)
        return self.top[0] + back * cos + down * sin, self.top[1] - back * sin + down * cos

    def behind(self, point: Point) -> Point:
        """A point of the arch: in body heights, from the upper back corner of the body."""
        return self.at(self.depth / 2 + point[0] * self.height, point[1] * self.height)


def frames() -> dict[str, Frame]:
    """Every vertebra from C2 to S1, in order."""
    return dict(_frames())


@cache
def _frames() -> tuple[tuple[str, Frame], ...]:
    along, found = 0.0, []
    line = _line()
    for name in SIZES.rows:
        size = SIZES[name]
        top, bottom = _at(line, along), _at(line, along + size.height)
        found.append((name, Frame(name, top, bottom, size.depth, size.half_width)))
        along += size.height + size.disc
    first = _at(line, along)
    found.append(("S1", Frame("S1", first, _at(line, along + 30), 51, 36)))
    return tuple(found)


def _middles() -> dict[str, float]:
    """How far along the centreline the middle of each vertebra lies."""
    along, found = 0.0, {}
    for name in SIZES.rows:
        found[name] = along + SIZES[name].height / 2
        along += SIZES[name].height + SIZES[name].disc
    return {**found, "S1": along + 10}


@cache
def _line() -> tuple[Point, ...]:
    """The centreline as points a small step apart, from the lean at each."""
    middles = _middles()
    where = [middles[name] for name in LEANS.rows]
    lean = [math.radians(LEANS[name].degrees) for name in LEANS.rows]
    x, y = TOP
    made = [TOP]
    for number in range(int((where[-1] + 60) / STEP)):
        angle = smooth(where, lean, (number + 0.5) * STEP)
        x, y = x + STEP * math.sin(angle), y + STEP * math.cos(angle)
        made.append((x, y))
    return tuple(made)


def _at(line: Sequence[Point], along: float) -> Point:
    number, part = divmod(along / STEP, 1)
    first, second = line[int(number)], line[int(number) + 1]
    return first[0] + part * (second[0] - first[0]), first[1] + part * (second[1] - first[1])


def smooth(where: Sequence[float], values: Sequence[float], at: float) -> float:
    """A curve through the values without a corner (cubic, slope by the neighbours); level beyond the ends."""
    if at <= where[0]:
        return values[0]
    if at >= where[-1]:
        return values[-1]
    here = next(number for number in range(len(where) - 1) if at < where[number + 1])
    span = where[here + 1] - where[here]
    t, slopes = (at - where[here]) / span, [_slope(where, values, one) * span for one in (here, here + 1)]
    return (
        (2 * t**3 - 3 * t**2 + 1) * values[here]
        + (t**3 - 2 * t**2 + t) * slopes[0]
        + (3 * t**2 - 2 * t**3) * values[here + 1]
        + (t**3 - t**2) * slopes[1]
    )


def _slope(where: Sequence[float], values: Sequence[float], at: int) -> float:
    """The slope at a knot; level where the curve turns, so that it never leaves its knots."""
    if at in (0, len(where) - 1):
        return 0.0
    before = (values[at] - values[at - 1]) / (where[at] - where[at - 1])
    after = (values[at + 1] - values[at]) / (where[at + 1] - where[at])
    return 0.0 if before * after <= 0 else 2 * before * after / (before + after)
