"""At each bound and on both sides of it: the day, the age, the dose, the month that decides."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from buffycoat.pathway.candidacy.contraindications import age_on
from buffycoat.pathway.candidacy.records import (
    Allergies,
    Allergy,
    Condition,
    Drug,
    Haemoglobin,
    History,
    Labs,
    Medicines,
    Plan,
    Site,
)
from buffycoat.pathway.candidacy.rules_target import _months_between
from buffycoat.pathway.candidacy.target import bleeding_class
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.records import Referral, WarningSigns
from buffycoat.pathway.triage.urgency import tier
from buffycoat.pathway.walk import RULES

DAY = date(2026, 11, 19)
SIGNER = Signer(id="n", name="N", role="nurse")
DISC = Site(target="DISC", level="L4-5", side="M")
LIG = Site(target="LIG", level="L4-5", side="M")


def said(rule: str, *records: Record, day: date = DAY, signed: date = DAY) -> list[Card]:
    chart = Chart("bounds")
    for record in records:
        chart = chart.sign(record, SIGNER, datetime(signed.year, signed.month, signed.day, 12, tzinfo=UTC))
    return list(RULES[rule].cards(chart, day))


def taking(name: str, **more: Any) -> Medicines:
    return Medicines(drugs=(Drug.model_validate({"name": name, **more}),))


def born(day: date, sex: str = "female") -> Referral:
    return Referral.model_validate({"name": "A", "birth_date": day, "sex": sex})


def test_somebody_born_today_has_an_age() -> None:
    assert age_on(DAY, born(DAY)) == 0
    assert age_on(DAY, born(DAY + timedelta(days=1))) is None
    assert age_on(DAY, None) is None
    assert (age_on(DAY, born(date(2008, 11, 19))), age_on(DAY, born(date(2008, 11, 20)))) == (18, 17)


@pytest.mark.parametrize(("year", "asked"), [(2015, False), (2014, True), (1971, True), (1970, False)])
def test_pregnancy_is_asked_from_12_to_55(year: int, asked: bool) -> None:
    assert bool(said("candidacy.pregnancy", History(), born(date(year, 11, 19)))) is asked


def test_a_name_of_60_letters_is_not_cut() -> None:
    for length, cut in ((60, False), (61, True)):
        name = "warfarin ".ljust(length, "x")
        (card,) = said("candidacy.anticoagulant", taking(name), Plan(sites=(DISC,)))
        assert ("…" in card.summary) is cut


@pytest.mark.parametrize(("severe", "asks"), [(None, True), (True, False), (False, False)])
def test_how_severe_an_allergy_is_gets_asked_only_when_not_known(severe: bool | None, asks: bool) -> None:
    (card,) = said("candidacy.allergy", Allergies(allergies=(Allergy(substance="latex", severe=severe),)))
    assert bool(card.asks) is asks
    assert ("not known: ask" in card.detail) is asks
    assert card.indicator == "warning"


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("taking", "taken every day"),
        ("as needed", "taken as needed"),
        ("stopped", "stopped"),
        (None, "in the list"),
    ],
)
def test_the_use_of_a_drug_is_told_as_listed(use: str | None, words: str) -> None:
    (card,) = said("candidacy.nsaid_not_stopped", taking("naproxen", use=use), Plan(sites=(DISC,)))
    assert words in card.summary


@pytest.mark.parametrize(("days", "speaks"), [(-1, False), (0, True), (27, True), (28, False), (29, False)])
def test_a_local_steroid_speaks_for_28_days(days: int, speaks: bool) -> None:
    history = History(steroid_injection_on=DAY - timedelta(days=days))
    assert bool(said("candidacy.recent_local_steroid", history)) is speaks


@pytest.mark.parametrize(
    ("use", "last", "speaks"),
    [
        ("taking", None, True), ("stopped", None, False), ("taking", "2026-11-13", True),
        ("taking", "2026-11-12", False), ("stopped", "2026-11-18", False),
    ],
)  # fmt: skip
def test_a_supplement_is_soft_and_only_while_it_is_taken(use: str, last: str | None, speaks: bool) -> None:
    assert bool(said("candidacy.supplement", taking("fish oil", use=use, last_taken=last))) is speaks


def test_one_medicine_or_several_are_not_in_the_table() -> None:
    (one,) = said("candidacy.not_in_table", taking("lisinopril"))
    two = Medicines(drugs=(Drug(name="lisinopril"), Drug(name="digoxin")))
    assert "1 medicine is" in one.summary
    assert "2 medicines are" in said("candidacy.not_in_table", two)[0].summary


def test_values_are_printed_as_read() -> None:
    for value, text in ((9.94, "9.94"), (9.5, "9.5")):
        (card,) = said(
            "candidacy.haemoglobin", Labs(haemoglobin=Haemoglobin(value=value, taken_on=DAY)), Plan()
        )
        assert f"Haemoglobin {text} g/dL" in card.summary


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 5, 19), DAY, 6), (date(2026, 5, 20), DAY, 5), (date(2025, 12, 19), DAY, 11),
        (date(2024, 2, 29), date(2025, 2, 28), 11), (date(2025, 11, 19), DAY, 12),
    ],
)  # fmt: skip
def test_whole_months(first: date, last: date, months: int) -> None:
    assert _months_between(first, last) == months


@pytest.mark.parametrize(("mri", "speaks"), [(date(2025, 11, 20), False), (date(2025, 11, 19), True)])
def test_an_mri_of_twelve_months_is_too_old_for_a_disc(mri: date, speaks: bool) -> None:
    plan = Plan(sites=(DISC,), mri_on=mri, disc_height=70)
    assert bool(said("candidacy.before_booking", plan)) is speaks


def test_only_the_targets_own_neck_or_chest_is_told_without_a_trial() -> None:
    neck = Site(target="FACET", level="C5-6", side="R")
    disc, facet = said("candidacy.investigational_use", Plan(sites=(DISC, neck)))
    assert "No trial was found" not in disc.detail
    assert "No trial was found for the cervical spine" in facet.detail
    assert (disc.status, facet.status) == ("V", "K~")


@pytest.mark.parametrize(
    ("day", "last", "code"),
    [
        (date(2026, 11, 29), None, "info"), (date(2026, 11, 30), None, "critical"),
        (date(2026, 11, 30), "2026-11-30", "info"), (date(2026, 11, 30), "2026-12-01", "critical"),
    ],
)  # fmt: skip
def test_an_agreed_hold_is_watched_from_its_first_day(day: date, last: str | None, code: str) -> None:
    """Three days of apixaban before 3 December: 30 November is the first day on which it counts."""
    plan = Plan(sites=(DISC,), planned_on=date(2026, 12, 3))
    drugs = taking("apixaban", hold_agreed=True, last_taken=last)
    (card,) = said("candidacy.anticoagulant", drugs, plan, day=day)
    assert card.indicator == code


@pytest.mark.parametrize(
    ("last", "level"), [(None, "warning"), ("2026-12-02", "critical"), ("2026-11-30", "")]
)
def test_a_stopped_thinner_has_to_be_out_of_the_body(last: str | None, level: str) -> None:
    plan = Plan(sites=(DISC,), planned_on=date(2026, 12, 3))
    drugs = taking("apixaban", use="stopped", stopped_by="prescriber", last_taken=last)
    cards = said("candidacy.anticoagulant", drugs, plan, day=date(2026, 12, 2))
    assert [card.indicator for card in cards] == ([level] if level else [])


@pytest.mark.parametrize(
    ("more", "level"),
    [({}, "warning"), ({"hold_agreed": True}, "warning"), ({"stopped_by": "self"}, "warning")],
)
def test_who_stopped_a_thinner_is_asked(more: dict[str, Any], level: str) -> None:
    (card,) = said("candidacy.anticoagulant", taking("warfarin", use="stopped", **more), Plan(sites=(DISC,)))
    assert card.indicator == level
    assert card.asks[0].endswith("stopped_by" if not more else "last_taken")


@pytest.mark.parametrize(
    ("name", "more", "speaks"),
    [
        ("aspirin", {"for_heart": False}, False), ("aspirin", {"for_heart": True}, True),
        ("aspirin", {}, True), ("clopidogrel", {"for_heart": False}, True),
        ("clopidogrel", {"hold_agreed": True}, False), ("naproxen", {}, False),
    ],
)  # fmt: skip
def test_an_antiplatelet_stopped_alone_is_called_about_unless_it_was_prevention(
    name: str, more: dict[str, Any], speaks: bool
) -> None:
    drugs = taking(name, use="stopped", stopped_by="self", **more)
    assert bool(said("candidacy.self_stopped", drugs)) is speaks


def test_what_raises_the_bleeding_class_raises_it_by_one_and_never_beyond_high() -> None:
    history = History(conditions=(Condition(name="Cirrhosis"), Condition(name="Chronic kidney failure")))
    two = Medicines(drugs=(Drug(name="warfarin"), Drug(name="clopidogrel")))
    old = born(date(1950, 1, 1))
    assert bleeding_class(DAY, Plan(sites=(LIG,)), history, two, old).grade == "intermediate"
    assert bleeding_class(DAY, Plan(sites=(DISC,)), history, two, old).grade == "high"
    bled = History(conditions=(Condition(name="Gastrointestinal bleed"),))
    for year, grade in ((1960, "high"), (1961, "intermediate")):
        who = born(date(year, 11, 1))
        assert bleeding_class(DAY, Plan(sites=(DISC,)), bled, None, who).grade == grade


@pytest.mark.parametrize(
    ("planned", "level"),
    [(date(2026, 12, 20), "info"), (date(2026, 12, 19), "critical"), (None, "critical")],
)
def test_old_answers_stop_when_asking_now_would_still_be_fresh(planned: date | None, level: str) -> None:
    later = date(2026, 12, 5)  # sixteen days after they were asked
    cards = said("triage.ask_again", WarningSigns(), Plan(planned_on=planned), day=later)
    assert [card.indicator for card in cards] == [level]
    assert not said("triage.ask_again", WarningSigns(), day=DAY + timedelta(days=14))
    assert [c.indicator for c in said("triage.ask_again", WarningSigns(), day=later)] == ["warning"]


def test_an_ambulance_or_a_crisis_line_comes_before_the_way_to_a_hospital() -> None:
    both = tier(WarningSigns(saddle_numbness=True, stroke_symptoms=True), 50)
    assert both.heading() == "Call {emergency} now"
    assert both.todo()[0].startswith("Call {emergency}")
    assert tier(WarningSigns(saddle_numbness=True), 50).heading() == "Go to the emergency department now"


def test_only_signs_that_matter_are_named_unknown_and_only_while_they_are() -> None:
    open_ones = tier(WarningSigns(saddle_numbness=True, fever=False, constipation=None), 50).unknown
    assert {"saddle_numbness", "fever", "constipation"}.isdisjoint(open_ones)
    assert "urinary_retention" in open_ones


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ({"infection_now": False}, "Cellulitis"), ({"bleeding_disorder": False}, "Haemophilia A"),
        ({"cancer": "never"}, "Carcinoma of colon"), ({"neurologic_risk": False}, "Paraplegia"),
        ({"capacity_doubt": False}, "Dementia"), ({"pregnant": "no"}, "Pregnancy"),
        ({"smoker": False}, "Smoker"),
    ],
)  # fmt: skip
def test_a_no_that_the_list_contradicts_is_asked_again(answer: dict[str, Any], name: str) -> None:
    conditions = (Condition(name=name),)
    field = next(iter(answer))
    assert (
        len(said("candidacy.contradiction", History.model_validate({**answer, "conditions": conditions})))
        == 1
    )
    for other in (None, {"cancer": "past", "pregnant": "yes"}.get(field, True)):
        agreed = History.model_validate({field: other, "conditions": conditions})
        assert said("candidacy.contradiction", agreed) == []


def test_one_of_the_ages_beside_a_weak_sign_is_named_only_beyond_its_bound() -> None:
    weak = WarningSigns(night_or_rest_pain=True)
    for age, named in ((19, "younger_20"), (20, ""), (50, ""), (51, "older_50")):
        drivers = {"younger_20", "older_50"} & set(tier(weak, age).drivers)
        assert drivers == ({named} if named else set())
