"""Keeping what an import read. It waits for a person: nothing of it is in a chart before it is signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import transaction

from buffycoat.pathway.chart import Signer
from buffycoat.pathway.record import Record
from buffycoat.store import audit, clock
from buffycoat.store.actions.patients import register_patient
from buffycoat.store.actions.refusals import Refused, require
from buffycoat.store.models import Patient, Prefill


class Person(Protocol):
    """Who an import is about. `source` is the identifier as system|value."""

    name: str
    birth_date: date
    sex: str
    mrn: str
    language: str
    phone: str
    source: str


class Imported(Protocol):
    """What one file says about one patient, as records that nobody has signed."""

    person: Person | None
    records: Sequence[Record]
    as_of: date
    digest: str
    summary: Mapping[str, Any]


@dataclass(frozen=True)
class ImportOutcome:
    """Whose it is, what is kept, and whether either is new."""

    patient: Patient
    prefill: Prefill
    new_patient: bool
    new_file: bool


@transaction.atomic
def keep_import(by: Signer, imported: Imported, *, file_name: str) -> ImportOutcome:
    """Keep a file's answers with its patient, found or registered. The same file twice is once."""
    require(by, "import", what="import")
    person = imported.person
    if person is None:
        raise Refused("The file names no patient with a name and a whole birth date.")
    patient = _find(person)
    new_patient = patient is None
    if patient is None:
        patient = _register(by, person)
    prefill, new_file = Prefill.objects.get_or_create(
        patient=patient,
        digest=imported.digest,
        defaults={
            "records": _answers(imported),
            "as_of": imported.as_of,
            "imported_at": clock.now(),
            "file_name": file_name[-255:],
            "summary": dict(imported.summary),
        },
    )
    if not new_file:
        _read_again(prefill, imported)
    audit.note(by, "import", file_name if new_file else f"{file_name}: known already", patient=patient)
    return ImportOutcome(patient, prefill, new_patient, new_file)


def _answers(imported: Imported) -> list[dict[str, str]]:
    return [{"kind": record.kind, "body": record.body()} for record in imported.records]


def _read_again(prefill: Prefill, imported: Imported) -> None:
    """The same file as of another day says other things: the last reading counts."""
    prefill.records, prefill.as_of = _answers(imported), imported.as_of
    prefill.summary = dict(imported.summary)
    prefill.save(update_fields=["records", "as_of", "summary"])


def _find(person: Person) -> Patient | None:
    if person.source and (found := Patient.objects.filter(source=person.source).first()):
        return found
    found = Patient.objects.filter(mrn=person.mrn).first() if person.mrn else None
    if found is None:
        return None
    if found.birth_date != person.birth_date:
        raise Refused(f"Record number {person.mrn} belongs to somebody born on another day.")
    if person.source and not found.source:
        Patient.objects.filter(pk=found.pk).update(source=person.source)
        found.source = person.source
    return found


def _register(by: Signer, person: Person) -> Patient:
    said = {name: getattr(person, name) for name in Person.__annotations__}
    try:
        return register_patient(by, **said)
    except Refused:  # the same patient was imported at this very moment
        found = _find(person)
        if found is None:
            raise
        return found
