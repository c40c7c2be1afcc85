"""Orders that are being written: which of them were selected, and for which medicine each is."""

from dataclasses import dataclass
from datetime import date

from buffycoat.interop.cds_hooks.request import Request, resources
from buffycoat.interop.fhir.bundle import read_bundle
from buffycoat.interop.fhir.dosage import ends
from buffycoat.interop.fhir.element import Resource, text
from buffycoat.interop.fhir.medications import read_medicine
from buffycoat.interop.fhir.patient import life
from buffycoat.pathway.candidacy.drugs import DRUGS, look
from buffycoat.pathway.candidacy.records import Drug

MOST = 20  # drafts of one call that are read; nobody orders more at once


@dataclass(frozen=True)
class Draft:
    """One order that is not signed yet, and the medicine it is for, where it is for one."""

    reference: str
    resource: Resource
    drug: Drug | None

    @property
    def matters(self) -> bool:
        """Whether the drug table has a hold for the medicine, or asks about it."""
        keys = look(self.drug.name, self.drug.rxnorm).keys if self.drug else ()
        return any(DRUGS[key].kind != "allowed" for key in keys)


def drafts(request: Request, patient: Resource, day: date) -> tuple[Draft, ...]:
    """The orders that were selected; all of them where none was, or one that is not there."""
    held = resources(request.context, "draftOrders")
    chosen = {one.split("/")[-1] for one in request.context.get("selections", ())}
    wanted = [one for one in held if text(one.get("id")) in chosen] or held
    return tuple(_read(one, held, patient, day) for one in wanted[:MOST])


def _read(order: Resource, held: tuple[Resource, ...], patient: Resource, day: date) -> Draft:
    kind = text(order.get("resourceType"))
    reference = f"{kind}/{text(order.get('id'))}" if text(order.get("id")) else ""
    if kind != "MedicationRequest":
        return Draft(reference, order, None)
    # A draft does not count in a record; read as the order that it is about to be.
    stands = order | {"status": "active", "intent": "order", "authoredOn": day.isoformat()}
    pointed = [one for one in held if one.get("resourceType") == "Medication"]
    entries = [{"resource": one} for one in (patient, stands, *pointed)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    read = read_bundle(bundle, "draftOrders")
    found = [read_medicine(one, read, life(read, day)).part for one in read.of(kind)]
    return Draft(reference, order, _as_ordered(found[0], order, day) if found and found[0] else None)


def _as_ordered(drug: Drug, order: Resource, day: date) -> Drug:
    """The drug as it will be taken: until the order's own end, where it has one."""
    end = ends(order)
    until = {"last_taken": end.day} if end and end.latest >= day else {}
    return drug.model_copy(update={"use": drug.use or "taking", **until})
