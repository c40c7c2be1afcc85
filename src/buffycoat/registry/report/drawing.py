"""Figures in the board's way: x in percent, y in pixels, so that text never scales; colours by class."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

HEIGHT = 230
Place = tuple[float, float]
STROKES = ("line u", "line", "line dash")  # told apart by dashes and weight, not by colour alone


@dataclass(frozen=True)
class Range:
    """An axis from `low` to `high` with marks."""

    low: float
    high: float
    marks: tuple[tuple[float, str], ...]

    def part(self, value: float) -> float:
        """How far along a value lies, 0 to 1; what lies beyond stands at the end."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


@dataclass(frozen=True)
class Axes:
    """Two axes of one figure."""

    x: Range
    y: Range
    height: int = HEIGHT

    def at(self, x: float, y: float) -> Place:
        """Percent across, pixels down."""
        return round(100 * self.x.part(x), 2), round(self.height * (1 - self.y.part(y)), 2)

    def frame(self) -> str:
        """Grid lines with their numbers, and the marks of the x axis below."""
        rows = [
            f'<line class="grid" x1="0%" x2="100%" y1="{y}" y2="{y}"/>'
            f'<text x="0%" y="{y + 4}" text-anchor="end" dx="-8">{escape(text)}</text>'
            for value, text in self.y.marks
            for y in [self.at(self.x.low, value)[1]]
        ]
        below = [
            f'<text x="{self.at(value, 0)[0]}%" y="{self.height + 20}" text-anchor="middle">'
            f"{escape(text)}</text>"
            for value, text in self.x.marks
        ]
        return "".join(rows + below)

    def counts(self, row: int, values: Sequence[tuple[float, str]], name: str, kind: str = "k") -> str:
        """A row of numbers below the marks of the x axis, with whose they are at its end."""
        y = self.height + 42 + 18 * row
        told = [
            f'<text x="{self.at(x, 0)[0]}%" y="{y}" text-anchor="middle">{escape(text)}</text>'
            for x, text in values
        ]
        whose = f'<text class="{kind}" x="100%" y="{y}" dx="24">{escape(name)}</text>' if name else ""
        return "".join(told) + whose

    def path(self, points: Sequence[Place], kind: str = "line") -> str:
        """A line through points."""
        drawn = "L".join("{} {}".format(*self.at(*one)) for one in points)
        return self._stretched(f'<path class="{kind}" d="M{drawn}"/>') if points else ""

    def band(self, low: Sequence[Place], high: Sequence[Place]) -> str:
        """The area between two lines."""
        round_ = [*low, *reversed(high)]
        drawn = "L".join("{} {}".format(*self.at(*one)) for one in round_)
        return self._stretched(f'<path class="band" d="M{drawn}Z"/>') if round_ else ""

    def _stretched(self, inside: str) -> str:
        return (
            f'<svg viewBox="0 0 100 {self.height}" width="100%" height="{self.height}" '
            f'preserveAspectRatio="none">{inside}</svg>'
        )

    def point(self, x: float, y: float, kind: str = "pt", shift: int = 0) -> str:
        """A dot; `shift` in pixels keeps neighbours apart."""
        across, down = self.at(x, y)
        return (
            f'<svg x="{across}%" y="{down}" overflow="visible">'
            f'<circle class="{kind}" cx="{shift}" cy="0" r="4"/></svg>'
        )

    def upright(self, x: float, low: float, high: float, kind: str = "ci", shift: int = 0) -> str:
        """An interval as an upright line."""
        (across, bottom), (_, top) = self.at(x, low), self.at(x, high)
        return (
            f'<svg x="{across}%" overflow="visible"><line class="{kind}" '
            f'x1="{shift}" x2="{shift}" y1="{top}" y2="{bottom}"/></svg>'
        )

    def word(self, x: float, y: float, text: str, kind: str = "", dx: int = 0, dy: int = 4) -> str:
        """A direct label."""
        across, down = self.at(x, y)
        return f'<text class="{kind}" x="{across}%" y="{down}" dx="{dx}" dy="{dy}">{escape(text)}</text>'


def even(count: int, high: float, step: float, unit: str = "") -> tuple[tuple[float, str], ...]:
    """At most `count` marks from 0 in steps, the last one with the unit."""
    kept = [one * step for one in range(count) if one * step <= high]
    return tuple((value, f"{value:g}{unit if value == kept[-1] else ''}") for value in kept)


def apart(wanted: Sequence[float], least: float) -> list[float]:
    """The same places in the same order, moved until neighbours do not overlap."""
    order = sorted(range(len(wanted)), key=lambda one: wanted[one])
    found = list(wanted)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + least)
    return found
