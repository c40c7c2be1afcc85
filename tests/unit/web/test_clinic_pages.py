"""Today, patients, episodes, links, imports and sources; and who may open which."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.store.actions import book
from buffycoat.store.models import Appointment, Episode, Link, Patient, Prefill
from tests.bundles import bundle, condition, order, written
from tests.people import DESK


@pytest.mark.parametrize("rest", ["", "sign/triage.pain", "bench", "link", "entries/1/"])
def test_nobody_sees_a_page_without_signing_in(clinic, rest):
    answer = Client().get(clinic.address(rest))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_a_part_of_a_page_asked_for_after_the_session_ended_leads_to_signing_in(clinic):
    answer = Client().get("/registry/?seen=old", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content, answer["HX-Refresh"]) == (200, b"", "true")


def test_a_researcher_begins_at_the_registry(clinic):
    answer = clinic.at_screen("researcher").get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/registry/")


@pytest.mark.parametrize("address", ["/patients/", "/import/", "/patients/new"])
def test_a_researcher_sees_no_patient_and_is_told_who_does(clinic, address):
    answer = clinic.at_screen("researcher").get(address)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Researcher may not" in page
    assert "Front desk, nurse, proceduralist or practice manager may." in page


def test_a_role_that_may_not_sign_this_is_told_who_may(clinic):
    answer = clinic.at_screen("front_desk").get(clinic.address("sign/candidacy.history"))
    assert answer.status_code == 403
    assert "Nurse or proceduralist may." in answer.content.decode()


def test_today_shows_who_needs_someone_now_and_who_is_here(clinic):
    clinic.sign(WarningSigns(saddle_numbness=True, urinary_retention=True))
    book(DESK, clinic.episode, datetime(2026, 11, 19, 13, 30, tzinfo=UTC), "First visit")
    page = clinic.at_screen("nurse").get("/").content.decode()
    assert "1 person needs someone now. 1 is coming in; 0 can go ahead" in page
    assert "Ann Example, 56:" in page
    assert "Stage 1 of 7, triage, blocked" in page
    assert "08:30" in page
    assert 'href="tel:5550123"' in page


def test_today_without_anybody_says_so(clinic):
    page = clinic.at_screen("nurse").get("/").content.decode()
    assert "Nobody needs someone at once. Nobody is booked today. Nothing is due." in page


@pytest.mark.parametrize("text", ["ann", "A-1", "1970-05-17", "05/17/1970"])
def test_a_patient_is_found(clinic, text):
    assert "Ann Example" in clinic.at_screen("nurse").get("/patients/", {"q": text}).content.decode()


def test_a_patient_is_entered_and_an_episode_opened(clinic):
    desk = clinic.at_screen("front_desk")
    typed = {"name": "Bea New", "birth_date": "1980-01-02", "sex": "female", "mrn": "B-2", "language": "es"}
    answer = desk.post("/patients/new", typed)
    person = Patient.objects.get(mrn="B-2")
    assert answer["Location"] == f"/patients/{person.pk}/"
    assert desk.post(f"/patients/{person.pk}/episodes/new", {"title": " "}).status_code == 422
    answer = desk.post(f"/patients/{person.pk}/episodes/new", {"title": "Sciatica"})
    assert answer["Location"] == f"/episodes/{person.episodes.get().pk}/"


def test_a_number_that_is_somebody_elses_is_refused(clinic):
    typed = {"name": "Bea New", "birth_date": "1980-01-02", "mrn": "A-1"}
    answer = clinic.at_screen("front_desk").post("/patients/new", typed)
    assert answer.status_code == 422
    assert "already the number of Ann Example" in answer.content.decode()
    assert 'value="Bea New"' in answer.content.decode()
    assert Patient.objects.count() == 1


def test_an_episode_follows_an_earlier_one(clinic):
    clinic.at_screen("nurse").post(
        f"/patients/{clinic.patient.pk}/episodes/new", {"title": "Again", "follows": clinic.episode.pk}
    )
    assert Episode.objects.get(title="Again").follows == clinic.episode


def test_the_episode_says_what_to_do_next_and_for_whom_it_waits(clinic):
    clinic.sign(
        WarningSigns(**{n: False for n in WarningSigns.items if n not in ("newly", "stiffness", "narrative")})
    )
    clinic.sign(Pain(now=5))
    assert "Next: sign plan" in clinic.at_screen("nurse").get(clinic.address()).content.decode()
    page = clinic.at_screen("nurse").get(clinic.address()).content.decode()
    assert 'aria-disabled="true">Proceduralist signs this' in page
    assert "3 entries; the chain is whole, checked" in page
    assert page.count('class="next"') == 1


def test_allergies_that_nobody_asked_about_are_said_to_be_so(clinic):
    assert "Allergies not asked" in clinic.at_screen("nurse").get(clinic.address()).content.decode()


def test_a_link_is_shown_with_its_address_and_end(clinic):
    page = (
        clinic.at_screen("nurse")
        .post(clinic.address("link"), {"purpose": "intake", "hours": "24"})
        .content.decode()
    )
    address = re.search(r"http://testserver(/\S+?)\"", page)
    assert address
    assert "It works for 1 day" in page
    assert Client().get(address[1]).status_code == 200
    assert Link.objects.get().episode == clinic.episode


def test_a_file_is_read_kept_and_told(clinic):
    file = SimpleUploadedFile("robin.json", written(bundle(condition("Low back pain"))))
    answer = clinic.at_screen("nurse").post("/import/", {"files": [file], "on": "2026-11-19"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Vance" in page
    assert "Low back pain" in page
    assert Prefill.objects.get().file_name == "robin.json"
    file.seek(0)
    again = clinic.at_screen("nurse").post("/import/", {"files": [file], "on": "2026-11-19"}).content.decode()
    assert "imported before: nothing was added" in again
    assert Prefill.objects.count() == 1


def test_what_a_file_holds_that_is_dangerous_is_told_at_once(clinic):
    file = SimpleUploadedFile("robin.json", written(bundle(order("Warfarin Sodium 5 MG Oral Tablet"))))
    page = clinic.at_screen("nurse").post("/import/", {"files": [file], "on": "2026-11-19"}).content.decode()
    assert "Warfarin Sodium 5 MG Oral Tablet: anticoagulant" in page
    assert "INR missing" in page
    assert "not asked" not in page, "nobody was asked anything yet"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"%PDF-1.4", json.dumps({"resourceType": "Patient"}).encode()]
)
def test_a_file_that_cannot_be_read_leaves_nothing_behind(clinic, content):
    file = SimpleUploadedFile("x.json", content or b" ")
    answer = clinic.at_screen("nurse").post("/import/", {"files": [file]})
    assert answer.status_code == 422
    assert "Not read; nothing of it is kept" in answer.content.decode()
    assert Patient.objects.count() == 1
    assert not Prefill.objects.exists()


def test_reading_without_a_file_says_so(clinic):
    answer = clinic.at_screen("nurse").post("/import/", {})
    assert answer.status_code == 422
    assert "No file was chosen" in answer.content.decode()


def test_every_source_has_a_page(clinic):
    nurse = clinic.at_screen("nurse")
    for key in sources():
        assert nurse.get(f"/sources/{key}").status_code == 200
    assert nurse.get("/sources/nowhere").status_code == 404


def test_pages_may_run_and_style_nothing_inline(clinic):
    policy = clinic.at_screen("nurse").get("/")["Content-Security-Policy"]
    assert "unsafe-inline" not in policy


def test_a_visit_is_booked_and_somebody_arrives(clinic):
    desk = clinic.at_screen("front_desk")
    wrong = desk.post(clinic.address("book"), {"at": "2026-03-08T02:30", "purpose": "First visit"})
    assert wrong.status_code == 422
    assert 'value="First visit"' in wrong.content.decode()
    assert (
        desk.post(clinic.address("book"), {"at": "2026-11-19T08:30", "purpose": "First visit"}).status_code
        == 302
    )
    assert "Booked for today, 08:30: First visit." in desk.get(clinic.address()).content.decode()
    visit = Appointment.objects.get()
    assert desk.get(f"/visits/{visit.pk}/arrive").status_code == 405
    assert (
        "is here since 19 Nov 2026" in desk.post(f"/visits/{visit.pk}/arrive", follow=True).content.decode()
    )
    assert "Arrived." in desk.get(clinic.address()).content.decode()


def test_an_address_that_is_not_there_is_said_in_our_own_words(clinic):
    answer = clinic.at_screen("nurse").get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()
