"""Sign-offs of staff: written down by the manager, asked at every door, and nobody signs themselves off."""

from datetime import timedelta
from typing import Any

import pytest

from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.records import Draw
from buffycoat.practice.competencies import Competency, SignOff
from buffycoat.practice.lots import Lot, Stop
from buffycoat.store import skills
from buffycoat.store.actions import Refused, keep_lot, keep_sign_off, sign, stop_lot
from buffycoat.store.models import AuditEvent, Staff
from tests.journeys import answers as said
from tests.journeys.ready import consented, product_made, signed
from tests.journeys.story import Story
from tests.journeys.test_hard_stops import DOORS, through
from tests.people import DESK, DOCTOR, MANAGER, NURSE


def staff(story: Story, role: str) -> Staff:
    """The account of somebody of a role."""
    story.by(role)
    return Staff.objects.get(username=role)


def may(who: Staff, key: Competency, **other: Any) -> None:
    """They are signed off, a month ago."""
    facts = {"competency": key, "given": "signed off", "on": said.day(-30), **other}
    keep_sign_off(MANAGER, who, SignOff.model_validate(facts))


@pytest.fixture
def at_the_draw(story: Story) -> Story:
    story.episode_id = consented(story)
    story.turn_to(0, "09:05")
    return story


def test_a_practice_that_keeps_none_is_warned_and_signs(at_the_draw: Story) -> None:
    signed(at_the_draw, said.draw())
    page = at_the_draw.page()
    assert "Nobody here keeps who is signed off for what" in page.words
    assert "Drawing blood" in page.words


@pytest.mark.parametrize("door", DOORS)
def test_who_is_not_signed_off_cannot_draw(at_the_draw: Story, door: str) -> None:
    may(staff(at_the_draw, "proceduralist"), "phlebotomy")
    why = through(at_the_draw, door, "nurse", said.draw())
    assert "Nurse is not signed off for: Drawing blood" in why
    assert not at_the_draw.chart.signed(Draw)
    may(staff(at_the_draw, "nurse"), "phlebotomy")
    assert through(at_the_draw, door, "nurse", said.draw()) == ""


def test_one_that_has_run_out_or_was_taken_back_is_none(at_the_draw: Story) -> None:
    nurse = staff(at_the_draw, "nurse")
    may(nurse, "phlebotomy", until=said.day(-1))
    assert "expired 9 March 2027" in through(at_the_draw, "action", "nurse", said.draw())
    may(nurse, "phlebotomy", on=said.day(-2))
    may(nurse, "phlebotomy", on=said.day(-1), given="withdrawn", note="The tourniquet stayed on")
    assert "taken back on 9 March 2027" in through(at_the_draw, "action", "nurse", said.draw())


def test_the_operator_is_asked_after_whoever_signs(story: Story) -> None:
    product_made(story)
    signed(story, said.time_out())
    story.turn_to(0, "10:30")
    may(staff(story, "proceduralist"), "spine_procedures")
    for name in ("Nobody Known", "Nurse"):
        staff(story, "nurse")
        other = said.injection(operator=name)
        assert f"{name} is not signed off" in through(story, "action", "proceduralist", other)
    signed(story, said.injection())
    number = story.chart.entries[-1].number
    other = said.injection(operator="Nurse", assistant="Nurse")
    assert "Nurse is not signed off" in through(story, "action", "proceduralist", other, number)
    slip = said.injection(assistant="Nurse")
    assert through(story, "action", "proceduralist", slip, number) == ""
    assert story.chart.newest(Injection) == slip


def test_the_manager_writes_it_down_and_it_is_audited(story: Story) -> None:
    story.turn_to(0, "08:00")
    nurse = staff(story, "nurse")
    page = story.by("manager").open("/staff/").follow("Write a sign-off down for Nurse")
    page.fill({"competency": "phlebotomy", "observed_by": "Dr One"}).press("Keep it")
    assert page.status == 200
    assert "until 10 Mar 2028" in page.words
    page.open(f"/staff/{nurse.pk}/sign-off")
    page.fill({"competency": "phlebotomy", "until": str(said.day(400))}).press("Keep it")
    assert (page.status, "12 months at most" in page.words) == (409, True)
    page.fill({"until": "", "on": str(said.day(1))}).press("Keep it")
    assert "of today or earlier" in page.words
    assert [one.until for one in skills.held()] == [said.day(366)]
    assert AuditEvent.objects.filter(action="staff", what__contains="nurse: phlebotomy").count() == 1


def test_nobody_signs_themselves_off_and_few_may_at_all(story: Story) -> None:
    facts = SignOff(competency="consent", given="signed off", on=said.day(-40))
    for by, role in ((NURSE, "manager"), (DESK, "nurse"), (MANAGER, "manager"), (DOCTOR, "proceduralist")):
        with pytest.raises(Refused):
            keep_sign_off(by, staff(story, role), facts)
    assert story.by("nurse").open("/staff/").status == 403


def test_what_may_be_signed_at_any_time_is_never_gated(at_the_draw: Story) -> None:
    for key in ("triage_scripts", "adverse_events", "emergency_drills", "life_support"):
        may(staff(at_the_draw, "proceduralist"), key)
    sign(NURSE, at_the_draw.episode_id, said.no_signs(), seen=len(at_the_draw.chart.entries))


def test_a_nurse_takes_a_lot_off_the_shelf_and_no_more(story: Story) -> None:
    story.turn_to(0, "08:00")
    row = keep_lot(MANAGER, Lot(supply="kit", name="Kit", lot="K27Q1", expires_on=said.day(90)))
    page = story.by("nurse").open("/lots/")
    assert "Change lot" not in page.words
    page.follow("Stop it").fill({"standing": "recalled", "reason": "Field notice FSN-7"}).press("Keep it")
    assert page.status == 409
    page.fill({"standing": "quarantined"}).press("Keep it")
    row.refresh_from_db()
    assert (page.status, row.standing) == (200, "quarantined")
    back = Stop(standing="in use", reason="It was nothing", since=said.day(0) - timedelta(1))
    with pytest.raises(Refused):
        stop_lot(NURSE, row, back)
    with pytest.raises(Refused):
        stop_lot(DESK, row, back)
    assert stop_lot(MANAGER, row, back).standing == "in use"


def test_a_recalled_lot_stands_on_the_rail_the_bench_and_the_form(story: Story) -> None:
    product_made(story)
    signed(story, said.time_out())
    story.turn_to(0, "10:30")
    row = keep_lot(MANAGER, Lot(supply="kit", name="Two-spin kit, 60 mL", lot="K27Q1"))
    notice = Stop(standing="recalled", reason="Field notice FSN-7", since=said.day(0))
    form = story.form("proceduralist", Injection)
    assert "recalled" not in form.words
    stop_lot(MANAGER, row, notice)
    assert story.page().rail["Preparation"] == "blocked"
    for page in (story.page(), story.by("nurse").open(f"/episodes/{story.episode_id}/bench")):
        assert "The kit lot K27Q1 is recalled since" in page.words
    assert "The kit lot K27Q1 is recalled since" in story.form("proceduralist", Injection).words
