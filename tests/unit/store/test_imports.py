"""What an import read is kept once, with the right patient, and waits outside the chart."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest

from buffycoat.pathway.candidacy.records import Allergies, History
from buffycoat.store.actions import Refused, keep_import, register_patient
from buffycoat.store.models import AuditEvent, EntryRow, Patient, Prefill
from tests.people import DESK, RESEARCHER

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Person:
    name: str = "Max Example"
    birth_date: date = date(1950, 3, 4)
    sex: str = "male"
    mrn: str = "M-1"
    language: str = "en"
    phone: str = ""
    source: str = "urn:ehr|1"


@dataclass(frozen=True)
class Read:
    person: Person | None = field(default_factory=Person)
    records: tuple[Any, ...] = (History(smoker=None),)
    as_of: date = date(2021, 4, 1)
    digest: str = "d" * 64
    summary: dict[str, Any] = field(default_factory=lambda: {"read": {"Patient": 1}})


def test_a_file_is_kept_with_a_new_patient_and_nothing_is_in_a_chart():
    outcome = keep_import(DESK, Read(), file_name="max.json")
    assert (outcome.new_patient, outcome.new_file) == (True, True)
    assert outcome.patient.source == "urn:ehr|1"
    kept = Prefill.objects.get()
    assert kept.records == [{"kind": "candidacy.history", "body": '{"smoker":null}'}]
    assert (kept.summary, kept.as_of, kept.file_name) == (
        {"read": {"Patient": 1}},
        date(2021, 4, 1),
        "max.json",
    )
    assert not EntryRow.objects.exists()
    assert AuditEvent.objects.get(action="import").patient_id == outcome.patient.pk


def test_the_same_file_twice_doubles_nothing():
    keep_import(DESK, Read(), file_name="max.json")
    again = keep_import(DESK, Read(), file_name="copy.json")
    assert (again.new_patient, again.new_file) == (False, False)
    assert (Patient.objects.count(), Prefill.objects.count()) == (1, 1)


def test_the_same_file_as_of_another_day_is_read_again():
    keep_import(DESK, Read(), file_name="max.json")
    earlier = replace(Read(), as_of=date(2020, 12, 1), records=(Allergies(),))
    keep_import(DESK, earlier, file_name="max.json")
    kept = Prefill.objects.get()
    assert (kept.as_of, [one["kind"] for one in kept.records]) == (date(2020, 12, 1), ["candidacy.allergies"])


def test_a_second_file_of_a_patient_is_kept_beside_the_first():
    keep_import(DESK, Read(), file_name="max.json")
    other = keep_import(DESK, replace(Read(), digest="e" * 64), file_name="later.json")
    assert (other.new_patient, other.new_file) == (False, True)
    assert (Patient.objects.count(), Prefill.objects.count()) == (1, 2)


def test_a_patient_the_practice_knows_by_number_is_found_and_keeps_what_the_chart_says():
    known = register_patient(DESK, name="Max E.", birth_date=date(1950, 3, 4), sex="male", mrn="M-1")
    outcome = keep_import(DESK, Read(), file_name="max.json")
    assert (outcome.patient.pk, outcome.new_patient) == (known.pk, False)
    kept = Patient.objects.get()
    assert (kept.name, kept.source) == ("Max E.", "urn:ehr|1")


def test_a_number_of_somebody_born_on_another_day_is_refused_and_leaves_nothing():
    register_patient(DESK, name="Bob Other", birth_date=date(1960, 1, 1), sex="male", mrn="M-1")
    with pytest.raises(Refused, match="born on another day"):
        keep_import(DESK, Read(), file_name="max.json")
    assert (Patient.objects.count(), Prefill.objects.count()) == (1, 0)


def test_who_may_import_and_about_whom():
    with pytest.raises(Refused, match="may not import"):
        keep_import(RESEARCHER, Read(), file_name="max.json")
    with pytest.raises(Refused, match="names no patient"):
        keep_import(DESK, replace(Read(), person=None), file_name="max.json")
    assert Patient.objects.count() == 0


def test_two_imports_of_a_new_patient_at_once_make_one():
    first = keep_import(DESK, Read(), file_name="max.json")
    before = iter([None, first.patient])  # looked for before the other had committed, and once more after
    with patch("buffycoat.store.actions.imports._find", lambda person: next(before)):
        second = keep_import(DESK, replace(Read(), digest="e" * 64), file_name="later.json")
    assert second.patient == first.patient
    assert (Patient.objects.count(), Prefill.objects.count()) == (1, 2)
