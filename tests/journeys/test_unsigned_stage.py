"""A later stage cannot be signed while an earlier one is open: not by its page, not by its action."""

import pytest

from buffycoat.pathway.consent.records import Consent
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.records import Draw
from buffycoat.store.actions import Refused, sign
from tests.journeys import answers as said
from tests.journeys.steps import given_a_referred_patient, then_the_episode_stands, when_signed
from tests.journeys.story import Story
from tests.people import DOCTOR


@pytest.fixture
def triaged(story: Story) -> Story:
    """Triage is done, twelve days before the planned day."""
    given_a_referred_patient(story)
    story.turn_to(-12, "10:00")
    when_signed(story, "nurse", said.no_signs())
    when_signed(story, "nurse", said.pain())
    return story


@pytest.fixture
def candidate(triaged: Story) -> Story:
    """And candidacy too, a week before."""
    for record in (said.history(), said.medicines(), said.allergies(), said.labs()):
        when_signed(triaged, "nurse", record)
    when_signed(triaged, "proceduralist", said.plan())
    triaged.turn_to(-7, "14:30")
    return triaged


def then_it_is_refused(story: Story, kind: type, words: str) -> None:
    """The page of the form says which stage is open, and offers no form."""
    page = story.form("proceduralist", kind)
    assert page.status == 409
    assert words in page.words
    assert not page.form.boxes


def test_consent_while_nothing_of_candidacy_is_signed(triaged: Story) -> None:
    then_it_is_refused(triaged, Consent, "Consent cannot be signed while candidacy is open.")
    with pytest.raises(Refused, match="Consent cannot be signed while candidacy is open"):
        sign(DOCTOR, triaged.episode_id, said.consent(), seen=len(triaged.chart.entries))


def test_consent_while_one_record_of_candidacy_is_missing(triaged: Story) -> None:
    for record in (said.history(), said.medicines(), said.allergies()):
        when_signed(triaged, "nurse", record)
    when_signed(triaged, "proceduralist", said.plan())
    then_it_is_refused(triaged, Consent, "Consent cannot be signed while candidacy is open.")
    then_the_episode_stands(triaged, done="Triage", next_step="laboratory")


def test_a_form_filled_in_before_the_stage_closed_is_refused_and_given_back(candidate: Story) -> None:
    """The consent form is open while somebody else amends the plan: an answer that matters is open again."""
    desk = candidate.form("proceduralist", Consent).write(said.consent())
    plan = next(one for one in candidate.chart.entries if one.kind == "candidacy.plan")
    sign(
        DOCTOR,
        candidate.episode_id,
        said.plan(sites=None),
        seen=len(candidate.chart.entries),
        amends=plan.number,
    )
    desk.press("Sign as")
    assert desk.status == 409
    assert desk.form.boxes["cost_amount"].value == "$1,200", "what was typed is still there"
    desk.press("Sign as")
    assert desk.status == 409
    assert "Consent cannot be signed while candidacy is open" in desk.words
    assert not candidate.chart.signed(Consent)


def test_preparation_while_consent_is_open(candidate: Story) -> None:
    then_the_episode_stands(candidate, done="Triage Candidacy", here="Consent", next_step="sign consent")
    then_it_is_refused(candidate, Draw, "Blood draw cannot be signed while consent is open.")
    with pytest.raises(Refused, match="Blood draw cannot be signed while consent is open"):
        sign(DOCTOR, candidate.episode_id, said.draw(), seen=len(candidate.chart.entries))


def test_the_injection_while_everything_before_it_is_open(triaged: Story) -> None:
    then_it_is_refused(triaged, Injection, "Injection cannot be signed while candidacy is open.")
    with pytest.raises(Refused, match="candidacy is open"):
        sign(DOCTOR, triaged.episode_id, said.injection(), seen=len(triaged.chart.entries))


def test_the_episode_page_says_what_is_closed(triaged: Story) -> None:
    write = next(one for one in triaged.page("proceduralist").page.every("table") if "Consent" in one.text)
    closed = next(one for one in write.every("li") if one.text.startswith("Consent"))
    assert "closed" in closed.text
    assert not list(closed.every("a"))
