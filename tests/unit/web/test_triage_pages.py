"""Triage as a clinician reads it: the answers behind the tier, who said them, the gaps, the sources."""

from datetime import UTC, date, datetime, timedelta

import pytest

from buffycoat.pathway.candidacy.records import Block, Plan
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.stage import Override
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.pathway.walk import walk
from buffycoat.store.models import AuditEvent
from buffycoat.web.presenters.pain_picture import blocks, picture
from buffycoat.web.presenters.triage_step import triage_step
from buffycoat.web.presenters.triage_view import triage
from tests.people import DOCTOR, NURSE
from tests.unit.web.declared import ZONE
from tests.unit.web.markup import Markup
from tests.unit.web.triaged import ANN, PAIN, SIGNS, signs

TODAY = date(2026, 11, 19)
NOON = datetime(2026, 11, 10, 17, tzinfo=UTC)
PATIENT = Signer(id="link:1", name="Ann Example", role="patient")
SEEN = Examination(centralises=True, sij_tests_done=6, sij_tests_positive=1, mri_high_intensity_zone=True)


def chart(*given):
    """Entries by whoever signs them, an hour apart."""
    made = Chart("e")
    for place, one in enumerate(given):
        record, by = one if isinstance(one, tuple) else (one, DOCTOR)
        made = made.sign(record, by, NOON + timedelta(hours=place))
    return made


def seen(*given):
    held = chart(*given)
    return triage(held, walk(held, TODAY), TODAY, ZONE, phone="555-0100", emergency="911")


def test_the_answers_behind_an_emergency_with_who_said_them_and_when():
    page = seen(ANN, (signs(saddle_numbness=True, newly=("saddle_numbness",)), PATIENT))
    assert page.heading.startswith("Emergency: ")
    (one,) = page.suspects
    (said,) = one.answers
    assert (said.words, said.age, said.entry) == (
        "Numb between the legs", "new or worse in the last 14 days", 2,
    )  # fmt: skip
    assert said.by == "signed by Ann Example, patient, 10 Nov 2026"
    assert one.urgent
    assert any("911" in step for step in page.patient)
    assert triage_step(page, frozenset()).heading.startswith("Now: ")


def test_an_answer_is_dated_from_when_it_was_first_said_and_not_denied_since():
    told = signs(cancer_history=True)
    page = seen(ANN, (told, PATIENT), (told, NURSE))
    assert [said.entry for one in page.suspects for said in one.answers if "ancer" in said.words] == [2]
    page = seen(ANN, (told, PATIENT), (signs(), NURSE), (told, DOCTOR))
    assert {said.entry for one in page.suspects for said in one.answers if "ancer" in said.words} == {4}


def test_not_asked_whether_new_is_not_old():
    held = WarningSigns(**{**dict.fromkeys(SIGNS, False), "urinary_incontinence": True})
    ages = [said.age for one in seen(ANN, held).suspects for said in one.answers]
    assert "new or old: not asked" in ages
    asked = [said.age for one in seen(ANN, signs(urinary_incontinence=True)).suspects for said in one.answers]
    assert "old" in asked


def test_what_was_not_asked_and_what_is_not_known_are_kept_apart():
    half = signs(fever=None).model_dump(exclude_unset=True)
    half.pop("urinary_retention")
    page = seen(ANN, WarningSigns(**half))
    assert {gap.name: gap.word for gap in page.gaps} == {
        "Cannot pass urine, or cannot feel it": "Not asked", "Fever": "Asked, not known",
    }  # fmt: skip
    assert page.heading == "No warning sign so far; 2 answers missing"
    step = triage_step(page, frozenset())
    assert (step.heading, step.kind, step.box) == (
        "Next: ask 2 warning signs", WarningSigns.kind, page.gaps[0].box,
    )  # fmt: skip


def test_nothing_signed_is_not_no():
    page = seen()
    assert page.heading == "Warning signs are not asked yet"
    assert len(page.gaps) > 10
    assert page.patient == ()


def test_the_ranking_is_drawn_before_and_after_on_one_axis():
    drawn = picture(seen(ANN, signs(), PAIN, SEEN).ranking)
    disc = drawn.sources[0]
    assert disc.name == "Disc"
    assert disc.was == (26.0, 42.0)
    assert disc.low <= disc.x <= disc.high <= 90
    assert disc.said.startswith(f"Disc: {disc.chance}, 95% interval")
    assert all(one.next for one in drawn.sources)
    assert all(0 <= end <= 100 for one in drawn.counted for end in (one.low, one.x, one.high))
    assert [x for x, text in drawn.lr_ticks if text == "1"] == [50.0]
    centralises = next(one for one in drawn.counted if "centralises" in one.words)
    assert centralises.ratio == "2.8 (1.4 to 5.3)"
    assert centralises.x == pytest.approx(63.16, abs=0.01), "as on the design board"


