"""A page that fails: a patient reads whom to call, in their language; staff read why."""

import pytest
from django.test import Client, RequestFactory

from buffycoat.web.views import ask, failed

pytestmark = pytest.mark.django_db
SPANISH = {"accept-language": "es-US, es"}


def says_whom_to_call(page: str) -> bool:
    return 'href="tel:5550100"' in page and 'href="tel:911"' in page and "/emergency/" in page


@pytest.mark.parametrize("door", ["a", "c", "k", "p"])
def test_a_form_without_its_token_ends_at_a_number_to_call(door: str) -> None:
    phone = Client(enforce_csrf_checks=True)
    answer = phone.post(f"/{door}/token/", {"saddle_numbness": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "We did not get that" in page
    assert "do not try again: call" in page
    assert says_whom_to_call(page)


def test_the_same_in_spanish() -> None:
    phone = Client(enforce_csrf_checks=True, headers=SPANISH)
    page = phone.post("/c/token/today/", {"fever": "yes"}).content.decode()
    assert '<html lang="es">' in page
    assert "Eso no nos llegó" in page
    assert says_whom_to_call(page)


@pytest.mark.parametrize("address", ["/answers/no-such-topic/", "/ask/more", "/k/token/one/two/"])
def test_an_address_with_nothing_says_whom_to_call(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert says_whom_to_call(answer.content.decode())


def test_what_fails_says_whom_to_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def falls(*args: object) -> None:
        raise RuntimeError("broken for this test")

    monkeypatch.setattr(ask, "reply", falls)
    answer = Client(raise_request_exception=False).post("/ask/", {"q": "is it safe"})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something failed on our side" in page
    assert says_whom_to_call(page)


def test_staff_read_why(client: Client) -> None:
    assert "open too long" in Client(enforce_csrf_checks=True).post("/accounts/login/").content.decode()
    assert "There is nothing at this address" in client.get("/nothing-here").content.decode()
    broken = failed.failed(RequestFactory().get("/harms/"))
    assert broken.status_code == 500
    assert "Something failed here" in broken.content.decode()
