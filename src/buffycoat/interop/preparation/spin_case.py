"""One open-tube protocol as another program sends it: tube, rotor, spins, and where the plasma is cut."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from buffycoat.interop.lines import Unreadable
from buffycoat.interop.preparation.reading import part, renamed, same
from buffycoat.interop.preparation.said import Message, of_refusal, refused, unknown
from buffycoat.pathway.preparation.column import Column, Run
from buffycoat.pathway.preparation.protocol import Protocol, SecondSpin
from buffycoat.pathway.preparation.records import Draw, Spin
from buffycoat.pathway.preparation.refusals import passed
from buffycoat.pathway.preparation.spin import forces_differ, rcf, rpm_for
from buffycoat.pathway.record import Part, item

RADII = ("bottom", "middle", "meniscus")
SOURCES = ("prep-1.2", "prep-2")


class SecondPart(Part):
    """The plasma of the first spin, spun again; only its lower part is kept."""

    g: float | None = same(Spin, "g_force")
    rpm: float | None = same(Spin, "rpm")
    minutes: float | None = same(Spin, "minutes")
    accelerate_min: float | None = item("Speeding up takes", unit="min", low=0, high=60)
    brake_min: float | None = item("Braking takes", unit="min", low=0, high=60)
    keep: float | None = item("Part of the plasma that is kept", unit="%", low=0.1, high=100)
    bore_mm: float | None = item("Inner width of the second tube", unit="mm", low=2, high=150)
    pooled: int | None = item("How many first tubes go into one", low=1, high=50)


class ProtocolPart(Part):
    """How a tube is filled, spun and harvested. The cut has no default: it decides more than the force."""

    name: str | None = item("What the protocol is called")
    bore_mm: float | None = item("Inner width of the tube", unit="mm", low=2, high=150, plausible=(5, 60))
    filled_ml: float | None = item(
        "Filling of one tube, with the anticoagulant", unit="mL", low=0.1, high=600, plausible=(1, 60)
    )
    tip_mm: float | None = item("Height of the tube's cone; 0 when flat or round", unit="mm", low=0, high=100)
    anticoagulant_percent: float | None = item(
        "Anticoagulant in the filling", help="10 for 1 mL in 10.", unit="%", low=0, high=60, plausible=(0, 25)
    )
    g: float | None = same(Spin, "g_force")
    rpm: float | None = same(Spin, "rpm")
    radius_mm: float | None = same(
        Spin, "radius", ask="Radius of the rotor", help="Say with radius_is to where."
    )
    radius_is: Literal["bottom", "middle", "meniscus"] | None = item(
        "That radius is from the axis to the",
        options={"bottom": "Bottom of the tube", "middle": "Middle of the blood", "meniscus": "Meniscus"},
    )
    swing_out: bool | None = item("Do the tubes swing out?")
    minutes: float | None = same(Spin, "minutes")
    accelerate_min: float | None = item("Speeding up takes", unit="min", low=0, high=60)
    brake_min: float | None = item("Braking takes", unit="min", low=0, high=60)
    cut_mm: float | None = item(
        "Plasma is cut how far above the red cells? Below 0: the buffy coat is taken along",
        unit="mm", low=-50, high=100, plausible=(-3, 10),
    )  # fmt: skip
    second: SecondPart | None = item("The second spin")


class SpinCase(ProtocolPart):
    """A protocol, whose blood, and what is asked of the designer."""

    haematocrit: float | None = same(Draw, "baseline_haematocrit")
    baseline: float | None = same(Draw, "baseline_platelets")
    baseline_days_old: int | None = item("How many days old is that count?", low=0, high=40000)
    blood_ml: float | None = same(Draw, "blood_volume")
    design: bool | None = item("Is the best force and time asked for?")
    within: float | None = item("How far below the best recovery still works", unit="%", low=0.1, high=50)
    white_most: float | None = item("At most so much of the blood's white cells", unit="%", low=0, high=100)
    red_most: float | None = item("At most so much of its red cells", unit="%", low=0, high=100)


ALIASES = {
    "name": ("protocol_name", "way"),
    "g": ("rcf", "g_force", "force_g", "force"),
    "radius_mm": ("radius", "r_mm"),
    "radius_is": ("radius_kind", "radius_to"),
    "minutes": ("min", "time_min", "duration_min"),
    "cut_mm": ("cut", "harvest_cut_mm"),
    "bore_mm": ("bore", "inner_diameter_mm"),
    "filled_ml": ("fill_ml", "tube_ml", "volume_ml"),
    "anticoagulant_percent": ("ac_percent",),
    "haematocrit": ("hematocrit", "hct"),
    "baseline": ("platelets", "baseline_count", "blood_count", "platelet_count"),
    "second": ("second_spin",),
}
_RADII = {"max": "bottom", "r_max": "bottom", "average": "middle", "r_av": "middle", "min": "meniscus",
          "r_min": "meniscus", "top": "meniscus"}  # fmt: skip


def sorted_out(given: Mapping[str, Any]) -> dict[str, Any]:
    """The case under our names; `tube`, `rotor` and `protocol` may hold their own fields."""
    held = dict(given)
    for field in ("tube", "rotor", "protocol"):
        for name, value in part(held, field).items():
            if name in held:
                raise Unreadable(name, f"given twice, in {field} and beside it")
            held[name] = value
    return tidied(renamed(held, ALIASES))


def tidied(held: dict[str, Any]) -> dict[str, Any]:
    """A protocol with its radius in our words, and its second spin under our names."""
    if isinstance(held.get("radius_is"), str):
        held["radius_is"] = _RADII.get(held["radius_is"], held["radius_is"])
    if isinstance(held.get("second"), Mapping):
        held["second"] = renamed(held["second"], ALIASES | {"keep": ("keep_percent",)})
    return held


@dataclass(frozen=True, slots=True)
class Rotor:
    """What the first spin does at the tube’s bottom, and what to set; ranges where the radius is not told."""

    radius_mm: float
    height_mm: float
    rpm: float
    rpm_range: tuple[float, float]
    force_g: float
    force_range: tuple[float, float]


def rotor_of(told: ProtocolPart) -> Rotor | None:
    """Force and turns, from whichever was told; None when they cannot be worked out.

    A force or a radius that is quoted to the middle of the blood or its meniscus is carried to the bottom.
    """
    if told.radius_mm is None or (told.g is None and told.rpm is None):
        return None
    height = _height(told)
    radius = told.radius_mm
    beyond = {"bottom": 0.0, "middle": height / 2, "meniscus": height}
    possible = [beyond[told.radius_is]] if told.radius_is else list(beyond.values())
    rpm = told.rpm if told.rpm is not None else rpm_for(told.g or 0.0, radius)
    force = [
        rcf(told.rpm, radius + more) if told.rpm is not None else (told.g or 0.0) * (radius + more) / radius
        for more in possible
    ]
    return Rotor(radius + possible[0], height, rpm, (rpm, rpm), force[0], (min(force), max(force)))


def _height(told: ProtocolPart) -> float:
    """How high the blood stands; 0 where the tube is not told."""
    if told.bore_mm is None or told.filled_ml is None:
        return 0.0
    return Column(
        bore_mm=told.bore_mm, filled_ml=told.filled_ml, radius_mm=1e9, tip_mm=told.tip_mm or 0
    ).height_mm


_NEEDED = {
    "bore_mm": "the width of the tube",
    "filled_ml": "how much is in one tube",
    "radius_mm": "the radius of the rotor",
    "minutes": "how long it is spun",
    "cut_mm": "where the plasma is cut, in mm above the red cells (it decides more than the force)",
}


def protocol_of(told: ProtocolPart, rotor: Rotor | None) -> tuple[Protocol | None, list[Message]]:
    """The protocol that the physics calculates, or what is missing or impossible in it."""
    messages = list(_doubts(told))
    for field, what in _NEEDED.items():
        if getattr(told, field) is None:
            messages.append(_needed(field, f"No recovery can be calculated without {what}."))
    if told.g is None and told.rpm is None:
        messages.append(
            _needed("g", "No recovery can be calculated without the force or the turns a minute.")
        )
    if rotor is None or any(one.refuses for one in messages):
        return None, messages
    try:
        return _built(told, rotor), messages
    except ValueError as error:
        said = str(error)
        text = f"{said[:1].upper()}{said[1:]}"
        messages.append(refused("impossible", "", text, "A length, volume or time is wrong.", SOURCES, "K"))
        return None, messages


def _built(told: ProtocolPart, rotor: Rotor) -> Protocol:
    column = Column(
        bore_mm=told.bore_mm or 0,
        filled_ml=told.filled_ml or 0,
        radius_mm=rotor.radius_mm,
        tip_mm=told.tip_mm or 0,
    )
    first = Run(rotor.force_g, told.minutes or 0, told.accelerate_min or 0, told.brake_min or 0)
    return Protocol(
        way=told.name or "open tubes",
        column=column,
        anticoagulant=(told.anticoagulant_percent or 0) / 100,
        first=first,
        cut_mm=told.cut_mm if told.cut_mm is not None else float("nan"),
        second=None if told.second is None else _second(told.second, rotor, told),
    )


def _second(told: SecondPart, rotor: Rotor, first: ProtocolPart) -> SecondSpin:
    """The second spin in the same rotor; ValueError names what is missing of it."""
    for field in ("minutes", "keep"):
        if getattr(told, field) is None:
            raise ValueError(f"second.{field} is not told")
    if told.g is None and told.rpm is None:
        raise ValueError("second.g or second.rpm is not told")
    force = rcf(told.rpm or 0, rotor.radius_mm) if told.g is None else told.g
    run = Run(force, told.minutes or 0, told.accelerate_min or 0, told.brake_min or 0)
    bore = told.bore_mm or first.bore_mm or 0
    return SecondSpin(run=run, keep=(told.keep or 0) / 100, bore_mm=bore, pooled=told.pooled or 1)


def _doubts(told: ProtocolPart) -> list[Message]:
    """What is assumed of the tube and rotor, and what contradicts itself."""
    found = []
    if told.swing_out is False:
        text = "Tubes at a fixed angle are not modelled: no recovery can be calculated"
        why = "The cells slide along the wall, 3 to 4 times as fast."
        found.append(refused("fixed_angle", "swing_out", text, why, SOURCES, "K"))
    if told.g is not None and told.rpm is not None and told.radius_mm is not None:
        spin = Spin(number=1, g_force=told.g, rpm=told.rpm, radius=told.radius_mm)
        found += [of_refusal(one, "rpm") for one in passed("spin_force", forces_differ(spin))]
    if told.radius_mm is not None and told.radius_is is None:
        found.append(
            unknown(
                "radius_is",
                "To where the radius goes is not told: the tube’s bottom is assumed.",
                source=SOURCES,
            )
        )
    if told.anticoagulant_percent is None:
        found.append(
            unknown(
                "anticoagulant_percent", "The anticoagulant is not told: none is assumed.", source=SOURCES
            )
        )
    if told.accelerate_min is None and told.brake_min is None and told.minutes is not None:
        text = "The ramps are not told: none is counted, and the minutes are those at full speed."
        found.append(unknown("accelerate_min", text, "info", SOURCES))
    if told.tip_mm is None and told.bore_mm is not None:
        found.append(
            unknown(
                "tip_mm", "The shape of the tube’s bottom is not told: no cone is assumed.", "info", SOURCES
            )
        )
    return found


def _needed(field: str, text: str) -> Message:
    return refused("missing", field, text, "It is not told.", SOURCES, "K")
