"""Feedback: what became of cards is kept, and nothing about the patient."""

import pytest

from buffycoat.interop.cds_hooks.cards import REASONS_SYSTEM
from buffycoat.store.models import AuditEvent
from tests.bundles import order
from tests.cds import ISSUER, call, post, token, trust

HERE = "/cds-services/prp-candidacy/feedback"
CARD = "4e0a3a1e-3283-4575-ab82-028d55fe2719"
AT = "2021-12-11T10:05:31Z"
OVERRIDDEN = {"card": CARD, "outcome": "overridden", "outcomeTimestamp": AT}
ACCEPTED = OVERRIDDEN | {
    "outcome": "accepted",
    "acceptedSuggestions": [{"id": "e56e1945-20b3-4393-8503-a1a20fd73152"}],
}
REASON = {"code": "no-prp", "system": REASONS_SYSTEM}


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO, settings.TODAY = True, "2021-04-01"


def sent(client, *outcomes, **more):
    return post(client, {"feedback": list(outcomes)}, HERE, **more)


def kept():
    return list(AuditEvent.objects.filter(action="feedback").order_by("pk"))


@pytest.mark.django_db
def test_accepted_and_overridden_are_kept_as_audit_events(client):
    got = sent(client, ACCEPTED, OVERRIDDEN)
    assert (got.status_code, got.json()) == (200, {"stored": 2})
    first, second = (one.what for one in kept())
    assert first == (
        f"accepted prp-candidacy card={CARD} rule=unknown "
        "suggestions=e56e1945-20b3-4393-8503-a1a20fd73152 at=2021-12-11T10:05:31+00:00"
    )
    assert second == f"overridden prp-candidacy card={CARD} rule=unknown at=2021-12-11T10:05:31+00:00"


@pytest.mark.django_db
def test_the_rule_of_the_card_is_kept_with_it(client):
    card = post(client, call(order("Warfarin", "2021-03-01"))).json()["cards"][0]
    sent(client, OVERRIDDEN | {"card": card["uuid"], "overrideReason": {"reason": REASON}})
    assert "rule=candidacy.anticoagulant reason=no-prp" in kept()[0].what


@pytest.mark.django_db
def test_nothing_about_the_patient_is_kept(client):
    reason = {"reason": {"code": "Robin Vance refused", "system": "urn:x", "display": "Robin Vance"}}
    sent(client, OVERRIDDEN | {"overrideReason": reason | {"userComment": "Robin Vance, born 1970-05-17"}})
    (event,) = kept()
    assert (event.patient_id, event.episode_id, event.entry_hash) == ("", "", "")
    assert "Robin" not in event.what
    assert "reason=other with a comment" in event.what


@pytest.mark.django_db
def test_a_reason_of_the_ehrs_own_is_kept_as_its_code(client):
    sent(client, OVERRIDDEN | {"overrideReason": {"reason": {"code": "d7ecf885", "system": "urn:ehr"}}})
    assert "reason=other:d7ecf885" in kept()[0].what


@pytest.mark.django_db
def test_the_same_card_may_be_told_of_more_than_once(client):
    for _ in range(2):
        assert sent(client, OVERRIDDEN).status_code == 200
    assert len(kept()) == 2


@pytest.mark.parametrize(
    ("held", "field"),
    [
        ({}, "feedback"),
        ({"feedback": []}, "feedback"),
        ({"feedback": [OVERRIDDEN] * 101}, "feedback"),
        ({"feedback": [1]}, "feedback[0]"),
        ({"feedback": [OVERRIDDEN | {"card": "1"}]}, "feedback[0].card"),
        ({"feedback": [OVERRIDDEN | {"outcome": "ignored"}]}, "feedback[0].outcome"),
        ({"feedback": [OVERRIDDEN | {"outcomeTimestamp": None}]}, "feedback[0].outcomeTimestamp"),
        ({"feedback": [OVERRIDDEN | {"outcomeTimestamp": "2021-12-11"}]}, "feedback[0].outcomeTimestamp"),
        (
            {"feedback": [OVERRIDDEN | {"outcomeTimestamp": "2021-13-41T25:00:00Z"}]},
            "feedback[0].outcomeTimestamp",
        ),
        ({"feedback": [OVERRIDDEN | {"outcome": "accepted"}]}, "feedback[0].acceptedSuggestions"),
        ({"feedback": [ACCEPTED | {"acceptedSuggestions": [{}]}]}, "feedback[0].acceptedSuggestions[0].id"),
        ({"feedback": [OVERRIDDEN, OVERRIDDEN | {"overrideReason": 1}]}, "feedback[1].overrideReason"),
        (
            {"feedback": [OVERRIDDEN | {"overrideReason": {"reason": {"code": "x"}}}]},
            "feedback[0].overrideReason.reason",
        ),
    ],
)
@pytest.mark.django_db
def test_what_is_wrong_is_named_and_nothing_is_kept(client, held, field):
    got = post(client, held, HERE)
    assert (got.status_code, got.json()["error"]["field"]) == (400, field)
    assert kept() == []


@pytest.mark.django_db
def test_it_needs_a_token_for_the_service_or_its_feedback(client, settings):
    settings.CDS_TRUST = trust()
    assert sent(client, OVERRIDDEN).status_code == 401
    assert sent(client, OVERRIDDEN, token=token("/cds-services/prp-orders")).status_code == 401
    for path in (HERE, "/cds-services/prp-candidacy"):
        assert sent(client, OVERRIDDEN, token=token(path)).status_code == 200
    assert {(one.actor_id, one.actor_name, one.role) for one in kept()} == {(ISSUER, "General EHR", "system")}


def test_feedback_on_no_service_is_404(client):
    assert post(client, {"feedback": [OVERRIDDEN]}, "/cds-services/none/feedback").status_code == 404
