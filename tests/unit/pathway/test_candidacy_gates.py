"""What is measured before a needle, how old it may be, where its gate lies; and the allergies of the day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from buffycoat.pathway.candidacy.labs import needs, pregnancy_excluded, value_on
from buffycoat.pathway.candidacy.records import (
    Allergies,
    Allergy,
    Condition,
    Drug,
    Fusion,
    Haemoglobin,
    History,
    Inr,
    Labs,
    Medicines,
    Plan,
    Platelets,
    PregnancyTest,
    Site,
)
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record
from buffycoat.pathway.walk import RULES

DAY = date(2026, 11, 19)
SIGNER = Signer(id="n", name="N", role="nurse")
DISC = Site(target="DISC", level="L4-5", side="M")
LIG = Site(target="LIG", level="L4-5", side="M")


def said(rule: str, *records: Record) -> list[Card]:
    chart = Chart("gates")
    for record in records:
        chart = chart.sign(record, SIGNER, datetime(2026, 11, 19, 8, tzinfo=UTC))
    return list(RULES[f"candidacy.{rule}"].cards(chart, DAY))


def plan(*sites: Site, **more: Any) -> Plan:
    return Plan(sites=sites, **more)


def fused(level: str = "L5-S1") -> History:
    return History(fusions=(Fusion.model_validate({"level": level}),))


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


ALWAYS = ["platelets", "haemoglobin"]


@pytest.mark.parametrize(
    ("site", "history", "drug", "more"),
    [
        (LIG, None, None, []), (DISC, None, None, ["crp"]), (LIG, fused(), None, ["crp"]),
        (LIG, fused("L2-3"), None, []), (DISC, fused(), None, ["crp"]),
        (LIG, None, Drug(name="warfarin"), ["inr"]), (LIG, None, Drug(name="warfarin", use="stopped"), []),
        (LIG, None, Drug(name="apixaban"), ["creatinine"]), (LIG, None, Drug(name="naproxen"), []),
        (LIG, History(bleeding_disorder=True), None, ["inr"]),
        (LIG, History(bleeding_disorder=False), None, []),
        *((LIG, History(conditions=(Condition(name=name),)), None, [test]) for name, test in (
            ("Cirrhosis", "inr"), ("Haemophilia A", "inr"), ("Gastrointestinal bleed", "inr"),
            ("Type 2 diabetes mellitus", "hba1c"), ("Prediabetes", "hba1c"))),
    ],
)  # fmt: skip
def test_who_needs_which_test(
    site: Site, history: History | None, drug: Drug | None, more: list[str]
) -> None:
    """3.5: blood count always; INR, creatinine, HbA1c and CRP where drug, history or target ask for them."""
    medicines = Medicines(drugs=(drug,)) if drug else None
    assert [one.test for one in needs(DAY, plan(site), history, medicines)] == [*ALWAYS, *more]


def counts(days: int, value: float = 250) -> Labs:
    return Labs(
        platelets=Platelets(taken_on=ago(days), value=value),
        haemoglobin=Haemoglobin(taken_on=ago(0), value=14),
    )


@pytest.mark.parametrize(("days", "words"), [(30, ""), (31, "31 days old"), (-1, "Platelets missing")])
def test_a_count_of_thirty_days_still_counts_and_one_of_tomorrow_is_not_known(days: int, words: str) -> None:
    cards = said("labs", plan(LIG), counts(days))
    assert [words in card.summary for card in cards] == ([True] if words else [])


def test_the_age_of_a_value_counts_to_the_planned_day() -> None:
    assert said("labs", plan(LIG, planned_on=DAY + timedelta(days=20)), counts(10)) == []
    (card,) = said("labs", plan(LIG, planned_on=DAY + timedelta(days=21)), counts(10))
    assert "31 days on the planned day" in card.summary


@pytest.mark.parametrize(
    ("count", "level", "nobody"),
    [(49, "critical", True), (50, "critical", False), (99, "critical", False), (100, "info", False)],
)
def test_nobody_goes_past_fewer_than_fifty_platelets(count: float, level: str, nobody: bool) -> None:
    (card,) = said("platelets", counts(0, count))
    assert (card.indicator, card.override_by == ()) == (level, nobody)


@pytest.mark.parametrize(
    ("site", "value", "speaks"), [(DISC, 1.2, False), (DISC, 1.21, True), (LIG, 3, False), (LIG, 3.1, True)]
)
def test_the_inr_gate_of_each_bleeding_class(site: Site, value: float, speaks: bool) -> None:
    assert bool(said("inr", plan(site), Labs(inr=Inr(taken_on=DAY, value=value)))) is speaks


@pytest.mark.parametrize(
    ("substance", "key"),
    [
        ("Chlorhexidine", "chlorhexidine"), ("Latex", "latex"), ("Iodinated contrast", "contrast"),
        ("Penicillin V", "beta-lactam"), ("ACD-A", "citrate"), ("Bovine thrombin", "thrombin"),
        ("Lidocaine", "local an"),
    ],
)  # fmt: skip
def test_each_allergy_of_the_day_is_answered(substance: str, key: str) -> None:
    """3.2: chlorhexidine, latex, citrate, bovine thrombin, contrast, cefazolin; and what numbs the skin."""
    first = said("allergy", plan(LIG), Allergies(allergies=(Allergy(substance=substance, severe=False),)))[0]
    assert key in first.summary.lower()
    assert first.indicator == "warning"
    assert first.asks == ()


@pytest.mark.parametrize(
    ("sites", "severe", "level"),
    [
        ((DISC,), True, "critical"), ((DISC,), False, "warning"), ((DISC,), None, "warning"),
        ((LIG,), True, "warning"), ((LIG, DISC), True, "critical"), ((), True, "critical"),
    ],
)  # fmt: skip
def test_a_severe_reaction_to_contrast_bars_what_needs_contrast(
    sites: tuple[Site, ...], severe: bool | None, level: str
) -> None:
    allergy = Allergies(allergies=(Allergy(substance="Iodinated contrast", severe=severe),))
    card, premedication = said("allergy", plan(*sites), allergy)
    assert card.indicator == level
    assert bool(card.clears_when) is (level == "critical")
    assert "no contrast" in card.detail
    assert premedication.code == "systemic_steroid"
    (latex,) = said("allergy", plan(*sites), Allergies(allergies=(Allergy(substance="Latex", severe=True),)))
    assert (latex.indicator, "no contrast" in latex.detail) == ("warning", False)


def test_a_value_of_the_day_itself_is_known_and_one_of_tomorrow_is_not() -> None:
    for days, excluded in ((0, True), (1, False)):
        test = PregnancyTest(positive=False, taken_on=DAY + timedelta(days=days))
        assert pregnancy_excluded(DAY, Labs(pregnancy_test=test)) == excluded
    count = Platelets(value=200, taken_on=DAY)
    assert value_on(DAY, Labs(platelets=count), "platelets") == count
    assert value_on(DAY - timedelta(days=1), Labs(platelets=count), "platelets") is None
