"""Records: three answers are kept apart, bounds are named, slips are questioned, nothing can be changed."""

import math
from typing import ClassVar

import pytest
from pydantic import ValidationError

from buffycoat.pathway.candidacy.anatomy import sites_named
from buffycoat.pathway.candidacy.records import History, Labs, Plan, Site
from buffycoat.pathway.record import Record, earliest, item, latest, questions

SITE = {"target": "DISC", "level": "L4-5", "side": "M"}


def platelets(value: object) -> Labs:
    return Labs.model_validate({"platelets": {"value": value, "taken_on": "2026-11-01"}})


def test_a_value_unknown_and_not_asked_are_three_things() -> None:
    plan = Plan.model_validate({"goal": "walk the dog", "exercise_tried": None})
    assert [plan.state(name) for name in ("goal", "exercise_tried", "months_of_pain")] == [
        "answered",
        "unknown",
        "not asked",
    ]


def test_the_three_survive_the_signed_text() -> None:
    plan = Plan.model_validate({"sites": [SITE], "exercise_tried": None})
    again = Plan.model_validate_json(plan.body())
    assert (
        again.body()
        == plan.body()
        == '{"sites":[{"target":"DISC","level":"L4-5","side":"M"}],"exercise_tried":null}'
    )
    assert again.model_fields_set == plan.model_fields_set


def test_nothing_in_a_record_can_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        platelets(250).platelets = None


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "NaN", "inf", "-1", -0.5])
def test_what_cannot_be_measured_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="value"):
        platelets(value)


def test_a_refusal_names_the_field_the_bound_and_the_unit() -> None:
    with pytest.raises(ValidationError, match=r"value: 6000 ×10⁹/L is above the bound of 5000 ×10⁹/L"):
        platelets(6000)


def test_an_implausible_value_is_questioned_with_the_likely_slip() -> None:
    (question,) = questions(platelets("2 500"))
    assert question.field == "platelets.value"
    assert question.text == "2500 ×10⁹/L is outside 20 to 1500: did you mean 250 ×10⁹/L?"
    assert not list(questions(platelets(250)))


def test_a_bound_without_a_unit_holds_too() -> None:
    with pytest.raises(ValidationError, match="months_of_pain: -3 is below the bound of 0"):
        Plan.model_validate({"months_of_pain": -3})


def test_a_book_is_not_an_answer() -> None:
    with pytest.raises(ValidationError, match="longer than 8000 characters"):
        Plan.model_validate({"goal": "x" * 8001})


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Plan.model_validate({"gaol": "walk"})


@pytest.mark.parametrize(
    "site",
    [
        {"target": "SIJ", "level": "L4-5", "side": "R"},
        {"target": "DISC", "level": "C1-2", "side": "M"},
        {"target": "FACET", "level": "L4-5", "side": "M"},
        {"target": "DISC", "level": "L4-5", "side": "L"},
        {"target": "FACET", "level": "S", "side": "L"},
    ],
)
def test_a_site_that_does_not_exist_is_refused(site: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Site.model_validate(site)


def test_partial_dates_hold_the_days_they_can_mean() -> None:
    assert (earliest("2019"), latest("2019")) == (earliest("2019-01-01"), latest("2019-12-31"))
    assert latest("2024-02").day == 29
    with pytest.raises(ValidationError, match="not a day that exists"):
        History.model_validate({"conditions": [{"name": "x", "since": "2026-02-30"}]})


def test_a_record_says_its_stage_and_title_and_declares_every_field() -> None:
    with pytest.raises(TypeError, match="needs a stage and a title"):

        class Nameless(Record):
            pass

    with pytest.raises(TypeError, match="not declared with item"):

        class Loose(Record):
            stage: ClassVar[str] = "test"
            title: ClassVar[str] = "Loose"
            weight: float = 0.0


def test_an_item_with_an_unknown_unit_is_refused_when_it_is_declared() -> None:
    with pytest.raises(ValueError, match="not a canonical unit"):
        item("Weight", unit="stone")


def test_both_sides_of_a_place_are_named_together() -> None:
    sites = [("DISC", "L4-5", "M"), ("FACET", "L4-5", "R"), ("FACET", "L4-5", "L"), ("FACET", "L5-S1", "L")]
    assert sites_named(sites) == "Disc L4-5; facet joint L4-5, both sides; facet joint L5-S1, left"
    assert sites_named([("SIJ", "SI", "R")]) == "Sacroiliac joint, right"
    assert sites_named([]) == ""
