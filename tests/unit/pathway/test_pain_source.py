"""The ranking of pain sources against sums done by hand, and against lots drawn the slow way."""

import math
import random
from itertools import product
from typing import Any

import pytest

from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.findings import at_least, findings
from buffycoat.pathway.triage.pain_chance import chance, interval
from buffycoat.pathway.triage.pain_source import Line, Options, Ranking, ranked
from buffycoat.pathway.triage.pain_tables import FEATURES, SOURCES, finding_of
from buffycoat.pathway.triage.pain_weigh import weigh
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.pathway.triage.urgency import tier

CONTRACT = {
    "cauda_equina", "infection", "malignancy", "fracture", "vascular", "visceral", "myelopathy", "radicular",
    "stenosis", "disc", "facet", "sacroiliac", "hip", "knee", "myofascial", "inflammatory",
    "peripheral_nerve", "herpes_zoster", "hardware", "adjacent_segment", "post_procedure", "nonspecific",
}  # fmt: skip
LOW_BACK = Pain(regions=("low_back_middle",), worse_with=("rising",))
# Three answers that count, none of them for the disc.
ENOUGH = {"neurogenic_claudication": False, "sij_tests_done": 6, "sij_tests_positive": 0}


def rank(pain: Pain | None = LOW_BACK, age: int | None = 47, **found: Any) -> Ranking:
    return ranked(pain, Examination(**found), age)


def line(source: str, ranking: Ranking) -> Line:
    return next(one for one in ranking.lines if one.source == source)


def counted(source: str, ranking: Ranking) -> set[str]:
    return {one.feature for one in line(source, ranking).moved if one.counts}


def test_disc_by_hand() -> None:
    """34% is 0.515 to 1; times 2.8 times 3.10 is 4.472 to 1, or 81.7%."""
    found = rank(centralises=True, mri_high_intensity_zone=True, **ENOUGH)
    disc = line("disc", found)
    assert disc.probability == pytest.approx(4.472 / 5.472, abs=1e-4)
    assert disc.before == (0.26, 0.42)
    assert found.lines[0] is disc


def test_sacroiliac_by_hand() -> None:
    """18.5% is 0.227 to 1; times 4.3 for the tests and 0.31 for pain in the middle is 0.3026, or 23.2%."""
    found = rank(centralises=True, neurogenic_claudication=False, sij_tests_done=6, sij_tests_positive=3)
    assert line("sacroiliac", found).probability == pytest.approx(0.2323, abs=5e-4)


def test_facet_stands_where_it_was_and_says_why() -> None:
    facet = line("facet", rank(facet_loading=True, **ENOUGH))
    assert facet.probability == pytest.approx(0.30)
    assert facet.interval == (pytest.approx(0.1575), pytest.approx(0.4425))
    assert [(one.feature, one.why_not) for one in facet.moved] == [("facet_loading", "no usable ratio")]
    assert facet.next.kind == "block"
    assert "never diagnosed" in facet.note


def test_interval_agrees_with_drawing_lots() -> None:
    """The slow obvious twin: draw the prior evenly and the ratio from its log-normal, many times."""
    prior, shift, variance = (26.0, 42.0), math.log(2.8 * 3.1), 0.115 + 0.026
    draw = random.Random(1)
    odds = (
        math.log(p / (1 - p)) + draw.gauss(shift, math.sqrt(variance))
        for p in (draw.uniform(0.26, 0.42) for _ in range(100_000))
    )
    lots = sorted(1 / (1 + math.exp(-one)) for one in odds)
    low, high = interval(prior, shift, variance)
    assert low == pytest.approx(lots[2500], abs=0.005)
    assert high == pytest.approx(lots[97500], abs=0.005)
    assert low < chance(prior, shift) < high


def test_interval_without_any_answer_is_the_prior_range() -> None:
    assert interval((15, 45), 0.0, 0.0) == (pytest.approx(0.1575), pytest.approx(0.4425))


def test_one_of_a_group_counts_and_it_is_the_strongest() -> None:
    found = rank(centralises=True, mri_high_intensity_zone=True, mri_modic_1=True, **ENOUGH)
    assert counted("disc", found) == {"centralises", "mri_modic_1"}
    weaker = next(one for one in line("disc", found).moved if one.feature == "mri_high_intensity_zone")
    assert weaker.why_not == "a stronger answer of the same kind counts"


