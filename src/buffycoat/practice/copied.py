"""What the list of equipment says of a machine goes into the record that names it, where that says nothing.

The record then stays true when the machine is recalibrated or sold. What somebody wrote is never changed.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.record import Record
from buffycoat.practice.calibration import spun_before
from buffycoat.practice.equipment import Analyser, Centrifuge

RecordT = TypeVar("RecordT", bound=Record)


def same_name(first: str | None, second: str | None) -> bool:
    """Whether two names are one: case and spaces do not tell machines apart."""
    return bool(first) and (first or "").casefold().split() == (second or "").casefold().split()


def spin_on(spin: Spin, machine: Centrifuge, day: date) -> Spin:
    """The spin with the calibration that held on that day, and the radius where only turns were written."""
    facts: dict[str, Any] = {}
    if not spun_before(machine, day):
        facts = {"calibrated_on": machine.calibrated_on, "calibration_due_on": machine.due_on}
    if spin.rpm is not None and spin.g_force is None:
        facts["radius"] = machine.radius_max
    return _with(spin, facts)


def draw_on(draw: Draw, machine: Analyser) -> Draw:
    """The draw with the counting error of the analyser that counted it."""
    return _with(draw, {"baseline_cv": machine.platelet_cv})


def product_on(product: Product, machine: Analyser) -> Product:
    """The product with the counting error and range of the analyser that counted it."""
    return _with(
        product,
        {
            "analyser_cv": machine.platelet_cv,
            "analyser_low": machine.linear_low,
            "analyser_high": machine.linear_high,
        },
    )


def _with(record: RecordT, facts: Mapping[str, Any]) -> RecordT:
    """Only what nobody was asked is filled in: “not known” is an answer too."""
    new = {
        name: value
        for name, value in facts.items()
        if value is not None and record.state(name) == "not asked"
    }
    return type(record).model_validate({**record.model_dump(exclude_unset=True), **new}) if new else record
