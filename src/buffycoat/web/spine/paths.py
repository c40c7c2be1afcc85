"""Outlines as SVG paths (absolute M, L, Q, C, Z only), and how a whole outline is moved at once."""

import re
from collections.abc import Callable

Point = tuple[float, float]
Move = Callable[[Point], Point]
_PART = re.compile(r"([MLQCZ])([^MLQCZ]*)")
_NUMBER = re.compile(r"-?\d+\.?\d*")


def points(path: str) -> list[Point]:
    """Every point that the path names, control points too."""
    numbers = [float(one) for one in _NUMBER.findall(path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def moved(path: str, move: Move) -> str:
    """The same outline with every point moved."""
    return "".join(
        command + " ".join(f"{x:.1f} {y:.1f}" for x, y in map(move, points(numbers)))
        for command, numbers in _PART.findall(path)
    )


def mirrored(path: str, middle: float) -> str:
    """The same outline on the other side of the body."""
    return moved(path, lambda point: (2 * middle - point[0], point[1]))


def between(first: str, second: str, part: float) -> str:
    """An outline part of the way from one to another that is made of the same commands."""
    others = iter(points(second))

    def nearer(point: Point) -> Point:
        other = next(others)
        return point[0] + part * (other[0] - point[0]), point[1] + part * (other[1] - point[1])

    return moved_exactly(first, nearer)


def moved_exactly(path: str, move: Move) -> str:
    """As `moved`, with hundredths: for outlines in units of a vertebra."""
    return "".join(
        command + " ".join(f"{x:.3f} {y:.3f}" for x, y in map(move, points(numbers)))
        for command, numbers in _PART.findall(path)
    )


def line(*corners: Point, closed: bool = True) -> str:
    """Straight from corner to corner."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + ("Z" if closed else "")


def oval(x: float, y: float, rx: float, ry: float) -> str:
    """An ellipse of four curves, so that it can be moved like every other outline."""
    a, b = 0.5523 * rx, 0.5523 * ry
    return (
        f"M{x - rx:.1f} {y:.1f}C{x - rx:.1f} {y - b:.1f} {x - a:.1f} {y - ry:.1f} {x:.1f} {y - ry:.1f}"
        f"C{x + a:.1f} {y - ry:.1f} {x + rx:.1f} {y - b:.1f} {x + rx:.1f} {y:.1f}"
        f"C{x + rx:.1f} {y + b:.1f} {x + a:.1f} {y + ry:.1f} {x:.1f} {y + ry:.1f}"
        f"C{x - a:.1f} {y + ry:.1f} {x - rx:.1f} {y + b:.1f} {x - rx:.1f} {y:.1f}Z"
    )
