"""Candidacy in one table: the verdict, who reviews what, and every card on exactly one line."""

from datetime import UTC, date, datetime, timedelta

from buffycoat.pathway.candidacy import STAGE
from buffycoat.pathway.candidacy.records import (
    Allergies,
    Allergy,
    Block,
    Condition,
    Crp,
    Drug,
    Fusion,
    Haemoglobin,
    History,
    Labs,
    Medicines,
    Plan,
    Platelets,
    Site,
)
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.walk import walk
from buffycoat.store.models import AuditEvent
from buffycoat.web.presenters.candidacy_view import candidacy
from tests.people import DOCTOR
from tests.unit.web.markup import Markup
from tests.unit.web.triaged import CALM, signs

TODAY, ON = date(2026, 11, 19), date(2026, 11, 28)
NOON = datetime(2026, 11, 12, 15, tzinfo=UTC)
NECK = Site(target="EPI_TF", level="C5-6", side="L")
DISC, FACET = Site(target="DISC", level="L5-S1", side="M"), Site(target="FACET", level="L4-5", side="R")


def plan(*sites, **more):
    block = Block(block="MBB", level="L4-5", side="R", done_on=date(2026, 10, 1), relief=80)
    return Plan(
        **{
            "sites": sites, "planned_on": ON, "months_of_pain": 14, "exercise_tried": True,
            "structural": True, "severe_change": False, "mri_on": date(2026, 9, 30), "disc_height": 70,
            "expects_cure": False, "psychosocial_load": False,
            "goal": "Lift my grandchild", "blocks": (block,), **more,
        }
    )  # fmt: skip


def history(**more):
    return History(
        **{
            "conditions": (), "fusions": (), "infection_now": False, "bleeding_disorder": False,
            "cancer": "never", "pregnant": "no", "neurologic_risk": False, "capacity_doubt": False,
            "smoker": False, **more,
        }
    )  # fmt: skip


def labs(**more):
    on = date(2026, 11, 16)
    usual = {
        "platelets": Platelets(value=240, taken_on=on), "haemoglobin": Haemoglobin(value=13, taken_on=on),
        "crp": Crp(value=4, taken_on=on),
    }  # fmt: skip
    return Labs(**{**usual, **more})


NO_DRUGS, NO_ALLERGY = Medicines(drugs=()), Allergies(allergies=())


def chart(*records):
    made = Chart("e")
    for place, record in enumerate((*CALM, *records)):
        made = made.sign(record, DOCTOR, NOON + timedelta(minutes=place))
    return made


def seen(*records, role="proceduralist"):
    held = chart(*records)
    return candidacy(held, walk(held, TODAY), TODAY, role)


def line(page, section, name):
    return next(
        one for part in page.sections if part.id == section for one in part.points if one.name == name
    )


def test_all_is_met_and_the_heading_says_so():
    page = seen(plan(FACET, transitional="none"), history(), NO_DRUGS, NO_ALLERGY, labs())
    assert page.heading == "Suitable as planned"
    assert page.stops == page.reviews == ()
    assert {one.state for one in page.sections} == {"Met"}
    block = line(page, "target-facet", "Block")
    assert (block.found, block.asked) == ("L4-5 R: 80%, positive", "50% relief or more")
    assert line(page, "laboratory", "Platelets").found == "240 ×10⁹/L, 16 Nov 2026: 12 days on the day"


def test_a_fused_target_stops_in_its_own_part_and_nobody_may_go_past():
    fused = history(fusions=(Fusion(level="L5-S1", operated_on="2019-05", solid=True),))
    page = seen(plan(DISC, FACET), fused, NO_DRUGS, NO_ALLERGY, labs())
    assert page.heading == "Not suitable as planned"
    assert [said for said, _, _ in page.stops] == ["Disc L5-S1: this level is fused"]
    here = line(page, "target-disc", "Fused level")
    assert (here.state, here.override) == ("Stops", False)
    assert "Another level is planned" in here.clears
    beside = line(page, "target-facet", "Beside a fusion")
    assert beside.state == "Review"
    level = line(page, "fused", "L5-S1, fused")
    assert level.asked == "Never a target. Beside it, with conditions: L4-5, sacroiliac"
    assert "surgeon informed: not known" in level.found


