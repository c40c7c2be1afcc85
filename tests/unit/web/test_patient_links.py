"""The door of a patient's link."""

from datetime import date, timedelta

import pytest
from django.test import Client

from buffycoat.store import actions, clock
from buffycoat.store.models import AuditEvent, Link
from tests.unit.web.patients import BORN, NURSE, a_link, an_episode

pytestmark = pytest.mark.django_db
OTHER_DAY = date(1971, 5, 17)


def test_nothing_about_the_person_is_shown_before_the_date_of_birth():
    visit = a_link(proved=False)
    for at in ("", "1/", "review/", "now/", "later/"):
        page = visit.text(at)
        assert "date of birth" in page
        assert not any(secret in page for secret in ("Ana", "Ruiz", "4711", "1970", "Low back pain"))


def test_the_right_date_opens_the_first_question():
    visit = a_link(proved=False)
    assert visit.prove()["Location"].endswith(visit.base)
    assert visit.get()["Location"].endswith("/1/")
    assert "Question 1 of" in visit.text("1/")


def test_another_browser_has_to_give_the_date_again():
    visit = a_link()
    assert "date of birth" in Client().get(f"{visit.base}1/").content.decode()


@pytest.mark.parametrize("typed", [("", "", ""), ("31", "2", "1970"), ("17", "5", "seventy")])
def test_a_date_that_cannot_be_read_is_no_wrong_try(typed):
    visit = a_link(proved=False)
    answer = visit.post(**dict(zip(("born:day", "born:month", "born:year"), typed, strict=True)))
    assert "day, the month and the year" in answer.content.decode()
    assert not AuditEvent.objects.filter(what="wrong date of birth").exists()


def test_what_was_typed_wrong_stands_in_the_boxes_again():
    visit = a_link(proved=False)
    page = visit.prove(OTHER_DAY).content.decode()
    assert 'value="1971"' in page
    assert "not the date we have" in page


def test_five_wrong_dates_lock_the_link_even_for_the_right_one():
    visit = a_link(proved=False)
    answers = [visit.prove(OTHER_DAY).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 403]
    assert visit.prove(BORN).status_code == 403
    assert "five times" in visit.text()
    assert AuditEvent.objects.filter(what="wrong date of birth").count() == 5


def test_four_wrong_dates_do_not_lock_it():
    visit = a_link(proved=False)
    for _ in range(4):
        visit.prove(OTHER_DAY)
    assert visit.prove(BORN).status_code == 302


def test_wrong_dates_at_one_link_do_not_lock_another():
    episode = an_episode()
    first = a_link(episode=episode, proved=False)
    for _ in range(5):
        first.prove(OTHER_DAY)
    second = a_link(episode=episode, proved=False)
    assert second.prove(BORN).status_code == 302


def _forged(visit):
    return visit.base[:-4] + "xyz/"


def _of_another_purpose(visit):
    return visit.base.replace("/p/", "/c/")


def _expired(visit):
    Link.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    return visit.base


def _used(visit):
    actions.finish_link(visit.link)
    return visit.base


@pytest.mark.parametrize(
    ("spoil", "status", "says"),
    [
        (_forged, 404, "not complete or not ours"),
        (_of_another_purpose, 404, "another page of ours"),
        (_expired, 410, "too old"),
        (_used, 410, "were sent"),
    ],
)
def test_a_link_that_does_not_open_says_what_to_do(spoil, status, says, settings):
    settings.PHONE, settings.EMERGENCY = "555-0142", "911"
    visit = a_link()
    address = spoil(visit)
    for at in ("", "1/", "review/"):
        answer = visit.client.get(address + at)
        page = answer.content.decode()
        assert answer.status_code == status
        assert says in page
        assert "tel:5550142" in page
        assert "tel:911" in page
        assert "Ana" not in page


def test_the_language_chosen_at_the_door_goes_on_behind_it():
    visit = a_link(proved=False)
    born = {"born:day": BORN.day, "born:month": BORN.month, "born:year": BORN.year}
    assert "fecha de nacimiento" in visit.text(lang="es")
    answer = visit.client.post(visit.base, {**born, "lang": "es"}, follow=True)
    assert "Pregunta 1 de" in answer.content.decode()
    assert "Pregunta 1 de" in visit.text("1/")


def test_without_a_choice_the_door_speaks_as_the_browser_and_then_as_the_patient():
    visit = a_link(language="es", proved=False)
    page = visit.client.get(visit.base, headers={"accept-language": "es-MX,es;q=0.9"}).content.decode()
    assert "fecha de nacimiento" in page
    visit.prove()
    assert "Pregunta 1 de" in visit.text("1/")


def test_a_link_that_does_not_open_speaks_spanish():
    assert "Esta página está cerrada" in Client().get("/p/nothing/?lang=es").content.decode()


def test_an_unknown_page_behind_a_good_link_is_no_error():
    assert a_link().get("99/").status_code == 404
    assert a_link(purpose="check_in", episode=an_episode_without_mrn()).get("nowhere/").status_code == 404


def an_episode_without_mrn():
    patient = actions.register_patient(NURSE, name="Bea Soto", birth_date=BORN, sex="female")
    return actions.open_episode(NURSE, patient, title="Neck pain")


def test_opening_answering_and_sending_are_audited():
    visit = a_link()
    visit.answer(1, saddle_numbness="no")
    visit.send()
    found = list(AuditEvent.objects.filter(role="patient").order_by("pk").values_list("action", "what"))
    assert found[0] == ("link", "intake opened")
    assert found[1] == ("link", "intake: page 1 answered")
    assert ("link", "intake sent") in found
    assert [action for action, _ in found].count("sign") == 1


def test_pages_are_kept_by_no_browser():
    visit = a_link()
    assert all(visit.get(at)["Cache-Control"] == "no-store" for at in ("1/", "review/", "later/"))


def test_a_link_of_nobodys_chart_opens_nothing():
    token = actions.make_link(NURSE, None, "intake")
    assert Client().get(f"/p/{token}/").status_code == 404
