"""Keeping the list of lots: what came, what may not be used, and who looked a recall up."""

from collections.abc import Collection

from django.db import IntegrityError, transaction

from buffycoat.pathway.chart import Signer
from buffycoat.practice.barcode import key_of, lot_of, read
from buffycoat.practice.lots import Lot, Stop
from buffycoat.store import audit, clock, stock
from buffycoat.store.actions.refusals import Refused, require
from buffycoat.store.recall import Reached

WHAT = "keep the list of lots"


def keep_lot(by: Signer, facts: Lot, *, row: stock.Lot | None = None) -> stock.Lot:
    """Put a lot on the list, or write down anew what it is. A barcode fills in what was not typed."""
    require(by, "equip", what=WHAT)
    facts = _with_barcode(facts)
    if not key_of(facts.lot):
        raise Refused("A lot has a number: type it, or scan a barcode that holds it.")
    kept = row or stock.Lot()
    for name in ("expires_on", "received_on", "received", "supply", "name"):
        setattr(kept, name, getattr(facts, name))
    kept.lot, kept.key = lot_of(facts.lot), key_of(facts.lot)
    kept.scanned, kept.device = (facts.scanned or "")[:300], (facts.device or "")[:14]
    until = f"until {facts.expires_on}" if facts.expires_on else "expiry not known"
    came = "number not known" if facts.received is None else f"{facts.received} received"
    try:
        with transaction.atomic():
            kept.save()
            audit.note(by, "equip", f"{facts.supply} lot {kept.lot}, {facts.name}: {until}, {came}")
    except IntegrityError as error:
        raise Refused(f"Lot {kept.lot} of {facts.name} is on the list already.") from error
    return kept


def _with_barcode(facts: Lot) -> Lot:
    """Refused where the barcode says something else than what was typed: one of the two is another box."""
    found = read(facts.scanned)
    if facts.scanned and found is None:
        raise Refused("This barcode cannot be read as GS1. Type the lot and the expiry instead.")
    if found is None:
        return facts
    typed = {"lot": key_of(facts.lot), "device": facts.device or "", "expires_on": facts.expires_on}
    says = {"lot": key_of(found.lot), "device": found.device, "expires_on": found.expires_on}
    wrong = [name for name, value in says.items() if value and typed[name] and typed[name] != value]
    if wrong:
        asks = ", ".join(Lot.items[name].ask.lower() for name in wrong)
        raise Refused(f"The barcode says something else than what is typed: {asks}.")
    fills = {"lot": found.lot or facts.lot, "device": found.device}
    return facts.model_copy(update=fills | {"expires_on": found.expires_on or facts.expires_on})


def stop_lot(by: Signer, row: stock.Lot, stop: Stop) -> stock.Lot:
    """Quarantine or recall a lot, close its recall, or take it back into use; each with the reason.

    Who may not keep the list may still put a lot that is in use into quarantine: that harms nobody, and does
    not wait for the manager. Everything else about it stays with who keeps the list.
    """
    require(by, "quarantine", what="take a lot off the shelf")
    with transaction.atomic():
        kept = stock.Lot.objects.select_for_update().get(pk=row.pk)
        if (kept.standing, stop.standing) != ("in use", "quarantined"):
            require(by, "equip", what="do more with a lot than put one that is in use into quarantine")
        stopped = stop.standing != "in use"
        if stopped and kept.stopped_at is None:
            kept.stopped_at = clock.now()
        if not stopped:
            kept.stopped_at = None
        kept.standing, kept.reason, kept.since = stop.standing, stop.reason, stop.since
        kept.closed_on = stop.closed_on if stopped else None
        kept.save()
        closed = f", closed {stop.closed_on}" if kept.closed_on else ""
        audit.note(by, "recall", f"{kept}: {stop.standing} since {stop.since}{closed}: {stop.reason}")
    return kept


def note_recall(by: Signer, lot: str, people: Collection[Reached], *, export: bool = False) -> None:
    """Note that somebody looked up whom a lot reached, or took the list out; then at each patient too."""
    action, what = ("export", "take a list of patients out") if export else ("see", "see patients")
    require(by, action, what=what)
    patients = {one.patient.pk: one.patient for one in people}
    audit.note(by, "export" if export else "view", f"recall of lot {lot}: {len(patients)} patients")
    if export:
        for patient in patients.values():
            audit.note(by, "export", f"recall of lot {lot}", patient=patient)
