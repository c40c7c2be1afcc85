"""The procedure note on a page, as text and as PDF: who may, and what is written down about it."""

import pytest

from buffycoat.pathway.triage.records import Referral
from buffycoat.store.models import AuditEvent
from buffycoat.web.documents import pdf
from buffycoat.web.presenters import note_words as words


def events(clinic, action: str) -> list[str]:
    return [one.what for one in AuditEvent.objects.filter(action=action, episode_id=clinic.episode.pk)]


def test_the_page_tells_and_names_what_is_missing(clinic):
    answer = clinic.at_screen("nurse").get(clinic.address("note"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert words.DRAFT in text
    assert "Ann Example" in text
    assert "No record signed: Time-out." in text
    assert "note.pdf" not in text  # a nurse does not take data out
    assert events(clinic, "view") == ["procedure note"]


def test_who_may_export_is_offered_text_and_pdf_and_both_are_noted(clinic):
    browser = clinic.at_screen("proceduralist")
    page = browser.get(clinic.address("note")).content.decode()
    assert clinic.address("note.pdf") in page
    assert clinic.address("note.txt") in page
    text = browser.get(clinic.address("note.txt"))
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert "PROCEDURE NOTE\nAnn Example\nborn 17 May 1970\nMRN A-1\n" in text.content.decode()
    made = browser.get(clinic.address("note.pdf"))
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    assert events(clinic, "export") == ["procedure note, text", "procedure note, PDF"]


@pytest.mark.parametrize("role", ["nurse", "front_desk", "researcher"])
@pytest.mark.parametrize("rest", ["note.txt", "note.pdf"])
def test_who_may_not_export_gets_neither(clinic, role, rest):
    assert clinic.at_screen(role).get(clinic.address(rest)).status_code == 403
    assert events(clinic, "export") == []


def test_a_researcher_sees_no_note(clinic):
    assert clinic.at_screen("researcher").get(clinic.address("note")).status_code == 403


def test_without_the_extra_the_page_says_so_and_nothing_is_noted(clinic, monkeypatch):
    def none():
        raise pdf.NoDocuments("PDFs need Typst: install buffycoat[documents].")

    monkeypatch.setattr(pdf, "_typst", none)
    answer = clinic.at_screen("proceduralist").get(clinic.address("note.pdf"))
    assert answer.status_code == 503
    assert "buffycoat[documents]" in answer.content.decode()
    assert events(clinic, "export") == []


def test_markup_in_an_answer_is_text(clinic):
    typed = "<b>#panic() *bold*</b>"
    clinic.sign(Referral(name=typed, birth_date=clinic.patient.birth_date))
    browser = clinic.at_screen("proceduralist")
    assert "&lt;b&gt;#panic()" in browser.get(clinic.address("note")).content.decode()
    assert typed in browser.get(clinic.address("note.txt")).content.decode()
    assert browser.get(clinic.address("note.pdf")).status_code == 200
