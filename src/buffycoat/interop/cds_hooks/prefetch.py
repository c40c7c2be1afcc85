"""What the EHR sent along, as one bundle. What it did not send is not known, so nothing is answered."""

from typing import Any

from buffycoat.interop.cds_hooks.refusal import Refusal
from buffycoat.interop.cds_hooks.request import Request
from buffycoat.interop.cds_hooks.services import PREFETCH, TYPES
from buffycoat.interop.fhir.element import Resource, one, several

# One page of these is enough: the newest come first.
_NEWEST_FIRST = ("labs",)


def gathered(request: Request) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The prefetch as one bundle, and the keys of which only a part was sent. 412 when a key is missing."""
    missing = [key for key in PREFETCH if key not in request.prefetch or _failed(request.prefetch[key])]
    if request.prefetch.get("patient", "") is None:
        missing.insert(0, "patient")
    if missing:
        why = f"Needed and not sent, or sent as an error: {', '.join(dict.fromkeys(missing))}."
        raise Refusal(412, why, "prefetch")
    entries = [_patient(request)]
    for key in TYPES:
        if key != "patient":
            entries += _entries(key, request.prefetch[key])
    parts = tuple(key for key in TYPES if key not in _NEWEST_FIRST and _goes_on(request.prefetch[key]))
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}, parts


def _failed(held: object) -> bool:
    """Whether the EHR could not get the data: an OperationOutcome, alone or among the results."""
    found = [held, *(entry.get("resource") for entry in several(held, "entry"))]
    return any(
        isinstance(resource, dict)
        and resource.get("resourceType") == "OperationOutcome"
        and (resource is held or _serious(resource))
        for resource in found
    )


def _serious(outcome: Resource) -> bool:
    return any(issue.get("severity") in ("fatal", "error") for issue in several(outcome, "issue"))


def _patient(request: Request) -> dict[str, Any]:
    held = request.prefetch["patient"]
    if isinstance(held, dict) and held.get("resourceType") == "Bundle":
        held = next((entry.get("resource") for entry in several(held, "entry")), None)
    if not isinstance(held, dict) or held.get("resourceType") != "Patient":
        raise Refusal(400, "A Patient is needed.", "prefetch.patient")
    if held.get("id", request.patient_id) != request.patient_id:
        raise Refusal(400, "Another patient than context.patientId.", "prefetch.patient")
    address = f"{request.server}/Patient/{request.patient_id}" if request.server else ""
    return {"fullUrl": address, "resource": held | {"id": request.patient_id}}


def _entries(key: str, held: object) -> list[dict[str, Any]]:
    """The entries of a search; null is a search without results."""
    if held is None:
        return []
    if isinstance(held, dict) and held.get("resourceType") == TYPES[key]:
        return [{"resource": held}]
    entries = held.get("entry", []) if isinstance(held, dict) else None
    bundle = isinstance(held, dict) and held.get("resourceType") == "Bundle"
    if not bundle or not isinstance(entries, list):
        raise Refusal(400, f"A Bundle of {TYPES[key]}, or null, is needed.", f"prefetch.{key}")
    # A Patient that comes along (_include) stands in its own key already.
    return [
        entry
        for entry in entries
        if isinstance(entry, dict) and one(entry, "resource", "resourceType") != "Patient"
    ]


def _goes_on(held: object) -> bool:
    """Whether the search has another page, which was not sent."""
    return any(link.get("relation") == "next" for link in several(held, "link"))
