"""A fused level as target: every door is tried, by every role, and none opens."""

import io
import json

import pytest

from buffycoat.interop import fhir, lines
from buffycoat.interop.ask_case import engine_of
from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.consent.records import Consent
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.record import Record
from buffycoat.pathway.stage import Override
from buffycoat.pathway.walk import walk
from buffycoat.store import clock
from buffycoat.store.actions import Refused, keep_import, override, sign
from buffycoat.store.models import EntryRow
from buffycoat.store.roles import ROLES
from tests.journeys import answers as said
from tests.journeys.steps import given_a_referred_patient, when_signed
from tests.journeys.story import Story
from tests.people import DOCTOR, signer

FUSION = {"level": "L4-5", "operated_on": "2018", "solid": True, "loose_or_infected": False}
REASON = "The surgeon has agreed, and the patient asks for it."
STAFF = ["front_desk", "nurse", "proceduralist", "manager"]
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p", "birthDate": "1960-01-01", "gender": "male",
                      "name": [{"family": "Invented", "given": ["Ivo"]}],
                      "identifier": [{"system": "urn:x", "value": "1"}]}},
        {"resource": {"resourceType": "Procedure", "id": "f", "status": "completed",
                      "subject": {"reference": "Patient/p"}, "performedDateTime": "2018-02-01",
                      "code": {"text": "Lumbar fusion L4-L5"}}},
    ],
}  # fmt: skip


@pytest.fixture
def fused(story: Story) -> Story:
    """A plan for the disc L4-5, and then a history that says L4-5 is fused."""
    given_a_referred_patient(story)
    story.turn_to(-12, "10:00")
    for record in (said.no_signs(), said.pain(), said.medicines(), said.allergies()):
        when_signed(story, "nurse", record)
    when_signed(story, "proceduralist", said.plan())
    when_signed(story, "nurse", said.labs())
    when_signed(story, "nurse", said.history(fusions=(FUSION,)))
    return story


def _card(story: Story) -> str:
    cards = walk(story.chart, clock.today()).cards
    return next(card.key for card in cards if card.rule == "candidacy.fused_level_target")


def _later() -> tuple[Record, ...]:
    return (said.consent(), said.time_out(), said.injection())


@pytest.mark.parametrize("role", sorted([*ROLES, "patient"]))
def test_the_stores_actions_refuse_every_role(fused: Story, role: str) -> None:
    seen = len(fused.chart.entries)
    for record in (said.plan(), *_later()):
        with pytest.raises(Refused):
            sign(signer(role), fused.episode_id, record, seen=seen)
    number = fused.chart.signed(Plan)[-1].number
    with pytest.raises(Refused):
        sign(signer(role), fused.episode_id, said.plan(goal="Again"), seen=seen, amends=number)
    with pytest.raises(Refused):
        override(signer(role), fused.episode_id, _card(fused), REASON, seen=seen)
    assert len(fused.chart.entries) == seen


def test_the_refusal_names_the_level(fused: Story) -> None:
    with pytest.raises(Refused, match=r"Never into a fused level: Disc L4-5\."):
        sign(DOCTOR, fused.episode_id, said.plan(), seen=len(fused.chart.entries))


@pytest.mark.parametrize("role", [*STAFF, "researcher"])
def test_the_pages_refuse_every_role(fused: Story, role: str) -> None:
    seen = len(fused.chart.entries)
    client = fused.by(role).client
    for kind in (Plan, Consent, TimeOut, Injection):
        body = {"seen": str(seen), "target": "DISC", "level": "L4-5", "side": "M"}
        answer = client.post(f"/episodes/{fused.episode_id}/sign/{kind.kind}", body)
        assert answer.status_code >= 400
    past = client.post(
        f"/episodes/{fused.episode_id}/override?card={_card(fused)}", {"reason": REASON, "seen": str(seen)}
    )
    assert past.status_code == 403
    assert len(fused.chart.entries) == seen
    assert not fused.chart.signed(Override)


def test_the_plans_own_page_keeps_what_was_typed_and_says_why(fused: Story) -> None:
    seen = len(fused.chart.entries)
    page = fused.sign("proceduralist", said.plan())
    assert page.status >= 400
    assert "Never into a fused level" in page.words
    assert len(fused.chart.entries) == seen


def test_the_command_line_says_not_suitable_whatever_is_answered_beside_it() -> None:
    case = {"id": 1, "on": "2026-11-19", "target": "DISC", "level": "L4-L5", "fused_levels": ["L4/5"]}
    more = {"override": True, "hold_agreed": True, "reason": REASON, "proceduralist": "agrees"}
    out = io.StringIO()
    lines.run(engine_of("candidacy", clock.today), [json.dumps(case), json.dumps(case | more)], out)
    for line in out.getvalue().splitlines():
        answer = json.loads(line)
        assert answer["verdict"] == "not_suitable"
        assert "fused_level_target" in [one["code"] for one in answer["reasons"] if one["stops"]]


@pytest.mark.django_db
def test_an_import_signs_nothing_and_names_the_fused_level() -> None:
    imported = fhir.read(json.dumps(BUNDLE).encode(), on=clock.today(), file_name="fusion.json")
    keep_import(signer("manager"), imported, file_name="fusion.json")
    assert not EntryRow.objects.exists()
    kept = [one for one in imported.records if one.kind == "candidacy.history"]
    assert [fusion.level for one in kept for fusion in one.fusions or ()] == ["L4-5"]
