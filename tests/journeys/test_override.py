"""A critical card is gone past with a reason; what may not be gone past is not."""

import pytest

from buffycoat.pathway.candidacy.records import Labs
from buffycoat.pathway.stage import Override
from buffycoat.pathway.walk import walk
from buffycoat.store import clock
from buffycoat.store.actions import Refused, override, sign
from tests.journeys import answers as said
from tests.journeys.steps import given_a_referred_patient, when_signed
from tests.journeys.story import Story
from tests.journeys.visitor import Visitor
from tests.people import DOCTOR, NURSE

REASON = "Haematologist agrees: long-standing, stable, no bleeding; letter of 2 February."
FUSION = {"level": "L4-5", "operated_on": "2018", "solid": True, "loose_or_infected": False}


@pytest.fixture
def settled(story: Story) -> Story:
    """Everything of triage and candidacy but the laboratory and the history."""
    given_a_referred_patient(story)
    story.turn_to(-12, "10:00")
    when_signed(story, "nurse", said.no_signs())
    when_signed(story, "nurse", said.pain())
    for record in (said.medicines(), said.allergies()):
        when_signed(story, "nurse", record)
    when_signed(story, "proceduralist", said.plan())
    return story


@pytest.fixture
def few_platelets(settled: Story) -> Story:
    """A platelet count of 96: a stop that a proceduralist may weigh."""
    when_signed(settled, "nurse", said.history())
    when_signed(settled, "nurse", said.labs(platelets=96))
    assert settled.page().rail["Candidacy"] == "blocked"
    assert "96" in settled.page().cards("critical")[0]
    return settled


def going_past(story: Story, role: str = "proceduralist") -> Visitor:
    """The page where the first critical card can be gone past."""
    return story.page(role).follow("Go past it")


def test_with_a_reason_the_path_is_open_and_the_card_stays_in_sight(few_platelets: Story) -> None:
    going_past(few_platelets).fill({"reason": REASON}).press("Sign: go past it")
    page = few_platelets.page()
    assert page.rail["Candidacy"] == "done"
    assert page.cards("critical") == []
    assert "96" in page.cards("past")[0]
    assert REASON in page.words
    when_signed(few_platelets, "proceduralist", said.consent())


@pytest.mark.parametrize("reason", ["", "ok", "   fine    "])
def test_a_short_reason_is_refused_and_kept(few_platelets: Story, reason: str) -> None:
    page = going_past(few_platelets).fill({"reason": reason}).press("Sign: go past it")
    assert page.status == 422
    assert "at least 10 characters" in page.words
    assert page.form.boxes["reason"].value == reason
    assert not few_platelets.chart.signed(Override)


@pytest.mark.parametrize("role", ["front_desk", "nurse", "manager"])
def test_another_role_is_refused(few_platelets: Story, role: str) -> None:
    address = going_past(few_platelets).address
    refused = few_platelets.by(role).open(address)
    assert refused.status == 403
    assert "Proceduralist may go past this card" in refused.words


def test_another_role_is_refused_by_the_action_too(few_platelets: Story) -> None:
    card = walk(few_platelets.chart, clock.today()).cards[0]
    with pytest.raises(Refused, match="not for the nurse"):
        override(NURSE, few_platelets.episode_id, card.key, REASON, seen=len(few_platelets.chart.entries))


def test_it_stops_covering_when_the_card_says_something_else(few_platelets: Story) -> None:
    going_past(few_platelets).fill({"reason": REASON}).press("Sign: go past it")
    old = few_platelets.chart.signed(Labs)[-1]
    amend = few_platelets.by("nurse").open(f"/episodes/{few_platelets.episode_id}/entries/{old.number}/amend")
    amend.write(said.labs(platelets=88)).press("Sign as")
    page = few_platelets.page()
    assert page.rail["Candidacy"] == "blocked"
    assert "88" in page.cards("critical")[0]
    assert page.cards("past") == []


def test_a_fused_level_can_be_gone_past_by_nobody(settled: Story) -> None:
    when_signed(settled, "nurse", said.labs())
    when_signed(settled, "nurse", said.history(fusions=(FUSION,)))
    page = settled.page("proceduralist")
    assert "fused" in page.cards("critical")[0]
    assert not [one for one in page.page.every("a") if "Go past it" in one.text]
    refused = page.open(f"/episodes/{settled.episode_id}/override?card={fused_card(settled)}")
    assert refused.status == 403
    assert "Nobody may go past this card" in refused.words
    with pytest.raises(Refused):
        override(DOCTOR, settled.episode_id, fused_card(settled), REASON, seen=len(settled.chart.entries))
    with pytest.raises(Refused, match="candidacy is open"):
        sign(DOCTOR, settled.episode_id, said.consent(), seen=len(settled.chart.entries))


def fused_card(story: Story) -> str:
    """The key of the card that says the level is fused."""
    cards = walk(story.chart, clock.today()).cards
    return next(card.key for card in cards if card.rule == "candidacy.fused_level_target")
