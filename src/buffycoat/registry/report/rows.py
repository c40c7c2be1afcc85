"""Figures of one line below the other: whose it is, its numbers, and where they lie on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from buffycoat.registry.report.drawing import Range
from buffycoat.registry.report.section import Picture

LABEL, MARKS, HEAD, RULER = 16, 20, 30, 26  # heights in pixels
SHARES = Range(0, 1, ((0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1, "100%")))
Shape = Literal["dot", "ring", "left", "right"]
SHAPES = {"left": "M6 -7L-8 0L6 7Z", "right": "M-6 -7L8 0L-6 7Z"}


@dataclass(frozen=True)
class Mark:
    """A value with its interval, or only one of them. `mine`: ours, in the accent colour."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    shape: Shape = "dot"
    mine: bool = False
    thin: bool = False


@dataclass(frozen=True)
class Line:
    """One line: its name on the left, its numbers in words on the right, its marks below them."""

    name: str
    text: str = ""
    marks: tuple[Mark, ...] = ()
    bar: float | None = None


Group = tuple[str, Sequence[Line]]


def plot(axis: Range, groups: Sequence[Group], zero: float | None = None, unit: str = "") -> tuple[str, int]:
    """Lines by group, each under its axis: the SVG and its height. `zero`: where no difference lies."""
    drawn, y = [], 0
    for title, lines in groups:
        if title:
            drawn.append(f'<text class="k" x="0%" y="{y + HEAD - 10}">{escape(title)}</text>')
            drawn.append(
                f'<text x="100%" y="{y + HEAD - 10}" text-anchor="end">{escape(unit)}</text>' * bool(unit)
            )
            y += HEAD
        drawn.append(_ruler(axis, y))
        y += RULER if axis.marks else 0
        for line in lines:
            drawn.append(_line(axis, line, y, zero))
            y += LABEL + (MARKS if line.marks or line.bar is not None else 4)
    return "".join(drawn), y + 8


def pictures(
    axis: Range, groups: Sequence[Group], says: str, unit: str, zero: float | None = None
) -> tuple[Picture, ...]:
    """A figure for each group, so that each fits on a sheet of paper."""
    found = []
    for title, lines in groups:
        drawn, height = plot(axis, [(title, lines)], zero, unit)
        said = "; ".join(f"{line.name} {line.text}" for line in lines)
        found.append(Picture(drawn, f"{says}{title and f', {title}'}: {said}.", height, "wide"))
    return tuple(found)


def _ruler(axis: Range, y: int) -> str:
    found = []
    for at, (value, text) in enumerate(axis.marks):
        x = 100 * axis.part(value)
        anchor = "start" if at == 0 else "end" if at == len(axis.marks) - 1 else "middle"
        found.append(f'<text x="{x:.2f}%" y="{y + 14}" text-anchor="{anchor}">{escape(text)}</text>')
    return "".join(found)


def _line(axis: Range, line: Line, y: int, zero: float | None) -> str:
    words = f'<text x="0%" y="{y + 12}">{escape(line.name)}</text>'
    words += f'<text x="100%" y="{y + 12}" text-anchor="end">{escape(line.text)}</text>'
    top = y + LABEL
    if line.bar is not None:
        width = 100 * axis.part(line.bar)
        return words + f'<rect class="bar" x="0%" y="{top + 2}" width="{width:.2f}%" height="10"/>'
    if not line.marks:
        return words
    grid = [
        f'<line class="{"zero" if value == zero else "grid"}" x1="{x:.2f}%" x2="{x:.2f}%" '
        f'y1="{top}" y2="{top + MARKS - 2}"/>'
        for value, _ in axis.marks
        for x in [100 * axis.part(value)]
    ]
    middle = top + MARKS // 2 - 1
    step = 8 if any(one.thin for one in line.marks) else 0
    marks = [
        mark(axis, one, middle + step * at - step * (len(line.marks) - 1) // 2)
        for at, one in enumerate(line.marks)
    ]
    return words + "".join((*grid, *marks))


def mark(axis: Range, one: Mark, y: int) -> str:
    """One mark: an interval, a dot in it, an arrow where it goes on beyond the axis."""
    kind, drawn = (" u" if one.mine else "") + (" thin" if one.thin else ""), ""
    if one.low is not None and one.high is not None:
        low, high = (100 * axis.part(end) for end in (one.low, one.high))
        drawn += f'<line class="ci{kind}" x1="{low:.2f}%" x2="{high:.2f}%" y1="{y}" y2="{y}"/>'
        drawn += _beyond(y, kind, one.low < axis.low, one.high > axis.high)
    if one.value is None:
        return drawn
    x = f"{100 * axis.part(one.value):.2f}%"
    if one.shape in SHAPES:
        return (
            drawn
            + f'<svg x="{x}" y="{y}" overflow="visible"><path class="open" d="{SHAPES[one.shape]}"/></svg>'
        )
    filled = "open" if one.shape == "ring" else "pt"
    return drawn + f'<circle class="{filled}{kind}" cx="{x}" cy="{y}" r="{3.5 if one.thin else 5}"/>'


def _beyond(y: int, kind: str, low: bool, high: bool) -> str:
    ends = [("0%", "M8 -5L-1 0L8 5Z")] * low + [("100%", "M-8 -5L1 0L-8 5Z")] * high
    return "".join(
        f'<svg x="{x}" y="{y}" overflow="visible"><path class="pt{kind}" d="{shape}"/></svg>'
        for x, shape in ends
    )