def test_of_a_group_the_farthest_from_one_counts_whichever_way_it_points() -> None:
    """Absence of degeneration (0.15) lies farther from 1 than a high-intensity zone (3.1), nearer than 10."""
    down = rank(centralises=True, mri_high_intensity_zone=True, mri_degeneration=False, **ENOUGH)
    assert "mri_degeneration" in counted("disc", down)
    up = rank(centralises=True, mri_modic_1=True, mri_degeneration=False, **ENOUGH)
    assert "mri_modic_1" in counted("disc", up)


def test_images_alone_raise_nothing_and_say_so() -> None:
    quiet = Pain(regions=("low_back_middle",), worse_with=())
    found = rank(quiet, mri_high_intensity_zone=True, mri_modic_1=True, **ENOUGH)
    assert line("disc", found).probability == pytest.approx(0.34)
    assert all("common without pain" in one.why_not for one in line("disc", found).moved)


def test_images_alone_may_lower() -> None:
    quiet = Pain(regions=("low_back_middle",), worse_with=())
    assert line("disc", rank(quiet, mri_degeneration=False, **ENOUGH)).probability < 0.10


def test_clamp_at_both_ends() -> None:
    found = rank(no_pain_seated=True, wide_based_gait=True, neurogenic_claudication=True, age=75)
    assert line("stenosis", found).probability == 0.90
    assert line("stenosis", found).interval[1] == 0.90
    assert line("sacroiliac", rank(**ENOUGH)).probability == 0.05


def test_practice_sets_bounds_and_priors() -> None:
    options = Options(floor=1, ceiling=99, priors={"disc": (50, 50)})
    found = ranked(LOW_BACK, Examination(centralises=True, **ENOUGH), 47, options)
    disc = line("disc", found)
    assert disc.probability == pytest.approx(2.8 / 3.8)
    assert disc.status == "P"
    assert line("sacroiliac", found).probability < 0.05


def test_two_answers_are_not_enough_and_what_is_missing_is_named() -> None:
    found = ranked(Pain(regions=("low_back_middle",)), None, 47)
    assert (found.answers, found.enough, found.lines, found.next) == (2, False, (), None)
    assert "Repeated movements: does the pain centralise?" in [one.words for one in found.missing]
    assert found.status == "P"


def test_three_answers_are_enough() -> None:
    assert ranked(Pain(regions=("low_back_middle",)), Examination(centralises=True), 47).enough


def test_several_answers_of_one_group_count_once() -> None:
    found = ranked(None, Examination(mri_degeneration=False, mri_modic_1=False, mri_modic_2=False), None)
    assert (found.answers, found.enough) == (1, False)


def test_nothing_known() -> None:
    found = ranked(None, None, None)
    assert (found.answers, found.lines, found.by_word) == (0, (), ())
    assert len(found.missing) == 3


def test_marks_are_the_weakest_used() -> None:
    found = rank(spect_uptake=True, **ENOUGH)
    assert line("facet", found).status == "V", "the ratio and the prior were both read at their source"
    assert line("facet", rank(spect_uptake=False, **ENOUGH)).status == "P", "K~, and no interval is published"
    right = Pain(regions=("low_back_right",))
    raised = rank(right, centralises=True, neurogenic_claudication=False)
    assert line("sacroiliac", raised).status == "K~"


def test_ratio_without_interval_gets_a_wide_one() -> None:
    ratio = FEATURES["sij_3_of_6"].ratio(True)
    assert ratio is not None
    assert (ratio.low, ratio.value, ratio.high, ratio.proposed) == (4.3 / 4, 4.3, 4.3 * 4, True)


def test_odds_are_shared_evenly() -> None:
    there, absent = (
        FEATURES["hip_rotation_limited"].ratio(True),
        FEATURES["hip_rotation_limited"].ratio(False),
    )
    assert there is not None
    assert absent is not None
    assert there.value / absent.value == pytest.approx(14)
    assert there.value * absent.value == pytest.approx(1)


