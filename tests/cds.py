"""An EHR that calls CDS Hooks: requests for Robin Vance, and tokens signed with keys made for the test."""

import json
from collections.abc import Iterable
from functools import cache
from time import time
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import Client

from buffycoat.interop.cds_hooks.request import Request, read_request
from buffycoat.interop.cds_hooks.services import SERVICES, TYPES
from buffycoat.interop.cds_hooks.trust import Trust
from tests.bundles import Resource, patient

INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
ISSUER = "https://ehr.example.org"
ORIGIN = "https://ehr.example.org"
BASE = "http://localhost"
ROBIN = {"reference": "Patient/robin"}


def searchset(resources: Iterable[Resource], **more: Any) -> Resource | None:
    """The results of a search; null when there are none."""
    entries = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries} | more if entries else None


def of_robin(resource: Resource) -> Resource:
    """The resource as an EHR has it, with its reference to Patient/robin."""
    return {key: ROBIN if key in ("subject", "patient") else value for key, value in resource.items()}


def prefetch(*resources: Resource, who: Resource | None = None) -> dict[str, Any]:
    """What the EHR sends along: everything asked for, of which most is empty."""
    held = [of_robin(one) for one in resources]
    said = {
        key: searchset(one for one in held if one["resourceType"] == kind)
        for key, kind in TYPES.items()
        if key != "patient"
    }
    return {"patient": who or patient()} | said


def call(*resources: Resource, hook: str = "patient-view", **context: Any) -> dict[str, Any]:
    """A whole request."""
    return {
        "hook": hook,
        "hookInstance": INSTANCE,
        "fhirServer": "https://ehr.example.org/fhir",
        "context": {"userId": "Practitioner/1", "patientId": "robin"} | context,
        "prefetch": prefetch(*resources),
    }


def service_of(hook: str) -> str:
    """The id of the service that answers to the hook."""
    return next(one.id for one in SERVICES.values() if hook in one.hooks)


def asked(held: dict[str, Any]) -> Request:
    """The request as the service reads it."""
    return read_request(held, SERVICES[service_of(held["hook"])])


def orders(*resources: Resource, chosen: Iterable[str] = ()) -> dict[str, Any]:
    """The context of a hook about orders: drafts numbered 1, 2, …"""
    drafts = [
        of_robin(one) | {"id": str(number), "status": "draft"} for number, one in enumerate(resources, 1)
    ]
    more = {"selections": list(chosen)} if chosen else {}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in drafts]}
    return {"draftOrders": bundle} | more


def post(client: Client, held: Any, path: str = "", token: str = "", **headers: str) -> Any:
    """Send it as an EHR does."""
    where = path or f"/cds-services/{service_of(held['hook'])}"
    sent = {"Host": "localhost"} | headers | ({"Authorization": f"Bearer {token}"} if token else {})
    body = held if isinstance(held, bytes | str) else json.dumps(held)
    return client.post(where, body, content_type="application/json", headers=sent)


@cache
def keys() -> dict[str, Any]:
    """Private keys by their kid: one elliptic, one RSA."""
    return {
        "ec": ec.generate_private_key(ec.SECP384R1()),
        "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    }


def jwks() -> dict[str, Any]:
    """The public halves, as the EHR publishes them."""
    made = {
        "ec": jwt.algorithms.ECAlgorithm.to_jwk(keys()["ec"].public_key(), as_dict=True),
        "rsa": jwt.algorithms.RSAAlgorithm.to_jwk(keys()["rsa"].public_key(), as_dict=True),
    }
    return {"keys": [held | {"kid": kid, "use": "sig"} for kid, held in made.items()]}


def trust(**more: Any) -> Trust:
    """An installation that trusts this EHR."""
    issuer = {"issuer": ISSUER, "name": "General EHR", "jwks": jwks(), "origins": [ORIGIN]}
    return Trust.model_validate({"issuers": [issuer | more]})


def token(
    path: str = "/cds-services/prp-candidacy",
    *,
    kid: str = "ec",
    alg: str = "",
    header: dict[str, Any] | None = None,
    key: Any = None,
    **claims: Any,
) -> str:
    """A good token for this address; whatever is given is said instead, and None takes it out."""
    now = int(time())
    said = {"iss": ISSUER, "aud": BASE + path, "iat": now, "exp": now + 300, "jti": str(uuid4())} | claims
    said = {name: value for name, value in said.items() if value is not None}
    used = alg or {"ec": "ES384", "rsa": "RS384"}.get(kid, "ES384")
    return jwt.encode(said, key or keys().get(kid, keys()["ec"]), used, {"kid": kid} | (header or {}))
