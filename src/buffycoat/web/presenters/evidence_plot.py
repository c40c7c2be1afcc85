"""A study on the forest plot: a dot with its interval where there are counts, else its side at each time."""

import math
from dataclasses import dataclass
from itertools import groupby

from buffycoat.library.evidence import Point, Ratio, Row, ratio
from buffycoat.library.evidence.row import WHAT
from buffycoat.web.presenters.evidence_words import Speak

LOWEST, HIGHEST = 0.1, 10.0
TICKS = (0.1, 0.33, 1, 3, 10)
SIDES = {"control": 20.0, "none": 50.0, "prp": 80.0}  # where a mark of direction stands, in percent
BETTER = ("pain", "leg_pain", "responders", "function", "all")  # where more is better; not side effects


@dataclass(frozen=True)
class Dot:
    """A ratio as drawn, in percent of the width; beyond the axis an arrow says so."""

    x: float
    low: float
    high: float
    beyond_low: bool
    beyond_high: bool
    rebuilt: bool
    name: str
    text: str
    said: str


@dataclass(frozen=True)
class Side:
    """A mark of direction, with the times at which it was so."""

    direction: str
    x: float
    times: str
    said: str


def place(value: float) -> float:
    """Where a ratio stands on the log scale, in percent; what lies beyond stands at the end."""
    held = min(max(value, LOWEST), HIGHEST)
    width = math.log(HIGHEST / LOWEST)
    return round(100 * math.log(held / LOWEST) / width, 2)


def dots(row: Row, speak: Speak) -> tuple[Dot, ...]:
    """The ratios of a study, one for each outcome with counts in both groups."""
    found = [(point, ratio(point)) for point in row.points if point.what in BETTER and row.compares]
    return tuple(_dot(point, one, speak) for point, one in found if one)


def _dot(point: Point, one: Ratio, speak: Speak) -> Dot:
    value, low, high = (f"{number:.2f}" for number in (one.value, one.low, one.high))
    name = speak.both(WHAT[point.what])
    said = speak("ratio_said", what=name[:1].upper() + name[1:], value=value, low=low, high=high)
    if point.prp and point.control:
        (a, n), (b, m) = point.prp, point.control
        said += " " + speak("counts_said", a=a, n=n, b=b, m=m)
    return Dot(
        x=place(one.value),
        low=place(one.low),
        high=place(one.high),
        beyond_low=one.low < LOWEST,
        beyond_high=one.high > HIGHEST,
        rebuilt=one.rebuilt,
        name=name,
        text=speak("between", value=value, low=low, high=high),
        said=said,
    )


def sides(row: Row, speak: Speak) -> tuple[Side, ...]:
    """The side that pain came out on, at each time; another outcome where pain was not told."""
    if not row.compares:
        return ()
    points = [one for one in row.points if one.direction in SIDES and one.what in BETTER]
    pain = [one for one in points if one.what in ("pain", "leg_pain", "all")] or points
    return tuple(
        _side(direction, [one for one in pain if one.direction == direction], speak)
        for direction in SIDES
        if any(one.direction == direction for one in pain)
    )


def _side(direction: str, points: list[Point], speak: Speak) -> Side:
    long = speak.listed([speak.span(one) for one in points])
    said = speak("at", side=speak(f"side_{direction}"), time=long)
    return Side(direction, SIDES[direction], _short(points, speak), said)


def _short(points: list[Point], speak: Speak) -> str:
    """“1 wk”, “3, 6 mo”, “to 12 mo”."""
    if any(one.since == "0 wk" for one in points):
        return ", ".join(speak("all_along", time=_unit([one.at], speak)) for one in points)
    times = [one.at for one in points]
    return ", ".join(_unit(list(same), speak) for _, same in groupby(times, key=lambda at: at.split()[-1]))


def _unit(times: list[str], speak: Speak) -> str:
    if times[0] in ("earlier", "later"):
        return speak(times[0])
    return f"{', '.join(at.split()[0] for at in times)} {speak(times[0].split()[1])}"
