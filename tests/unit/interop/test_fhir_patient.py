"""Who a bundle is about, and what in it is not theirs."""

from datetime import date
from typing import Any

import pytest

from buffycoat.interop import fhir
from buffycoat.pathway.candidacy.records import History
from tests.bundles import PATIENT_URL, bundle, condition, order, patient, platelets, written

ON = date(2021, 4, 1)


def read(*resources: Any, who: Any = None, **more: Any) -> fhir.Imported:
    return fhir.read(written(bundle(*resources, who=who, **more)), on=ON, file_name="robin.json")


def doubts(imported: fhir.Imported) -> dict[str, str]:
    return {one.about: one.text for one in imported.doubts}


def test_identity_is_read_as_written() -> None:
    person = read().person
    assert person is not None
    assert (person.name, person.birth_date, person.sex) == ("Robin Vance", date(1970, 5, 17), "female")
    assert (person.mrn, person.source, person.phone) == ("MRN-1", "urn:example:mrn|MRN-1", "555-0142")


def test_the_official_name_comes_before_the_usual_and_the_maiden_one() -> None:
    names = [
        {"use": "maiden", "family": "Old"},
        {"use": "usual", "family": "Used", "given": ["R"]},
        {"use": "official", "family": "True", "given": ["Robin", "Ann"]},
    ]
    assert read(who=patient(name=names)).who.name == "Robin Ann True"
    assert read(who=patient(name=names[:2])).who.name == "R Used"


@pytest.mark.parametrize(("spoken", "kept"), [("es-MX", "es"), ("en", "en"), ("pt", None), ("", None)])
def test_a_language_without_pages_stays_open(spoken: str, kept: str | None) -> None:
    imported = read(who=patient(communication=[{"language": {"coding": [{"code": spoken}]}}]))
    assert imported.who.referral is not None
    assert imported.who.referral.language == kept
    assert imported.who.said().get("language", "") == spoken.split("-")[0]


def test_a_partial_birth_date_is_a_doubt_and_no_identity() -> None:
    imported = read(who=patient(birthDate="1970-05"))
    assert imported.person is None
    assert "1970-05" in doubts(imported)["Birth date"]
    assert fhir.line(imported)["error"]["field"] == "patient"


def test_a_birth_after_the_day_asked_is_a_doubt() -> None:
    assert "after the day asked" in doubts(read(who=patient(birthDate="2022-01-01")))["Birth date"]


def test_death_is_known_from_its_day_on() -> None:
    dead = patient(deceasedDateTime="2021-03-10")
    assert "2021-03-10" in doubts(read(who=dead))["Deceased"]
    before = fhir.read(written(bundle(who=dead)), on=date(2021, 3, 9), file_name="robin.json")
    assert before.doubts == ()
    assert "Deceased" in doubts(read(who=patient(deceasedBoolean=True)))


def test_what_belongs_to_another_patient_is_counted_and_never_read() -> None:
    stranger = {"reference": "Patient/somebody-else"}
    theirs = [condition("Sepsis", subject=stranger), order("Warfarin", subject=stranger)]
    imported = read(*theirs, platelets(40, subject=stranger))
    assert imported.strangers == {"Condition": 1, "MedicationRequest": 1, "Observation": 1}
    assert "1 Condition" in doubts(imported)["Another patient"]
    assert [record.kind for record in imported.records] == ["triage.referral", "candidacy.history"]
    history = imported.records[1]
    assert isinstance(history, History)
    assert history.conditions is None


@pytest.mark.parametrize(
    "reference",
    [
        PATIENT_URL,
        "Patient/robin",
        "urn:uuid:robin",
        "https://ehr.example/fhir/Patient/robin",
        "Patient/robin/_history/3",
    ],
)
def test_every_way_to_point_at_the_patient_is_understood(reference: str) -> None:
    assert read(condition("Gout", subject={"reference": reference})).strangers == {}


def test_an_identifier_points_at_the_patient_too() -> None:
    own = {"identifier": {"system": "urn:example:mrn", "value": "MRN-1"}}
    other = {"identifier": {"system": "urn:example:mrn", "value": "MRN-2"}}
    assert read(condition("Gout", subject=own)).strangers == {}
    assert read(condition("Gout", subject=other)).strangers == {"Condition": 1}


def test_a_finding_about_a_fetus_is_not_the_patients() -> None:
    assert read(platelets(90, focus=[{"display": "fetus"}])).strangers == {"Observation": 1}


def test_what_names_nobody_is_read_and_said() -> None:
    imported = read(condition("Gout", subject=None))
    assert imported.read["Condition"] == 1
    assert "1 Condition" in doubts(imported)["No patient named"]


def test_one_address_for_two_things_is_a_doubt() -> None:
    imported = read(condition("Gout", id="c1"), condition("Asthma", id="c1"))
    assert "Condition/c1" in doubts(imported)
