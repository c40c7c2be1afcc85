"""What a practice owns for making PRP: centrifuges, analysers, kits. Forms and tables read this."""

from datetime import date
from typing import ClassVar

from buffycoat.pathway.record import Part, item

MACHINE, ROTOR, CALIBRATION = "The machine", "The rotor", "Calibration"


class Equipment(Part):
    """One thing on the practice's list."""

    title: ClassVar[str] = ""

    name: str = item("Name", help="As people call it and records name it: “Centrifuge 1”.", required=True)


class Centrifuge(Equipment):
    """A centrifuge with its rotor and its calibration."""

    title: ClassVar[str] = "Centrifuge"

    serial: str | None = item("Serial number", group=MACHINE)
    out_of_use: bool | None = item("Out of use?", group=MACHINE)
    radius_max: float | None = item(
        "Largest radius: from the axis to the bottom of the tube",
        unit="mm",
        low=10,
        high=500,
        plausible=(60, 250),
        group=ROTOR,
        sources=("prep-1.2",),
    )
    radius_min: float | None = item(
        "Smallest radius: from the axis to the top of the blood",
        unit="mm",
        low=5,
        high=500,
        plausible=(30, 200),
        group=ROTOR,
        sources=("prep-1.2",),
    )
    rpm_max: float | None = item("Most turns a minute", low=100, high=30000, group=ROTOR)
    calibrated_on: date | None = item("Last calibrated on", group=CALIBRATION, sources=("rule-9.7",))
    due_on: date | None = item(
        "Due again on",
        help="Force and timer, every year. From the day after, no spin on it can be signed.",
        group=CALIBRATION,
        sources=("rule-9.7",),
    )


class Analyser(Equipment):
    """A blood-count analyser: where it is straight, and how far two counts of one sample lie apart."""

    title: ClassVar[str] = "Analyser"

    serial: str | None = item("Serial number", group=MACHINE)
    out_of_use: bool | None = item("Out of use?", group=MACHINE)
    linear_low: float | None = item(
        "Platelets: straight from", unit="10^9/L", low=0, high=20000, group="What it can count"
    )
    linear_high: float | None = item(
        "And up to", unit="10^9/L", low=1, high=20000, plausible=(200, 10000), group="What it can count"
    )
    platelet_cv: float | None = item(
        "Counting error of platelets (CV)",
        help="From its own quality control. Left empty, no interval is given for a count: none is made up.",
        unit="%",
        low=0,
        high=50,
        plausible=(0.5, 15),
        group="What it can count",
    )
    due_on: date | None = item("Calibration due on", group=CALIBRATION)


class Kit(Equipment):
    """A kit with the setting it is used at, and what this practice pays for it."""

    title: ClassVar[str] = "Kit"

    setting: str | None = item("Setting", help="Such as 7 % haematocrit.")
    way: str | None = item(
        "Name in the published table", help="So that the planner knows what it is expected to give."
    )
    out_of_use: bool | None = item("Out of use?")
    blood_volume: float | None = item("Blood that one takes", unit="mL", low=1, high=600, plausible=(8, 180))
    product_volume: float | None = item(
        "Product that one gives",
        help="As this practice works; the platelets are the same, their concentration is not.",
        unit="mL",
        low=0.05,
        high=300,
        plausible=(0.5, 30),
    )
    price: float | None = item("What one costs this practice", low=0, high=100_000)
    currency: str | None = item("Currency", help="Three letters, such as USD.")
    price_from: str | None = item("Where the price is from", help="An invoice, an offer.")


KINDS: dict[str, type[Equipment]] = {"centrifuge": Centrifuge, "analyser": Analyser, "kit": Kit}