def test_nothing_is_ranked_on_too_few_answers():
    page = seen(ANN, signs())
    drawn = picture(page.ranking)
    assert drawn.sources == ()
    assert drawn.missing
    assert triage_step(page, frozenset()).kind == Pain.kind


def test_what_the_warning_signs_point_to_comes_before_the_ranking():
    drawn = picture(seen(ANN, signs(saddle_numbness=True), PAIN, SEEN).ranking)
    assert [name for name, _, _ in drawn.first] == ["Cauda equina"]


def test_blocks_are_read_against_the_thresholds_of_the_practice():
    plan = Plan(
        blocks=(
            Block(block="MBB", level="L4-5", side="R", done_on=date(2026, 10, 1), relief=80),
            Block(block="SIJ", level="SI", side="L", done_on=date(2026, 10, 8), relief=50),
            Block(block="HIP", side="L", done_on=date(2026, 12, 8), relief=90),
        )
    )
    lines = blocks(plan, TODAY)
    assert [(one.name, one.relief, one.asked, one.verdict) for one in lines] == [
        ("Medial branch block L4-5, right", "80%", "50%", "Positive"),
        ("Sacroiliac joint block, left", "50%", "75%", "Negative"),
    ], "one planned for later says nothing yet"


def test_two_weeks_are_not_now_and_a_block_is_decided_in_candidacy():
    growing = PAIN.model_copy(update={"trend": "worse"})
    page = seen(ANN, signs(cancer_history=True, newly=("cancer_history",)), growing)
    assert page.heading.startswith("Within two weeks: ")
    assert triage_step(page, frozenset()).heading.startswith("Next: ")
    step = triage_step(seen(ANN, signs(), PAIN, SEEN), frozenset())
    assert (step.heading, step.kind) == ("Next: candidacy", Plan.kind)
    assert "Provocation discography" in step.why


def test_an_emergency_told_before_is_not_talked_away_by_calmer_answers():
    page = seen(ANN, (signs(saddle_numbness=True), PATIENT), (signs(), PATIENT), PAIN)
    assert page.heading.startswith("Emergency, told on 10 November 2026 and not closed")
    step = triage_step(page, frozenset({"triage.told_before:cauda_equina"}))
    assert step.heading.startswith("Now: ")
    assert (step.label, step.card) == ("Close it, with a reason", "triage.told_before:cauda_equina")
    assert seen(ANN, (signs(saddle_numbness=True), PATIENT), signs(), PAIN).heading.startswith("No warning")


def test_what_was_gone_past_is_said_to_be():
    told = chart(ANN, (signs(saddle_numbness=True), PATIENT), PAIN)
    (card,) = (one for one in walk(told, TODAY).cards if one.key == "triage.urgency:cauda_equina")
    past = Override(
        card=card.key, fingerprint=card.fingerprint, summary=card.summary, reason="MRI seen: normal."
    )
    told = told.sign(past, DOCTOR, NOON + timedelta(hours=9))
    page = triage(told, walk(told, TODAY), TODAY, ZONE, phone="5", emergency="911")
    assert page.heading.startswith("Gone past with a reason: ")
    assert "signed by Proceduralist, proceduralist" in page.suspects[0].closed
    assert not triage_step(page, frozenset()).heading.startswith("Now")


def test_hip_and_spine_together_are_the_next_thing():
    hip = "Hip and spine may both be the source: hip joint 79%, sacroiliac joint 79%"
    step = triage_step(seen(ANN, signs(), PAIN, SEEN), frozenset(), hip)
    assert (step.heading, step.why) == ("Next: the hip before the spine", hip)


def test_the_page_is_whole_audited_and_one_step_is_obvious(clinic, django_assert_max_num_queries):
    for record in (signs(saddle_numbness=True, newly=("saddle_numbness",)), PAIN, SEEN):
        clinic.sign(record)
    doctor = clinic.at_screen("proceduralist")
    doctor.get(clinic.address("triage"))
    with django_assert_max_num_queries(16):
        page = doctor.get(clinic.address("triage")).content.decode()
    assert Markup(page).faults == []
    assert "never a diagnosis" in page
    assert page.count('class="next"') == 1
    assert "Close it, with a reason" in page
    assert AuditEvent.objects.filter(action="view", what="triage").count() == 2
    nurse = clinic.at_screen("nurse").get(clinic.address("triage")).content.decode()
    assert "Close it, with a reason" not in nurse, "a nurse may not go past an emergency"
    assert clinic.at_screen("researcher").get(clinic.address("triage")).status_code == 403


def test_the_episode_page_leads_to_the_views_and_each_card_to_what_explains_it(clinic):
    clinic.sign(signs(saddle_numbness=True))
    page = clinic.at_screen("nurse").get(clinic.address()).content.decode()
    for view in ("triage", "candidacy", "drug-clock", "bench"):
        assert f'href="{clinic.address(view)}"' in page
    assert f'href="{clinic.address("triage")}">Triage view' in page
