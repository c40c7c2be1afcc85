"""Medicines as they were ordered or stated by the day asked. An order is not proof that the drug is taken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from buffycoat.interop.fhir.bundle import Bundle
from buffycoat.interop.fhir.codes import days
from buffycoat.interop.fhir.dosage import dosage, ends, only_as_needed
from buffycoat.interop.fhir.element import Resource, codes, name, names, one, several, status, text
from buffycoat.interop.fhir.known import Gathered, Life, Reading, doubt, make, not_yet, source
from buffycoat.interop.fhir.when import When, first
from buffycoat.pathway.candidacy.drugs import DRUGS, look
from buffycoat.pathway.candidacy.records import Doubt, Drug

_COUNTS = ("order", "original-order", "reflex-order", "filler-order", "instance-order", "")  # "" is not said
_NEVER_WAS = ("entered-in-error", "cancelled", "draft")
_STOPPED = ("stopped", "completed", "not-taken")


def read_medicine(resource: Resource, bundle: Bundle, life: Life) -> Reading[Drug]:
    """One order or statement. Drafts, plans, proposals, cancelled orders and errors do not count."""
    kind, stated = str(resource["resourceType"]), status(resource, "status")
    intent = status(resource, "intent") if kind == "MedicationRequest" else ""
    dated = _dated(resource)
    if stated in _NEVER_WAS or intent not in _COUNTS or resource.get("doNotPerform") is True:
        return Reading()
    concept = _medicine(resource, bundle)
    called = name(concept) or text(one(resource, "medicationReference", "display"))
    if life.later(dated) or life.later(first(resource, "dateAsserted")):
        return not_yet(life, called or "A medicine without a name", dated, kind)
    came = source(kind, dated, stated)
    if not called:
        return Reading(
            doubts=(doubt("A medicine without a name", "Ordered, but the bundle does not say what.", came),)
        )
    rxnorm = next(iter(codes(concept, "RxNorm")), None)
    end = ends(resource)
    known_end = end if end and not life.later(end) else None
    part = make(
        Drug,
        name=_both(concept, called, rxnorm),
        rxnorm=rxnorm,
        dose=dosage(resource),
        use=_use(resource, stated, dated, known_end, life),
        since=dated.day if dated else None,
        last_taken=known_end.day if known_end and stated in _STOPPED and stated != "not-taken" else None,
        source=came,
    )
    doubts = (*life.misfits(called, dated, kind), *_doubts(concept, called, rxnorm, dated, end, came))
    return Reading(part, doubts, dated.day if dated else "")


def _dated(resource: Resource) -> When | None:
    if resource["resourceType"] == "MedicationRequest":
        return first(resource, "authoredOn")
    return first(resource, "effectiveDateTime", "effectivePeriod.start", "dateAsserted")


def _medicine(resource: Resource, bundle: Bundle) -> object:
    """The concept of the medicine, written in the order or in the Medication that it points to."""
    if resource.get("medicationCodeableConcept"):
        return resource["medicationCodeableConcept"]
    pointed = bundle.find(resource.get("medicationReference"), resource) or {}
    if name(pointed.get("code")):
        return pointed["code"]
    held = [name(one(part, "itemCodeableConcept")) for part in several(pointed, "ingredient")]
    return {"text": " / ".join(filter(None, held))}


def _use(resource: Resource, stated: str, dated: When | None, end: When | None, life: Life) -> str | None:
    """Whether it is taken. None, so a person asks, when the bundle does not settle it for the day asked."""
    if stated in _STOPPED:
        lately = dated and dated.latest >= life.on - timedelta(days=days("stopped_lately"))
        return None if lately and not end and stated != "not-taken" else "stopped"
    if stated != "active" or end:
        return None
    if only_as_needed(resource):
        return "as needed"
    return "taking" if resource["resourceType"] == "MedicationStatement" else None


def _both(concept: object, called: str, rxnorm: str | None) -> str:
    """The name; with what the code is called beside it when that is another drug, so that neither is lost."""
    if not _disagree(concept, rxnorm):
        return called
    coded = ", ".join(DRUGS[key].name for key in look("", rxnorm).by_code)
    other = next((said for said in names(concept) if said != called), coded)
    return f"{called} (coded as {other})"


def _disagree(concept: object, rxnorm: str | None) -> bool:
    """Whether the wordings and the code of one order name different drugs of the table."""
    said = [look(text_).by_text for text_ in names(concept)]
    told = [keys for keys in (*said, look("", rxnorm).by_code) if keys]
    return any(set(one_) != set(told[0]) and not set(one_) <= set(told[0]) for one_ in told[1:])


def _doubts(
    concept: object, called: str, rxnorm: str | None, dated: When | None, end: When | None, came: str
) -> Iterator[Doubt]:
    if dated and end and dated.surely_after(end):
        yield doubt(called, f"Ended on {end.day}, before it was ordered on {dated.day}.", came)
    if _disagree(concept, rxnorm):
        coded = look(" ".join(names(concept)[1:]), rxnorm)
        other = ", ".join(DRUGS[key].name for key in (coded.by_code or coded.by_text))
        yield doubt(called, f"The text says {called}, the code says {other}: two different drugs.", came)


def newest_orders(found: Gathered[Drug]) -> Gathered[Drug]:
    """Each drug once for each way it is taken: a renewal, or an order that stands, replaces older ones."""
    standing: dict[tuple[str, ...], Drug] = {}
    stopped: dict[str, Drug] = {}
    for drug in found.parts:  # the oldest first, so the newest stays
        name_ = drug.name.lower()
        if drug.use == "stopped":
            stopped[name_] = drug
        else:
            standing[name_, drug.dose or "", drug.use or ""] = drug
    taken = {key[0] for key in standing}
    kept = (*standing.values(), *(drug for name_, drug in stopped.items() if name_ not in taken))
    labels = {(drug.name, drug.since or "undated") for drug in kept}
    lines = tuple(line for line in dict.fromkeys(found.prefilled) if (line.what, line.dated) in labels)
    return replace(found, parts=kept, prefilled=lines)
