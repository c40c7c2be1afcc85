"""A patient is stopped by an emergency: told what to do, shown first on Today, closed by a proceduralist."""

import pytest

from buffycoat.pathway.candidacy.records import History, Plan
from buffycoat.pathway.chart import Retraction
from buffycoat.pathway.stage import Override
from buffycoat.pathway.triage.records import WarningSigns
from tests.journeys import answers as said
from tests.journeys.steps import (
    given_a_link,
    given_a_referred_patient,
    when_signed,
    when_the_patient_answers,
    when_the_patient_opens_the_link,
    when_the_patient_sends,
)
from tests.journeys.story import Story

WORDS = {"en": ("Go to the emergency department", "Call 911"), "es": ("emergencias", "Llame al 911")}
REASON = "Seen at the hospital today: MRI without compression, discharged with a letter."


def given_an_emergency(story: Story, language: str = "en") -> None:
    """The patient answers that it is newly numb between the legs, and goes on to the end all the same."""
    given_a_referred_patient(story, language=language)
    given_a_link(story, "front_desk", "intake")
    when_the_patient_opens_the_link(story)
    when_the_patient_answers(story, saddle_numbness="new")


def given_the_rest_is_answered(story: Story) -> None:
    """The alarm is read; the patient goes back to the questions, answers the others, sends."""
    story.patient.open(story.link)
    when_the_patient_answers(story, said.pain(), saddle_numbness="new")
    when_the_patient_sends(story)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_patient_is_told_at_once_what_to_do(story: Story, language: str) -> None:
    given_an_emergency(story, language)
    alarm, (heading, call) = story.patient, WORDS[language]
    assert alarm.page.one("html").attrs["lang"] == language
    assert "alarm" in alarm.page.one("body").attrs["class"]
    assert heading in alarm.heading
    assert call in alarm.words
    assert "cauda equina" in alarm.words.lower(), "what to show the hospital, in English"


def test_it_is_signed_before_the_patient_presses_anything_else(story: Story) -> None:
    given_an_emergency(story)
    signs = story.chart.newest(WarningSigns)
    assert signs is not None
    assert (signs.saddle_numbness, signs.newly) == (True, ("saddle_numbness",))
    assert signs.state("fever") == "not asked"
    assert story.episode.alert == "emergency"
    assert "cauda equina" in story.episode.alert_text.lower()


def test_today_shows_it_first(story: Story) -> None:
    given_an_emergency(story)
    today = story.by("nurse").open("/")
    assert story.episode.patient.name in today.cards("critical")[0]
    assert today.page.one("li", "card").one("a", "go").attrs["href"] == f"/episodes/{story.episode_id}/"


def test_nothing_of_a_later_stage_can_be_signed(story: Story) -> None:
    given_an_emergency(story)
    given_the_rest_is_answered(story)
    assert story.page().rail["Triage"] == "blocked"
    for kind in (Plan, History):
        refused = story.form("proceduralist", kind)
        assert refused.status == 409
        assert "cannot be signed while triage is open" in refused.words


@pytest.mark.parametrize("role", ["front_desk", "nurse", "manager"])
def test_nobody_but_a_proceduralist_may_close_it(story: Story, role: str) -> None:
    given_an_emergency(story)
    given_the_rest_is_answered(story)
    page = story.page(role)
    assert not [link for link in page.page.every("a") if "Go past it" in link.text]
    refused = page.open(where_to_go_past(story))
    assert refused.status == 403
    assert not story.chart.signed(Override)


def test_a_proceduralist_closes_it_with_a_reason_and_the_path_is_open(story: Story) -> None:
    given_an_emergency(story)
    given_the_rest_is_answered(story)
    doctor = story.by("proceduralist").open(where_to_go_past(story))
    doctor.fill({"reason": REASON}).press("Sign: go past it")
    assert story.chart.every(Override)[-1].reason == REASON
    assert story.episode.alert == ""
    assert story.page().rail["Triage"] == "done"
    assert REASON in story.page().words
    assert not story.by("nurse").open("/").cards("critical")
    when_signed(story, "nurse", said.history())


def test_what_the_patient_told_cannot_be_answered_away_by_link(story: Story) -> None:
    given_an_emergency(story)
    story.patient.open(story.link.rstrip("/") + "/1/")
    when_the_patient_answers(story, said.pain(), saddle_numbness="no")
    when_the_patient_sends(story)
    signs = story.chart.newest(WarningSigns)
    assert signs is not None
    assert signs.saddle_numbness is True
    assert story.episode.alert == "emergency"


@pytest.mark.parametrize("role", ["front_desk", "nurse"])
def test_nor_by_other_answers_that_the_desk_or_the_nurse_signs(story: Story, role: str) -> None:
    given_an_emergency(story)
    given_the_rest_is_answered(story)
    when_signed(story, role, said.no_signs())
    page = story.page()
    assert page.rail["Triage"] == "blocked"
    assert "and not closed: possible cauda equina" in page.cards("critical")[0].lower()
    assert story.episode.alert == "emergency"


def test_nor_by_taking_the_entry_back(story: Story) -> None:
    given_an_emergency(story)
    told = story.chart.signed(WarningSigns)[-1].number
    nurse = story.by("nurse").open(f"/episodes/{story.episode_id}/entries/{told}/retract")
    nurse.fill({"reason": "Entered for somebody else"}).press("Sign")
    assert story.chart.signed(Retraction) or story.chart.newest(WarningSigns) is None
    assert story.episode.alert == "emergency"


def where_to_go_past(story: Story) -> str:
    """The address behind “Go past it” of the critical card, as the proceduralist's page has it."""
    doctor = story.page("proceduralist").follow("Go past it")
    return doctor.address
