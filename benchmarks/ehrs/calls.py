"""What the EHRs send: whole calls with their tokens, no two alike.

Records are those of real exports beside the checkout (../shared/data/fhir), or else one of the tests. Each
call has its own dates and laboratory values, so that no answer can be one that was given before; only the
words of the diagnoses and drugs come again and again, as they do in a practice.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import time
from typing import Any
from uuid import UUID, uuid4

from tests import bundles
from tests.cds import keys, prefetch, searchset

EXPORTS = Path(__file__).parents[3] / "shared" / "data" / "fhir"
ISSUER = "https://ehr.example.org"
_DAY = re.compile(r'"(\d{4}-\d{2}-\d{2})(?=["T])')
_VALUE = re.compile(r'"value": (\d+\.\d+)')


def records() -> list[dict[str, Any]]:
    """What an EHR would send along, for each patient."""
    from buffycoat.interop.cds_hooks.services import TYPES
    from buffycoat.interop.fhir.codes import MEANINGS

    wanted = {code for row in MEANINGS.rows.values() for code in row.loinc}
    found = []
    for file in sorted(EXPORTS.glob("*.json")):
        held = [entry["resource"] for entry in json.loads(file.read_bytes())["entry"]]
        (patient,) = (one for one in held if one["resourceType"] == "Patient")
        kept = [one for one in held if _sent(one, wanted)]
        said = {
            key: searchset(one for one in kept if one["resourceType"] == kind) for key, kind in TYPES.items()
        }
        found.append(said | {"patient": patient})
    return found or [prefetch(bundles.order("Warfarin"), bundles.platelets(250))]


def _sent(resource: dict[str, Any], wanted: set[str]) -> bool:
    if resource["resourceType"] == "MedicationRequest":
        return resource.get("status") == "active"
    if resource["resourceType"] == "Observation":
        return any(coding.get("code") in wanted for coding in resource["code"].get("coding", ()))
    return True


def calls(held: list[dict[str, Any]], count: int, chance: Random) -> list[tuple[str, bytes]]:
    """Path and body: charts are opened and anti-inflammatories ordered, one patient after the other."""
    return [_call(held[place // 2 % len(held)], place % 2 == 0, chance) for place in range(count)]


def _call(record: dict[str, Any], opened: bool, chance: Random) -> tuple[str, bytes]:
    patient = record["patient"]["id"]
    context: dict[str, Any] = {"userId": "Practitioner/1", "patientId": patient}
    if not opened:
        draft = bundles.order("Naproxen", id="1", status="draft", subject={"reference": f"Patient/{patient}"})
        context["draftOrders"] = {"resourceType": "Bundle", "entry": [{"resource": draft}]}
    said = {
        "hook": "patient-view" if opened else "order-sign",
        "hookInstance": str(UUID(int=chance.getrandbits(128))),
        "context": context,
        "prefetch": {"patient": record["patient"]}
        | {key: _other(value, chance) for key, value in record.items() if key != "patient"},
    }
    return f"/cds-services/{'prp-candidacy' if opened else 'prp-orders'}", json.dumps(said).encode()


def _other(held: Any, chance: Random) -> Any:
    """The same with other days, up to two months before, and other measured values."""
    back, times = timedelta(days=chance.randrange(60)), chance.uniform(0.97, 1.03)
    said = _DAY.sub(lambda day: f'"{date.fromisoformat(day[1]) - back}', json.dumps(held))
    return json.loads(_VALUE.sub(lambda value: f'"value": {float(value[1]) * times:.3f}', said))


def requests(base: str, made: list[tuple[str, bytes]]) -> Iterator[bytes]:
    """Whole requests as they go over the wire, each with a token that was made for it."""
    import jwt

    now, host = int(time()), base.removeprefix("http://")
    for path, body in made:
        said = {"iss": ISSUER, "aud": base + path, "iat": now, "exp": now + 3600}
        said["jti"] = str(uuid4())
        token = jwt.encode(said, keys()["ec"], "ES384", {"kid": "ec"})
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        head += f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
        yield head.encode() + body
