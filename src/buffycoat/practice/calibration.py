"""Whether a machine is in calibration, and what its rotor makes of turns a minute."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from buffycoat.pathway.preparation.spin import rcf
from buffycoat.practice.equipment import Centrifuge

SOON = (
    30  # days ahead that a due day is shown: the middle of the alerts that the rule base names, 60, 30 and 0
)
Standing = Literal["overdue", "due soon", "in date", "not known"]


def standing(due_on: date | None, day: date) -> Standing:
    """How a due day stands on a day; on the due day itself the machine may still be used."""
    if due_on is None:
        return "not known"
    if due_on < day:
        return "overdue"
    return "due soon" if due_on <= day + timedelta(days=SOON) else "in date"


def refusal(machine: Centrifuge, day: date) -> str:
    """Why a spin on this day cannot be signed for this centrifuge; "" when it can, or nobody knows."""
    if machine.out_of_use:
        return f"{machine.name} is out of use, by the list of equipment."
    if standing(machine.due_on, day) == "overdue" and not spun_before(machine, day):
        return f"The calibration of {machine.name} was due on {machine.due_on}: no spin on it can be signed."
    return ""


def spun_before(machine: Centrifuge, day: date) -> bool:
    """Whether the day lies before the last calibration, of which the list then says nothing."""
    return machine.calibrated_on is not None and day < machine.calibrated_on


@dataclass(frozen=True, slots=True)
class Forces:
    """What turns a minute are in g, at the largest radius and at the smallest; None where it is not known."""

    largest: float | None
    smallest: float | None


def forces(machine: Centrifuge, rpm: float) -> Forces:
    """The force at both ends of the tube: quoted forces are at its bottom, the largest radius."""
    ends = (
        None if radius is None else rcf(rpm, radius) for radius in (machine.radius_max, machine.radius_min)
    )
    return Forces(*ends)