@pytest.mark.parametrize(
    ("tests", "result"),
    [
        ((True, True, True, False, None), True),
        ((True, False, False, False, None), False),
        ((True, True, False, False, None), None),
        ((None, None, None, None, None), None),
    ],
)
def test_a_cluster_waits_while_it_can_still_be_filled(tests: tuple[bool | None, ...], result: object) -> None:
    assert at_least(3, tests) is result


@pytest.mark.parametrize(
    ("done", "positive", "result"),
    [
        (6, 3, True),
        (6, 2, False),
        (4, 0, False),
        (3, 0, None),
        (None, 0, None),
        (None, 3, True),
        (6, None, None),
    ],
)
def test_sacroiliac_tests(done: int | None, positive: int | None, result: object) -> None:
    seen = Examination(sij_tests_done=done, sij_tests_positive=positive)
    assert findings(None, seen, None)["sij_3_of_6"] is result


def test_more_tests_positive_than_done_is_refused() -> None:
    with pytest.raises(ValueError, match="sij_tests_positive"):
        Examination(sij_tests_done=2, sij_tests_positive=3)


def test_left_out_where_it_does_not_hurt_unless_found() -> None:
    assert "hip" in dict(rank(**ENOUGH).not_ranked)
    assert "hip" not in dict(rank(limp=True, **ENOUGH).not_ranked)
    assert "hip" in dict(rank(limp=False, **ENOUGH).not_ranked)


def test_a_negative_leg_raise_says_nothing_about_an_arm() -> None:
    arm = Pain(regions=("arm_right",))
    positive = {"spurling": True, "upper_limb_tension": True, "neck_distraction_eases": True}
    assert rank(arm, slr=False, **positive).lines == rank(arm, **positive).lines


def test_no_sciatica_needs_a_low_back_and_no_leg() -> None:
    def sciatica(*regions: str, worse: bool | None = False) -> bool | None:
        pain = Pain.model_validate({"regions": regions, "leg_worse_than_back": worse})
        return findings(pain, None, None).get("sciatica")

    assert sciatica("low_back_left") is None, "no leg pain marked: the question is not for this pain"
    assert sciatica("buttock_left") is False
    assert sciatica("buttock_left", "thigh_left") is None, "an upper root reaches the thigh"
    assert sciatica("buttock_left", "calf_left", worse=True) is True
    assert sciatica("calf_left", worse=None) is None, "below the knee alone is no rule"
    assert sciatica("neck", "arm_left") is None


def test_what_would_change_our_mind_has_its_numbers() -> None:
    """Centralisation: sensitivity 2.8 × 0.34 / 2.14 = 44%, false positives 16%, as its two ratios give."""
    test = line("disc", rank(Pain(regions=("low_back_middle",), worse_with=()), **ENOUGH)).next
    assert (test.kind, test.finding) == ("test", "centralises")
    likely = 0.34 * 0.4449 + 0.66 * 0.1589
    up, down = 0.5906 - 0.34, 0.34 - 0.2538
    assert test.if_there == pytest.approx(0.5906, abs=1e-3)
    assert test.if_not == pytest.approx(0.2538, abs=1e-3)
    assert test.expected == pytest.approx(likely * up + (1 - likely) * down, abs=1e-3)


def test_a_test_of_a_group_that_is_answered_is_not_proposed() -> None:
    disc = line("disc", rank(centralises=True, mri_high_intensity_zone=True, **ENOUGH))
    assert disc.next.kind == "block"
    assert "Provocation discography" in disc.next.words


def test_nothing_more_for_what_is_already_unlikely() -> None:
    sacroiliac = line("sacroiliac", rank(**ENOUGH))
    assert sacroiliac.next.kind == "nothing"
    assert "makes it unlikely" in sacroiliac.next.words


def test_hip_and_spine_together() -> None:
    groin = Pain(regions=("groin_right", "buttock_right"))
    assert rank(groin, limp=True, hip_internal_rotation=10).together == ("hip", "sacroiliac", "disc")
    assert rank(groin, limp=False, hip_internal_rotation=40).together == ()


def test_warning_signs_are_named_first_whatever_the_ratios_say() -> None:
    signs = WarningSigns(saddle_numbness=True, fever=True, recent_spinal_procedure=True)
    found = ranked(LOW_BACK, Examination(**ENOUGH), 47, suspicions=tier(signs, 47).suspicions)
    assert [(one.source, one.tier) for one in found.first] == [
        ("cauda_equina", "emergency"),
        ("infection", "emergency"),
        ("post_procedure", "emergency"),
    ]
    assert [one.source for one in found.by_word[:3]] == ["cauda_equina", "infection", "post_procedure"]
    assert found.by_word[0].probability is None


