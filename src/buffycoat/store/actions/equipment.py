"""Keeping the list of equipment: who changed what stays in the audit."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from buffycoat.pathway.chart import Signer
from buffycoat.practice.equipment import Equipment
from buffycoat.store import audit
from buffycoat.store.actions.refusals import Refused, require
from buffycoat.store.equipment import TABLES
from buffycoat.store.stock import Machine


def keep_equipment(by: Signer, facts: Equipment, *, row: Machine | None = None) -> Machine:
    """Add a thing to the list, or write down anew what it is. Refused when the name is taken."""
    require(by, "equip", what="keep the list of equipment")
    table = TABLES[type(facts)]
    kept = row or table()
    before = _said(kept, facts)
    for name in facts.items:
        value = getattr(facts, name)
        setattr(kept, name, Decimal(str(value)) if name == "price" and value is not None else value)
    try:
        with transaction.atomic():
            kept.save()
            changed = [name for name, value in _said(kept, facts).items() if before[name] != value]
            audit.note(by, "equip", f"{facts.title} {facts.name}: {', '.join(changed) or 'nothing changed'}")
    except IntegrityError as error:
        raise Refused(f"{facts.name} is on the list already.") from error
    return kept


def _said(row: Machine, facts: Equipment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in facts.items}
