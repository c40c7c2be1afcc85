"""One patient's bundle: what is in it, whose it is, and what its references point to."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

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
_KNOWN = {*READ, "Medication"}  # a Medication is read where something points to it
_NO_TYPE = "(no resourceType)"
_WORDS = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


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
    _places: tuple["_Place", ...]

    def of(self, *types: str) -> tuple[Resource, ...]:
        """The patient's resources of these types."""
        return tuple([resource for resource in self.resources if resource["resourceType"] in types])

    @property
    def read(self) -> dict[str, int]:
        """How many resources of each type that we read belong to the patient."""
        return dict(Counter([str(resource["resourceType"]) for resource in self.resources]))

    def find(self, reference: object, within: Resource) -> Resource | None:
        """What a reference points to: contained (#id), by full address, or by type and id."""
        target = text(one(reference, "reference"))
        if target.startswith("#"):
            inside = several(within, "contained")
            return next((held for held in inside if text(held.get("id")) == target[1:]), None)
        return self._index.get(target.split("/_history/")[0])

    @cached_property
    def _index(self) -> Mapping[str, Resource]:
        """What each address stands for; made only when something is pointed to."""
        return {address: place.resource for place in self._places for address in _addresses(place)}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the resources say, whatever their order and however the JSON was laid out.

        UnreadableFile when that is no sound text. Made only where it is kept: a call of CDS Hooks has no use
        for it.
        """
        try:
            said = "\n".join(sorted(set(map(_words, self._places)))).encode()
        except UnicodeEncodeError as error:
            why = "not sound text: it holds half of a character (a lone surrogate)"
            raise UnreadableFile(self.file, why) from error
        return hashlib.sha256(said).hexdigest()


def read_bundle(held: dict[str, Any], file: str) -> Bundle:
    """The bundle that this JSON object is; UnreadableFile when it is not one patient's FHIR R4 bundle."""
    _expect_bundle(held, file)
    entries = [entry for entry in several(held, "entry") if isinstance(entry.get("resource"), dict)]
    named = _by_name(entries)
    places = tuple([place for alike in named for place in alike])
    version = other_version([place.resource for place in places])
    if version:
        why = f"looks like {version}; this reads FHIR R4, so ask for the export in R4"
        raise UnreadableFile(file, why, "resourceType")
    kept = [_once_each(alike) for alike in named]
    once = [place for alike in kept for place in alike]
    patient = _only_patient(once, file)
    mine, strangers, unnamed = _sort_out(once, patient)
    return Bundle(
        file=file,
        patient=patient.resource,
        resources=mine,
        unknown=Counter([place.kind for place in once if place.kind not in _KNOWN]),
        strangers=strangers,
        unnamed=unnamed,
        empty=len(held["entry"]) - len(entries),
        twice=tuple([f"{alike[0].kind}/{alike[0].id}" for alike in kept if len(alike) > 1 and alike[0].id]),
        exported=first(held, "timestamp", "meta.lastUpdated"),
        _places=places,
    )


class _Place(NamedTuple):
    """A resource in its place: its type and id, by which it is called, and its full address."""

    kind: str
    id: str
    url: str
    resource: Resource


def _words(place: _Place) -> str:
    """What a resource says, without when and by what program it was last written out (`meta`)."""
    return _WORDS.encode({key: value for key, value in place.resource.items() if key != "meta"})


def _by_name(entries: Iterable[dict[str, Any]]) -> list[list[_Place]]:
    """The resources by name, those of one name by their words, so that the order of a file decides nothing.

    Nearly every resource has a name of its own. Then its words, which are dear to write, are never asked for.
    """
    named: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for entry in entries:
        resource = entry["resource"]
        kind, identifier = _kind(resource), text(resource.get("id"))
        named[kind, identifier].append(_Place(kind, identifier, text(entry.get("fullUrl")), resource))
    for alike in named.values():
        if len(alike) > 1:
            alike.sort(key=lambda place: (_words(place), place.url))
    return [named[name] for name in sorted(named)]


def _once_each(alike: list[_Place]) -> list[_Place]:
    """Of resources with one name those that say different things."""
    return list({_words(place): place for place in alike}.values()) if len(alike) > 1 else alike


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


def _only_patient(kept: list[_Place], file: str) -> _Place:
    found = [place for place in kept if place.kind == "Patient"]
    if not found:
        raise UnreadableFile(file, "no Patient in the Bundle; expected exactly one", "entry")
    if len(found) > 1:
        why = f"{len(found)} Patients in the Bundle; give one patient's file at a time"
        raise UnreadableFile(file, why, "entry")
    return found[0]


def _addresses(place: _Place) -> tuple[str, ...]:
    """Every way to point at a resource of the bundle."""
    short = (f"{place.kind}/{place.id}", f"urn:uuid:{place.id}") if place.id else ()
    return tuple(filter(None, (place.url.split("/_history/")[0], *short)))


def _sort_out(kept: list[_Place], patient: _Place) -> tuple[tuple[Resource, ...], Counter[str], Counter[str]]:
    """The patient's own resources; what belongs to another; what says of nobody that it is theirs."""
    mine: list[Resource] = []
    strangers: Counter[str] = Counter()
    unnamed: Counter[str] = Counter()
    identity = _addresses(patient)
    for place in kept:
        if place.kind not in READ:
            continue
        whose = "" if place is patient else _whose(place.resource, patient.resource, identity)
        if whose == "another":
            strangers[place.kind] += 1
            continue
        if whose == "nobody":
            unnamed[place.kind] += 1
        mine.append(place.resource)
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


def is_mrn(identifier: Resource) -> bool:
    """Whether an identifier is a medical record number."""
    return "MR" in codes(identifier.get("type"), "identifier type")
