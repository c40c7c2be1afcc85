"""Other versions of FHIR: alike enough to be read, and different enough to lose drugs and findings."""

from collections.abc import Iterable

from buffycoat.interop.fhir.element import Resource

# (resource type, element, its type there, version). R4 writes each of these elements otherwise or not at all.
_MARKS: tuple[tuple[str, str, type, str], ...] = (
    ("MedicationRequest", "medication", dict, "R5"),
    ("MedicationStatement", "medication", dict, "R5"),
    ("Procedure", "occurrenceDateTime", str, "R5"),
    ("Procedure", "occurrencePeriod", dict, "R5"),
    ("Encounter", "class", list, "R5"),
    ("AllergyIntolerance", "type", dict, "R5"),
    ("Condition", "clinicalStatus", str, "STU3 or DSTU2"),
    ("AllergyIntolerance", "clinicalStatus", str, "STU3"),
    ("MedicationRequest", "requester.agent", dict, "STU3"),
    ("Condition", "patient", dict, "DSTU2"),
    ("AllergyIntolerance", "substance", dict, "DSTU2"),
    ("Observation", "comments", str, "DSTU2"),
)
_MARKS_OF: dict[str, list[tuple[tuple[str, ...], type, str]]] = {}
for _marked, _element, _shape, _version in _MARKS:
    _MARKS_OF.setdefault(_marked, []).append((tuple(_element.split(".")), _shape, _version))
_ONLY_DSTU2 = ("MedicationOrder", "DiagnosticOrder", "ProcedureRequest")


def other_version(resources: Iterable[Resource]) -> str:
    """What shows another version, such as “FHIR R5 (MedicationRequest.medication)”; "" if nothing."""
    for resource in resources:
        kind = resource.get("resourceType")
        if kind in _ONLY_DSTU2:
            return f"FHIR DSTU2 or STU3 ({kind})"
        for steps, shape, version in _MARKS_OF.get(kind, ()) if isinstance(kind, str) else ():
            if isinstance(_held(resource, steps), shape):
                return f"FHIR {version} ({kind}.{'.'.join(steps)})"
    return ""


def _held(resource: Resource, steps: tuple[str, ...]) -> object:
    held: object = resource
    for step in steps:
        held = held.get(step) if isinstance(held, dict) else None
    return held
