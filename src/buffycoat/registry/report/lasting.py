"""How long until something else was needed."""

import numpy as np

from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.frame import CODES
from buffycoat.registry.linked import FEW
from buffycoat.registry.models.kaplan_meier import Curve
from buffycoat.registry.report.drawing import STROKES, Axes, Range, apart, even
from buffycoat.registry.report.section import (
    CERTAIN,
    Picture,
    Section,
    Table,
    about,
    name,
    p_value,
    percent,
    sentence,
    short,
    untold,
)
from buffycoat.registry.results import Results, Untold

DAYS = (0, 91, 182, 364, 728)
Shown = list[tuple[str, int]]  # a target, and its place in the curve


def durability(found: Results, least: int = LEAST) -> Section:
    """Free of another injection or operation, by target; small targets are left out."""
    if isinstance(found.rescue, Untold):
        return untold(
            "durability",
            "How long it lasted is not known",
            sentence(found.rescue.why),
            "Nothing can be said of durability.",
        )
    curve = found.rescue
    places = {one: CODES["target"].index(one) for one in found.targets}
    shown = [(one, at) for one, at in places.items() if curve.at_risk[at, 0] >= least]
    few = [one for one in found.targets if curve.at_risk[places[one], 0] < least]
    title, tested = _test(found, least)
    everybody = sum(int(curve.at_risk[at, 0]) for _, at in shown)
    weekly = " By week, of rounded counts." if found.rule else ""
    return Section(
        "durability",
        title if shown else "Too few people to say how long it lasted",
        f"{about(found.rule)}{everybody} people treated with PRP, of targets with {least} people "
        "or more. Below the figure, how many were still followed.",
        f"Kaplan-Meier, 95% interval by log-minus-log. {tested} Followed until rescue or the last answer "
        f"that denied it.{weekly}",
        "Targets differ in their patients; a difference between them is no effect of the target. Treatment "
        "elsewhere that nobody told of is not seen.",
        pictures=_curves(curve, shown, least),
        tables=(
            Table(("Free of rescue", *(f"{day} days" for day in DAYS[1:])), _rows(curve, shown, least)),
            Table(
                ("At risk", *(f"{day} days" for day in DAYS)),
                tuple((name(one), *(_risk(curve, at, day, least) for day in DAYS)) for one, at in shown),
            ),
        ),
        notes=tuple(f"{name(one)}: fewer than {least} people, not shown." for one in few),
    )


def _test(found: Results, least: int) -> tuple[str, str]:
    test = found.rescue_test
    if isinstance(test, Untold):
        return "How long until another injection or operation", f"Targets are not compared: {test.why}."
    title = (
        "Time to another injection or operation differs between targets"
        if test.p < CERTAIN
        else "No clear difference between targets in time to another injection or operation"
    )
    return title, f"Log-rank over targets: {p_value(test.p)}."


def _rows(curve: Curve, shown: Shown, least: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (name(one), f"1 to {least - 1} people had one", *("" for _ in DAYS[2:]))
        if np.isnan(curve.free[at, 0])
        else (name(one), *(_free(curve, at, day) for day in DAYS[1:]))
        for one, at in shown
    )


def _free(curve: Curve, at: int, day: int) -> str:
    followed = curve.at_risk[at, min(day, curve.at_risk.shape[1] - 1)]
    if followed in (0, FEW):
        return "nobody followed so long" if followed == 0 else "too few followed so long"
    free, low, high = (float(one[at]) for one in curve.after(day))
    return (
        percent(free) if np.isnan(low) else f"{percent(free)} ({percent(low).rstrip('%')} to {percent(high)})"
    )


def _risk(curve: Curve, at: int, day: int, least: int) -> str:
    many = int(curve.at_risk[at, min(day, curve.at_risk.shape[1] - 1)])
    return str(many) if many == 0 or many >= least else f"under {least}"


def _curves(curve: Curve, shown: Shown, least: int) -> tuple[Picture, ...]:
    held = [one for one in shown if not np.isnan(curve.free[one[1], 0])][: len(STROKES)]
    last = max((_steps(curve, at, least)[-1][0] for _, at in held), default=0.0)
    days = [
        day for day, before in zip(DAYS, (0, *DAYS), strict=False) if before + 28 < last or day <= DAYS[1]
    ]
    if len(days) == len(DAYS):
        days.remove(DAYS[1])  # on two years it stands too near to the next
    marks = tuple((day, f"{day} d" if day else "0") for day in days)
    axes = Axes(Range(0, days[-1], marks), Range(0, 100, even(5, 100, 25, "%")))
    drawn, ends, said = [], [], []
    for place, (target, at) in enumerate(held):
        points = _steps(curve, at, least)
        drawn.append(axes.path(points, STROKES[place]))
        drawn += _intervals(axes, curve, at, points[-1][0], place)
        kind = "u" if place == 0 else "k"
        ends.append((axes.at(0, points[-1][1])[1], short(target), kind))
        risk = [(float(day), _risk(curve, at, day, least)) for day in days]
        drawn.append(axes.counts(place, risk, short(target), kind))
        said.append(f"{name(target)} {points[-1][1]:.0f}% at {int(points[-1][0])} days")
    if not drawn:
        return ()
    for y, (_, text, kind) in zip(apart([one[0] for one in ends], 16), ends, strict=True):
        drawn.append(f'<text class="{kind}" x="100%" y="{y}" dx="12" dy="4">{text}</text>')
    words = "Share free of rescue by days: " + "; ".join(said) + "."
    return (Picture(axes.frame() + "".join(drawn), words, 260 + 18 * len(held)),)


def _steps(curve: Curve, at: int, least: int) -> list[tuple[float, float]]:
    """The corners of a curve, as long as enough are followed."""
    days = np.flatnonzero(curve.at_risk[at] >= least)
    points = [(0.0, 100.0)]
    for day in [int(day) for day in days if curve.events[at, day]]:
        points += [(float(day), points[-1][1]), (float(day), 100 * float(curve.free[at, day]))]
    return [*points, (float(days[-1]), points[-1][1])]


def _intervals(axes: Axes, curve: Curve, at: int, last: float, place: int) -> list[str]:
    """The interval at each marked day that the curve reaches, a little beside the others'."""
    drawn = []
    for day in DAYS[1:]:
        _, low, high = (float(one[at]) for one in curve.after(day))
        if day <= last and not np.isnan(low):
            kind = "ci u thin" if place == 0 else "ci thin"
            drawn.append(axes.upright(day, 100 * low, 100 * high, kind, 5 * (place - 1)))
    return drawn
