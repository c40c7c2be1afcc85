"""Web pages of configured origins may call from a browser; of all others a browser is told nothing."""

import pytest

from tests.cds import ORIGIN, call, post, token, trust

HERE = "/cds-services/prp-candidacy"


@pytest.fixture(autouse=True)
def _trusted(settings):
    settings.CDS_TRUST, settings.TODAY = trust(), "2021-04-01"


def shared(answer):
    return {name: value for name, value in answer.items() if name.startswith("Access-Control")}


def ahead(client, origin, path=HERE):
    return client.options(
        path,
        headers={"host": "localhost", "origin": origin, "access-control-request-method": "POST"},
    )


def test_a_configured_page_may_call_with_its_token(client):
    answer = ahead(client, ORIGIN)
    assert answer.status_code == 204
    assert shared(answer) == {
        "Access-Control-Allow-Origin": ORIGIN,
        "Access-Control-Allow-Methods": "POST, OPTIONS",
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Max-Age": "600",
    }


def test_discovery_may_be_read_by_it_too(client):
    assert shared(ahead(client, ORIGIN, "/cds-services"))["Access-Control-Allow-Methods"] == "GET, OPTIONS"


@pytest.mark.django_db
def test_the_answer_and_errors_may_be_read_by_it(client):
    for held in (call(), b"{"):
        answer = post(client, held, HERE, token(), Origin=ORIGIN)
        assert shared(answer) == {"Access-Control-Allow-Origin": ORIGIN}
        assert "Origin" in answer["Vary"]
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://ehr.example.org", f"{ORIGIN}.evil.example"]
)
@pytest.mark.django_db
def test_any_other_page_is_told_nothing(client, origin):
    assert shared(ahead(client, origin)) == {}
    assert shared(post(client, call(), HERE, token(), Origin=origin)) == {}


def test_never_for_everybody_and_never_with_cookies(client):
    assert "*" not in str(shared(ahead(client, ORIGIN)))
    assert "Access-Control-Allow-Credentials" not in ahead(client, ORIGIN)
    assert post(client, call(), HERE, token("/x"), Origin=ORIGIN).cookies == {}


def test_without_configured_issuers_no_page_may_call(client, settings):
    settings.CDS_TRUST = None
    assert shared(ahead(client, ORIGIN)) == {}
