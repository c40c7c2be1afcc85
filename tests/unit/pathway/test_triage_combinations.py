"""Signs that mean more together than alone: every partner of every combination of section 1.2, one by one."""

from itertools import combinations

import pytest

from buffycoat.pathway.triage.flags import FLAGS
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.pathway.triage.urgency import tier

# “Any neuro sign”: numbness, power, bladder and bowel, gait, hands.
NEURO = (
    "saddle_numbness", "urinary_retention", "urinary_incontinence", "bowel_incontinence",
    "sexual_dysfunction_new", "bilateral_leg_symptoms", "both_legs_weak", "progressive_weakness", "foot_drop",
    "gait_disturbance", "hand_clumsiness", "shock_on_neck_bend",
)  # fmt: skip
# What speaks for an infection that is already going on: a constitutional symptom, or a rising CRP.
CONSTITUTIONAL = ("fever", "hot", "night_sweats_chills", "weight_loss_unexplained", "raised_crp")
INFECTION_RISK = (
    "immunosuppressed",
    "iv_drug_use",
    "recent_infection",
    "dialysis",
    "recent_spinal_procedure",
)
CANCER_SIGNS = ("weight_loss_unexplained", "night_sweats_chills", "pain_many_places", "no_position_helps")
FRAGILE = ("minor_injury", "osteoporosis_or_long_term_steroid", "sudden_central_pain", "height_loss")
CORD = ("hand_clumsiness", "gait_disturbance", "shock_on_neck_bend")


def level(family: str, *present: str, age: int | None = 50) -> str:
    """How soon this is looked at with these signs, on its own family alone; "" when it is not suspected."""
    ticked = {name: True for name in present if name in FLAGS}
    beside = frozenset(present) - set(FLAGS)
    found = tier(WarningSigns.model_validate(ticked), age, beside=beside).suspicions
    return next((one.level for one in found if one.family == family), "")


@pytest.mark.parametrize("sign", NEURO)
def test_a_neurological_sign_makes_fever_cancer_and_trauma_an_emergency(sign: str) -> None:
    """INF-1, CAN-2, FRA-1: each of its own kind, whatever the sign alone would mean."""
    for main, family, alone in (
        ("fever", "infection", "E1"),
        ("hot", "infection", "E1"),
        ("night_sweats_chills", "infection", "E2"),
        ("cancer_history", "malignancy", "E2"),
        ("major_trauma", "fracture", "E1"),
    ):
        assert level(family, main) == alone
        assert level(family, main, sign) == "E0", main
        assert level(family, sign) == ""


def test_trauma_and_cannot_stand_is_an_emergency() -> None:
    assert level("fracture", "major_trauma", "cannot_bear_weight") == "E0"


@pytest.mark.parametrize("risk", INFECTION_RISK)
def test_a_risk_of_infection_is_for_two_weeks_and_with_symptoms_for_the_same_day(risk: str) -> None:
    """INF-2."""
    assert level("infection", risk) == "E2"
    assert {sign: level("infection", risk, sign) for sign in CONSTITUTIONAL} == dict.fromkeys(
        CONSTITUTIONAL, "E1"
    )
    assert level("infection", risk, "very_unwell") == "E0"


@pytest.mark.parametrize("pair", list(combinations(CANCER_SIGNS, 2)), ids="+".join)
def test_one_weak_sign_of_cancer_is_routine_and_any_two_are_not(pair: tuple[str, str]) -> None:
    """CAN-3."""
    assert [level("malignancy", one) for one in pair] == ["E3", "E3"]
    assert level("malignancy", *pair) == "E2"


@pytest.mark.parametrize("one", FRAGILE)
def test_a_fragile_bone_by_number(one: str) -> None:
    """FRA-3: one is routine, two within two weeks, three the same day; age from 65 is one of them."""
    assert level("fracture", one, age=64) == "E3"
    assert level("fracture", one, age=65) == "E2"
    for other in (name for name in FRAGILE if name != one):
        assert level("fracture", one, other, age=64) == "E2"
        assert level("fracture", one, other, age=65) == "E1"
        third = next(name for name in FRAGILE if name not in (one, other))
        assert level("fracture", one, other, third, age=64) == "E1"


@pytest.mark.parametrize("sign", CORD)
def test_pressure_on_the_cord_with_retention_or_unable_to_walk(sign: str) -> None:
    """MYE-1."""
    assert level("myelopathy", sign) == "E2"
    assert level("myelopathy", sign, "urinary_retention") == "E0"
    assert level("myelopathy", sign, "cannot_bear_weight") == "E0"


@pytest.mark.parametrize(
    "danger", ["major_trauma", "bilateral_leg_symptoms", "hand_clumsiness", "progressive_weakness"]
)
def test_a_hurt_neck_with_a_dangerous_way_or_tingling_limbs(danger: str) -> None:
    """FRA-4, the Canadian C-spine rule; an age that is not known may be 65."""
    assert level("fracture", "neck_injury") == "E1"
    assert level("fracture", "neck_injury", danger) == "E0"
    assert [level("fracture", "neck_injury", age=years) for years in (64, 65, None)] == ["E1", "E0", "E0"]


def test_both_legs_and_growing_weakness_are_cauda_equina() -> None:
    """CES-6."""
    assert level("cauda_equina", "progressive_weakness") == ""
    assert level("cauda_equina", "progressive_weakness", "bilateral_leg_symptoms") == "E0"


def test_cancer_with_severe_or_band_like_pain_is_for_the_same_day() -> None:
    """CAN-1."""
    assert level("malignancy", "cancer_history", "severe_or_band_pain") == "E1"


@pytest.mark.parametrize(
    ("family", "sign", "soon"),
    [
        ("cauda_equina", "saddle_numbness", "E0"), ("cauda_equina", "urinary_retention", "E0"),
        ("cauda_equina", "urinary_incontinence", "E0"), ("cauda_equina", "bowel_incontinence", "E0"),
        ("cauda_equina", "sexual_dysfunction_new", "E0"), ("cauda_equina", "bilateral_leg_symptoms", "E0"),
        ("cauda_equina", "both_legs_weak", "E0"), ("cauda_equina", "residual_urine", "E0"),
        ("constipation", "constipation", "E3"), ("nerve", "foot_drop", "E1"), ("nerve", "foot_weak", "E1"),
        ("nerve", "progressive_weakness", "E1"), ("myelopathy", "cord_signs", "E1"),
        ("infection", "very_unwell", "E0"), ("malignancy", "night_or_rest_pain", "E3"),
        ("malignancy", "severe_or_band_pain", "E3"), ("fracture", "bruise_over_spine", "E1"),
        ("vascular", "tearing_pain", "E0"), ("stroke", "stroke_symptoms", "E0"),
        ("circulation", "calf_pain_walking", "E2"), ("heart", "chest_pain", "E0"),
        ("visceral", "belly_pain_through", "E1"), ("visceral", "black_stool", "E0"),
        ("kidney", "burning_urine", "E1"), ("pregnancy", "possible_ectopic", "E0"),
        ("hip", "cannot_bear_weight", "E0"), ("hip", "hot_hip", "E0"), ("suicide", "suicidal_thoughts", "E0"),
        ("shingles", "shingles_rash", "E1"), ("inflammatory", "inflammatory_pattern", "E3"),
    ],
)  # fmt: skip
def test_each_sign_that_speaks_alone(family: str, sign: str, soon: str) -> None:
    assert level(family, sign) == soon
