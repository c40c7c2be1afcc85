"""Discovery: which services there are, for which hooks, and what an EHR sends along."""

import re

import pytest

from buffycoat.interop.cds_hooks.services import HOOKS, PREFETCH, discovery
from tests.cds import token, trust

FIELDS = {"hook", "title", "description", "id", "prefetch", "usageRequirements"}


def test_discovery_answers_an_object_with_a_list(client, settings):
    settings.DEMO = True
    answer = client.get("/cds-services", headers={"host": "localhost"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert list(answer.json()) == ["services"]
    assert answer.json() == discovery()


def test_each_service_is_described_by_what_is_needed():
    for one in discovery()["services"]:
        assert set(one) == FIELDS
        assert all(isinstance(one[name], str) and one[name] for name in FIELDS - {"prefetch"})


def test_each_hook_has_its_service_and_one_id_takes_the_place_of_its_earlier_answer():
    offered = [(one["hook"], one["id"]) for one in discovery()["services"]]
    assert sorted(hook for hook, _ in offered) == sorted(HOOKS)
    assert dict(offered)["order-select"] == dict(offered)["order-sign"]


@pytest.mark.parametrize("key", PREFETCH)
def test_templates_keep_to_the_part_of_fhir_that_is_recommended(key):
    """Reads, searches by patient, equal tokens, _count and _sort; tokens of first-level context fields."""
    assert re.findall(r"\{\{(.*?)\}\}", PREFETCH[key]) == ["context.patientId"]
    kind, _, query = PREFETCH[key].partition("?")
    if not query:
        assert kind == "Patient/{{context.patientId}}"
        return
    names = [part.split("=")[0] for part in query.split("&")]
    assert names[0] == "patient"
    assert set(names[1:]) <= {"status", "code", "_count", "_sort"}


def test_what_is_asked_for_is_what_a_rule_reads():
    assert set(PREFETCH) == {"patient", "conditions", "medications", "allergies", "labs", "procedures"}
    for code in ("777-3", "718-7", "6301-6", "2160-0", "4548-4", "1988-5", "2106-3"):
        assert f"http://loinc.org|{code}" in PREFETCH["labs"]
    assert "6690-2" not in PREFETCH["labs"], "white cells: no rule reads them"


def test_without_trusted_ehrs_no_service_is_offered(client, settings):
    settings.CDS_TRUST, settings.DEMO = None, False
    answer = client.get("/cds-services", headers={"host": "localhost"})
    assert (answer.status_code, answer.json()) == (200, {"services": []})


def test_discovery_checks_a_token_that_comes(client, settings):
    settings.CDS_TRUST = trust()
    good = {"host": "localhost", "authorization": f"Bearer {token('/cds-services')}"}
    other = {"host": "localhost", "authorization": f"Bearer {token('/elsewhere')}"}
    assert client.get("/cds-services", headers={"host": "localhost"}).status_code == 200
    assert client.get("/cds-services", headers=good).status_code == 200
    assert client.get("/cds-services", headers=other).status_code == 401