def test_who_reviews_what():
    warfarin = Medicines(drugs=(Drug(name="Warfarin 5 mg", use="taking"),))
    page = seen(
        plan(DISC), history(smoker=True), warfarin, NO_ALLERGY, labs(crp=Crp(value=30, taken_on=TODAY))
    )
    reviewers = {one.by: [said for said, _, _ in one.lines] for one in page.reviews}
    assert any("Smokes" in said for said in reviewers["the proceduralist"])
    assert sum(len(lines) for lines in reviewers.values()) >= 2
    drug = line(page, "drugs", "Warfarin 5 mg")
    assert drug.state == "Stops"
    assert drug.asked == (
        "Last dose by 23 Nov 2026, restart from 29 Nov 2026. Ask the prescriber; document agreement"
    )


def test_unknown_is_never_met():
    page = seen(Plan(sites=(FACET,)), History(), Medicines(), Allergies(), Labs())
    assert page.heading != "Suitable as planned"
    named = {one.name: one.state for part in page.sections for one in part.points}
    assert named["Exercise first"] == "Not known"
    assert named["Block"] == "Review", "a facet is no target before a block said so"
    assert named["Fused levels"] == "Not known"
    assert named["Platelets"] == "Not known"
    assert named["Expects a cure"] == "Not known"


def test_every_card_stands_on_exactly_one_line():
    worst = (
        plan(DISC, FACET, NECK, expects_cure=True, severe_change=True,
             psychosocial_load=True, exercise_tried=False, months_of_pain=1, blocks=(), mri_on=None),
        history(conditions=(Condition(name="Type 2 diabetes"), Condition(name="Cirrhosis")), cancer="past",
                smoker=True, infection_now=True, fusions=(Fusion(level="L5-S1"),),
                steroid_injection_on=date(2026, 11, 10)),
        Medicines(drugs=tuple(Drug(name=name, use="taking") for name in (
            "warfarin", "Aspirin 81 mg", "naproxen", "prednisone", "methotrexate", "fish oil", "Unheardof"))),
        Allergies(allergies=(Allergy(substance="Iodinated contrast"),)),
        labs(platelets=Platelets(value=40, taken_on=date(2026, 8, 1))),
    )  # fmt: skip
    held = chart(*worst)
    page = candidacy(held, walk(held, TODAY), TODAY, "nurse")
    shown = [one.key for part in page.sections for one in part.points if one.key]
    wanted = {card.key for card in STAGE.cards(held, TODAY) if card.rule != "candidacy.block_reading"}
    assert len(shown) == len(set(shown))
    assert wanted - set(shown) == set()
    assert not any(one.override for part in page.sections for one in part.points), "a nurse goes past nothing"


def test_an_open_warning_sign_bars_it_as_well():
    held = chart(plan(FACET), history(), NO_DRUGS, NO_ALLERGY, labs())
    held = held.sign(signs(saddle_numbness=True), DOCTOR, NOON + timedelta(hours=1))
    page = candidacy(held, walk(held, TODAY), TODAY, "proceduralist")
    assert page.heading == "Not suitable as planned"
    assert line(page, "against", "Open warning sign").state == "Stops"


def test_the_page(clinic, django_assert_max_num_queries):
    for record in (
        *CALM,
        plan(DISC),
        history(fusions=(Fusion(level="L5-S1"),)),
        NO_DRUGS,
        NO_ALLERGY,
        labs(),
    ):
        clinic.sign(record)
    doctor = clinic.at_screen("proceduralist")
    doctor.get(clinic.address("candidacy"))
    with django_assert_max_num_queries(16):
        page = doctor.get(clinic.address("candidacy")).content.decode()
    assert Markup(page).faults == []
    assert "Not suitable as planned" in page
    assert page.count('class="next"') == 1
    assert AuditEvent.objects.filter(action="view", what="candidacy").count() == 2


def test_before_anything_is_signed_it_says_what_is_not_known(clinic):
    page = clinic.at_screen("front_desk").get(clinic.address("candidacy")).content.decode()
    assert Markup(page).faults == []
    assert "No target planned. No day is planned." in page
    assert "/sign/candidacy." not in page, "the front desk signs none of it"
    assert clinic.at_screen("researcher").get(clinic.address("candidacy")).status_code == 403
