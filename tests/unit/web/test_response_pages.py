"""The response board and what leads from it: a new link, answers by telephone, why none came."""

import re
from datetime import timedelta

import pytest

from buffycoat.pathway.outcomes.entered import EnteredScores, NoAnswers
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.store.charts import chart
from buffycoat.store.models import Link
from tests.people import sign_in
from tests.treated import DAY, treated, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(settings):
    """Ann, injected 90 days ago; her answers at 12 weeks are late."""
    settings.TODAY = (DAY + timedelta(days=90)).isoformat()
    episode = treated()
    written(episode, Outcome(visit="baseline", answered_on=DAY, nrs_average=7))
    return episode


def text(client, address, **sent):
    answer = client.get(address, sent)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_is_late_stands_first_with_what_can_be_done(client, late):
    sign_in(client, "nurse")
    page = text(client, "/responses/")
    assert "1 to ask now" in page
    assert "6 days ago" in page
    assert "2 missed, and nobody has said why" in page
    assert f"/episodes/{late.pk}/sign/outcomes.outcome?visit=week_12&amp;mode=phone" in page


def test_one_press_makes_a_new_link_for_that_visit_and_the_board_says_so(client, late):
    sign_in(client, "nurse")
    sent = {"purpose": "check_in", "visit": "week_12", "hours": "168"}
    assert "Send this address" in client.post(f"/episodes/{late.pk}/link", sent).content.decode()
    assert Link.objects.get(episode=late).visit == "week_12"
    assert "not opened" in text(client, "/responses/")


def test_answers_taken_by_telephone_begin_with_the_visit_the_day_and_the_way(client, late):
    sign_in(client, "nurse")
    page = text(client, f"/episodes/{late.pk}/sign/outcomes.outcome", visit="week_12", mode="phone")
    for chosen in ("week_12", "phone"):
        assert re.search(rf'value="{chosen}"[^>]* checked', page), chosen
    assert (DAY + timedelta(days=90)).isoformat() in page


def test_a_visit_that_is_none_fills_nothing_in(client, late):
    sign_in(client, "nurse")
    page = text(client, f"/episodes/{late.pk}/sign/outcomes.outcome", visit="week_13", mode="shout")
    assert "are filled in" not in page


def test_a_reason_takes_the_person_off_the_list_and_stays_in_the_count(client, late, settings):
    sign_in(client, "nurse")
    form = f"/episodes/{late.pk}/sign/outcomes.no_answers"
    said = {"visit": "week_2", "on": DAY.isoformat(), "reason": "not_reached", "for_good": "no"}
    seen = {":seen": str(len(chart(late.pk).entries)), "do": "sign"}
    assert client.post(form, said | seen).status_code == 302
    assert chart(late.pk).every(NoAnswers)[0].reason == "not_reached"
    page = text(client, "/responses/")
    assert "Could not be reached" in page
    assert "1 missed, and nobody has said why" in page
    assert "0 of 1" in page


@pytest.mark.parametrize(("role", "status"), [("front_desk", 200), ("researcher", 403)])
def test_who_sees_the_board(client, late, role, status):
    sign_in(client, role)
    assert client.get("/responses/").status_code == status


def test_the_front_desk_may_send_links_and_writes_no_answers(client, late):
    sign_in(client, "front_desk")
    page = text(client, "/responses/")
    assert "New link" in page
    assert "mode=phone" not in page


def test_entered_scores_stand_on_the_episode_with_change_and_response(client, late):
    for visit, percent, t in (("baseline", 50, 62.0), ("week_12", 30, 61.0)):
        told = {"visit": visit, "filled_in_on": DAY, "odi_percent": percent, "pain_interference": t}
        written(late, EnteredScores.model_validate(told))
    written(late, Outcome(visit="week_12", answered_on=DAY + timedelta(days=84), nrs_average=3, pgic=2))
    sign_in(client, "nurse")
    page = text(client, f"/episodes/{late.pk}/")
    assert "better, by 3 of 3 thresholds" in page
    assert "no important change" in page
    assert "(c) (a), and Oswestry down by 30 % or more" in page
    assert "Copyright Fairbank" in page
    assert "other treatment since: not known" in page


def test_a_form_past_its_range_is_refused_with_the_bound(client, late):
    sign_in(client, "nurse")
    said = {"visit": "week_12", "filled_in_on": DAY.isoformat(), "odi_percent": "101", "do": "sign"}
    answer = client.post(f"/episodes/{late.pk}/sign/outcomes.entered_scores", said)
    assert answer.status_code == 422
    assert "100" in answer.content.decode()
    assert not chart(late.pk).every(EnteredScores)
