"""Calls that cannot be answered are refused by name, and what was not sent is never taken for nothing."""

import json
from datetime import UTC, date

import pytest

from buffycoat.interop.cds_hooks.answer import answer
from buffycoat.interop.cds_hooks.body import DEEPEST, LIMIT
from buffycoat.interop.cds_hooks.here import nobody
from buffycoat.interop.cds_hooks.refusal import Refusal
from buffycoat.interop.cds_hooks.services import PREFETCH
from tests.bundles import condition, order, patient, platelets
from tests.cds import asked, call, of_robin, orders, post, searchset

DAY = date(2021, 4, 1)
OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
AUTHORIZATION = {
    "access_token": "opaque",
    "token_type": "Bearer",
    "expires_in": 300,
    "scope": "user/Patient.read",
    "subject": "buffycoat",
}


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO, settings.TODAY = True, DAY.isoformat()


def answered(held):
    return answer(asked(held), DAY, UTC, nobody).body


def refused(held):
    with pytest.raises(Refusal) as caught:
        answered(held)
    return caught.value


@pytest.mark.django_db
def test_a_good_call_is_answered_with_200_and_an_object_with_cards(client):
    got = post(client, call(order("Warfarin", "2021-03-01")))
    assert (got.status_code, got["Content-Type"]) == (200, "application/json")
    assert set(got.json()) == {"cards"}
    assert got.json()["cards"][0]["indicator"] == "critical"


def test_nothing_found_is_an_empty_list():
    assert answered(call()) == {"cards": []}
    assert answered(call(platelets(250))) == {"cards": []}


@pytest.mark.parametrize("key", PREFETCH)
def test_prefetch_that_was_not_sent_is_412(key):
    held = call()
    del held["prefetch"][key]
    why = refused(held)
    assert (why.status, why.field) == (412, "prefetch")
    assert key in why.why


def test_no_prefetch_at_all_is_412():
    held = call()
    del held["prefetch"]
    why = refused(held)
    assert why.status == 412
    assert all(key in why.why for key in PREFETCH)


@pytest.mark.parametrize(
    "sent",
    [OUTCOME, {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": OUTCOME}]}],
    ids=["alone", "among the results"],
)
def test_prefetch_that_failed_in_the_ehr_is_412(sent):
    held = call()
    held["prefetch"]["medications"] = sent
    why = refused(held)
    assert (why.status, "medications" in why.why) == (412, True)


def test_a_warning_among_the_results_is_no_failure():
    held = call()
    hint = {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "information", "code": "informational"}],
    }
    held["prefetch"]["conditions"] = searchset([of_robin(condition("Gout")), hint])
    assert answered(held) == {"cards": []}


def test_null_is_a_search_without_results_and_no_patient_is_412():
    held = call()
    assert held["prefetch"]["conditions"] is None
    assert answered(held) == {"cards": []}
    held["prefetch"]["patient"] = None
    assert refused(held).status == 412


def test_a_first_page_is_read_and_said_to_be_one():
    held = call()
    more = {"link": [{"relation": "next", "url": "https://ehr.example.org/fhir?page=2"}]}
    held["prefetch"]["medications"] = searchset(
        [order("Warfarin", subject={"reference": "Patient/robin"})], **more
    )
    summaries = [card["summary"] for card in answered(held)["cards"]]
    assert summaries[0].startswith("Warfarin")
    assert "Only the first page was sent of: medications" in summaries


def test_another_patient_than_the_one_in_the_context_is_refused():
    held = call()
    held["prefetch"]["patient"] = patient(id="somebody-else")
    why = refused(held)
    assert (why.status, why.field) == (400, "prefetch.patient")


