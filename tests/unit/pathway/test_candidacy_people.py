"""Diagnoses and answers together: which of the two counts, until when, and in which words."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from buffycoat.pathway.candidacy.records import Condition, History, Labs, Plan, PregnancyTest, Site
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.records import Referral
from buffycoat.pathway.walk import RULES

DAY = date(2026, 11, 19)
SIGNER = Signer(id="n", name="N", role="nurse")
WOMAN = Referral.model_validate({"name": "A", "birth_date": "1990-01-01", "sex": "female"})


def said(rule: str, *records: Record) -> list[Card]:
    chart = Chart("people")
    for record in records:
        chart = chart.sign(record, SIGNER, datetime(2026, 11, 19, 8, tzinfo=UTC))
    return list(RULES[f"candidacy.{rule}"].cards(chart, DAY))


def levels(rule: str, *records: Record) -> list[str]:
    return [card.indicator for card in said(rule, *records)]


def listed(name: str, *, since: str | None = None, until: str | None = None, **answers: Any) -> History:
    dated = {key: value for key, value in (("since", since), ("until", until)) if value}
    return History(conditions=(Condition.model_validate({"name": name, **dated}),), **answers)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


# The list names it, nobody was asked; asked and denied; asked and true; and the words without a diagnosis.
BOTH_WAYS = [
    ("active_infection", "Cellulitis", {"infection_now": False}, "warning", {"infection_now": True}, ""),
    ("bleeding_disorder", "Haemophilia A", {"bleeding_disorder": False}, "critical",
     {"bleeding_disorder": True}, "answered yes, not named"),
    ("high_neurologic_risk", "Paraplegia", {"neurologic_risk": False}, "critical", {"neurologic_risk": True},
     "answered yes"),
    ("capacity", "Dementia", {"capacity_doubt": False}, "warning", {"capacity_doubt": True},
     "doubt that the patient can decide"),
    ("cancer", "Breast cancer", {"cancer": "never"}, "critical", {"cancer": "active"}, "answered active"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "no", "after_no", "yes", "words"), BOTH_WAYS)
def test_a_diagnosis_counts_until_it_is_denied_and_an_answer_needs_no_diagnosis(
    rule: str, name: str, no: dict[str, Any], after_no: str, yes: dict[str, Any], words: str
) -> None:
    (card,) = said(rule, listed(name))
    assert (card.indicator, name in card.summary) == ("critical", True)
    assert levels(rule, listed(name, **no)) == [after_no]
    assert levels(rule, History.model_validate(no)) == []
    (answered,) = said(rule, History.model_validate(yes))
    assert answered.indicator == "critical"
    assert words in answered.summary
    both = said(rule, listed(name, **yes))
    assert name in both[-1].summary
    assert not words or words not in both[-1].summary


@pytest.mark.parametrize(("days", "speaks"), [(15, False), (14, False), (13, True), (0, True)])
def test_two_weeks_after_antibiotics_and_after_an_illness(days: int, speaks: bool) -> None:
    assert bool(said("recent_illness", History(antibiotics_ended_on=ago(days)))) is speaks
    over = listed("Acute bronchitis", since="2026-10-01", until=str(ago(days)))
    assert bool(said("recent_illness", over)) is (speaks and days > 0), "until today it is not over"
    over = listed("Cellulitis", since="2026-10-01", until=str(ago(days)))
    assert bool(said("recent_illness", over)) is (speaks and days > 0)


def test_the_two_weeks_count_to_the_planned_day() -> None:
    history = History(antibiotics_ended_on=ago(1))
    assert levels("recent_illness", Plan(planned_on=DAY + timedelta(days=12)), history) == ["warning"]
    assert levels("recent_illness", Plan(planned_on=DAY + timedelta(days=13)), history) == []
    later = History(antibiotics_ended_on=DAY + timedelta(days=5))
    assert levels("recent_illness", Plan(planned_on=DAY + timedelta(days=12)), later) == ["warning"]


def test_cancer_that_is_over_is_history_and_never_is_not() -> None:
    assert levels("cancer", listed("Breast cancer", until="2015")) == ["warning"]
    (card,) = said("cancer", History(cancer="past"))
    assert (card.indicator, "answered in the past" in card.summary) == ("warning", True)
    assert levels("cancer", listed("Breast cancer", until="2015", cancer="active")) == ["critical"]
    (bone,) = said("cancer", listed("Metastasis to bone from breast cancer", cancer="never"))
    assert bone.override_by == (), "nobody goes past a tumour in the spine"


def test_a_cancer_of_the_past_contradicts_never_and_an_infection_of_the_past_does_not() -> None:
    assert levels("contradiction", listed("Breast cancer", until="2015", cancer="never")) == ["warning"]
    assert levels("contradiction", listed("Cellulitis", until="2015", infection_now=False)) == []
    assert levels("contradiction", listed("Acute bronchitis", infection_now=False)) == ["warning"]


def test_blood_on_the_list_has_its_code() -> None:
    assert [card.code for card in said("listed_blood", listed("Thrombocytopenia"))] == ["thrombocytopenia"]
    assert [card.code for card in said("listed_blood", listed("Anaemia"))] == ["anemia"]


def test_osteoporosis_is_named_beside_a_fracture() -> None:
    fracture = Condition(name="Vertebral compression fracture")
    (alone,) = said("fragility_fracture", History(conditions=(fracture,)))
    (both,) = said("fragility_fracture", History(conditions=(fracture, Condition(name="Osteoporosis"))))
    assert "With it in the list" not in alone.detail
    assert "With it in the list: Osteoporosis" in both.detail


@pytest.mark.parametrize(
    ("site", "level"),
    [
        (Site(target="DISC", level="L4-5", side="M"), "warning"),
        (Site(target="SIJ", level="SI", side="R"), "warning"),
        (Site(target="LIG", level="L4-5", side="M"), "info"), (None, "info"),
    ],
)  # fmt: skip
def test_inflammatory_disease_speaks_against_disc_and_sacroiliac_joint(site: Site | None, level: str) -> None:
    plan = Plan(sites=(site,)) if site else Plan()
    assert levels("inflammatory", plan, listed("Rheumatoid arthritis")) == [level]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Common variable immunodeficiency", "warning"), ("Dependence on dialysis", "warning"),
        ("Prosthetic heart valve", "warning"), ("Type 2 diabetes mellitus", "info"),
    ],
)  # fmt: skip
def test_what_an_infection_would_cost(name: str, level: str) -> None:
    assert levels("infection_risk", listed(name)) == [level]


def test_smoking_by_answer_or_list_and_not_against_an_answer() -> None:
    (answered,) = said("smoking", History(smoker=True))
    assert answered.summary == "Smokes"
    (found,) = said("smoking", listed("Smoker"))
    assert found.summary == "Smokes: Smoker"
    assert said("smoking", listed("Smoker", smoker=False)) == []
    assert said("smoking", History()) == []


def result(positive: bool, days: int) -> Labs:
    return Labs(pregnancy_test=PregnancyTest(taken_on=ago(days), positive=positive))


def test_a_positive_test_blocks_once_it_is_known() -> None:
    (card,) = said("pregnancy", WOMAN, History(), result(True, 0))
    assert (card.indicator, card.override_by) == ("critical", ())
    assert "test positive on 19 November 2026" in card.summary
    assert levels("pregnancy", WOMAN, History(pregnant="no"), result(True, -1)) == [], (
        "of tomorrow: not known yet"
    )
    assert levels("pregnancy", WOMAN, History(pregnant="no"), result(True, 1)) == ["critical"]


@pytest.mark.parametrize(
    ("pregnant", "days", "expected"),
    [
        ("possible", None, ["critical"]), ("possible", 3, []), ("possible", 4, ["critical"]),
        ("possible", -1, ["critical"]), (None, None, ["warning"]), (None, 3, []), (None, 4, ["warning"]),
        ("no", None, []), ("yes", 1, ["critical"]),
    ],
)  # fmt: skip
def test_a_negative_test_excludes_for_three_days(
    pregnant: Any, days: int | None, expected: list[str]
) -> None:
    labs = [result(False, days)] if days is not None else []
    assert levels("pregnancy", WOMAN, History(pregnant=pregnant), *labs) == expected


def test_a_pregnancy_on_the_list_counts_until_it_is_denied_or_too_long_ago() -> None:
    (card,) = said("pregnancy", WOMAN, listed("Normal pregnancy", since=str(ago(308))))
    assert (card.indicator, "Normal pregnancy" in card.summary) == ("critical", True)
    assert levels("pregnancy", WOMAN, listed("Normal pregnancy")) == ["critical"], "without a day it stands"
    assert levels("pregnancy", WOMAN, listed("Normal pregnancy", pregnant="no")) == []
    assert levels("pregnancy", WOMAN, listed("Normal pregnancy", since=str(ago(309)))) == ["warning"]
    assert levels("pregnancy", WOMAN, listed("Normal pregnancy", pregnant="yes")) == ["critical"]


@pytest.mark.parametrize(("days", "speaks"), [(308, False), (309, True)])
def test_a_pregnancy_longer_than_44_weeks_was_never_closed(days: int, speaks: bool) -> None:
    assert bool(said("pregnancy_listed", listed("Normal pregnancy", since=str(ago(days))))) is speaks


@pytest.mark.parametrize(
    ("sex", "asked"), [("female", True), ("other", True), ("unknown", True), ("male", False)]
)
def test_who_is_asked_about_pregnancy(sex: str, asked: bool) -> None:
    person = Referral.model_validate({"name": "A", "birth_date": "1990-01-01", "sex": sex})
    assert bool(said("pregnancy", person, History())) is asked


def test_without_a_referral_age_and_pregnancy_are_asked() -> None:
    assert levels("pregnancy", History()) == ["warning"]
    (card,) = said("minor")
    assert (card.indicator, card.asks) == ("warning", ("triage.referral.birth_date",))


@pytest.mark.parametrize(("born", "expected"), [("2008-11-20", ["critical"]), ("2008-11-19", [])])
def test_eighteen_today_is_of_age(born: str, expected: list[str]) -> None:
    person = Referral.model_validate({"name": "A", "birth_date": born})
    assert levels("minor", person) == expected
