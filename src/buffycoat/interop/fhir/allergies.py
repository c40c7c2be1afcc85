"""Allergies as they were recorded by the day asked. None recorded is not “no allergies”."""

from buffycoat.interop.fhir.codes import means
from buffycoat.interop.fhir.element import Resource, codes, name, several, status, text
from buffycoat.interop.fhir.known import Life, Reading, make, not_yet, source
from buffycoat.interop.fhir.when import When, first
from buffycoat.pathway.candidacy.records import Allergy

_NEVER_WAS = ("entered-in-error", "refuted")


def read_allergy(resource: Resource, life: Life) -> Reading[Allergy]:
    """One allergy or intolerance that had not been called resolved."""
    dated = first(resource, "recordedDate", "onsetDateTime", "onsetPeriod.start")
    called = name(resource.get("code")) or _substance(resource)
    gone = status(resource, "clinicalStatus") in ("resolved", "inactive")
    if not called or gone or status(resource, "verificationStatus") in _NEVER_WAS or none_known(resource):
        return Reading()
    if life.later(dated):
        return not_yet(life, called, dated, "AllergyIntolerance")
    part = make(
        Allergy,
        substance=called,
        snomed=next(iter(codes(resource.get("code"), "SNOMED CT")), None),
        reaction=_reactions(resource),
        severe=_severe(resource),
        source=source("AllergyIntolerance", dated),
    )
    return Reading(part, tuple(life.misfits(called, dated, "AllergyIntolerance")), (dated or When("")).day)


def none_known(resource: Resource) -> bool:
    """Whether the resource states that there is no known allergy of any kind."""
    stands = status(resource, "verificationStatus") not in _NEVER_WAS
    return stands and means("no_known_allergy", resource.get("code"))


def _substance(resource: Resource) -> str:
    return next(filter(None, (name(held.get("substance")) for held in several(resource, "reaction"))), "")


def _reactions(resource: Resource) -> str:
    said = (name(shown) for held in several(resource, "reaction") for shown in several(held, "manifestation"))
    return ", ".join(filter(None, dict.fromkeys(said)))[:400]


def _severe(resource: Resource) -> bool | None:
    """Severe when the risk is called high or a reaction was; not severe only when the bundle says so."""
    graded = {text(held.get("severity")) for held in several(resource, "reaction")} - {""}
    risk = text(resource.get("criticality"))
    if risk == "high" or "severe" in graded:
        return True
    return False if risk == "low" or graded else None
