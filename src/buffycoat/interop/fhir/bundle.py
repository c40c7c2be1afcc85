"""One patient's bundle: what is in it, whose it is, and what its references point to."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from buffycoat.interop.fhir.element import Resource, codes, one, several, text
from buffycoat.interop.fhir.lookalikes import other_version
from buffycoat.interop.fhir.unreadable import UnreadableFile
from buffycoat.interop.fhir.when import When, first

READ = (
    "Patient",
    "Condition",
    "MedicationRequest",
    "MedicationStatement",
    "AllergyIntolerance",
    "Observation",
    "Procedure",
)
_SUPPORT = ("Medication",)  # read where something points to it
_NO_TYPE = "(no resourceType)"


@dataclass(frozen=True)
class Bundle:
    """A bundle of one patient. `strangers` counts what belongs to another, `unnamed` what names nobody."""

    file: str
    patient: Resource
    resources: tuple[Resource, ...]
    unknown: Mapping[str, int]
    strangers: Mapping[str, int]
    unnamed: Mapping[str, int]
    empty: int
    twice: tuple[str, ...]
    exported: When | None
    digest: str
    _index: Mapping[str, Resource]

    def of(self, *types: str) -> tuple[Resource, ...]:
        """The patient's resources of these types."""
        return tuple(resource for resource in self.resources if resource["resourceType"] in types)

    @property
    def read(self) -> dict[str, int]:
        """How many resources of each type that we read belong to the patient."""
        return dict(Counter(str(resource["resourceType"]) for resource in self.resources))

    def find(self, reference: object, within: Resource) -> Resource | None:
        """What a reference points to: contained (#id), by full address, or by type and id."""
        target = text(one(reference, "reference"))
        if target.startswith("#"):
            inside = several(within, "contained")
            return next((held for held in inside if text(held.get("id")) == target[1:]), None)
        return self._index.get(target.split("/_history/")[0])


