"""A call of a service, read with care: what is not as the specification has it is refused by name."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from buffycoat.interop.cds_hooks.refusal import Refusal
from buffycoat.interop.cds_hooks.services import Hook, Service

LONGEST = 2000  # characters of an address or an id


@dataclass(frozen=True)
class Request:
    """One call. `context` holds what the hook says; `prefetch` what the EHR sent along."""

    hook: Hook
    instance: UUID
    server: str
    patient_id: str
    context: dict[str, Any]
    prefetch: dict[str, Any]


def read_request(held: dict[str, Any], service: Service) -> Request:
    """The call in the body, for this service."""
    _version(held.get("fhirVersion"))
    hook = next((one for one in service.hooks if one == held.get("hook")), None)
    if hook is None:
        raise Refusal(400, f"{service.id} answers to: {', '.join(service.hooks)}.", "hook")
    server = _server(held)
    context = held.get("context")
    if not isinstance(context, dict):
        raise Refusal(400, "An object is needed.", "context")
    _text(context, "userId", "context.userId")
    if "encounterId" in context:
        _text(context, "encounterId", "context.encounterId")
    _context(hook, context)
    prefetch = held.get("prefetch", {})
    if not isinstance(prefetch, dict):
        raise Refusal(400, "An object is needed.", "prefetch")
    patient = _text(context, "patientId", "context.patientId").removeprefix("Patient/")
    return Request(hook, _uuid(held), server, patient, context, prefetch)


def _version(said: object) -> None:
    """The specification has no such element; some EHRs send it, and what they say is believed."""
    if said is not None and not (isinstance(said, str) and (said == "R4" or said.startswith("4.0"))):
        raise Refusal(400, "This service reads FHIR R4 (4.0) only.", "fhirVersion")


def _text(held: dict[str, Any], name: str, field: str) -> str:
    value = held.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise Refusal(400, "Text is needed.", field)
    return value


def _uuid(held: dict[str, Any]) -> UUID:
    try:
        return UUID(_text(held, "hookInstance", "hookInstance"))
    except ValueError as error:
        raise Refusal(400, "A UUID is needed.", "hookInstance") from error


def _server(held: dict[str, Any]) -> str:
    """The address of the EHR's FHIR server: never called, it only tells whose references are meant."""
    if "fhirAuthorization" in held:
        _authorization(held["fhirAuthorization"])
    elif "fhirServer" not in held:
        return ""
    server = _text(held, "fhirServer", "fhirServer")
    try:
        parts = urlsplit(server)
    except ValueError as error:
        raise Refusal(400, "An address is needed.", "fhirServer") from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refusal(400, "An http or https address is needed.", "fhirServer")
    return server.rstrip("/")


def _authorization(held: object) -> None:
    """Looked at and forgotten: this service never calls the EHR, so its token is not kept anywhere."""
    if not isinstance(held, dict):
        raise Refusal(400, "An object is needed.", "fhirAuthorization")
    for name in ("access_token", "scope", "subject"):
        if not isinstance(held.get(name), str) or not held[name]:
            raise Refusal(400, "Text is needed.", f"fhirAuthorization.{name}")
    if held.get("token_type") != "Bearer":
        raise Refusal(400, "“Bearer” is needed.", "fhirAuthorization.token_type")
    if not isinstance(held.get("expires_in"), int) or isinstance(held["expires_in"], bool):
        raise Refusal(400, "A whole number is needed.", "fhirAuthorization.expires_in")


def _context(hook: Hook, context: dict[str, Any]) -> None:
    if hook == "order-select":
        chosen = context.get("selections")
        if not isinstance(chosen, list) or not chosen or not all(isinstance(one, str) for one in chosen):
            raise Refusal(400, "A list of references is needed.", "context.selections")
    if hook in ("order-select", "order-sign"):
        resources(context, "draftOrders")
    if hook == "appointment-book":
        resources(context, "appointments")


def resources(context: dict[str, Any], name: str) -> tuple[dict[str, Any], ...]:
    """The resources of a Bundle in the context; a bare list, as the specification's own example has it."""
    held, field = context.get(name), f"context.{name}"
    if isinstance(held, dict) and held.get("resourceType") == "Bundle":
        entries = held.get("entry", [])
        if not isinstance(entries, list):
            raise Refusal(400, "A list is needed.", f"{field}.entry")
        found = [entry.get("resource") for entry in entries if isinstance(entry, dict)]
    elif isinstance(held, list):
        found = held
    else:
        raise Refusal(400, "A FHIR Bundle is needed.", field)
    return tuple(one for one in found if isinstance(one, dict))
