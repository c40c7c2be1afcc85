"""The way to the bench in a few strides, through the store's actions: for journeys that begin there."""

from typing import Any

from buffycoat.pathway.record import Record
from buffycoat.store.actions import open_episode, register_patient, sign
from buffycoat.store.charts import chart
from tests.journeys import answers as said
from tests.journeys.story import Story
from tests.people import DESK, DOCTOR, NURSE


def signed(story: Story, record: Record, episode_id: str = "") -> None:
    """One record, by whoever signs such a one."""
    key = episode_id or story.episode_id
    by = DOCTOR if record.kind in ("candidacy.plan", "consent.consent", "injection.injection") else NURSE
    sign(by, key, record, seen=len(chart(key).entries))


def consented(story: Story, name: str = "June Alder") -> str:
    """A patient with everything signed up to the morning of the injection; the episode."""
    patient = register_patient(DESK, name=name, birth_date=said.day(-20000), sex="female", language="en")
    story.turn_to(-28, "09:00")
    key = open_episode(DESK, patient, title="Low-back pain").pk
    story.turn_to(-12, "11:00")
    for record in (said.no_signs(), said.pain(), said.history(), said.medicines(), said.allergies()):
        signed(story, record, key)
    for record in (said.labs(), said.plan()):
        signed(story, record, key)
    story.turn_to(-7, "14:30")
    signed(story, said.consent(), key)
    story.turn_to(-4, "16:00")
    signed(story, said.outcome("baseline", said.day(-4), 7), key)
    story.turn_to(0, "08:40")
    signed(story, said.no_signs(), key)
    return key


def blood_drawn(story: Story, name: str = "June Alder", **other: Any) -> str:
    """The same, with blood drawn at nine."""
    story.episode_id = consented(story, name)
    story.turn_to(0, "09:05")
    signed(story, said.draw(**other))
    return story.episode_id


def product_made(story: Story, name: str = "June Alder") -> str:
    """The same, spun twice, counted and labelled."""
    blood_drawn(story, name)
    for time, record in (("09:21", said.spin(1)), ("09:33", said.spin(2)), ("09:40", said.product())):
        story.turn_to(0, time)
        signed(story, record)
    story.turn_to(0, "10:02")
    return story.episode_id
