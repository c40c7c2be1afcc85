"""A patient's link opens what it was made for, for as long as it was made for, and once."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest

from buffycoat.store import clock
from buffycoat.store.actions import (
    BadLink,
    Refused,
    finish_link,
    keep_answers,
    make_link,
    open_episode,
    open_link,
    register_patient,
)
from buffycoat.store.models import AuditEvent, Link
from tests.people import DESK, RESEARCHER

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode():
    ann = register_patient(DESK, name="Ann Example", birth_date=date(1970, 5, 17), sex="female")
    return open_episode(DESK, ann, title="Back")


def refusal(token, purpose):
    with pytest.raises(BadLink) as told:
        open_link(token, purpose)
    return told.value.why


def test_a_link_opens_its_episode_and_names_nobody(episode):
    token = make_link(DESK, episode, "check_in", visit="week_2")
    link = open_link(token, "check_in")
    assert (link.episode, link.visit, link.made_by) == (episode, "week_2", "front_desk")
    assert episode.pk not in token
    assert episode.patient_id not in token


def test_an_intake_link_needs_no_episode():
    link = open_link(make_link(DESK, None, "intake"), "intake")
    assert link.episode is None


def test_a_link_is_for_one_purpose(episode):
    assert refusal(make_link(DESK, episode, "intake"), "check_in") == "other purpose"


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "x" + t, lambda _: ""]
)
def test_a_changed_link_is_not_opened(episode, spoil):
    assert refusal(spoil(make_link(DESK, episode, "intake")), "intake") == "forged"


def test_a_link_whose_row_is_gone_is_not_opened(episode):
    token = make_link(DESK, episode, "intake")
    Link.objects.all().delete()
    assert refusal(token, "intake") == "forged"


def test_a_link_ends(episode):
    token = make_link(DESK, episode, "intake", hours=72)
    now = clock.now()
    with patch("buffycoat.store.clock.now", return_value=now + timedelta(hours=71)):
        open_link(token, "intake")
    with patch("buffycoat.store.clock.now", return_value=now + timedelta(hours=73)):
        assert refusal(token, "intake") == "expired"


def test_what_was_typed_is_kept_even_past_the_links_day(episode):
    token = make_link(DESK, episode, "intake", hours=1)
    link = open_link(token, "intake")
    with patch("buffycoat.store.clock.now", return_value=clock.now() + timedelta(hours=2)):
        keep_answers(link, {"pain.now": "6"})
    assert Link.objects.get().answers == {"pain.now": "6"}


def test_a_link_is_sent_once(episode):
    token = make_link(DESK, episode, "intake")
    link, same = open_link(token, "intake"), open_link(token, "intake")
    finish_link(link)
    assert refusal(token, "intake") == "used"
    with pytest.raises(BadLink, match="used"):
        finish_link(same)
    with pytest.raises(BadLink, match="used"):
        keep_answers(same, {"late": "1"})
    assert Link.objects.get().answers == {}
    assert [e.role for e in AuditEvent.objects.filter(action="link").order_by("pk")] == [
        "front_desk",
        "patient",
    ]


def test_who_may_send_links_and_for_what(episode):
    with pytest.raises(Refused, match="may not send links"):
        make_link(RESEARCHER, episode, "intake")
    with pytest.raises(ValueError, match="not a purpose"):
        make_link(DESK, episode, "everything")