def read_bundle(held: dict[str, Any], file: str) -> Bundle:
    """The bundle that this JSON object is; UnreadableFile when it is not one patient's FHIR R4 bundle."""
    _expect_bundle(held, file)
    entries = [entry for entry in several(held, "entry") if isinstance(entry.get("resource"), dict)]
    # By their words, so that the order of a file decides nothing.
    places = sorted(
        (
            _Place(_said(entry["resource"]), text(entry.get("fullUrl")), entry["resource"])
            for entry in entries
        ),
        key=lambda place: (place.words, place.url),
    )
    version = other_version(place.resource for place in places)
    if version:
        why = f"looks like {version}; this reads FHIR R4, so ask for the export in R4"
        raise UnreadableFile(file, why, "resourceType")
    patient = _only_patient(places, file)
    kept = list({place.words: place.resource for place in places}.values())
    mine, strangers, unnamed = _sort_out(kept, patient.resource, _addresses(patient.url, patient.resource))
    return Bundle(
        file=file,
        patient=patient.resource,
        resources=mine,
        unknown=Counter(_kind(r) for r in kept if _kind(r) not in READ + _SUPPORT),
        strangers=strangers,
        unnamed=unnamed,
        empty=len(held["entry"]) - len(entries),
        twice=_twice(kept),
        exported=first(held, "timestamp", "meta.lastUpdated"),
        digest=_digest(places, file),
        _index={address: p.resource for p in places for address in _addresses(p.url, p.resource)},
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A resource in its place: what it says, without `meta`, and its full address."""

    words: str
    url: str
    resource: Resource


def _expect_bundle(held: dict[str, Any], file: str) -> None:
    kind, shape = text(held.get("resourceType"), 40), text(held.get("type"), 40)
    if not kind:
        raise UnreadableFile(
            file, "not FHIR: no resourceType; expected a FHIR R4 Bundle of one patient", "resourceType"
        )
    if kind != "Bundle":
        why = f"a single {kind}; expected a Bundle with one Patient and that patient's resources"
        raise UnreadableFile(file, why, "resourceType")
    if shape == "history":
        raise UnreadableFile(
            file, "a history Bundle, with old versions; export the record as it is now", "type"
        )
    if not isinstance(held.get("entry"), list):
        raise UnreadableFile(
            file, "a Bundle without entries; expected one Patient and that patient's resources", "entry"
        )


def _kind(resource: Resource) -> str:
    return text(resource.get("resourceType"), 60) or _NO_TYPE


def _only_patient(places: list[_Place], file: str) -> _Place:
    found = {place.words: place for place in places if _kind(place.resource) == "Patient"}
    if not found:
        raise UnreadableFile(file, "no Patient in the Bundle; expected exactly one", "entry")
    if len(found) > 1:
        why = f"{len(found)} Patients in the Bundle; give one patient's file at a time"
        raise UnreadableFile(file, why, "entry")
    return next(iter(found.values()))


def _said(resource: Resource) -> str:
    """What a resource says, without when and by what program it was last written out."""
    said = {key: value for key, value in resource.items() if key != "meta"}
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def _addresses(url: str, resource: Resource) -> tuple[str, ...]:
    """Every way to point at a resource of the bundle."""
    identifier = text(resource.get("id"))
    short = (f"{_kind(resource)}/{identifier}", f"urn:uuid:{identifier}") if identifier else ()
    return tuple(filter(None, (url.split("/_history/")[0], *short)))


def _twice(kept: list[Resource]) -> tuple[str, ...]:
    """The addresses that stand for two resources that say different things."""
    counted = Counter(f"{_kind(r)}/{text(r.get('id'))}" for r in kept if text(r.get("id")))
    return tuple(address for address, count in counted.items() if count > 1)


def _sort_out(
    kept: list[Resource], patient: Resource, identity: tuple[str, ...]
) -> tuple[tuple[Resource, ...], Counter[str], Counter[str]]:
    """The patient's own resources; what belongs to another; what says of nobody that it is theirs."""
    mine: list[Resource] = []
    strangers: Counter[str] = Counter()
    unnamed: Counter[str] = Counter()
    for resource in kept:
        kind = _kind(resource)
        if kind not in READ:
            continue
        whose = "" if kind == "Patient" else _whose(resource, patient, identity)
        if whose == "another":
            strangers[kind] += 1
            continue
        unnamed.update([kind] if whose == "nobody" else [])
        mine.append(resource)
    return tuple(mine), strangers, unnamed


def _whose(resource: Resource, patient: Resource, identity: tuple[str, ...]) -> str:
    """Whose it is: "" the patient's; "another" (a stranger, a fetus, a group); "nobody" when not said."""
    subject = resource.get("subject", resource.get("patient"))
    if resource.get("focus"):
        return "another"
    target = text(one(subject, "reference")).split("/_history/")[0]
    if target:
        return "" if target in identity or _same_elsewhere(target, identity) else "another"
    pointed = (text(one(subject, "identifier", "system")), text(one(subject, "identifier", "value")))
    if pointed[1]:
        own = {(text(held.get("system")), text(held.get("value"))) for held in several(patient, "identifier")}
        return "" if pointed in own else "another"
    return "nobody"


def _same_elsewhere(target: str, identity: tuple[str, ...]) -> bool:
    """A full address that ends in our Patient/id, when the bundle gives the patient no address of its own."""
    return not any(known.startswith("http") for known in identity) and any(
        target.startswith("http") and target.endswith("/" + known) for known in identity
    )


def _digest(places: list[_Place], file: str) -> str:
    """SHA-256 of what the resources say, whatever their order and however the JSON was laid out."""
    try:
        said = "\n".join(dict.fromkeys(place.words for place in places)).encode()
    except UnicodeEncodeError as error:
        raise UnreadableFile(
            file, "not sound text: it holds half of a character (a lone surrogate)"
        ) from error
    return hashlib.sha256(said).hexdigest()


def is_mrn(identifier: Resource) -> bool:
    """Whether an identifier is a medical record number."""
    return "MR" in codes(identifier.get("type"), "identifier type")
