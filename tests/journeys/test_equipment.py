"""The list of equipment: kept by who may, copied into what is signed; overdue calibration stops a spin."""

from datetime import date, timedelta

import pytest

from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.practice.equipment import Analyser, Centrifuge, Kit
from buffycoat.store import clock, equipment
from buffycoat.store.actions import Refused, keep_equipment, sign
from buffycoat.store.models import AuditEvent
from buffycoat.store.stock import Kit as KitRow
from tests.journeys import answers as said
from tests.journeys.ready import blood_drawn
from tests.journeys.story import Story
from tests.people import DESK, DOCTOR, MANAGER, NURSE

DAY = said.day(0)
IN_DATE = Centrifuge(
    name="Centrifuge 1", radius_max=160, radius_min=95, calibrated_on=DAY - timedelta(30), due_on=DAY
)
OVERDUE = Centrifuge(name="Centrifuge 1", calibrated_on=DAY - timedelta(400), due_on=DAY - timedelta(1))


@pytest.mark.django_db
def test_who_may_keep_the_list() -> None:
    for by in (NURSE, DESK):
        with pytest.raises(Refused):
            keep_equipment(by, IN_DATE)
    row = keep_equipment(MANAGER, IN_DATE)
    keep_equipment(DOCTOR, Analyser(name="Analyser 1", platelet_cv=4))
    assert equipment.every(Centrifuge) == (IN_DATE,)
    with pytest.raises(Refused, match="on the list already"):
        keep_equipment(MANAGER, OVERDUE)
    keep_equipment(MANAGER, OVERDUE, row=row)
    assert equipment.every(Centrifuge) == (OVERDUE,)
    said_of = [one.what for one in AuditEvent.objects.filter(action="equip")]
    assert "Centrifuge Centrifuge 1: radius_max, radius_min, calibrated_on, due_on" in said_of


@pytest.mark.django_db
def test_a_price_is_kept_to_the_cent() -> None:
    keep_equipment(MANAGER, Kit(name="Kit A", price=129.95, currency="USD", blood_volume=60))
    assert str(KitRow.objects.get().price) == "129.95"
    assert equipment.every(Kit)[0].price == 129.95


@pytest.mark.django_db
def test_what_is_out_of_use_is_not_offered_and_stops_a_spin(story: Story) -> None:
    blood_drawn(story)
    keep_equipment(MANAGER, IN_DATE.model_copy(update={"out_of_use": True}))
    assert equipment.every(Centrifuge) == ()
    with pytest.raises(Refused, match="out of use"):
        sign(NURSE, story.episode_id, said.spin(1), seen=len(story.chart.entries))


def test_what_is_due_within_thirty_days(db: None) -> None:
    for name, days in (("Late", -1), ("Today", 0), ("Soon", 30), ("Later", 31)):
        keep_equipment(MANAGER, Centrifuge(name=name, due_on=DAY + timedelta(days)))
    keep_equipment(MANAGER, Centrifuge(name="Nobody knows"))
    found = [(name, how) for name, _, how in equipment.due(DAY)]
    assert found == [("Late", "overdue"), ("Today", "due soon"), ("Soon", "due soon")]


def test_an_overdue_centrifuge_cannot_be_signed_for(story: Story) -> None:
    blood_drawn(story)
    keep_equipment(MANAGER, OVERDUE)
    seen = len(story.chart.entries)
    for name in ("Centrifuge 1", " centrifuge  1"):
        spun = Spin.model_validate({**said.spin(1).model_dump(exclude_unset=True), "centrifuge": name})
        with pytest.raises(Refused, match="calibration of Centrifuge 1 was due"):
            sign(NURSE, story.episode_id, spun, seen=seen)
    assert len(story.chart.entries) == seen


def test_a_due_day_written_by_hand_stops_too(story: Story) -> None:
    blood_drawn(story)
    late = {"centrifuge": "Borrowed", "calibration_due_on": DAY - timedelta(1)}
    spun = Spin.model_validate({**said.spin(1).model_dump(exclude_unset=True), **late})
    with pytest.raises(Refused, match="no spin after that day"):
        sign(NURSE, story.episode_id, spun, seen=len(story.chart.entries))


def test_the_calibration_and_the_radius_are_copied_into_the_spin(story: Story) -> None:
    blood_drawn(story)
    keep_equipment(MANAGER, IN_DATE)
    turns = Spin(number=1, centrifuge="Centrifuge 1", rpm=1500, minutes=10)
    entry = sign(NURSE, story.episode_id, turns, seen=len(story.chart.entries))
    kept = entry.record
    assert isinstance(kept, Spin)
    assert (kept.calibrated_on, kept.calibration_due_on, kept.radius) == (DAY - timedelta(30), DAY, 160)


def test_what_was_written_is_never_changed(story: Story) -> None:
    blood_drawn(story)
    keep_equipment(MANAGER, IN_DATE)
    own = Spin(number=1, centrifuge="Centrifuge 1", rpm=1500, radius=150, calibration_due_on=None, minutes=10)
    kept = sign(NURSE, story.episode_id, own, seen=len(story.chart.entries)).record
    assert isinstance(kept, Spin)
    assert (kept.radius, kept.state("calibration_due_on")) == (150, "unknown")


def test_a_spin_before_the_last_calibration_is_not_known(story: Story) -> None:
    """The list says what holds now; what held then, it does not know, and does not say."""
    blood_drawn(story)
    keep_equipment(MANAGER, IN_DATE.model_copy(update={"calibrated_on": DAY + timedelta(1)}))
    spun = Spin(number=1, centrifuge="Centrifuge 1", g_force=250, minutes=10, started_at=said.at(0, "09:10"))
    kept = sign(NURSE, story.episode_id, spun, seen=len(story.chart.entries)).record
    assert isinstance(kept, Spin)
    assert kept.state("calibration_due_on") == "not asked"


def test_the_analysers_error_and_range_are_copied(story: Story) -> None:
    keep_equipment(MANAGER, Analyser(name="Analyser 1", platelet_cv=4, linear_low=10, linear_high=900))
    blood_drawn(story, baseline_analyser="analyser 1")
    assert [draw.baseline_cv for draw in story.chart.every(Draw)] == [4]
    for number in (1, 2):
        sign(NURSE, story.episode_id, said.spin(number), seen=len(story.chart.entries))
    made = sign(NURSE, story.episode_id, said.product(), seen=len(story.chart.entries)).record
    assert isinstance(made, Product)
    assert (made.analyser_cv, made.analyser_low, made.analyser_high) == (4, 10, 900)


def test_a_spin_signed_in_time_can_be_amended_later(story: Story) -> None:
    """The day it was spun counts, not the day on which a slip is put right."""
    blood_drawn(story)
    row = keep_equipment(MANAGER, IN_DATE)
    entry = sign(
        NURSE, story.episode_id, Spin(number=1, centrifuge="Centrifuge 1"), seen=len(story.chart.entries)
    )
    story.turn_to(3, "09:00")
    assert clock.today() > date.fromisoformat(str(IN_DATE.due_on))
    mended = Spin(number=1, centrifuge="Centrifuge 1", g_force=250, minutes=10)
    sign(NURSE, story.episode_id, mended, seen=len(story.chart.entries), amends=entry.number)
    assert row.pk
