"""One patient's bundle: what is in it, whose it is, and what its references point to."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
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

    @cached_property
    def _index(self) -> Mapping[str, Resource]:
        """What each address stands for; made only when something is pointed to."""
        return {address: p.resource for p in self._places for address in _addresses(p.url, p.resource)}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the resources say, whatever their order and however the JSON was laid out.

        UnreadableFile when that is no sound text. Made only where it is kept: a call of CDS Hooks has no use
        for it.
        """
        try:
            said = "\n".join(sorted({place.words for place in self._places})).encode()
        except UnicodeEncodeError as error:
            why = "not sound text: it holds half of a character (a lone surrogate)"
            raise UnreadableFile(self.file, why) from error
        return hashlib.sha256(said).hexdigest()


def read_bundle(held: dict[str, Any], file: str) -> Bundle:
    """The bundle that this JSON object is; UnreadableFile when it is not one patient's FHIR R4 bundle."""
    _expect_bundle(held, file)
    entries = [entry for entry in several(held, "entry") if isinstance(entry.get("resource"), dict)]
    places = _in_order(_Place(text(entry.get("fullUrl")), entry["resource"]) for entry in entries)
    version = other_version([place.resource for place in places])
    if version:
        why = f"looks like {version}; this reads FHIR R4, so ask for the export in R4"
        raise UnreadableFile(file, why, "resourceType")
    patient = _only_patient(places, file)
    kept = _once_each(places)
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
        _places=places,
    )


@dataclass(frozen=True)
class _Place:
    """A resource in its place, and its full address."""

    url: str
    resource: Resource

    @cached_property
    def name(self) -> tuple[str, str]:
        """Its type and id: what a resource is called, whatever else it says."""
        return _kind(self.resource), text(self.resource.get("id"))

    @cached_property
    def words(self) -> str:
        """What it says, without when and by what program it was last written out (`meta`)."""
        return _WORDS.encode({key: value for key, value in self.resource.items() if key != "meta"})


def _in_order(places: Iterable[_Place]) -> tuple[_Place, ...]:
    """By their names and then their words, so that the order of a file decides nothing."""
    named = _by_name(places)
    return tuple(
        place
        for name in sorted(named)
        for place in (sorted(named[name], key=_words_first) if len(named[name]) > 1 else named[name])
    )


def _words_first(place: _Place) -> tuple[str, str]:
    return place.words, place.url


def _by_name(places: Iterable[_Place]) -> dict[tuple[str, str], list[_Place]]:
    """Nearly every resource has a name of its own, and then its words, dear to write, are never asked for."""
    named: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for place in places:
        named[place.name].append(place)
    return named


def _once_each(places: tuple[_Place, ...]) -> list[Resource]:
    """The resources, those that stand twice and say the same only once."""
    kept: list[Resource] = []
    for alike in _by_name(places).values():
        kept += (
            {place.words: place.resource for place in alike}.values()
            if len(alike) > 1
            else [alike[0].resource]
        )
    return kept


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


def _only_patient(places: tuple[_Place, ...], file: str) -> _Place:
    found = [place for place in places if _kind(place.resource) == "Patient"]
    if not found:
        raise UnreadableFile(file, "no Patient in the Bundle; expected exactly one", "entry")
    different = {place.words for place in found} if len(found) > 1 else ()
    if len(different) > 1:
        why = f"{len(different)} Patients in the Bundle; give one patient's file at a time"
        raise UnreadableFile(file, why, "entry")
    return found[-1]


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


def is_mrn(identifier: Resource) -> bool:
    """Whether an identifier is a medical record number."""
    return "MR" in codes(identifier.get("type"), "identifier type")
