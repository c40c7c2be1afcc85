"""The page that answers a question: danger first, the question stays in the box, and nothing is kept."""

import logging

import pytest
from django.test import Client

from buffycoat.web.rate import Rate
from buffycoat.web.views import ask as view

pytestmark = pytest.mark.django_db


def asked(client: Client, words: str, lang: str = "", **more: str) -> str:
    """What the page says to a question."""
    sent = {"q": words, **({"lang": lang} if lang else {}), **more}
    return client.post("/ask/", sent).content.decode()


def test_the_empty_page_asks_for_a_question(client: Client) -> None:
    page = client.get("/ask/").content.decode()
    assert "Ask about your back or your injection" in page
    assert "We keep nothing" in page
    assert "Please write your question" in asked(client, "   ")


def test_an_answer_stands_under_the_question_with_its_date_and_what_is_near(client: Client) -> None:
    page = asked(client, "can i take ibuprofen after the shot <b>")
    assert "can i take ibuprofen after the shot &lt;b&gt;</textarea>" in page
    assert "Which pain medicines can I take with PRP?" in page
    assert "Written on" in page
    assert "Not yet reviewed by a clinician." in page
    assert "Other answers near this" in page


def test_it_is_answered_in_the_language_of_the_question_until_one_is_chosen(client: Client) -> None:
    assert 'lang="es"' in asked(client, "¿cuánto cuesta el plasma y lo cubre el seguro?")
    assert "What does PRP cost" in asked(client, "¿cuánto cuesta el plasma y lo cubre el seguro?", "en")


def test_an_emergency_is_the_page_of_emergencies(client: Client) -> None:
    page = asked(client, "I can't feel the toilet paper when I wipe, and it started on Tuesday.")
    assert 'class="patient alarm"' in page
    assert "Call 911" in page
    assert "We do not know that you were here." in page
    assert "toilet paper when I wipe" in page


def test_thoughts_of_suicide_lead_to_the_crisis_line(client: Client) -> None:
    page = asked(client, "I want to die, I have been saving my pills.")
    assert "tel:988" in page
    assert 'class="patient alarm"' not in page


DOUBT = "foot feels a bit weird when i walk, could be the new shoes"


def test_a_doubt_is_asked_first_and_only_its_answer_leads_on(client: Client) -> None:
    page = asked(client, DOUBT)
    assert "One thing first" in page
    assert 'name="sign:foot_drop"' in page
    assert "<article" not in page
    nothing = asked(client, DOUBT, checked="on")
    assert 'role="alert"' in nothing
    told = asked(client, DOUBT, **{"checked": "on", "sign:foot_drop": "on"})
    assert "Call 555-0100" in told
    assert "One thing first" not in told
    unsure = asked(client, DOUBT, checked="on", unsure="on")
    assert "555-0100" in unsure
    assert "One thing first" not in unsure
    none = asked(client, DOUBT, checked="on", none="on")
    assert "One thing first" not in none


def test_what_we_do_not_answer_is_said_plainly_with_whom_to_ask(client: Client) -> None:
    page = asked(client, "my dog limps, what can i give my dog")
    assert "This is not something we can answer." in page
    assert "veterinarian" in page
    assert "tel:5550100" in page


def test_no_cookie_no_copy_and_no_word_in_the_logs(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/ask/", {"q": "zebra ibuprofen zebra"})
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert "zebra" not in caplog.text
    assert client.get("/ask/?q=zebra").content.decode().count("zebra") == 0


def test_one_address_may_not_keep_the_machine_busy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "RATE", Rate(most=1, seconds=60))
    assert client.post("/ask/", {"q": "what is prp"}).status_code == 200
    limited = client.post("/ask/", {"q": "what is prp"})
    assert limited.status_code == 429
    assert "what is prp</textarea>" in limited.content.decode()
    assert "911" in limited.content.decode()


def test_the_limit_is_forgotten_after_its_time() -> None:
    rate = Rate(most=2, seconds=10)
    assert [rate.allows("a", at) for at in (0, 1, 2)] == [True, True, False]
    assert rate.allows("b", 2)
    assert rate.allows("a", 10.5)
