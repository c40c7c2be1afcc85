"""The answer of the spin designer: map, curve, what it hangs on, and the numbers for this rotor."""

from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from buffycoat.pathway.preparation.designer import MINUTES, Aim, Design, design
from buffycoat.pathway.preparation.prediction import Prediction, Spread
from buffycoat.pathway.preparation.protocol import Protocol, predict_protocol
from buffycoat.pathway.preparation.recovery_curve import Curve, recovery_curve
from buffycoat.pathway.preparation.spin import rpm_for
from buffycoat.web.presenters.scale import short
from buffycoat.web.presenters.spin_ask import SpinQuestion
from buffycoat.web.presenters.spin_heat import Grid, Heat, heat

MAP_FORCES = np.geomspace(50, 2000, 36)
CURVE_FORCES = np.geomspace(50, 2000, 15)
CURVE_HEIGHT = 160  # pixels


@dataclass(frozen=True)
class Sway:
    """What recovery becomes when one thing is otherwise: a bar from the middle, in percent of the width."""

    what: str
    said: str
    x: float
    width: float


@dataclass(frozen=True)
class Line:
    """The curve of recovery over force: paths in a box of 100 by CURVE_HEIGHT, and the asked spin on it."""

    band: str
    middle: str
    ticks: tuple[tuple[float, str], ...]
    x: float
    low: float
    y: float
    high: float


@dataclass(frozen=True)
class Picture:
    """Everything that a change of a slider draws again."""

    finding: str
    heat: Heat
    line: Line
    sways: tuple[Sway, ...]
    facts: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    too_fast: str
    query: str


def picture(asked: SpinQuestion) -> Picture | None:
    """The answer; None where the question is not clear (`asked.fault`)."""
    protocol = asked.protocol
    if protocol is None:
        return None
    run, column, blood = protocol.first, protocol.column, asked.blood
    aim = Aim(white_most=float(asked.white) if asked.white else None)
    whole = design(column, asked.tube_haematocrit, protocol.cut_mm, aim, MAP_FORCES)
    point = design(
        column,
        asked.tube_haematocrit,
        protocol.cut_mm,
        force=np.array([run.force_g]),
        minutes=np.array([run.minutes]),
    )
    found = predict_protocol(blood, protocol, asked.blood_ml)
    curve = recovery_curve(blood, protocol, CURVE_FORCES)
    notes = dict.fromkeys((*found.notes, *(note for note in whole.notes if "bottom" not in note)))
    return Picture(
        finding=_finding(whole, point, found),
        heat=heat(whole, run.force_g, run.minutes),
        line=_line(curve, found, run.force_g),
        sways=_sways(point),
        facts=tuple(_facts(asked, protocol, point, found)),
        notes=tuple(notes),
        too_fast=_too_fast(asked),
        query=_query(asked),
    )


def _finding(whole: Design, point: Design, found: Prediction) -> str:
    """The heading: what this spin gives, and which would be the best."""
    here = f"This spin recovers {_percent(found.recovery)} of the platelets"
    if whole.best is None:
        return f"{here}; no force and time in this range reaches what is asked"
    row, column = whole.best
    best = f"{whole.force[row]:.0f} g for {whole.minutes[column]:.0f} min"
    reached = float(point.recovery[0, 0]) >= float(whole.recovery[whole.best]) - Aim().within
    return f"{here}; {'as good as the best' if reached else 'the best is'}, {best}"


def _facts(
    asked: SpinQuestion, protocol: Protocol, point: Design, found: Prediction
) -> list[tuple[str, str, str]]:
    """Name, value, and what stands beneath it."""
    radius, made = protocol.column.radius_mm, found.volume_ml.median
    facts = [
        (
            "Set the rotor to",
            f"{round(rpm_for(protocol.first.force_g, radius), -1):,.0f} rpm",
            f"{protocol.first.force_g:g} g at r max, {radius:g} mm from the axis to the tube’s bottom",
        ),
        ("Recovery", _percent(found.recovery), "80 % interval"),
        ("Plasma above the cut", f"{made:.1f} mL", f"from {asked.blood_ml:g} mL of blood"),
        (
            "Over blood",
            f"{found.fold.median:.1f} times",
            f"at most {point.ceiling:.1f} by one spin of plasma alone",
        ),
        ("White cells", f"{100 * float(point.white[0, 0]):.0f} %", "of the blood’s, in the harvest"),
    ]
    if asked.platelets.number:
        low, high = found.dose.interval()
        facts.append(
            ("Dose", f"{short(found.dose.median)} bn", f"{short(low)} to {short(high)}, 80 % interval")
        )
    return facts


def _percent(share: Spread) -> str:
    low, high = share.interval()
    return f"{100 * share.median:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def _line(curve: Curve, found: Prediction, force: float) -> Line:
    """Force to the right, in equal factors; recovery upwards from 0 to 100 %."""
    grid = Grid(CURVE_FORCES, MINUTES)

    def x(one: float) -> float:
        return round(100 * (1 - grid.y(one) / grid.y(0)), 2)

    def y(share: float) -> float:
        return round(CURVE_HEIGHT * (1 - share), 1)

    places = [x(float(one)) for one in curve.force]
    ends = [*zip(places, curve.high, strict=True), *reversed(list(zip(places, curve.low, strict=True)))]
    low, high = found.recovery.interval()
    return Line(
        band="M" + "L".join(f"{at} {y(float(share))}" for at, share in ends) + "Z",
        middle="M" + "L".join(f"{at} {y(float(one))}" for at, one in zip(places, curve.middle, strict=True)),
        ticks=tuple((x(one), f"{one:,}") for one in (50, 100, 200, 500, 2000)),
        x=x(force),
        low=y(low),
        y=y(found.recovery.median),
        high=y(high),
    )


def _sways(point: Design) -> tuple[Sway, ...]:
    """Points of recovery won or lost, the largest as wide as half the row."""
    here = float(point.recovery[0, 0])
    moves = [(what.replace("-", "−"), 100 * (share - here)) for what, share in point.moved]
    most = max([abs(points) for _, points in moves] + [10.0])
    return tuple(
        Sway(
            what,
            f"{points:+.0f}".replace("-", "−") if round(points) else "0",
            round(50 + 50 * min(points, 0) / most, 2),
            round(50 * abs(points) / most, 2),
        )
        for what, points in moves
    )


def _too_fast(asked: SpinQuestion) -> str:
    """Why this rotor may not turn like that; "" when it may, or nobody knows."""
    rotor, protocol = asked.rotor, asked.protocol
    if rotor is None or rotor.rpm_max is None or protocol is None:
        return ""
    turns = rpm_for(protocol.first.force_g, protocol.column.radius_mm)
    return f"{rotor.name} turns at most {rotor.rpm_max:,.0f} rpm." if turns > rotor.rpm_max else ""


def _query(asked: SpinQuestion) -> str:
    """The protocol as an address carries it to the planner."""
    boxes = (
        asked.radius, asked.bore, asked.filled, asked.anticoagulant, asked.force, asked.minutes, asked.cut,
        asked.tubes, asked.haematocrit, asked.platelets,
    )  # fmt: skip
    return urlencode({one.name: one.text for one in boxes if one.text})
