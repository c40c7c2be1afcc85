"""A patient with a link, and a browser that follows it."""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from buffycoat.pathway.chart import Signer
from buffycoat.store import actions
from buffycoat.store.models import Episode, Link

NURSE = Signer(id="nurse", name="Nina Nurse", role="nurse")
BORN = date(1970, 5, 17)


@dataclass
class Visit:
    """One browser at one link."""

    client: Client
    base: str
    episode: Episode

    @property
    def link(self):
        return Link.objects.get(episode=self.episode)

    def get(self, at="", **query):
        return self.client.get(f"{self.base}{at}", query)

    def post(self, at="", **sent):
        return self.client.post(f"{self.base}{at}", sent)

    def answer(self, step, do="continue", **sent):
        return self.post(f"{step}/", do=do, **sent)

    def prove(self, born=BORN):
        return self.post(**{"born:day": born.day, "born:month": born.month, "born:year": born.year})

    def send(self):
        return self.post("review/", do="send")

    def text(self, at="", **query):
        return self.get(at, **query).content.decode()


def an_episode(language="en"):
    """Somebody is registered, with one problem."""
    patient = actions.register_patient(
        NURSE, name="Ana Ruiz", birth_date=BORN, sex="female", mrn="4711", language=language
    )
    return actions.open_episode(NURSE, patient, title="Low back pain")


def a_link(purpose="intake", language="en", visit="", proved=True, episode=None):
    """A link for them, opened in a browser."""
    episode = episode or an_episode(language)
    token = actions.make_link(NURSE, episode, purpose, visit=visit)
    opened = Visit(Client(), f"/{'p' if purpose == 'intake' else 'c'}/{token}/", episode)
    if proved:
        assert opened.prove().status_code == 302
    return opened
