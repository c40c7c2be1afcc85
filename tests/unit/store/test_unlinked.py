"""Which injections have no image yet: by what is in force, lately, and in a fixed number of questions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buffycoat.pathway.chart import Retraction
from buffycoat.pathway.injection.images import Images
from buffycoat.store import index
from buffycoat.store.charts import chart
from buffycoat.store.models import Episode
from buffycoat.store.unlinked import LOOKED_BACK, unlinked
from tests.images import CLASSES, STUDY
from tests.treated import DAY, GIVEN_AT, SIDES, injection, treated, written

ONE = {
    "shows": "needle",
    "series_uid": f"{STUDY}.1",
    "instance_uid": f"{STUDY}.1.1",
    "class_uid": CLASSES["XA"],
    "sha256": "0" * 64,
}
LINKED = Images.model_validate({"images": [ONE], "study_uid": STUDY, "fetched_at": GIVEN_AT})
pytestmark = pytest.mark.django_db


def names(day=DAY) -> list[str]:
    return [one.name for one in unlinked(day)]


@pytest.mark.parametrize(("saved", "listed"), [(True, 1), (None, 1), (False, 0)])
def test_an_injection_without_images_is_listed_unless_none_were_saved(saved, listed):
    episode = treated(images_saved=saved)
    assert len(unlinked(DAY)) == listed
    if listed:
        (one,) = unlinked(DAY)
        assert (one.episode, one.name, one.given_on) == (episode.pk, "Ann Example", DAY)


def test_it_is_listed_until_images_are_linked_and_again_when_they_are_taken_back():
    episode = treated()
    number = written(episode, LINKED)
    assert names() == []
    written(episode, Retraction(reason="Of another patient."), amends=number)
    assert names() == ["Ann Example"]


def test_an_injection_that_was_taken_back_is_not_listed():
    episode = treated()
    written(episode, Retraction(reason="Of another patient."), amends=2)
    assert names() == []


def test_an_amended_injection_is_listed_by_what_stands():
    episode = treated()
    written(episode, injection(images_saved=False), amends=2)
    assert names() == []


def test_it_is_listed_for_a_month_whatever_is_signed_since():
    episode = treated()
    last = DAY + timedelta(days=LOOKED_BACK)
    assert (names(last), names(last + timedelta(days=1))) == (["Ann Example"], [])
    index.write(Episode.objects.get(pk=episode.pk), chart(episode.pk), last + timedelta(days=20))
    assert names(last) == ["Ann Example"]


def test_one_that_was_signed_late_counts_from_the_day_of_the_needle():
    treated(given_at=GIVEN_AT - timedelta(days=40))
    assert names() == []


def test_the_latest_come_first_and_the_questions_do_not_grow():
    treated()
    with CaptureQueriesContext(connection) as few:
        unlinked(DAY)
    for number in range(1, 6):
        treated(f"Nr {number}", f"N-{number}", given_at=GIVEN_AT - timedelta(days=number), sites=SIDES[:1])
    with CaptureQueriesContext(connection) as many:
        found = unlinked(DAY)
    assert [one.name for one in found] == ["Ann Example", *(f"Nr {number}" for number in range(1, 6))]
    assert len(many) == len(few) == 1