def test_a_weak_single_sign_names_nothing() -> None:
    assert (
        ranked(None, None, 47, suspicions=tier(WarningSigns(night_or_rest_pain=True), 47).suspicions).first
        == ()
    )


def test_without_a_ratio_a_source_is_named_and_not_ranked() -> None:
    found = rank(spine_fused=True, trigger_point=True, one_nerve=True, pulses_weak=True, **ENOUGH)
    named = {one.source for one in found.also}
    assert named == {
        "hardware", "adjacent_segment", "myofascial", "peripheral_nerve", "vascular", "nonspecific"
    }  # fmt: skip
    assert named.isdisjoint(one.source for one in found.lines)


def test_nonspecific_is_not_named_when_one_source_stands_out() -> None:
    assert rank(centralises=True, mri_modic_1=True, **ENOUGH).also == ()


def test_words_are_those_of_the_contract() -> None:
    assert {row.word or key for key, row in SOURCES.rows.items()} == CONTRACT


def test_other_programs_are_told_of_hip_once_and_which_part() -> None:
    side = Pain(regions=("hip_side_right",))
    found = rank(side, single_leg_stance_pain=True, limp=False, groin_pain=False)
    said = [one for one in found.by_word if one.source == "hip"]
    assert [(one.part, one.probability) for one in said] == [
        ("trochanter", line("trochanter", found).probability)
    ]


def test_same_percent_same_rank() -> None:
    found = rank(**ENOUGH)
    ranks = {one.source: one.rank for one in found.lines}
    assert ranks == {"disc": 1, "facet": 2, "sacroiliac": 3, "stenosis": 3}


def test_every_row_rests_on_a_finding_and_cites_the_bibliography() -> None:
    known = set(findings(Pain(regions=()), None, None))
    for key, row in FEATURES.rows.items():
        assert finding_of(key) in known, key
        assert row.source in SOURCES.rows, key
        assert set(row.sources) <= set(sources()), key
    for row in SOURCES.rows.values():
        assert {*row.sources, *row.block_sources} <= set(sources())


TOGETHER: tuple[tuple[str, ...], ...] = (
    ("gait_deviation", "hoffmann", "inverted_supinator", "babinski"),
    ("upper_limb_tension", "neck_rotation_below_60", "neck_distraction_eases", "spurling"),
    ("squat_pain", "hip_flexion_pain", "hip_scour_pain", "hip_extension_pain"),
    (
        "knee_stiff_under_30",
        "knee_crepitus",
        "knee_bony_tenderness",
        "knee_bony_enlargement",
        "knee_not_warm",
    ),
)


# Those of the warning signs are read with them, and rank nothing.
RANKING = sorted(name for name, one in Examination.items.items() if one.group != "Danger")


@pytest.mark.parametrize("name", RANKING)
def test_every_question_of_the_examination_bears_on_some_source(name: str) -> None:
    """A question nobody reads would be asked for nothing. Those of a cluster bear on it beside the others."""
    others = [one for group in TOGETHER if name in group for one in group if one != name]
    beside: dict[str, Any] = {"sij_tests_positive": 0} if name == "sij_tests_done" else {}
    value = 6 if name == "sij_tests_done" else Examination.items[name].high or True

    def bearing(**found: Any) -> dict[str, bool | None]:
        pain = Pain(regions=("knee_right", "neck", "buttock_right"))
        known = findings(pain, Examination.model_validate({**beside, **found}), 60)
        return {finding_of(key): known.get(finding_of(key)) for key in FEATURES.rows}

    combinations = (dict(zip(others, one, strict=True)) for one in product((True, False), repeat=len(others)))
    assert any(bearing(**rest) != bearing(**rest, **{name: value}) for rest in combinations)


def test_weigh_does_not_depend_on_the_order_of_findings() -> None:
    found = findings(LOW_BACK, Examination(centralises=True, mri_modic_1=True, mri_modic_2=True), 47)
    assert weigh("disc", found) == weigh("disc", dict(reversed(found.items())))
