"""Calls of other systems go past sessions and sign-in, and are kept as safe as a page."""

import pytest
from django.test import Client
from django.urls import resolve

from buffycoat.config.systems import PREFIX
from tests.cds import call, post, token, trust

pytestmark = pytest.mark.django_db
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Origin",  # and not Cookie: none is read
}


@pytest.fixture(autouse=True)
def practice(settings):
    settings.CDS_TRUST = trust()


@pytest.mark.parametrize("name", ["cds-services", "cds-service", "cds-feedback"])
def test_every_address_of_the_service_goes_this_way(name):
    addresses = {
        "cds-services": "/cds-services",
        "cds-service": "/cds-services/prp-orders",
        "cds-feedback": "/cds-services/prp-orders/feedback",
    }
    assert resolve(addresses[name]).url_name == name
    assert addresses[name].startswith(PREFIX)


def test_the_headers_that_keep_a_browser_safe_are_there(client):
    answer = post(client, call(), token=token())
    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in SAFE} == SAFE
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_being_signed_in_opens_nothing(client, django_user_model):
    staff = django_user_model.objects.create_user("ana", password="long enough to count", role="manager")
    client.force_login(staff, "django.contrib.auth.backends.ModelBackend")
    assert post(client, call()).status_code == 401


def test_a_host_that_is_not_ours_is_refused(client, settings):
    settings.CDS_TRUST = trust().model_copy(update={"base_url": "https://practice.example.org"})
    headers = {"Host": "elsewhere.example.org"}
    answer = client.post(
        "/cds-services/prp-candidacy", "{}", content_type="application/json", headers=headers
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/cds-servicesx", "/cds-services/prp-orders/x/y"])
def test_an_address_that_only_begins_like_ours_goes_the_way_of_a_page(client, path):
    assert client.get(path, headers={"Host": "localhost"}).status_code == 404


def test_a_fault_of_ours_is_told_as_one(monkeypatch):
    def broken(*given):
        raise RuntimeError("ours")

    monkeypatch.setattr("buffycoat.interop.cds_hooks.views.answer", broken)
    answer = post(Client(raise_request_exception=False), call(), token=token())
    assert answer.status_code == 500


def test_a_page_does_not_go_this_way(client):
    answer = client.get("/accounts/login/", headers={"Host": "localhost"})
    assert answer.status_code == 200
    assert "Cookie" in answer.headers["Vary"]
    assert answer.headers["X-Frame-Options"] == "DENY"