def test_a_stranger_among_the_results_is_said_and_not_read():
    held = call()
    stranger = order("Warfarin", subject={"reference": "Patient/somebody-else"})
    held["prefetch"]["medications"] = searchset([stranger])
    (card,) = answered(held)["cards"]
    assert card["summary"].startswith("Another patient")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hook": "order-sign"}, "hook"),
        ({"hook": None}, "hook"),
        ({"hookInstance": "1"}, "hookInstance"),
        ({"hookInstance": None}, "hookInstance"),
        ({"hookInstance": ""}, "hookInstance"),
        ({"fhirServer": "ehr"}, "fhirServer"),
        ({"fhirServer": "https://["}, "fhirServer"),
        ({"fhirVersion": "5.0.0"}, "fhirVersion"),
        ({"context": None}, "context"),
        ({"context": {"patientId": "robin"}}, "context.userId"),
        ({"context": {"userId": "Practitioner/1"}}, "context.patientId"),
        ({"context": {"userId": "Practitioner/1", "patientId": 7}}, "context.patientId"),
        ({"prefetch": []}, "prefetch"),
        ({"fhirAuthorization": AUTHORIZATION | {"token_type": "MAC"}}, "fhirAuthorization.token_type"),
        ({"fhirAuthorization": AUTHORIZATION | {"access_token": ""}}, "fhirAuthorization.access_token"),
        ({"fhirAuthorization": AUTHORIZATION | {"expires_in": "300"}}, "fhirAuthorization.expires_in"),
        ({"fhirAuthorization": AUTHORIZATION, "fhirServer": None}, "fhirServer"),
    ],
)
@pytest.mark.django_db
def test_a_field_that_is_missing_or_wrong_is_named(client, change, field):
    got = post(client, call() | change, "/cds-services/prp-candidacy")
    assert (got.status_code, got.json()["error"]["field"]) == (400, field)


@pytest.mark.parametrize(
    ("hook", "context", "field"),
    [
        ("order-select", orders(order("Naproxen")), "context.selections"),
        ("order-select", {"selections": ["MedicationRequest/1"]}, "context.draftOrders"),
        ("order-sign", {"draftOrders": None}, "context.draftOrders"),
        ("order-sign", {"draftOrders": {"resourceType": "Bundle", "entry": 1}}, "context.draftOrders.entry"),
        ("appointment-book", {}, "context.appointments"),
    ],
)
def test_what_a_hook_has_in_its_context_is_needed(hook, context, field):
    with pytest.raises(Refusal) as caught:
        asked(call(hook=hook, **context))
    assert (caught.value.status, caught.value.field) == (400, field)


def test_a_token_for_the_ehrs_own_server_is_looked_at_and_used_for_nothing():
    assert answered(call() | {"fhirAuthorization": AUTHORIZATION}) == {"cards": []}


def test_extensions_are_let_by():
    assert answered(call() | {"extension": {"com.example.timestamp": "2021-04-01T00:00:00Z"}}) == {
        "cards": []
    }


def test_another_version_of_fhir_is_refused():
    held = call()
    r5 = {"resourceType": "MedicationRequest", "medication": {"concept": {"text": "Warfarin"}}}
    held["prefetch"]["medications"] = searchset([r5])
    why = refused(held)
    assert why.status == 400
    assert "R5" in why.why


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe{}",
        b'{"hook": NaN}',
        b'{"hook": 1e999}',
        b'{"hook": 1, "hook": 2}',
        b'{"a": "\\ud800"}',
        b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
        b"[" * 100_000,
        b'{"a": ' + b"1" * 5000 + b"}",
    ],
    ids=range(12),
)
def test_a_body_that_is_not_sound_json_is_400_and_never_an_operation_outcome(client, body):
    got = post(client, body, "/cds-services/prp-candidacy")
    assert got.status_code == 400
    assert set(got.json()) == {"error"}
    assert "OperationOutcome" not in got.content.decode()


def test_a_huge_body_is_413(client):
    got = post(client, b" " * (LIMIT + 1), "/cds-services/prp-candidacy")
    assert (got.status_code, "error" in got.json()) == (413, True)


def test_what_is_not_called_json_is_415(client):
    got = client.post("/cds-services/prp-candidacy", "hook=patient-view", content_type="text/plain")
    assert got.status_code == 415


def test_an_unknown_service_is_404_and_another_method_405(client):
    assert post(client, call(), "/cds-services/none").status_code == 404
    got = client.get("/cds-services/prp-candidacy", headers={"host": "localhost"})
    assert (got.status_code, got["Allow"]) == (405, "POST, OPTIONS")
    assert client.delete("/cds-services", headers={"host": "localhost"}).status_code == 405


def test_the_body_holds_no_key_twice_so_none_is_dropped_in_silence(client):
    held = json.dumps(call())[:-1] + ', "prefetch": {}}'
    assert post(client, held, "/cds-services/prp-candidacy").status_code == 400
