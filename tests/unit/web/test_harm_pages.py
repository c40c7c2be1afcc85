"""Harm as pages: who is asked when, who may take a draft out, and what is said when it cannot be made."""

from datetime import timedelta

import pytest

from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.practice.harms import SOLICITED
from buffycoat.store.models import AuditEvent
from buffycoat.web.documents import pdf
from buffycoat.web.presenters.patient_steps import HARM, TODAY, check_in_steps
from tests.people import DOCTOR, sign_in
from tests.treated import DAY, treated, written
from tests.unit.web.test_patient_check_in import a_check_in, number_of

pytestmark = pytest.mark.django_db
EVENT = AdverseEvent(what="headache", began_on=DAY + timedelta(days=1), grade=1)


@pytest.fixture
def harmed(settings):
    """Somebody injected, with a headache that a clinician judged; the address of its page."""
    settings.TODAY = (DAY + timedelta(days=3)).isoformat()
    episode = treated()
    return f"/episodes/{episode.pk}/harms/{written(episode, EVENT, DOCTOR)}/"


@pytest.mark.parametrize("visit", [("" if key == "safety_call" else key) for key in SOLICITED])
def test_each_contact_asks_for_warning_signs_and_for_trouble(visit):
    steps = {step.part: step.names for step in reversed(check_in_steps(visit))}
    assert steps["check_in"] == TODAY
    assert steps["harm"] == HARM


@pytest.mark.parametrize(("language", "asks"), [("en", "What happened?"), ("es", "¿Qué pasó?")])
def test_the_patient_is_asked_in_their_language(language, asks):
    page = a_check_in("week_2", 14, language=language).text(f"{number_of('week_2', 'what')}/")
    assert asks in page


@pytest.mark.parametrize(("role", "status"), [("proceduralist", 200), ("manager", 200), ("nurse", 403)])
def test_who_may_take_the_draft_out(client, harmed, role, status):
    sign_in(client, role)
    assert client.get(f"{harmed}medwatch.pdf").status_code == status
    noted = AuditEvent.objects.filter(action="export", what="MedWatch draft, entry 3, PDF")
    assert noted.count() == (status == 200)


def test_a_nurse_reads_the_draft_and_is_offered_no_file(client, harmed):
    sign_in(client, "nurse")
    page = client.get(harmed).content.decode()
    assert "A. Patient" in page
    assert "G. Reporter" in page
    assert "medwatch.pdf" not in page


def test_without_the_extra_the_page_says_so_and_nothing_is_noted(client, harmed, monkeypatch):
    def none():
        raise pdf.NoDocuments("PDFs need Typst: install buffycoat[documents].")

    monkeypatch.setattr(pdf, "_typst", none)
    sign_in(client, "manager")
    answer = client.get(f"{harmed}medwatch.pdf")
    assert answer.status_code == 503
    assert "buffycoat[documents]" in answer.content.decode()
    assert not AuditEvent.objects.filter(action="export").exists()


def test_the_same_chart_gives_the_same_bytes(client, harmed):
    sign_in(client, "manager")
    first, second = (client.get(f"{harmed}medwatch.pdf").content for _ in range(2))
    assert first == second


def test_no_injection_is_no_figure(client):
    sign_in(client, "nurse")
    page = client.get("/harms/").content.decode()
    assert "No injection is signed yet" in page
    assert "No infection is being searched for" in page
    assert "0 of 0" in page
    assert "0 %" not in page


def test_the_board_asks_the_database_the_same_few_questions_however_many_there_are(
    client, harmed, django_assert_max_num_queries
):
    for number in range(5):
        written(treated(f"Person {number}", f"B-{number}"), EVENT, DOCTOR)
    sign_in(client, "nurse")
    client.get("/harms/")
    with django_assert_max_num_queries(6):
        client.get("/harms/")


def test_an_entry_that_is_no_event_has_no_page(client, harmed):
    sign_in(client, "nurse")
    assert client.get(harmed.replace("/3/", "/1/")).status_code == 404
    assert client.get(harmed.replace("/3/", "/99/")).status_code == 404
