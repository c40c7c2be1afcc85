"""Triage at its bounds: values, ages and days; what is new, old or steady; cases of other programs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.answer import triage
from buffycoat.pathway.triage.beside import beside
from buffycoat.pathway.triage.case import TriageCase
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.pathway.triage.red_flags import RED_FLAGS, RedFlag
from buffycoat.pathway.triage.urgency import Suspicion, steady, tier
from buffycoat.pathway.walk import RULES

DAY = date(2026, 11, 19)
SIGNER = Signer(id="n", name="N", role="nurse")


def ago(days: int) -> str:
    return str(DAY - timedelta(days=days))


def said(rule: str, *records: Record) -> list[Card]:
    chart = Chart("triage")
    for record in records:
        chart = chart.sign(record, SIGNER, datetime(2026, 11, 19, 8, tzinfo=UTC))
    return list(RULES[f"triage.{rule}"].cards(chart, DAY))


def suspected(family: str, signs: WarningSigns, age: int | None = 50, **more: Any) -> Suspicion:
    return next(one for one in tier(signs, age, **more).suspicions if one.family == family)


def level(family: str, newly: tuple[str, ...] | None, *present: str, **more: Any) -> str:
    told = {} if newly is None else {"newly": newly}
    return suspected(
        family, WarningSigns.model_validate({**dict.fromkeys(present, True), **told}), **more
    ).level


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ({"temperature": 38}, "hot"), ({"temperature": 37.9}, ""), ({"crp": 10}, ""),
        ({"crp": 10.1}, "raised_crp"),
        ({"residual_urine": 200}, "residual_urine"), ({"residual_urine": 199}, ""),
        ({"foot_lift": 3}, "foot_weak"),
        ({"foot_lift": 4}, ""), ({"gait_deviation": True, "hoffmann": True, "babinski": True}, "cord_signs"),
        ({"gait_deviation": True, "hoffmann": True, "babinski": False}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_what_the_examination_puts_beside_the_answers(found: dict[str, Any], name: str) -> None:
    assert beside(None, Examination.model_validate(found), DAY) == ({name} if name else set())


@pytest.mark.parametrize(
    ("onset", "trend", "named"),
    [
        (ago(28), "same", True), (ago(27), "same", False), (ago(28), "worse", True),
        (ago(28), "better", False),
        (ago(28), None, False), (None, "same", False), ("2026-10", "same", False), ("2026-09", "same", True),
    ],
)  # fmt: skip
def test_no_better_after_four_weeks(onset: str | None, trend: Any, named: bool) -> None:
    assert ("no_better" in beside(Pain(onset=onset, trend=trend), None, DAY)) is named


def test_pain_in_the_middle_of_the_back() -> None:
    assert beside(Pain(regions=("mid_back",)), None, DAY) == {"thoracic_pain"}
    assert beside(Pain(regions=("neck",)), None, DAY) == beside(Pain(), None, DAY) == frozenset()


@pytest.mark.parametrize(("days", "old"), [(180, True), (179, False)])
def test_steady_pain_is_half_a_year_old(days: int, old: bool) -> None:
    assert steady(Pain(onset=ago(days), trend="same"), DAY) is old
    assert steady(Pain(onset=ago(days), trend="worse"), DAY) is False


def test_four_signs_of_an_inflamed_spine_and_the_same_one_twice_is_one() -> None:
    four = ("before_45", "over_3_months", "morning_30_min", "exercise_helps")
    assert tier(WarningSigns(stiffness=four)).level == "E3"
    assert tier(WarningSigns(stiffness=four[:3])).level == ""
    assert tier(WarningSigns(stiffness=(*four[:3], "before_45"))).level == ""


def test_new_outranks_old_and_not_asked_is_never_old() -> None:
    for newly, urine, hands in ((None, "E0", "E2"), ((), "E1", "E2"), (("fever",), "E1", "E2")):
        assert level("cauda_equina", newly, "urinary_incontinence") == urine
        assert level("myelopathy", newly, "hand_clumsiness") == hands
    assert level("cauda_equina", ("urinary_incontinence",), "urinary_incontinence") == "E0"
    assert level("myelopathy", ("hand_clumsiness",), "hand_clumsiness") == "E1"


def test_an_old_neck_injury_with_a_new_weakness_is_not_old() -> None:
    assert level("fracture", (), "neck_injury", "progressive_weakness") == "E2"
    assert level("fracture", ("progressive_weakness",), "neck_injury", "progressive_weakness") == "E0"
    assert level("fracture", ("neck_injury",), "neck_injury", "progressive_weakness") == "E0"
    assert level("fracture", ("fever",), "neck_injury", "progressive_weakness", "fever") == "E2"


def test_steady_pain_eases_cancer_in_the_past_unless_it_is_new() -> None:
    for newly, soon in ((None, "E3"), ((), "E3"), (("cancer_history",), "E2")):
        assert level("malignancy", newly, "cancer_history", steady_pain=True) == soon
        assert level("malignancy", newly, "cancer_history", steady_pain=False) == "E2"


def test_what_was_eased_says_so_and_is_no_surer_than_our_own_rule() -> None:
    old = suspected("cauda_equina", WarningSigns(urinary_incontinence=True, newly=()))
    new = suspected("cauda_equina", WarningSigns(urinary_incontinence=True, newly=("urinary_incontinence",)))
    grown = suspected("myelopathy", WarningSigns(hand_clumsiness=True, newly=("hand_clumsiness",)))
    assert [(one.eased, one.status) for one in (old, new, grown)] == [(True, "P"), (False, "V"), (False, "K")]
    assert [one.new for one in (old, new)] == [(), ("urinary_incontinence",)]


def test_a_sign_named_as_new_counts_whatever_the_tick_says() -> None:
    assert suspected("infection", WarningSigns(fever=False, newly=("fever",))).level == "E1"


def test_of_age_only_what_is_known_is_named() -> None:
    signs = WarningSigns(neck_injury=True)
    assert "older_age" in suspected("fracture", signs, 65).drivers
    assert "perhaps_older_age" not in suspected("fracture", signs, 65).drivers
    assert "perhaps_older_age" in suspected("fracture", signs, None).drivers
    assert suspected("fracture", signs, 64).drivers == ("neck_injury",)


def test_an_answer_is_a_driver_only_of_the_tier_that_it_sets() -> None:
    found = tier(WarningSigns(saddle_numbness=True, cancer_history=True, night_or_rest_pain=True), 50)
    assert (found.level, found.alert) == ("E0", "emergency")
    assert set(found.drivers) == {"saddle_numbness", "cancer_history", "night_or_rest_pain"}
    calf = tier(WarningSigns(saddle_numbness=True, calf_pain_walking=True), 50)
    assert calf.drivers == ("saddle_numbness",)
    assert [one.level for one in calf.suspicions] == ["E0", "E2"]


def test_nothing_signed_and_something_measured_is_read() -> None:
    assert tier(None, beside=frozenset({"hot"})).level == "E1"
    assert tier(None).level == tier(WarningSigns()).level == ""


@pytest.mark.parametrize(
    ("pain", "speaks"),
    [
        ({"now": 5, "worst": 5}, False), ({"now": 6, "worst": 5}, True), ({"average": 6, "worst": 5}, True),
        ({"now": 9}, False), ({"worst": 0, "now": 0}, False), ({"worst": 0, "average": 1}, True),
        ({"worst": 3}, False),
    ],
)  # fmt: skip
def test_the_worst_pain_is_not_below_the_others(pain: dict[str, int], speaks: bool) -> None:
    cards = said("contradiction", WarningSigns(), Pain.model_validate(pain))
    assert [card.about for card in cards] == (["pain"] if speaks else [])


def test_new_and_not_ticked_is_asked() -> None:
    for answer, speaks in ((True, False), (False, True), (None, True)):
        (*cards,) = said("contradiction", WarningSigns(fever=answer, newly=("fever",)))
        assert bool(cards) is speaks
    assert said("contradiction", WarningSigns(fever=False, newly=())) == []


def test_a_long_list_is_cut_between_two_answers() -> None:
    many = (
        "saddle_numbness", "urinary_retention", "urinary_incontinence", "bowel_incontinence",
        "sexual_dysfunction_new", "bilateral_leg_symptoms", "both_legs_weak",
    )  # fmt: skip
    cards = said("urgency", WarningSigns.model_validate(dict.fromkeys(many, True)))
    card = next(one for one in cards if one.about == "cauda_equina")
    assert len(card.summary) <= 140
    assert card.summary.endswith(", and others")
    (short,) = said("urgency", WarningSigns(fever=True))
    assert "others" not in short.summary


# Cases of other programs: since when, and whose answer.


@pytest.mark.parametrize(
    ("flag", "newly"),
    [
        ({"onset": ago(14)}, ("fever",)), ({"onset": ago(15)}, ()),
        ({"trend": "worse", "onset": "2010"}, ("fever",)),
        ({"trend": "same"}, None), ({"new": True}, ("fever",)), ({"new": False}, ()),
        ({"new": False, "onset": ago(3)}, ("fever",)), ({"new": True, "onset": "2010"}, ("fever",)),
        ({"onset": "2026"}, None), ({"onset": "2026", "new": False}, ()), ({}, None),
    ],
)  # fmt: skip
def test_since_when(flag: dict[str, Any], newly: Any) -> None:
    case = TriageCase.model_validate({"on": DAY, "red_flags": {"fever": {"answer": True, **flag}}})
    assert case.signs().newly == newly


def test_a_month_that_may_reach_into_the_last_fourteen_days_is_not_old() -> None:
    flags = {"fever": {"answer": True, "onset": "2026-10"}}
    assert TriageCase.model_validate({"on": "2026-11-14", "red_flags": flags}).signs().newly is None
    assert TriageCase.model_validate({"on": "2026-11-15", "red_flags": flags}).signs().newly == ()


def test_what_is_said_to_be_new_joins_what_is_dated() -> None:
    flags = {"fever": {"answer": True, "onset": ago(2)}, "hot_hip": {"answer": True, "onset": "2010"}}
    case = TriageCase.model_validate({"on": DAY, "red_flags": flags, "newly": ["chest_pain"]})
    assert case.signs().newly == ("chest_pain", "fever")
    none = TriageCase.model_validate({"on": DAY, "red_flags": {"fever": True}, "newly": []})
    assert none.signs().newly == ()


@pytest.mark.parametrize(("age", "said"), [(46, True), (47, False), (48, False), (49, False), (50, True)])
def test_age_and_date_of_birth_may_differ_by_a_birthday(age: int, said: bool) -> None:
    answer = triage(TriageCase.model_validate({"on": DAY, "age": age, "birth_date": "1978-05-01"}))
    assert any("date of birth counts" in one for one in answer["contradictions"]) is said


def test_the_date_of_birth_counts_before_a_number_and_never_lies_ahead() -> None:
    assert TriageCase.model_validate({"on": DAY, "age": 10, "birth_date": "1978-05-01"}).years == 48
    assert TriageCase.model_validate({"on": DAY, "age": 10}).years == 10
    assert TriageCase.model_validate({"on": DAY, "birth_date": DAY}).years == 0
    with pytest.raises(ValidationError, match="after the day of the case"):
        TriageCase.model_validate({"on": DAY, "birth_date": DAY + timedelta(days=1)})


def test_what_nobody_knows_here_is_named_as_not_read() -> None:
    given = {"on": DAY, "id": 7, "mood": "low", "answers": {"fever": True, "crp": 3, "colour": "red"}}
    assert TriageCase.model_validate(given).unread == ("mood", "answers.colour")
    answer = triage(TriageCase.model_validate(given))
    assert {"mood", "answers.colour", "age"} <= set(answer["unknown"])
    assert "age" not in triage(TriageCase.model_validate({**given, "age": 0}))["unknown"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (1, True), (0, False), ("Yes", True), (" NO ", False), ("sí", True), ("denied", False),
        ("present", True),
        ("unknown", None), ("", None), (None, None), (True, True), (False, False),
    ],
)  # fmt: skip
def test_answers_as_other_programs_write_them(given: Any, read: bool | None) -> None:
    assert TriageCase.model_validate({"on": DAY, "red_flags": {"fever": given}}).signs().fever is read


@pytest.mark.parametrize("given", [2, "perhaps", 0.5, -1])
def test_what_is_no_answer_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError, match="is no answer"):
        TriageCase.model_validate({"on": DAY, "red_flags": {"fever": given}})


def test_a_slip_in_a_name_is_refused_with_the_likely_one() -> None:
    with pytest.raises(ValidationError, match="did you mean saddle_numbness"):
        TriageCase.model_validate({"on": DAY, "red_flags": {"sadle_numbness": True}})


def test_a_table_may_not_ease_a_sign_by_making_it_worse() -> None:
    row = {**RED_FLAGS["CAN-1"].model_dump(), "if_steady": "E1"}
    with pytest.raises(ValidationError, match="cannot weigh less"):
        RedFlag.model_validate(row)
    assert RedFlag.model_validate({**row, "if_steady": "E2"}).tier == "E2"
