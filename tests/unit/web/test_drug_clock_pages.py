"""The drug clock: bands and lines where the days say, words that never tell anybody to stop, and the page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from buffycoat.pathway.candidacy.drugs import DRUGS
from buffycoat.pathway.candidacy.records import Allergies, Allergy, Drug, Medicines, Plan, Site
from buffycoat.pathway.chart import Chart
from buffycoat.store.models import AuditEvent
from buffycoat.web.presenters.drug_clock import drug_clock
from buffycoat.web.presenters.drug_lines import Piece
from tests.people import DOCTOR
from tests.unit.web.declared import ZONE
from tests.unit.web.markup import Markup
from tests.unit.web.triaged import CALM

TODAY, ON = date(2026, 11, 19), date(2026, 11, 28)
SIGNED = datetime(2026, 11, 12, 15, tzinfo=UTC)
DISC = Site(target="DISC", level="L4-5", side="M")
PLAN = Plan(sites=(DISC,), planned_on=ON)


def chart(*records):
    made = Chart("e")
    for place, record in enumerate(records):
        made = made.sign(record, DOCTOR, SIGNED + timedelta(minutes=place))
    return made


def only(name, plan=PLAN, **more):
    """The one row of a clock with one drug."""
    drug = Drug.model_validate({"name": name, "use": "taking", **more})
    (row,) = drug_clock(chart(plan, Medicines(drugs=(drug,))), TODAY, ZONE).rows
    return row


def test_the_injection_is_the_middle_and_each_day_has_its_place():
    row = only("apixaban")
    # 14 days on each side: a day is 50 / 14 percent. 3 days before to 1 day after.
    assert row.pieces[0] == Piece("band b", 39.29, 53.57)
    assert row.dates == "Last dose by 25 Nov 2026, restart from 29 Nov 2026"
    assert row.agreement == "Ask the prescriber; document agreement"
    assert row.open


def test_what_is_taken_is_a_line_as_far_as_it_was_told_and_dashes_where_it_may_be():
    told = only("apixaban", last_taken="2026-11-18").pieces
    assert told[1:] == (
        Piece("ci", 0, 14.29), Piece("ci dash", 14.29, 39.29), Piece("ci dash", 53.57, 100),
    )  # fmt: skip
    # The list was signed before the axis begins: all that it shows is what may be.
    assert [piece.kind for piece in only("apixaban").pieces[1:]] == ["ci dash", "ci dash"]


def test_bleeding_and_platelets_have_lanes_of_their_own():
    high = Drug(name="clopidogrel", use="taking"), Drug(name="warfarin", use="taking")
    naproxen = Drug(name="naproxen", use="as needed", last_taken="2026-11-25")
    clock = drug_clock(chart(PLAN, Medicines(drugs=(*high, naproxen))), TODAY, ZONE)
    row = clock.rows[0]
    assert row.name == "naproxen", "what does not fit comes first"
    assert [piece.kind for piece in row.pieces[:2]] == ["band b", "band"]
    assert [piece.kind for piece in row.pieces if piece.kind.startswith("dose")] == ["dose late"]
    assert row.late == "7 days asked."
    assert "high bleeding class (combined: clopidogrel and warfarin)" in clock.lead


def test_aspirin_for_the_heart_goes_on():
    row = only("Aspirin 81 mg", for_heart=True)
    assert row.pieces == (Piece("ci", 0, 100),)
    assert row.dates == ""
    assert row.asks == ("For heart or vessels: never stopped for PRP.",)
    assert row.agreement.startswith("Goes on")
    assert not row.open


@pytest.mark.parametrize(
    ("drug", "says"),
    [
        ({"hold_agreed": True, "agreed_on": "2026-11-04"}, "Agreed with the prescriber 4 Nov 2026"),
        ({"hold_agreed": False}, "The prescriber does not want it held"),
        ({}, "Ask the prescriber; document agreement"),
    ],
)
def test_the_agreement_is_what_the_prescriber_said(drug, says):
    assert only("warfarin", **drug).agreement == says


def test_a_day_gone_by_is_drawn_inside_the_hold():
    near = Plan(sites=(DISC,), planned_on=date(2026, 11, 21))
    row = only("warfarin", near)
    assert "has passed" in row.late
    assert any(piece.kind == "stopline" for piece in row.pieces)


def test_a_drug_that_the_table_does_not_know_is_for_a_person():
    row = only("Levothyroxine 75 microgram")
    assert row.asks == ("Not in the drug table: a person reads it.",)
    assert row.agreement == "To be read by a person"


def test_a_long_washout_widens_the_axis():
    prednisone = drug_clock(
        chart(PLAN, Medicines(drugs=(Drug(name="prednisone", use="taking"),))), TODAY, ZONE
    )
    assert [tick.text for tick in prednisone.ticks if tick.text] == ["31 Oct", "14 Nov", "12 Dec", "26 Dec"]
    short = drug_clock(chart(PLAN, Medicines(drugs=(Drug(name="apixaban"),))), TODAY, ZONE)
    assert len(short.ticks) == 29, "a mark for each day"


def test_without_a_day_there_are_days_and_no_dates():
    for plan in (Plan(sites=(DISC,)), Plan(sites=(DISC,), planned_on=date(2026, 11, 1))):
        clock = drug_clock(chart(plan, Medicines(drugs=(Drug(name="apixaban", use="taking"),))), TODAY, ZONE)
        assert clock.on is None
        assert clock.rows[0].dates == ""
        assert [piece.kind for piece in clock.rows[0].pieces] == ["band b"], "nothing taken can be placed"
        assert "7 days before" in [tick.text for tick in clock.ticks]
    assert "gone by" in clock.why_not


def test_nobody_is_told_to_stop_a_drug():
    """The page asks and documents; “stop” stands there only where it says that something is not stopped."""
    for row in DRUGS.rows.values():
        drawn = only(row.ingredients[0])
        said = " ".join((*drawn.asks, drawn.dates, drawn.agreement, drawn.does)).lower()
        for word in ("do not stop", "never stopped", "not stopped"):
            said = said.replace(word, "")
        assert "stop" not in said, said


def test_the_page_says_what_does_not_fit_and_is_audited(clinic, django_assert_max_num_queries):
    contrast = Allergy(substance="Iodinated contrast", reaction="Hives", severe=False)
    warfarin = Medicines(drugs=(Drug(name="warfarin", use="taking"),))
    for record in (*CALM, PLAN, warfarin, Allergies(allergies=(contrast,))):
        clinic.sign(record)
    nurse = clinic.at_screen("nurse")
    nurse.get(clinic.address("drug-clock"))
    with django_assert_max_num_queries(16):
        answer = nurse.get(clinic.address("drug-clock"))
    page = answer.content.decode()
    assert Markup(page).faults == []
    assert "Premedication for contrast would put a steroid into the washout" in page
    assert "Last dose by 23 Nov 2026, restart from 29 Nov 2026." in page
    assert AuditEvent.objects.filter(action="view", what="drug clock").count() == 2


def test_without_a_plan_the_page_offers_the_form_to_who_may_sign_it(clinic):
    doctor = clinic.at_screen("proceduralist").get(clinic.address("drug-clock")).content.decode()
    assert "No day is planned" in doctor
    assert clinic.address("sign/candidacy.plan") in doctor
    assert "Not asked is not “none”" in doctor
    desk = clinic.at_screen("front_desk").get(clinic.address("drug-clock")).content.decode()
    assert clinic.address("sign/candidacy.plan") not in desk
    assert clinic.at_screen("researcher").get(clinic.address("drug-clock")).status_code == 403
