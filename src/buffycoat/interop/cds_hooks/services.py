"""The services that are offered: for which hook, what they say, and what the EHR sends along."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from buffycoat.interop.fhir.codes import MEANINGS
from buffycoat.pathway.candidacy.labs import LABS

Hook = Literal["patient-view", "order-select", "order-sign", "appointment-book"]
HOOKS: tuple[Hook, ...] = get_args(Hook)
MOST = 500  # resources of a search; an EHR that sends fewer says so by a link to the next page


@dataclass(frozen=True, slots=True)
class Service:
    """One service. With several hooks the answer to the later one replaces that to the earlier."""

    id: str
    hooks: tuple[Hook, ...]
    title: str
    description: str


SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        one.id: one
        for one in (
            Service(
                "prp-candidacy",
                ("patient-view",),
                "PRP for the spine: what speaks against it",
                "Findings in the record that bear on platelet-rich plasma (PRP) of the spine: blood "
                "thinners, infection, cancer, fused levels, laboratory values. Nothing found: no card.",
            ),
            Service(
                "prp-orders",
                ("order-select", "order-sign"),
                "PRP for the spine: orders around it",
                "A new anti-inflammatory, steroid or blood thinner for somebody whose PRP is planned or was "
                "given; and findings against a PRP injection that is ordered.",
            ),
            Service(
                "prp-appointment",
                ("appointment-book",),
                "PRP for the spine: before it is booked",
                "What has to be settled, held or measured before an appointment for a PRP injection.",
            ),
        )
    }
)


def _labs() -> str:
    """The codes of the laboratory values that a rule reads; others are nobody's business here."""
    found = [f"http://loinc.org|{code}" for test in LABS.rows for code in MEANINGS[test].loinc]
    return ",".join(found)


_OF_PATIENT = "patient={{context.patientId}}"
PREFETCH: Mapping[str, str] = MappingProxyType(
    {
        "patient": "Patient/{{context.patientId}}",
        "conditions": f"Condition?{_OF_PATIENT}&_count={MOST}",
        "medications": f"MedicationRequest?{_OF_PATIENT}&status=active&_count={MOST}",
        "allergies": f"AllergyIntolerance?{_OF_PATIENT}&_count={MOST}",
        "labs": f"Observation?{_OF_PATIENT}&code={_labs()}&_sort=-date&_count=100",
        "procedures": f"Procedure?{_OF_PATIENT}&_count={MOST}",
    }
)
TYPES: Mapping[str, str] = MappingProxyType(
    {key: query.split("?")[0].split("/")[0] for key, query in PREFETCH.items()}
)


@cache
def discovery() -> dict[str, Any]:
    """What `GET {base}/cds-services` answers: each service once for each of its hooks."""
    return {
        "services": [
            {
                "hook": hook,
                "title": service.title,
                "description": service.description,
                "id": service.id,
                "prefetch": dict(PREFETCH),
                "usageRequirements": "All of the prefetch, in FHIR R4: this service calls no FHIR server. "
                "A query without results is null. Without configured keys of the EHR nothing is answered.",
            }
            for service in SERVICES.values()
            for hook in service.hooks
        ]
    }
