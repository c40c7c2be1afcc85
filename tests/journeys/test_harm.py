"""A patient reports trouble; a clinician judges it beside them; the board counts it; a draft says it."""

from datetime import timedelta
from typing import Any

import pytest
from scipy.stats import beta

from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.outcomes.accounts import accounts, counted
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.pathway.preparation.records import Draw
from buffycoat.store import index
from buffycoat.store.actions import open_episode, register_patient, sign
from buffycoat.store.charts import chart
from buffycoat.store.models import AuditEvent, EntryRow, Episode
from buffycoat.web.presenters.harms import percent
from tests.journeys import answers as said
from tests.journeys.steps import (
    given_a_link,
    given_a_referred_patient,
    when_the_patient_answers,
    when_the_patient_opens_the_link,
    when_the_patient_sends,
)
from tests.journeys.story import Story
from tests.pdf_text import text_of
from tests.people import DESK, DOCTOR

TOLD = "Only sore and stiff where the needle went in."
DISC = ({"target": "DISC", "level": "L4-5", "side": "M", "volume": 2},)


def injected(episode: Episode, lot: str = "K77-A") -> None:
    """A disc injected on the day of the injection, straight into the chart, with the kit’s lot."""
    given = {"given_at": said.at(0, "10:00"), "operator": "Dr One", "guidance": "fluoroscopy", "sites": DISC}
    drawn = {"drawn_at": said.at(0, "08:30"), "blood_volume": 60, "kit": "Arthrex ACP", "kit_lot": lot}
    out = {"taken_at": said.at(0, "09:50"), "antibiotic_drug": "cefazolin", "antibiotic_lot": "CZ-9"}
    held = chart(episode.pk)
    for record in (Draw(**drawn), TimeOut(**out), Injection.model_validate(given | {"kit_lot": lot})):
        held = held.sign(record, DOCTOR, said.at(0, "10:30"))
        EntryRow.of(held.entries[-1]).save(force_insert=True)
    index.write(episode, held, said.day(0))


def others(count: int) -> None:
    """People injected without any event."""
    for number in range(count):
        born = said.day(-20_000)
        who = register_patient(DESK, name=f"Other {number}", birth_date=born, sex="male", mrn=f"O-{number}")
        injected(open_episode(DESK, who, title="Low-back pain"), lot="K77-B")


def given_a_treated_patient(story: Story, language: str = "en") -> None:
    given_a_referred_patient(story, language=language)
    injected(story.episode)
    story.turn_to(2, "09:00")


def when_the_patient_reports(story: Story, what: str = "soreness", **other: Any) -> None:
    """At the safety call’s link: yes, something happened, and what it was."""
    given_a_link(story, "nurse", "check_in")
    story.turn_to(2, "19:00")
    when_the_patient_opens_the_link(story)
    trouble = AdverseEvent(what=what, began_on=said.day(1), grade=2, description=TOLD, outcome="ongoing")
    when_the_patient_answers(story, said.check_in(said.day(2)), trouble, any="yes", **other)
    when_the_patient_sends(story)


def when_a_clinician_judges(story: Story, **judged: str) -> None:
    story.turn_to(3, "09:00")
    form = story.page("proceduralist").follow("Judge it")
    assert form.form.boxes["began_on"].value == said.day(1).isoformat()
    assert form.form.boxes["target"].value == "DISC"
    assert TOLD not in (form.form.boxes["description"].value or ""), "their words are not ours"
    form.fill({"grade": "3", "related": "possible", "infection": "suspected", **judged}).press("Sign as")
    assert form.status == 200, form.words


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_patient_reports_is_proposed_and_not_counted(story: Story, language: str) -> None:
    given_a_treated_patient(story, language)
    when_the_patient_reports(story)
    [one] = accounts(story.chart)
    assert (one.side, one.waits, one.told[0].words) == ("patient", True, TOLD)
    page = story.page()
    assert "To judge: soreness or stiffness" in page.words
    assert TOLD in page.words
    board = story.by("nurse").open("/harms/").words
    assert "1 told by patients, not judged yet" in board
    assert "0 of 1" in board


def test_a_clinician_judges_it_and_both_accounts_stand(story: Story) -> None:
    given_a_treated_patient(story)
    when_the_patient_reports(story)
    when_a_clinician_judges(story)
    [one] = accounts(story.chart)
    assert (one.side, one.grades) == ("both", (2, 3))
    assert len(story.chart.signed(AdverseEvent)) == 2, "neither replaced the other"
    assert len(counted(story.chart)) == 1
    words = story.page().words
    assert TOLD in words
    assert "Grade 2 by the patient, 3 by the clinician" in words
    assert "To judge:" not in words
    board = story.by("manager").open("/harms/").words
    assert "Both the patient and a clinician 1 of 1 (100 %)" in board
    assert "worse by the clinician 1 of 1 (100 %)" in board


def test_nobody_amends_the_patients_account(story: Story) -> None:
    given_a_treated_patient(story)
    when_the_patient_reports(story)
    number = accounts(story.chart)[0].told[0].entry
    page = story.by("proceduralist").open(f"/episodes/{story.episode_id}/entries/{number}/amend")
    page.fill({"grade": "1"}).press("Sign as")
    assert page.status == 409
    assert "the patient’s account and stays so" in page.words


