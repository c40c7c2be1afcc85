"""Instants around the needle: nights in which the clocks change, leap days, other zones; and conflicts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.candidacy.clock import DrugWindow, window
from buffycoat.pathway.candidacy.clock_conflicts import conflicts
from buffycoat.pathway.candidacy.drugs import DRUGS
from buffycoat.pathway.candidacy.records import Allergies, Allergy, Drug, History, Medicines, Plan, Site
from buffycoat.pathway.candidacy.target import CLASSES

NEW_YORK = ZoneInfo("America/New_York")
ZONES = [ZoneInfo(name) for name in ("America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "UTC")]
NAMES = [row.ingredients[0] for row in DRUGS.rows.values()]
DAY, ON = date(2026, 11, 19), date(2026, 11, 30)
DISC = Site(target="DISC", level="L4-5", side="M")
LIG = Site(target="LIG", level="L4-5", side="M")


def around(name: str, needle: datetime, grade="intermediate") -> DrugWindow:
    return window(Drug(name=name), grade, needle.date(), needle)


@pytest.mark.parametrize(
    ("name", "needle", "last_dose", "restart"),
    [
        # 24 hours pass from Saturday 10:00 over the night that has 25: Sunday 09:00.
        ("apixaban", "2026-10-31T10:00-04:00", "2026-10-28T10:00-04:00", "2026-11-01T09:00-05:00"),
        # And over the night that has 23: Sunday 11:00. The hold is of days: the same time of day.
        ("apixaban", "2026-03-07T10:00-05:00", "2026-03-04T10:00-05:00", "2026-03-08T11:00-04:00"),
        # A hold of days that begins before the clocks change keeps the time of day.
        ("warfarin", "2026-03-10T09:00-04:00", "2026-03-05T09:00-05:00", "2026-03-10T15:00-04:00"),
        # 02:30 on 8 March does not exist: an hour later does.
        ("naproxen", "2026-03-15T02:30-04:00", "2026-03-08T03:30-04:00", "2026-03-22T02:30-04:00"),
        # Leap days are days.
        ("naproxen", "2028-03-04T09:00-05:00", "2028-02-26T09:00-05:00", "2028-03-11T09:00-05:00"),
        ("naproxen", "2027-03-04T09:00-05:00", "2027-02-25T09:00-05:00", "2027-03-11T09:00-05:00"),
    ],
)
def test_hours_pass_and_days_keep_the_time_of_day(name, needle, last_dose, restart):
    found = around(name, datetime.fromisoformat(needle).astimezone(NEW_YORK))
    assert found.last_dose_at == datetime.fromisoformat(last_dose)
    assert found.restart_at == datetime.fromisoformat(restart)


def test_an_instant_that_falls_on_a_later_day_moves_the_day():
    """24 hours after 23:30, in the night that has 23, is half past midnight two days on."""
    found = around("apixaban", datetime(2026, 3, 7, 23, 30, tzinfo=NEW_YORK))
    assert found.restart_at == datetime(2026, 3, 9, 0, 30, tzinfo=NEW_YORK)
    assert (found.restart_bleeding, found.restart) == (date(2026, 3, 8), date(2026, 3, 9))


def test_without_an_instant_there_are_only_days():
    found = window(Drug(name="apixaban"), "intermediate", ON)
    assert (found.last_dose_at, found.restart_at) == (None, None)
    assert around("acetaminophen", datetime(2026, 11, 30, tzinfo=UTC)).restart_at is None


@given(
    name=st.sampled_from(NAMES),
    grade=st.sampled_from(CLASSES),
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 9 * 366 * 24 * 60),
    later=st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_a_later_needle_never_has_an_earlier_clock(name, grade, zone, minutes, later):
    needle = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    first, second = (around(name, one.astimezone(zone), grade) for one in (needle, needle + later))
    for side in ("hold_from", "restart", "last_dose_at", "restart_at"):
        early, late = getattr(first, side), getattr(second, side)
        assert (early is None) == (late is None)
        assert early is None or early <= late
    if first.last_dose_at and first.hold_from:
        assert first.hold_from <= first.last_dose_at.date(), "the day is never less strict than the instant"
    if first.restart_at and first.restart:
        assert first.restart_at.date() <= first.restart


def said(plan: Plan | None, *drugs: Drug, allergies=None, history=None) -> tuple:
    return conflicts(DAY, plan, history, Medicines(drugs=drugs), allergies)


PLAN = Plan(sites=(DISC,), planned_on=ON)
CONTRAST = Allergies(allergies=(Allergy(substance="Iodinated contrast", reaction="Hives", severe=False),))


def test_premedication_for_contrast_is_raised_against_the_washout():
    (one,) = said(PLAN, allergies=CONTRAST)
    assert "steroid into the washout" in one.text
    assert "14 days before to 28 days after" in one.why
    assert one.earliest is None
    assert said(Plan(sites=(LIG,), planned_on=ON), allergies=CONTRAST) == (), "no contrast is needed there"
    severe = Allergies(allergies=(Allergy(substance="Iodinated contrast", severe=True),))
    assert said(PLAN, allergies=severe) == (), "after a severe reaction no contrast is given at all"
    assert said(None, allergies=CONTRAST) != (), "an unknown target may need contrast"


def test_a_dose_inside_its_hold_names_the_first_day_that_fits():
    (one,) = said(PLAN, Drug(name="Naproxen 500 mg", use="as needed", last_taken="2026-11-25"))
    assert one.text == "Naproxen 500 mg: last dose 5 days before the needle; 7 days asked"
    assert one.earliest == date(2026, 12, 2)
    assert said(PLAN, Drug(name="naproxen", last_taken="2026-11-23")) == ()
    (month,) = said(PLAN, Drug(name="naproxen", last_taken="2026-11"))
    assert month.earliest == date(2026, 12, 7), "a month means its last day"


def test_a_drug_stopped_too_late_is_still_in_the_body():
    (one,) = said(PLAN, Drug(name="clopidogrel", use="stopped", last_taken="2026-11-26"))
    assert one.earliest == date(2026, 12, 3)


def test_a_day_gone_by_with_nothing_known_of_it():
    near = Plan(sites=(DISC,), planned_on=date(2026, 11, 22))
    (one,) = said(near, Drug(name="warfarin", use="taking"))
    assert "has passed" in one.text
    assert one.earliest == date(2026, 11, 24)
    assert said(PLAN, Drug(name="warfarin", use="taking")) == (), "there is still time to agree on it"
    assert said(near, Drug(name="warfarin", use="stopped")) == (), "of a stopped order nothing is claimed"


def test_aspirin_for_the_heart_never_conflicts():
    near = Plan(sites=(DISC,), planned_on=date(2026, 11, 20))
    assert said(near, Drug(name="aspirin", use="taking", for_heart=True, last_taken="2026-11-19")) == ()


def test_a_steroid_near_the_site():
    (one,) = said(PLAN, history=History(steroid_injection_on=date(2026, 11, 10)))
    assert one.earliest == date(2026, 12, 8)
    assert said(PLAN, history=History(steroid_injection_on=date(2026, 10, 10))) == ()


def test_without_a_planned_day_nothing_is_counted():
    taken = Drug(name="naproxen", last_taken="2026-11-18")
    assert said(Plan(sites=(DISC,)), taken) == said(Plan(planned_on=date(2026, 1, 1)), taken) == ()
