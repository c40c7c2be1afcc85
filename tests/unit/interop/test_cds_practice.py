"""Somebody whom the practice knows: found by number and birth date, read with their chart, and noted."""

from datetime import UTC, date, datetime

import pytest

from buffycoat.pathway.candidacy.records import Plan, Site
from buffycoat.pathway.chart import Signer
from buffycoat.store import actions
from buffycoat.store.models import AuditEvent, UsedToken
from tests.bundles import order, patient
from tests.cds import ISSUER, call, orders, post, token, trust

ANA = Signer(id="ana", name="Ana Ruiz", role="proceduralist")
AT = datetime(2021, 3, 20, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(settings):
    """Robin Vance with a plan for 12 April; the chart has no other record, as after a first visit."""
    settings.CDS_TRUST, settings.TODAY = trust(), "2021-04-01"
    robin = actions.register_patient(
        ANA, name="Robin Vance", birth_date=date(1970, 5, 17), sex="female", mrn="MRN-1"
    )
    made = actions.open_episode(ANA, robin, title="Low back pain", at=AT)
    return made


@pytest.fixture
def planned(episode, monkeypatch):
    from buffycoat.pathway.walk import Walk

    monkeypatch.setattr(Walk, "refusal", lambda self, kind: "")  # the plan alone, without all before it
    site = Site(target="FACET", level="L4-5", side="R")
    plan = Plan(sites=(site,), planned_on=date(2021, 4, 12))
    actions.sign(ANA, episode.pk, plan, seen=1, at=AT)
    return episode


def naproxen(client, **who):
    held = call(hook="order-sign", **orders(order("Naproxen")))
    held["prefetch"]["patient"] = patient(**who)
    return post(client, held, token=token("/cds-services/prp-orders")).json()["cards"]


def views():
    return list(AuditEvent.objects.filter(action="view"))


def test_an_order_is_held_against_the_plan_in_the_chart(client, planned):
    (card,) = naproxen(client)
    assert card["summary"] == "Naproxen: NSAID ordered; PRP is planned on 2021-04-12"
    assert card["links"][0]["url"] == f"http://localhost/episodes/{planned.pk}/"


def test_whoever_read_a_chart_is_noted(client, planned):
    naproxen(client)
    (event,) = views()
    assert (event.actor_id, event.role, event.episode_id) == (ISSUER, "system", planned.pk)
    assert (event.patient_id, event.what) == (planned.patient_id, "CDS Hooks order-sign")


@pytest.mark.parametrize(
    "who",
    [{"birthDate": "1970-05-18"}, {"birthDate": None}, {"birthDate": "1970"}, {"identifier": []}],
    ids=["another birth date", "no birth date", "only a year", "no number"],
)
def test_a_number_alone_never_opens_a_chart(client, planned, who):
    assert naproxen(client, **who) == []
    assert views() == []


def test_the_plan_makes_what_is_missing_matter(client, planned):
    got = post(client, call(), token=token()).json()["cards"]
    assert "2 laboratory values are missing or too old" in [card["summary"] for card in got]


def test_nothing_is_written_for_somebody_unknown_but_the_token(client, episode):
    held = call(order("Warfarin", "2021-03-01"))
    held["prefetch"]["patient"] = patient(identifier=[])
    assert post(client, held, token=token()).status_code == 200
    assert views() == []
    assert UsedToken.objects.count() == 1


def test_expired_tokens_are_swept_up(episode):
    for number in range(300):
        actions.note_outside(ANA, token=f"old {number}", expires=1000, now=999)
    for number in range(600):
        actions.note_outside(ANA, token=f"new {number}", expires=3000, now=2000)
    assert UsedToken.objects.filter(expires_at__lt=datetime.fromtimestamp(2000, UTC)).count() == 0
