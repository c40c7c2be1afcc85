"""Every page is whole: unique ids, a label for each box, one first heading, nothing inline."""

import pytest
from django.test import Client

from buffycoat.pathway.candidacy.records import Labs, Medicines
from buffycoat.pathway.walk import STAGES
from tests.unit.web.markup import Markup

KINDS = [kind.kind for stage in STAGES for kind in stage.records]


def test_the_reader_finds_what_is_wrong():
    wrong = '<h1>a</h1><h1 style="x">b</h1><p id="p"><p id="p"><input name="n"><b aria-describedby="z"></i>'
    assert len(Markup(wrong).faults) >= 6


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/patients/",
        "/patients/?q=ann",
        "/patients/new",
        "/patients/{p}/",
        "/patients/{p}/episodes/new",
        "/import/",
    ],
)
def test_pages_of_the_practice(clinic, address):
    answer = clinic.at_screen("proceduralist").get(address.format(p=clinic.patient.pk))
    assert answer.status_code == 200
    assert Markup(answer.content.decode()).faults == []


@pytest.mark.parametrize(
    "rest", ["", "bench", "link", "book", "entries/1/", "entries/1/amend", "entries/1/retract"]
)
def test_pages_of_an_episode(clinic, rest):
    answer = clinic.at_screen("proceduralist").get(clinic.address(rest))
    assert answer.status_code == 200
    assert Markup(answer.content.decode()).faults == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_every_record(clinic, kind, monkeypatch):
    monkeypatch.setattr("buffycoat.pathway.walk.Walk.refusal", lambda self, kind: "")
    doctor = clinic.at_screen("proceduralist")
    for answer in (
        doctor.get(clinic.address(f"sign/{kind}"), follow=True),  # some are filled in on a page of their own
        doctor.post(clinic.address(f"sign/{kind}"), {"do": "sign"}, follow=True),
    ):
        assert Markup(answer.content.decode()).faults == []


def test_forms_with_rows_errors_and_doubts(clinic):
    doctor = clinic.at_screen("proceduralist")
    rows = {"drugs:rows": "2", "drugs.0.since": "2019-13", "drugs.1.name": "Aspirin", "do": "add:drugs"}
    assert Markup(doctor.post(clinic.address(f"sign/{Medicines.kind}"), rows).content.decode()).faults == []
    doubt = {"platelets.value": "2500", "platelets.taken_on": "2026-11-18", "inr.value": "99", "do": "sign"}
    page = doctor.post(clinic.address(f"sign/{Labs.kind}"), doubt).content.decode()
    assert Markup(page).faults == []


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/logout/", "/accounts/2fa/", "/accounts/reauthenticate/"]
)
def test_the_doorway(clinic, address):
    browser = clinic.at_screen("nurse") if "login" not in address else Client()
    answer = browser.get(address)
    assert answer.status_code == 200
    assert Markup(answer.content.decode()).faults == []
