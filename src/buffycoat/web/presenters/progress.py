"""How pain and function went, visit by visit: the points of a chart, and the same numbers as a table."""

from collections.abc import Callable
from dataclasses import dataclass

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.outcomes.instruments import roland_morris_of
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.words import VISITS

SHORT = ("start", "2 wk", "6 wk", "12 wk", "26 wk", "1 yr")
HEIGHT = 180


@dataclass(frozen=True)
class Point:
    """One answer: where it stands across (percent) and down (pixels), and what it says."""

    x: float
    y: float
    value: str


@dataclass(frozen=True)
class Series:
    """One measure over the visits, drawn from 0 at the bottom to `top`."""

    finding: str
    measure: str
    top: int
    points: tuple[Point, ...]
    path: str
    said: str
    id: str


@dataclass(frozen=True)
class Progress:
    """All that was answered. `rows`: visit, day, pain, Roland-Morris, as text; “–” for not answered."""

    series: tuple[Series, ...]
    rows: tuple[tuple[str, str, str, str], ...]
    ticks: tuple[tuple[float, str], ...]
    height: int = HEIGHT


def progress(chart: Chart) -> Progress | None:
    """The chart of one episode; None before two visits can be compared."""
    newest = {one.visit: one for one in chart.every(Outcome)}
    held = [(place, VISITS[visit][0], newest[visit]) for place, visit in enumerate(VISITS) if visit in newest]
    if len(held) < 2:
        return None
    drawn = [
        _series(
            "pain",
            "Pain",
            "on average over 7 days, 0 none to 10 worst",
            10,
            held,
            lambda one: one.nrs_average,
        ),
        _series(
            "function", "Disability", "Roland-Morris, 0 none to 24 statements true", 24, held, _roland_morris
        ),
    ]
    return Progress(
        series=tuple(one for one in drawn if one),
        rows=tuple(
            (name, one.answered_on.isoformat(), _or_dash(one.nrs_average), _or_dash(_roland_morris(one)))
            for _, name, one in held
        ),
        ticks=tuple((20.0 * place, name) for place, name in enumerate(SHORT)),
    )


def _roland_morris(outcome: Outcome) -> float | None:
    score = roland_morris_of(outcome)
    return score.score if score.status == "ok" else None


def _or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _series(
    id: str,
    name: str,
    measure: str,
    top: int,
    held: list[tuple[int, str, Outcome]],
    read: Callable[[Outcome], float | None],
) -> Series | None:
    found = [(place, visit, value) for place, visit, one in held if (value := read(one)) is not None]
    if len(found) < 2:
        return None
    points = tuple(
        Point(20.0 * place, HEIGHT - HEIGHT * value / top, f"{value:g}") for place, _, value in found
    )
    first, last = found[0], found[-1]
    word = "did not change" if first[2] == last[2] else "fell" if last[2] < first[2] else "rose"
    between = (
        f"stayed at {first[2]:g}" if word == "did not change" else f"{word} from {first[2]:g} to {last[2]:g}"
    )
    return Series(
        finding=f"{name} {between}, {last[1].lower()}",
        measure=measure,
        top=top,
        points=points,
        path="M" + "L".join(f"{point.x:g} {point.y:g}" for point in points),
        said=f"{name}, {measure}: " + "; ".join(f"{visit.lower()} {value:g}" for _, visit, value in found),
        id=id,
    )
