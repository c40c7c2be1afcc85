"""What counts as a finding: each cluster at its number and one short of it, each age, each place."""

from typing import Any

import pytest

from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.findings import Findings, findings
from buffycoat.pathway.triage.pain_source import ranked
from buffycoat.pathway.triage.pain_tables import FEATURES
from buffycoat.pathway.triage.records import Pain

KNEE = Pain(regions=("knee_right",))


def seen(age: int | None = None, pain: Pain | None = None, **found: Any) -> Findings:
    return findings(pain, Examination.model_validate(found), age)


def told(*regions: str, **more: Any) -> Findings:
    return findings(Pain.model_validate({"regions": regions, **more}), None, None)


HIP = ("squat_pain", "hip_flexion_pain", "hip_scour_pain", "hip_extension_pain")
NECK = ("upper_limb_tension", "neck_rotation_below_60", "neck_distraction_eases", "spurling")
CORD = ("gait_deviation", "hoffmann", "inverted_supinator", "babinski")
KNEES = (
    "knee_stiff_under_30",
    "knee_crepitus",
    "knee_bony_tenderness",
    "knee_bony_enlargement",
    "knee_not_warm",
)


def some(names: tuple[str, ...], positive: int) -> dict[str, bool]:
    """The first so many tests positive, the others negative."""
    return {name: place < positive for place, name in enumerate(names)}


@pytest.mark.parametrize(
    ("positive", "three", "four"), [(2, False, False), (3, True, False), (4, True, True)]
)
def test_hip_and_neck_clusters_by_the_number_of_positive_tests(
    positive: int, three: bool, four: bool
) -> None:
    """Sutlive: three or four of five (the fifth is limited rotation). Wainner: three or four of four."""
    hip = seen(**some(HIP, positive), hip_internal_rotation=40)
    assert (hip["hip_3_of_5"], hip["hip_4_of_5"]) == (three, four)
    neck = seen(**some(NECK, positive))
    assert (neck["neck_3_of_4"], neck["neck_4_of_4"]) == (three, four)


def test_limited_rotation_is_the_fifth_hip_test_up_to_25_degrees() -> None:
    for degrees, limited in ((25, True), (26, False)):
        found = seen(**some(HIP, 2), hip_internal_rotation=degrees)
        assert (found["hip_rotation_limited"], found["hip_3_of_5"]) == (limited, limited)
    assert seen(**some(HIP, 2))["hip_3_of_5"] is None, "not measured: it could still be the third"


@pytest.mark.parametrize(
    ("positive", "age", "three", "one_or_none"),
    [
        (3, 30, True, False), (2, 46, True, False), (2, 45, False, False), (1, 45, False, True),
        (1, 46, False, False), (0, 46, False, True), (2, None, None, False), (1, None, False, None),
    ],
)  # fmt: skip
def test_cord_signs_with_age_over_45_as_the_fifth(
    positive: int, age: int | None, three: bool | None, one_or_none: bool | None
) -> None:
    found = seen(age, **some(CORD, positive))
    assert (found["cord_3_of_5"], found["cord_1_or_none"]) == (three, one_or_none)


@pytest.mark.parametrize(
    ("positive", "age", "result"),
    [(3, 30, True), (2, 51, True), (2, 50, False), (2, None, None), (1, 51, False)],
)
def test_knee_criteria_with_age_over_50_as_the_sixth(positive: int, age: int | None, result: object) -> None:
    assert seen(age, KNEE, **some(KNEES, positive))["knee_3_of_6"] is result
    assert seen(age, None, **some(KNEES, positive))["knee_3_of_6"] is None, "they are for a painful knee"


@pytest.mark.parametrize(("age", "old", "young"), [(59, False, True), (60, False, False), (70, False, False)])
def test_ages_of_stenosis(age: int, old: bool, young: bool) -> None:
    found = seen(age)
    assert (found["age_over_70"], found["age_under_60"]) == (old, young)
    assert seen(71)["age_over_70"] is True
    assert (seen(None)["age_over_70"], seen(None)["age_under_60"]) == (None, None)


def test_stenosis_score_from_seven() -> None:
    assert [seen(konno_score=score)["konno_7"] for score in (6, 7)] == [False, True]
    assert seen()["konno_7"] is None


def test_sacroiliac_tests_beside_centralisation() -> None:
    """McKenzie first: the stronger ratio is for those who do not centralise, and only for them."""
    three = {"sij_tests_done": 6, "sij_tests_positive": 3}
    assert seen(**three, centralises=False)["sij_3_not_centralising"] is True
    assert seen(**three, centralises=True)["sij_3_not_centralising"] is None
    assert seen(**three)["sij_3_not_centralising"] is None


@pytest.mark.parametrize(
    ("regions", "both"),
    [
        (("buttock_left", "buttock_right"), True), (("calf_left", "foot_right"), True),
        (("thigh_left", "knee_right"), True), (("calf_left",), False), (("calf_right",), False),
        (("groin_left", "groin_right"), False), (("low_back_left", "low_back_right"), False),
    ],
)  # fmt: skip
def test_pain_in_both_buttocks_or_legs(regions: tuple[str, ...], both: bool) -> None:
    assert told(*regions)["pain_both_sides"] is both


