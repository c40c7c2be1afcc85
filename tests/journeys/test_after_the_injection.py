"""An old phone: plan, medicine, calendar; a fever on day 20, and the clinic sees it in the same request."""

import pytest
from icalendar import Calendar

from buffycoat.pathway.aftercare.plan import plan_for
from buffycoat.pathway.aftercare.records import CheckIn, Reach
from buffycoat.store import clock
from buffycoat.store.messages import Message
from tests.journeys.answers import at
from tests.journeys.outbox import when_messages_are_sent
from tests.journeys.steps import (
    given_a_link,
    given_a_referred_patient,
    when_the_patient_answers,
    when_the_patient_opens_the_link,
    when_the_patient_sends,
)
from tests.journeys.story import Story
from tests.people import NURSE
from tests.treated import injection, written

DISC = [{"target": "DISC", "level": "L4-5", "side": "M", "volume": 1.5}]
WORDS = {
    "en": ("Today, ", "Wait until 18 March 2027", "Speak with us today"),
    "es": ("Hoy, ", "Espere hasta el 18 de marzo de 2027", "Hable con nosotros hoy"),
}


def given_a_disc_injection(story: Story, language: str) -> None:
    """Injected today, with the plan handed over and messages agreed."""
    given_a_referred_patient(story, language=language)
    story.turn_to(0, "11:00")
    given = injection(given_at=at(0, "10:00"), sites=DISC)
    written(story.episode, given, at=at(0, "10:05"))
    written(story.episode, plan_for(given, zone=clock.zone()), NURSE, at(0, "10:30"))
    written(story.episode, Reach(channel="email", email="june@example.org"), NURSE, at(0, "10:31"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_plan_calendar_and_a_fever_on_day_20(story: Story, language: str) -> None:
    today, wait, call = WORDS[language]
    given_a_disc_injection(story, language)
    story.turn_to(3, "10:00")

    # The plan, by the link of a message.
    story.link = next(one for one in when_messages_are_sent() if one.startswith("/a/"))
    patient = when_the_patient_opens_the_link(story)
    assert today in patient.words
    patient.fill({"medicine": "ibuprofin"}).press("Look" if language == "en" else "Buscar")
    assert patient.heading == wait
    file = patient.client.get(f"{story.link}calendar/plain.ics")
    days = {one["dtstart"].dt.date() for one in Calendar.from_ical(file.content).events}
    assert at(14, "09:00").date() in days

    # Day 20: a fever, three weeks after a disc. Nothing else is wrong.
    story.turn_to(20, "06:50")
    given_a_link(story, "nurse", "check_in")
    when_the_patient_opens_the_link(story)
    no = dict.fromkeys((name for name, box in patient.form.boxes.items() if box.offers), "no")
    patient.fill(no | {"fever": "yes"}).go_on()
    assert call in patient.heading
    assert "555-0100" in patient.words
    signed = story.chart.newest(CheckIn)
    assert signed is not None
    assert signed.fever is True, "signed within the same request"
    board = story.by("nurse").open("/")
    assert "June Alder" in board.words
    assert "possible infection" in board.words.lower()

    # Nobody is asked by a machine how they are while that is open.
    story.turn_to(42, "12:00")
    assert when_messages_are_sent() == []
    assert Message.objects.get(key="check_in.week_6").state == "waiting"


def test_a_quiet_year_ends_without_an_alarm(story: Story) -> None:
    given_a_disc_injection(story, "en")
    story.turn_to(2, "12:00")
    (story.link,) = when_messages_are_sent()
    when_the_patient_opens_the_link(story)
    when_the_patient_answers(story)
    when_the_patient_sends(story)
    story.turn_to(3, "18:00")
    assert [one.key for one in Message.objects.filter(state="sent")] == ["check_in.safety_call"]
    when_messages_are_sent()
    assert not Message.objects.filter(key="check_in.safety_call.reminder", state="sent").exists()
    assert story.episode.alert == ""