def test_it_was_something_else_and_is_said_so(story: Story) -> None:
    given_a_treated_patient(story)
    when_the_patient_reports(story)
    form = story.page("nurse").follow("It was something else")
    form.fill({"verdict": "no_event", "reason": "Meant the bruise of the blood draw, gone."}).press("Sign as")
    assert form.status == 200, form.words
    assert "Looked into, nothing found: Meant the bruise" in story.page().words
    assert counted(story.chart) == ()


def test_the_boards_figures_are_exact_and_no_better_than_their_number_allows(story: Story) -> None:
    others(11)
    given_a_treated_patient(story)
    words = story.by("nurse").open("/harms/").words
    assert f"0 of 12 0 % to {percent(beta.ppf(0.975, 1, 12))}" in words
    assert "Rule of three: up to 25 % may be true" in words
    assert "1 of 194" in words
    assert "neither better nor worse" in words
    when_the_patient_reports(story)
    when_a_clinician_judges(story, what="infection", began_on=said.day(2).isoformat())
    words = story.by("nurse").open("/harms/").words
    low, high = beta.ppf(0.025, 1, 12), beta.ppf(0.975, 2, 11)
    assert f"1 of 12 {percent(low)} to {percent(high)} 0 confirmed day 2" in words
    assert "1 possible infection to follow up" in words
    assert "MRI with gadolinium not recorded" in words
    assert "K77-A" in words


def test_two_infections_with_one_lot_are_called_an_outbreak(story: Story) -> None:
    others(2)
    for row in Episode.objects.all():
        event = AdverseEvent(
            what="infection", began_on=said.day(20), infection="confirmed", serious=("hospital",)
        )
        story.turn_to(21, "09:00")
        sign(DOCTOR, row.pk, event, seen=len(chart(row.pk).entries))
    words = story.by("manager").open("/harms/").words
    assert "2 infections with one kit lot within 90 days" in words
    assert "Serious, and reported to nobody" in words
    assert f"Report by {(said.day(21) + timedelta(days=15)).day}" in words


def test_the_draft_holds_lot_dates_and_description_and_nothing_it_does_not_know(story: Story) -> None:
    given_a_treated_patient(story)
    when_the_patient_reports(story)
    when_a_clinician_judges(story, description="Rising pain, CRP 40.", cultures_on=said.day(3).isoformat())
    number = accounts(story.chart)[0].entry.number
    page = story.by("proceduralist").open(f"/episodes/{story.episode_id}/harms/{number}/")
    assert "Weight not recorded" in page.words
    address = f"/episodes/{story.episode_id}/harms/{number}/medwatch.pdf"
    assert story.by("nurse").open(address).status == 403
    answer = story.by("proceduralist").client.get(address)
    text = text_of(answer.content)
    for known in ("K77-A", "CZ-9", "Rising pain, CRP 40.", TOLD, "11 Mar 2027", "10 Mar 2027", "DRAFT"):
        assert known in text, known
    assert "not recorded" in text
    assert story.episode.patient.name not in text
    assert AuditEvent.objects.filter(action="export", what__startswith="MedWatch draft").count() == 1
    assert "none" not in (accounts(story.chart)[0].event.reported_to or ()), "taking it out reports nothing"


def test_that_it_was_sent_is_signed_by_a_person(story: Story) -> None:
    given_a_treated_patient(story)
    when_the_patient_reports(story)
    when_a_clinician_judges(story)
    number = accounts(story.chart)[0].entry.number
    address, screen = f"/episodes/{story.episode_id}/harms/{number}/", story.by("manager")
    sent = {":seen": len(story.chart.entries), "on": said.day(3).isoformat()}
    assert screen.client.post(address, sent).status_code == 422
    assert (
        screen.client.post(address, sent | {"to": "medwatch", "on": said.day(9).isoformat()}).status_code
        == 422
    )
    assert screen.client.post(address, sent | {"to": "medwatch"}).status_code == 302
    event = accounts(story.chart)[0].event
    assert (event.reported_to, event.reported_on) == (("medwatch",), said.day(3))
    assert screen.client.post(address, sent | {"to": "manufacturer"}).status_code == 409, "seen is old"
    again = sent | {"to": "manufacturer", ":seen": len(story.chart.entries)}
    assert screen.client.post(address, again).status_code == 302
    assert accounts(story.chart)[0].event.reported_to == ("medwatch", "manufacturer")
    assert accounts(story.chart)[0].side == "both"


def test_a_patients_account_has_no_page_of_reports(story: Story) -> None:
    given_a_treated_patient(story)
    when_the_patient_reports(story)
    number = accounts(story.chart)[0].told[0].entry
    assert story.by("nurse").open(f"/episodes/{story.episode_id}/harms/{number}/").status == 404


def test_a_researcher_sees_no_name(story: Story) -> None:
    assert story.by("researcher").open("/harms/").status == 403
