"""Reading the list of equipment, and bringing it to bear on a record before it is signed."""

from datetime import date
from typing import TypeVar

from django.db.models import Model

from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.record import Record
from buffycoat.practice.calibration import Standing, refusal, standing
from buffycoat.practice.copied import draw_on, product_on, same_name, spin_on
from buffycoat.practice.equipment import Analyser, Centrifuge, Equipment, Kit
from buffycoat.store import stock

EquipmentT = TypeVar("EquipmentT", bound=Equipment)
TABLES: dict[type[Equipment], type[stock.Machine]] = {
    Centrifuge: stock.Centrifuge,
    Analyser: stock.Analyser,
    Kit: stock.Kit,
}


def declared(row: Model, kind: type[EquipmentT]) -> EquipmentT:
    """A row as it was declared; an empty column was not asked."""
    held = {name: getattr(row, name) for name in kind.items}
    # A price is kept to the cent, and read as the number it is.
    return kind.model_validate(
        {
            name: float(value) if name == "price" else value
            for name, value in held.items()
            if value is not None
        }
    )


def every(kind: type[EquipmentT]) -> tuple[EquipmentT, ...]:
    """Everything of a kind that is in use, by name."""
    rows = TABLES[kind].objects.exclude(out_of_use=True)
    return tuple(declared(row, kind) for row in rows)


def named(kind: type[EquipmentT], name: str | None) -> EquipmentT | None:
    """The one of that name, in use or not."""
    if not name:
        return None
    rows = TABLES[kind].objects.all()
    return next((declared(row, kind) for row in rows if same_name(row.name, name)), None)


def copied(record: Record, day: date) -> Record:
    """The record with what the list says of the machine it names; `day`: on which it was used."""
    if isinstance(record, Spin):
        centrifuge = named(Centrifuge, record.centrifuge)
        return spin_on(record, centrifuge, day) if centrifuge else record
    if isinstance(record, Draw):
        analyser = named(Analyser, record.baseline_analyser)
        return draw_on(record, analyser) if analyser else record
    if isinstance(record, Product):
        analyser = named(Analyser, record.analyser)
        return product_on(record, analyser) if analyser else record
    return record


def why_not(record: Record, day: date) -> str:
    """Why a record cannot be signed for the machine it names; "" when it can, or nobody knows."""
    if not isinstance(record, Spin):
        return ""
    centrifuge = named(Centrifuge, record.centrifuge)
    if centrifuge and (why := refusal(centrifuge, day)):
        return why
    due = record.calibration_due_on
    if standing(due, day) == "overdue":
        return f"The calibration was due on {due}: no spin after that day can be signed."
    return ""


def due(day: date) -> tuple[tuple[str, date, Standing], ...]:
    """Machines in use whose calibration is overdue or due soon, the oldest first."""
    found = [
        (one.name, one.due_on, standing(one.due_on, day))
        for kind in (Centrifuge, Analyser)
        for one in every(kind)
        if one.due_on is not None
    ]
    late = [one for one in found if one[2] in ("overdue", "due soon")]
    return tuple(sorted(late, key=lambda one: one[1]))
