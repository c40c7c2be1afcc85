"""A patient to whom something was proposed, and a browser that reads it to the end."""

from django.test import Client

from buffycoat.pathway.consent.texts import questions
from buffycoat.store.actions import make_link, sign
from buffycoat.store.charts import chart
from tests.journeys import answers as said
from tests.people import DOCTOR, NURSE
from tests.spec.consent import offer
from tests.unit.web.patients import Visit, an_episode

FACET = {"target": "FACET", "level": "L4-5", "side": "L"}
WANTED = {"care": "yes", "registry": "no", "photographs": "no", "contact": "yes"}


def a_candidate(language="en", *sites, **changes):
    """Somebody with everything signed up to a proposal."""
    episode = an_episode(language)
    places = sites or (FACET,)
    for record in (said.no_signs(), said.pain(), said.history(), said.medicines(), said.allergies()):
        put(episode, record, NURSE)
    put(episode, said.labs(), NURSE)
    put(episode, said.plan(sites=places), DOCTOR)
    put(episode, offer(*said.plan(sites=places).sites, **changes), DOCTOR)
    return episode


def put(episode, record, by=DOCTOR):
    return sign(by, episode.pk, record, seen=len(chart(episode.pk).entries))


def a_consent_link(episode=None, language="en", proved=True):
    """Their link, opened in a browser."""
    episode = episode or a_candidate(language)
    token = make_link(NURSE, episode, "consent", hours=720)
    visit = Visit(Client(), f"/k/{token}/", episode)
    if proved:
        assert visit.prove().status_code == 302
    return visit


def right(key):
    """What is sent with the right answer to a question."""
    targets = frozenset({"FACET", "DISC"})
    return {"answer": str(questions(targets)[key].right), "do": "answer"}


def read_all(visit, interpreter="no", **name):
    """Read every part and say everything back, as far as the choices."""
    visit.post("start/", interpreter=interpreter, do="begin", **name)
    for _ in range(30):
        at = visit.get()["Location"].removeprefix(visit.base).strip("/")
        if at in ("choices", "sign", "start"):
            return at
        visit.get(f"{at}/")
        visit.post(f"{at}/", **(right(at.removeprefix("q-")) if at.startswith("q-") else {"do": "read"}))
    raise AssertionError("the pages do not come to an end")


def sign_it(visit, name="Ana Ruiz", **choices):
    """Choose and sign."""
    visit.post("choices/", do="chosen", **(WANTED | choices))
    return visit.post("sign/", do="sign", name=name)
