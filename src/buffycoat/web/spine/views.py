"""The two long views side by side, as large as the region asks; words and lines keep their size."""

from collections.abc import Iterator
from dataclasses import dataclass

from buffycoat.web.spine import fronts, hardware, neck, pelvis, sides
from buffycoat.web.spine.arches import tip
from buffycoat.web.spine.centreline import Frame, frames
from buffycoat.web.spine.ink import Ink, Key, Spot, Word
from buffycoat.web.spine.levels import LONG, Zoom, keys, levels, zoom
from buffycoat.web.spine.paths import Point, moved, points

WIDTH, HEAD, NAMES = 790.0, 44.0, 356.0  # HEAD: room for the headings; NAMES: the column of level names


@dataclass(frozen=True)
class Window:
    """The part of the spine that a region shows. front, side: where x = 0 of each view lies on the page."""

    first: float
    last: float
    scale: float
    front: float
    side: float

    @property
    def height(self) -> float:
        """Of the whole drawing."""
        return HEAD + (self.last - self.first) * self.scale

    def onto_front(self, point: Point) -> Point:
        """From the drawing’s own unit onto the page."""
        return self.front + point[0] * self.scale, HEAD + (point[1] - self.first) * self.scale

    def onto_side(self, point: Point) -> Point:
        """From the drawing’s own unit onto the page."""
        return self.side + point[0] * self.scale, HEAD + (point[1] - self.first) * self.scale


WINDOWS: dict[Zoom, Window] = {
    "cervical": Window(-10, 258, 2.45, 165, 432),
    "thoracic": Window(206, 716, 1.5, 165, 402),
    "lumbar": Window(618, 1062, 1.5, 165, 440),
    "whole": Window(-10, 1062, 1.0, 165, 425),
}


@dataclass(frozen=True)
class Long:
    """Both long views of a region."""

    window: Window
    front: tuple[Ink, ...]
    side: tuple[Ink, ...]
    words: tuple[Word, ...]
    spots: tuple[Spot, ...]
    names: tuple[tuple[str, Point], ...]  # every level with the place of its name


def long_views(of: Zoom, fused: tuple[str, ...] = ()) -> Long:
    """Draw a region; the hardware of fused levels lies on top."""
    window = WINDOWS[of]
    front = [*fronts.drawn(), *(ink for level in fused for ink in hardware.front(level))]
    side = [*sides.drawn(), *(ink for level in fused for ink in hardware.side(level))]
    return Long(
        window,
        tuple(_seen((ink.moved(window.onto_front) for ink in front), window)),
        tuple(_seen((ink.moved(window.onto_side) for ink in side), window)),
        (*_headings(window), *_vertebrae(window)),
        tuple(spot for level in levels(of) for key in keys(level) for spot in spots(key, window)),
        tuple((level, (NAMES, name_height(level, window))) for level in levels(of)),
    )


def _seen(inks: Iterator[Ink], window: Window) -> Iterator[Ink]:
    """What reaches into the window: the rest of the spine is not sent."""
    for ink in inks:
        heights = [y for _, y in points(ink.d)]
        if max(heights) > HEAD - 20 and min(heights) < window.height + 20:
            yield ink


def _headings(window: Window) -> Iterator[Word]:
    yield Word("From the front", (165, 14), "k")
    yield Word("Patient’s right", (8, 32), anchor="start")
    yield Word("Patient’s left", (322, 32), anchor="end")
    yield Word("From the left side", (500, 14), "k")
    yield Word("Front", (396, 32), anchor="start")
    yield Word("Back", (620, 32), anchor="end")


def _vertebrae(window: Window) -> Iterator[Word]:
    for name, one in frames().items():
        y = window.onto_side((0, (one.top[1] + one.bottom[1]) / 2))[1]
        if HEAD + 6 < y < window.height - 6:
            yield Word(name, (NAMES, y + 5), "k")
    if window.first < 0:
        yield Word("Skull", (NAMES, window.onto_side((0, 14))[1]))
        yield Word("C1", (NAMES, window.onto_side((0, 46))[1] + 5), "k")


def upper(level: str) -> Frame | None:
    """The vertebra above a level, where it has a body of its own."""
    return frames().get(level.split("-")[0])


def name_height(level: str, window: Window) -> float:
    """Where the name of a level stands: at its disc or joint."""
    above = upper(level)
    own = {"SI": pelvis.front_joint(1)[1] + 16, "S": pelvis.front_hiatus()[1] + 4}
    y = own[level] if level in own else neck.FRONT_JOINTS[level][1] if level in neck.FRONT_JOINTS else 0.0
    if above and level not in neck.FRONT_JOINTS:
        y = fronts.disc_height(above)
    return window.onto_side((0, y))[1]


def spots(key: Key, window: Window) -> Iterator[Spot]:
    """Where a target is in the front view, and its twin in the side view."""
    target, level, side = key
    if target not in LONG:
        return
    sign = {"R": -1, "L": 1, "M": 0}[side]
    front, seen = place_front(target, level, sign), place_side(target, level)
    above = upper(level)
    fill = target == "DISC" and above is not None
    yield Spot(
        key, window.onto_front(front), moved(fronts.disc(above), window.onto_front) if fill and above else ""
    )
    if side != "R":
        d = moved(sides.disc(above), window.onto_side) if fill and above else ""
        yield Spot(key, window.onto_side(seen), d, twin=True)


def place_front(target: str, level: str, sign: int) -> Point:
    """A target of the long views, from the front."""
    if target == "SIJ":
        return pelvis.front_joint(sign)
    if target == "EPI_CAUD":
        return pelvis.front_hiatus()
    if level in neck.FRONT_JOINTS:
        x, y = neck.FRONT_JOINTS[level]
        return sign * x, y
    above = frames()[level.split("-")[0]]
    x, y = fronts.joint(above)
    return (sign * x, y) if target == "FACET" else (0.0, fronts.disc_height(above))


def place_side(target: str, level: str) -> Point:
    """Any target from the side; those behind the canal by where a needle would end."""
    if level in ("SI", "S"):
        return pelvis.side_joint() if level == "SI" else pelvis.side_hiatus()
    if level in neck.SIDE_JOINTS:
        x, y = neck.SIDE_JOINTS[level]
        return (x, y) if target in ("FACET", "MB", "EPI_TF") else (x + 40, y)
    above = frames()[level.split("-")[0]]
    disc, joint = sides.disc_middle(above), sides.joint(above)
    if target in ("DISC", "FACET", "MB"):
        return disc if target == "DISC" else joint
    if target == "EPI_TF":
        return above.behind((0.28, 0.85))
    if target == "EPI_IL":
        return above.behind((0.72, 1.22))
    x, y = tip(above)
    return {"MULT": (x - 6, y + 8), "LIG": (x + 2, y + 14), "TLF": (x + 16, y + 10)}[target]


def shown_level(level: str, of: Zoom) -> bool:
    """Whether this region shows the level."""
    return of == "whole" or zoom(level) == of
