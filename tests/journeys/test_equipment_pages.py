"""The list of equipment as pages: who sees it, who keeps it, and what a spin's form takes from it."""

from datetime import timedelta

import pytest

from buffycoat.pathway.preparation.records import Spin
from buffycoat.practice.equipment import Analyser, Centrifuge, Kit
from buffycoat.store import equipment
from buffycoat.store.actions import keep_equipment
from tests.journeys import answers as said
from tests.journeys.ready import blood_drawn
from tests.journeys.story import Story
from tests.people import MANAGER

DUE = said.day(0) + timedelta(12)
MACHINE = Centrifuge(name="Centrifuge 1", radius_max=160, radius_min=98, rpm_max=4000, due_on=DUE)


@pytest.fixture
def stocked(story: Story) -> Story:
    """One centrifuge that is due in twelve days, on the day of the injection."""
    story.turn_to(0, "08:00")
    keep_equipment(MANAGER, MACHINE)
    return story


def test_the_manager_adds_a_centrifuge_and_changes_it(story: Story) -> None:
    page = story.by("manager").open("/equipment/").follow("Add a centrifuge")
    page.fill({"name": "Centrifuge 9", "radius_max": "160", "due_on": "2027-09-01"}).press("Keep it")
    assert "Kept: Centrifuge 9" in page.page.text
    assert equipment.every(Centrifuge)[0].radius_max == 160
    page.follow("Change Centrifuge 9").fill({"due_on": "2028-09-01"}).press("Keep it")
    assert "Due 1 Sep 2028" in page.words


def test_a_slip_is_asked_about_and_a_double_name_refused(stocked: Story) -> None:
    page = stocked.by("manager").open("/equipment/centrifuge/new")
    page.fill({"name": "Centrifuge 2", "radius_max": "16"}).press("Keep it")
    assert page.status == 422
    assert "did you mean 160 mm" in page.words
    page.fill({"name": "Centrifuge 1", "radius_max": "160"}).press("Keep it")
    assert (page.status, "on the list already" in page.words) == (409, True)


def test_everybody_sees_what_is_due_and_only_some_change_it(stocked: Story) -> None:
    nurse = stocked.by("nurse").open("/equipment/")
    assert "Due 22 Mar 2027, in 12 days" in nurse.words
    assert "Change" not in nurse.words
    assert stocked.by("nurse").open("/equipment/centrifuge/new").status == 403
    assert stocked.by("nurse").open("/").words.count("Calibration. Due 22 Mar 2027, in 12 days") == 1
    assert stocked.by("manager").open("/equipment/magic/new").status == 404


def test_what_is_known_is_said_and_what_is_not_too(stocked: Story) -> None:
    keep_equipment(MANAGER, Analyser(name="Analyser 1", linear_high=900))
    keep_equipment(MANAGER, Kit(name="Kit A", price=240, currency="USD", price_from="Invented for the demo"))
    words = stocked.by("manager").open("/equipment/").words
    assert "radius 160 mm to the bottom of the tube, 98 mm to the top of the blood" in words
    assert "platelets straight 0 to 900 ×10⁹/L, counting error not known" in words
    assert "240.00 USD (Invented for the demo)" in words
    assert "Not known when it is due" in words


def test_the_form_of_a_spin_offers_the_centrifuges_and_turns_into_force(stocked: Story) -> None:
    blood_drawn(stocked)
    form = stocked.form("nurse", Spin)
    assert [one.attrs["value"] for one in form.page.every("option") if not one.text] == ["Centrifuge 1"]
    assert "Centrifuge 1: radius 160 mm to the bottom of the tube" in form.words
    form.fill({"number": "1", "centrifuge": "Centrifuge 1", "rpm": "1500", "minutes": "10"})
    form.press("Read it over first")
    assert (
        "1500 turns a minute on Centrifuge 1: 402 g at the largest radius, 160 mm; 247 g at the smallest"
        in form.words
    )
    form.press("Sign as")
    newest = stocked.chart.newest(Spin)
    assert newest is not None
    assert (newest.radius, newest.calibration_due_on) == (160, DUE)


def test_more_turns_than_the_rotor_takes_are_said(stocked: Story) -> None:
    blood_drawn(stocked)
    form = stocked.form("nurse", Spin)
    form.fill({"number": "1", "centrifuge": "Centrifuge 1", "rpm": "5000", "minutes": "10"})
    form.press("Read it over first")
    assert "That is more than its most, 4000" in form.words
