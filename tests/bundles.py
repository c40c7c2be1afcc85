"""FHIR R4 bundles of a fictional patient, Robin Vance, built a resource at a time."""

import json
from typing import Any

Resource = dict[str, Any]
PATIENT_URL = "urn:uuid:11111111-1111-4111-8111-111111111111"
SYSTEMS = {
    "LOINC": "http://loinc.org",
    "SNOMED": "http://snomed.info/sct",
    "RXNORM": "http://www.nlm.nih.gov/research/umls/rxnorm",
}


def concept(text: str, code: str = "", system: str = "SNOMED", display: str = "") -> Resource:
    """A CodeableConcept with its text and at most one code."""
    coding = [{"system": SYSTEMS[system], "code": code, "display": display or text}] if code else []
    return {"text": text} | ({"coding": coding} if coding else {})


def patient(**more: Any) -> Resource:
    """Robin Vance, born 1970-05-17; anything may be said otherwise, and None takes it out."""
    said = {
        "resourceType": "Patient",
        "id": "robin",
        "name": [{"use": "official", "family": "Vance", "given": ["Robin"], "prefix": ["Ms."]}],
        "birthDate": "1970-05-17",
        "gender": "female",
        "identifier": [
            {"system": "urn:example:ssn", "type": id_type("SS"), "value": "999-00-0000"},
            {"system": "urn:example:mrn", "type": id_type("MR"), "value": "MRN-1"},
        ],
        "telecom": [{"system": "phone", "value": "555-0142", "use": "home"}],
        "communication": [{"language": {"coding": [{"code": "en-US"}]}}],
    }
    return _without_none(said | more)


def id_type(code: str) -> Resource:
    """What kind of identifier."""
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": code}]}


def resource(kind: str, **said: Any) -> Resource:
    """A resource that belongs to Robin unless it says otherwise."""
    whose = "patient" if kind == "AllergyIntolerance" else "subject"
    return _without_none({"resourceType": kind, whose: {"reference": PATIENT_URL}} | said)


def condition(text: str, since: str | None = "2019-03-04", code: str = "", **more: Any) -> Resource:
    """An active, confirmed condition."""
    said = {
        "code": concept(text, code),
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "onsetDateTime": since,
        "recordedDate": since,
    }
    return resource("Condition", **(said | more))


def resolved(text: str, since: str, until: str | None, **more: Any) -> Resource:
    """A condition that the export calls resolved."""
    status = {"coding": [{"code": "resolved"}]}
    return condition(text, since, clinicalStatus=status, abatementDateTime=until, **more)


def order(text: str, on: str | None = "2020-06-01", code: str = "", **more: Any) -> Resource:
    """An active order for a medicine."""
    said = {
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": concept(text, code, "RXNORM"),
        "authoredOn": on,
    }
    return resource("MedicationRequest", **(said | more))


def lab(
    code: str, value: float, unit: str, at: str | None = "2021-03-01T08:00:00+00:00", **more: Any
) -> Resource:
    """A final laboratory value with a LOINC code."""
    said = {
        "status": "final",
        "code": concept(code, code, "LOINC"),
        "effectiveDateTime": at,
        "valueQuantity": {"value": value, "unit": unit, "code": unit, "system": "http://unitsofmeasure.org"},
    }
    return resource("Observation", **(said | more))


def platelets(
    value: float, at: str | None = "2021-03-01T08:00:00+00:00", unit: str = "10*3/uL", **more: Any
) -> Resource:
    """A platelet count."""
    return lab("777-3", value, unit, at, **more)


def procedure(text: str, on: str | None = "2018-02-01", code: str = "", **more: Any) -> Resource:
    """A completed procedure."""
    return resource(
        "Procedure", **({"status": "completed", "code": concept(text, code), "performedDateTime": on} | more)
    )


def allergy(text: str, on: str | None = "2015-01-01", **more: Any) -> Resource:
    """A recorded allergy."""
    return resource("AllergyIntolerance", **({"code": concept(text), "recordedDate": on} | more))


def bundle(*resources: Resource, who: Resource | None = None, **more: Any) -> Resource:
    """A collection of Robin and these resources."""
    entries = [{"fullUrl": PATIENT_URL, "resource": who or patient()}]
    entries += [{"fullUrl": f"urn:uuid:{number}", "resource": held} for number, held in enumerate(resources)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries} | more


def written(held: Any) -> bytes:
    """As a file holds it."""
    return json.dumps(held).encode()


def _without_none(said: Resource) -> Resource:
    return {key: value for key, value in said.items() if value is not None}
