"""What the tests of pages ask for: a clinic with an open episode, and somebody of each role at a screen."""

from datetime import date

import pytest
from django.test import Client

from buffycoat.pathway.record import Record
from buffycoat.store.actions import open_episode, register_patient, sign
from buffycoat.store.charts import chart
from buffycoat.store.models import Episode, Patient
from tests.people import DESK, DOCTOR, NURSE, sign_in

TODAY = "2026-11-19"


class Clinic:
    """One patient with one open episode, as the pages see them."""

    def __init__(self) -> None:
        self.patient: Patient = register_patient(
            DESK,
            name="Ann Example",
            birth_date=date(1970, 5, 17),
            sex="female",
            mrn="A-1",
            phone="555-0123",
        )
        self.episode: Episode = open_episode(DESK, self.patient, title="Low-back pain, 9 months")

    def at_screen(self, role: str) -> Client:
        """A browser in which somebody of this role is signed in, second factor and all."""
        client = Client()
        sign_in(client, role)
        return client

    def address(self, rest: str = "") -> str:
        """An address under the episode."""
        return f"/episodes/{self.episode.pk}/{rest}"

    def sign(self, record: Record, by: str = "proceduralist") -> int:
        """Sign straight into the chart; the number of the entry."""
        seen = len(chart(self.episode.pk).entries)
        return sign(DOCTOR if by == "proceduralist" else NURSE, self.episode.pk, record, seen=seen).number

    def entries(self) -> int:
        """How many entries the chart has."""
        return len(chart(self.episode.pk).entries)


@pytest.fixture
def clinic(db, settings) -> Clinic:
    """A clinic on a day of its own."""
    settings.TODAY = TODAY
    return Clinic()
