"""The engine behind `buffycoat spin`: what an open-tube protocol is expected to give, and which is best."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from buffycoat.interop.preparation.reading import read
from buffycoat.interop.preparation.said import (
    Message,
    info,
    quantity,
    refused,
    rounded,
    shown,
    status,
    unknown,
)
from buffycoat.interop.preparation.spin_case import (
    SOURCES,
    Rotor,
    SpinCase,
    protocol_of,
    rotor_of,
    sorted_out,
)
from buffycoat.pathway.preparation.cells import constant
from buffycoat.pathway.preparation.column import Column
from buffycoat.pathway.preparation.designer import Aim, Design, design
from buffycoat.pathway.preparation.prediction import Blood, Prediction, Spread
from buffycoat.pathway.preparation.protocol import Protocol, first_harvest, predict_protocol

SHARE = 0.8


def spin(case: Mapping[str, Any]) -> dict[str, Any]:
    """What one protocol is expected to give of one tube's blood: recovery, fold, force and turns."""
    told, messages = read(SpinCase, sorted_out(case))
    rotor = None if any(one.refuses for one in messages) else rotor_of(told)
    answer: dict[str, Any] = {**_empty(), **_turning(rotor)}
    if told.design:
        return answer | _designed(told, rotor, messages)
    protocol, said = protocol_of(told, rotor)
    messages = [*messages, *said]
    if protocol is not None and status(messages) != "refused":
        found = _predicted(told, protocol)
        messages += [info("note", note, found.sources) for note in found.notes]
        if told.haematocrit is None:
            messages.append(unknown("haematocrit", "The haematocrit is not known.", source=SOURCES))
        answer |= _quantities(told, found) | {"first_spin": _first(told, protocol)}
    return answer | _closing(messages)


def _empty() -> dict[str, Any]:
    units = {"recovery": "%", "fold": "1", "rpm": "/min", "rcf": "g-force", "volume": "mL", "dose": "10^9",
             "concentration": "10^9/L"}  # fmt: skip
    return {"status": "", **{name: quantity(None, unit) for name, unit in units.items()}}


def _turning(rotor: Rotor | None) -> dict[str, Any]:
    """Turns to set, force at the tube's bottom, and along the blood."""
    if rotor is None:
        return {}
    force, radius, height = rotor.force_g, rotor.radius_mm, rotor.height_mm
    along = {
        "bottom": force,
        "middle": force * (1 - height / radius / 2),
        "meniscus": force * (1 - height / radius),
    }
    return {
        "rpm": quantity(rotor.rpm, "/min", rotor.rpm_range),
        "rcf": quantity(force, "g-force", rotor.force_range),
        "rcf_along": {where: rounded(one) for where, one in along.items() if 0 < height < radius},
    }


def _predicted(told: SpinCase, protocol: Protocol) -> Prediction:
    """The prediction; without a count the recovery does not change, and no dose is read from it."""
    count = Spread.exactly(1.0) if told.baseline is None else Spread.exactly(told.baseline)
    blood = Blood(platelets=count, haematocrit=told.haematocrit)
    one_tube = protocol.column.filled_ml * (1 - protocol.anticoagulant)
    return predict_protocol(blood, protocol, told.blood_ml or one_tube)


def _quantities(told: SpinCase, found: Prediction) -> dict[str, Any]:
    def spread(one: Spread, unit: str, times: float = 1) -> dict[str, Any]:
        low, high = one.interval(SHARE)
        return quantity(times * one.median, unit, (times * low, times * high))

    answer = {
        "recovery": spread(found.recovery, "%", 100),
        "fold": spread(found.fold, "1"),
        "volume": spread(found.volume_ml, "mL"),
        "blood": quantity(found.blood_ml, "mL"),
    }
    if told.baseline is not None:
        answer["dose"] = spread(found.dose, "10^9")
        answer["concentration"] = spread(found.concentration, "10^9/L")
    return answer


def _first(told: SpinCase, protocol: Protocol) -> dict[str, Any]:
    """What the plasma of the first spin holds of what was in the tube, nothing being uncertain."""
    blood = constant("haematocrit_unknown") if told.haematocrit is None else told.haematocrit / 100
    made = first_harvest(protocol, blood)
    shares = {"plasma_volume": made.volume, "platelets": made.platelets, "white_cells": made.white,
              "red_cells": made.red_cells}  # fmt: skip
    return {name: quantity(100 * float(one.item()), "%") for name, one in shares.items()}


