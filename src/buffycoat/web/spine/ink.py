"""What a drawing is made of: outlines, words and places to click. Pure data; the template writes it down."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from buffycoat.web.spine.paths import Move, Point, moved, oval

Key = tuple[str, str, str]  # target, level, side
LETTER = 7.2  # px: how wide a letter of 13 px is, about


@dataclass(frozen=True)
class Ink:
    """One outline. kind: class of the stylesheet (b bone, d disc, n nerve, m muscle, j joint)."""

    kind: str
    d: str

    def moved(self, move: Move) -> "Ink":
        """The same outline elsewhere."""
        return replace(self, d=moved(self.d, move))


@dataclass(frozen=True)
class Word:
    """A word on the drawing. lead: from where a thin line comes."""

    text: str
    at: Point
    kind: str = ""
    anchor: str = "middle"
    lead: Point | None = None

    @property
    def line_from(self) -> Point:
        """Where the thin line leaves the word."""
        x, y = self.at
        if self.anchor == "start" and self.lead and self.lead[0] > x:
            return x + LETTER * len(self.text) + 4, y - 4
        if self.anchor != "middle":
            return (x - 4 if self.anchor == "start" else x + 4), y - 4
        return x, y + 4 if self.lead and y < self.lead[1] else y - 13


@dataclass(frozen=True)
class Spot:
    """Where a target is in one view. d: what is filled when chosen, empty for a dot. twin: drawn twice."""

    key: Key
    at: Point
    d: str = ""
    reach: float = 12.0
    twin: bool = False


def dot(at: Point, radius: float) -> str:
    """A round mark."""
    return oval(at[0], at[1], radius, radius)


def both(make: Callable[[int], Ink]) -> tuple[Ink, Ink]:
    """The same on the patient’s right (-1, left on the page) and left (1)."""
    return make(-1), make(1)
