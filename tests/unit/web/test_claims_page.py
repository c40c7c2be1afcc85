"""The page where a clinic pastes its text: marks, reasons, what may be said instead."""

import pytest

from buffycoat.web.presenters.claims import checked


@pytest.fixture
def screen(db):
    from django.test import Client

    from tests.people import sign_in

    client = Client()
    sign_in(client, "front_desk")
    return client


def test_a_pasted_promise_is_marked_with_its_reason(screen):
    page = screen.post("/claims/", {"text": "PRP cures herniated discs."}).content.decode()
    assert "<mark>" in page
    assert "No study has shown that PRP cures" in page
    assert "Instead:" in page


def test_a_true_text_is_not_marked(screen):
    page = screen.post("/claims/", {"text": "PRP has not been shown to regrow discs."}).content.decode()
    assert "<mark>" not in page
    assert "Nothing misleading was found" in page


def test_an_empty_or_endless_text_is_refused(screen):
    assert screen.post("/claims/", {"text": " "}).status_code == 422
    assert screen.post("/claims/", {"text": "a" * 50_001}).status_code == 422
    assert screen.get("/claims/").status_code == 200


def test_what_is_pasted_is_shown_as_text(screen):
    page = screen.post(
        "/claims/", {"text": "We guarantee <script>alert(1)</script> results."}
    ).content.decode()
    assert "<script>alert" not in page


def test_marks_cut_the_text_without_losing_a_letter():
    text = "Safe. FDA-approved stem cells cure discs, guaranteed.\nPRP is made from blood."
    assert "".join(piece.text for piece in checked(text).pieces) == text