def test_the_middle_of_the_low_back() -> None:
    assert told("low_back_left")["no_midline_pain"] is True
    assert told("buttock_left")["no_midline_pain"] is True
    assert told("low_back_left", "low_back_middle")["no_midline_pain"] is False
    assert told("knee_left")["no_midline_pain"] is None, "said of a low back only"
    assert findings(Pain(), None, None)["no_midline_pain"] is None


def test_groin_and_side_of_the_hip_count_when_marked_or_found() -> None:
    assert told("groin_left")["groin_pain"] is True
    assert told("hip_side_left")["pain_side_of_hip"] is True
    assert (told("knee_left")["groin_pain"], told("knee_left")["pain_side_of_hip"]) == (False, False)
    assert seen(groin_pain=True, pain=KNEE)["groin_pain"] is True
    assert seen(groin_pain=False, pain=Pain(regions=("groin_left",)))["groin_pain"] is True


@pytest.mark.parametrize(
    ("worse", "better", "regions", "result"),
    [
        (("walking",), ("sitting",), ("calf_left",), True),
        (("standing",), ("bending_forward",), ("buttock_left",), True),
        (("walking",), ("lying",), ("calf_left",), None),
        (("walking",), None, ("calf_left",), None),
        (("walking",), ("sitting",), ("low_back_left",), None),
        (("sitting",), ("sitting",), ("calf_left",), False),
        (None, ("sitting",), ("calf_left",), None),
    ],
)  # fmt: skip
def test_claudication_is_leg_pain_on_walking_that_sitting_eases(
    worse: Any, better: Any, regions: tuple[str, ...], result: bool | None
) -> None:
    assert told(*regions, worse_with=worse, better_with=better)["neurogenic_claudication"] is result


@pytest.mark.parametrize(
    ("worse", "named"),
    [
        (("rising",), {"worse_rising"}),
        (("sitting",), {"no_pain_rising", "worse_sitting_or_bending"}),
        (("bending_forward",), {"no_pain_rising", "worse_sitting_or_bending"}),
        (("coughing",), {"no_pain_rising", "worse_coughing"}),
        ((), {"no_pain_rising"}),
    ],
)
def test_movements_that_make_it_worse(worse: tuple[str, ...], named: set[str]) -> None:
    names = ("worse_rising", "no_pain_rising", "worse_sitting_or_bending", "worse_coughing")
    found = told("low_back_left", worse_with=worse)
    assert {name for name in names if found[name]} == named
    unknown = told("low_back_left")
    assert [unknown[name] for name in (*names, "eases_bending_forward")] == [None] * 5


def test_bending_forward_eases() -> None:
    assert told("low_back_left", better_with=("bending_forward",))["eases_bending_forward"] is True
    assert told("low_back_left", better_with=("lying",))["eases_bending_forward"] is False


# Where each source can hurt, from the place that hurts: what is thought of there.
CONSIDERED = {
    "neck": {"myelopathy"},
    "mid_back": {"myelopathy"},
    "arm_left": {"radicular", "myelopathy"},
    "low_back_left": {"disc", "facet", "sacroiliac", "stenosis"},
    "low_back_middle": {"disc", "facet", "sacroiliac", "stenosis"},
    "buttock_left": {"disc", "facet", "sacroiliac", "radicular", "stenosis", "hip"},
    "groin_left": {"sacroiliac", "radicular", "hip"},
    "hip_side_left": {"hip", "trochanter"},
    "thigh_left": {"facet", "sacroiliac", "radicular", "stenosis", "hip"},
    "knee_left": {"radicular", "hip", "knee"},
    "calf_left": {"radicular", "stenosis", "hip"},
    "foot_left": {"radicular", "stenosis"},
}


@pytest.mark.parametrize("region", sorted(CONSIDERED))
def test_what_is_thought_of_where_it_hurts(region: str) -> None:
    """Hip and sacroiliac joint reach buttock, groin and thigh, the hip below the knee too (2.2)."""
    found = ranked(Pain.model_validate({"regions": (region,)}), None, None)
    left_out = {source for source, _ in found.not_ranked}
    assert set(SOURCES_WITH_A_CHANCE) - left_out == CONSIDERED[region]


SOURCES_WITH_A_CHANCE = (
    "disc", "facet", "sacroiliac", "radicular", "stenosis", "hip", "trochanter", "knee", "myelopathy",
)  # fmt: skip
LEG = ("buttock_left", "groin_left", "thigh_left", "knee_left", "calf_left", "foot_left")


@pytest.mark.parametrize(
    ("finding", "places"),
    [("slr", LEG), ("crossed_slr", LEG), ("sciatica", LEG), ("neck_3_of_4", ("neck", "arm_left")),
     ("neck_4_of_4", ("neck", "arm_left"))],
)  # fmt: skip
def test_a_negative_test_of_a_root_counts_only_where_that_root_hurts(
    finding: str, places: tuple[str, ...]
) -> None:
    absent = {"slr": False, "crossed_slr": False, "sciatica": False, **some(NECK, 0)}
    for region in CONSIDERED:
        found = seen(pain=Pain.model_validate({"regions": (region,), "leg_worse_than_back": False}), **absent)
        assert (found.get(finding) is False) == (region in places), region
    assert FEATURES[finding].source == "radicular"