def _closing(messages: list[Message]) -> dict[str, Any]:
    return {
        "status": status(messages),
        "interval_holds": SHARE,
        "unknown": list(dict.fromkeys(one.field for one in messages if one.code in ("unknown", "missing"))),
        "messages": shown(messages),
    }


def _designed(told: SpinCase, rotor: Rotor | None, messages: list[Message]) -> dict[str, Any]:
    """The best force and time for a tube and rotor, where it works, and what it hangs on."""
    needed = {
        name: getattr(told, name) for name in ("bore_mm", "filled_ml", "radius_mm", "cut_mm", "haematocrit")
    }
    for name in (name for name, value in needed.items() if value is None):
        text = f"No spin can be designed without {name}."
        messages.append(refused("missing", name, text, "It is not told.", SOURCES, "K"))
    if status(messages) == "refused":
        return _closing(messages)
    try:
        column = _column(told)
        found = design(column, _tube(told), told.cut_mm or 0.0, _aim(told), ramps_min=_ramps(told))
    except ValueError as error:
        messages.append(refused("impossible", "", str(error), "A length or volume is wrong.", SOURCES, "K"))
        return _closing(messages)
    messages += [info("note", note, SOURCES) for note in found.notes]
    text = "A design compares protocols: ask for the chosen one without design, to have its interval."
    messages.append(info("no_interval", text, SOURCES))
    return {"design": _shown(found)} | _best(told, found) | _closing(messages)


def _column(told: SpinCase) -> Column:
    """The tube, its radius carried to the bottom."""
    standing = rotor_of(told.model_copy(update={"g": None, "rpm": 1000.0}))
    radius = standing.radius_mm if standing else told.radius_mm or 0
    return Column(
        bore_mm=told.bore_mm or 0, filled_ml=told.filled_ml or 0, radius_mm=radius, tip_mm=told.tip_mm or 0
    )


def _tube(told: SpinCase) -> float:
    return (told.haematocrit or 0) / 100 * (1 - (told.anticoagulant_percent or 0) / 100)


def _ramps(told: SpinCase) -> float:
    return (told.accelerate_min or 0) + (told.brake_min or 0)


def _aim(told: SpinCase) -> Aim:
    def share(percent: float | None) -> float | None:
        return None if percent is None else percent / 100

    within = Aim().within if told.within is None else told.within / 100
    return Aim(within=within, white_most=share(told.white_most), red_most=share(told.red_most))


def _best(told: SpinCase, found: Design) -> dict[str, Any]:
    """The headline of a design: the best cell; nothing when nothing is allowed."""
    if found.best is None:
        return {}
    force, minutes = found.best
    recovery, volume = float(found.recovery[found.best]), float(found.volume[found.best])
    venous = found.column.filled_ml * (1 - (told.anticoagulant_percent or 0) / 100)
    fold = recovery * venous / (volume * found.column.filled_ml) if volume > 0 else None
    return {
        "recovery": quantity(100 * recovery, "%"),
        "fold": quantity(fold, "1"),
        "rpm": quantity(float(found.rpm[force]), "/min"),
        "rcf": quantity(float(found.force[force]), "g-force"),
        "minutes": quantity(float(found.minutes[minutes]), "min"),
        "volume": quantity(volume * found.column.filled_ml, "mL"),
    }


def _shown(found: Design) -> dict[str, Any]:
    """The region by minutes, the sensitivity, the ceiling."""
    region = []
    for at, minutes in enumerate(found.minutes):
        works = np.flatnonzero(found.works[:, at])
        if works.size:
            low, high = found.force[works[0]], found.force[works[-1]]
            turns = found.rpm[works[0]], found.rpm[works[-1]]
            region.append(
                {
                    "minutes": rounded(float(minutes)),
                    "rcf": [rounded(float(low)), rounded(float(high))],
                    "rpm": [rounded(float(one)) for one in turns],
                }
            )
    moved = [{"change": name, "recovery": quantity(100 * value, "%")} for name, value in found.moved]
    return {"region": region, "sensitivity": moved, "single_spin_ceiling": quantity(found.ceiling, "1")}
