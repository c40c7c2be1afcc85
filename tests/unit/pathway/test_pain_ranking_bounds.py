"""The ranking of pain sources at its bounds, what it proposes next, and what its tables refuse."""

from typing import Any

import pytest
from pydantic import ValidationError

from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.pain_chance import chance, from_log_odds, interval, log_odds
from buffycoat.pathway.triage.pain_named import leading
from buffycoat.pathway.triage.pain_rules import percent
from buffycoat.pathway.triage.pain_source import Line, Options, Ranking, ranked
from buffycoat.pathway.triage.pain_tables import FEATURES, SOURCES, Feature, SourceRow, weakest
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.pathway.triage.urgency import tier

LOW_BACK = Pain(regions=("low_back_middle",), worse_with=("rising",))
ENOUGH = {"neurogenic_claudication": False, "sij_tests_done": 6, "sij_tests_positive": 0}


def rank(
    pain: Pain | None = LOW_BACK, age: int | None = 47, options: Options | None = None, **found: Any
) -> Ranking:
    return ranked(pain, Examination(**found), age, *([options] if options else []))


def line(source: str, ranking: Ranking) -> Line:
    return next(one for one in ranking.lines if one.source == source)


def test_nonspecific_is_named_below_half_and_not_at_half() -> None:
    at, below = (Options(priors={"disc": (middle, middle)}) for middle in (50, 49.9))
    assert "nonspecific" not in {one.source for one in rank(options=at, **ENOUGH).also}
    assert "nonspecific" in {one.source for one in rank(options=below, **ENOUGH).also}


def test_hip_and_spine_both_above_thirty_and_not_at_thirty() -> None:
    groin = Pain(regions=("groin_right", "buttock_right"))
    for middle, together in ((30, ()), (30.1, ("hip", "disc"))):
        options = Options(priors={"disc": (middle, middle), "sacroiliac": (10, 10), "facet": (10, 10)})
        assert rank(groin, options=options, limp=True, hip_internal_rotation=10).together == together
    spine_only = rank(centralises=True, mri_high_intensity_zone=True, **ENOUGH)
    assert line("disc", spine_only).probability > 0.3
    assert spine_only.together == ()
    hip_only = Options(
        priors={key: (5, 5) for key in ("disc", "facet", "sacroiliac", "radicular", "stenosis")}
    )
    assert rank(groin, options=hip_only, limp=True, hip_internal_rotation=10).together == ()


def test_a_source_that_does_not_hurt_there_is_ranked_only_when_a_finding_raises_it() -> None:
    """A finding that is there and lowers, one that is absent, or one that does not count raises nothing."""

    def considered(**found: Any) -> set[str]:
        return {"hip", "stenosis", "knee"} - {source for source, _ in rank(**ENOUGH, **found).not_ranked}

    assert considered() == {"stenosis"}
    assert considered(limp=True) == {"stenosis", "hip"}
    assert considered(hip_adduction_normal=True) == {"stenosis"}
    assert considered(limp=False) == {"stenosis"}
    nowhere = {source for source, _ in ranked(None, None, None).not_ranked}
    assert nowhere == {source for source, _ in ranked(Pain(regions=()), None, None).not_ranked} == set()


def test_a_cluster_counts_for_the_answers_that_it_is_made_of() -> None:
    """Three of four tests of the neck are three answers; four cord signs that are not there are four."""
    arm = Pain(regions=("arm_right",))
    three = {"spurling": True, "upper_limb_tension": True, "neck_distraction_eases": True}
    assert ranked(arm, Examination(**three), None).answers == 3
    assert ranked(arm, Examination(**three, neck_rotation_below_60=True), None).answers == 4
    cord = dict.fromkeys(("gait_deviation", "hoffmann", "inverted_supinator", "babinski"), False)
    assert ranked(arm, Examination(**cord), None).answers == 4


def test_the_next_test_is_the_one_that_moves_most_and_a_small_one_is_not_worth_it() -> None:
    found = rank(Pain(regions=("low_back_middle",), worse_with=()), **ENOUGH)
    assert found.next is not None
    assert (found.next.kind, found.next.finding) == ("test", "centralises")
    tests = [one.next for one in found.lines if one.next.kind == "test"]
    assert found.next.expected == max(one.expected for one in tests)
    assert all(one.expected >= 0.02 for one in tests)


def test_the_proposed_test_says_both_chances_where_both_are_published() -> None:
    test = line("disc", rank(Pain(regions=("low_back_middle",), worse_with=()), **ENOUGH)).next
    assert test.says == "34% now, 59% if so, 25% if not"
    negative = {"centralises": False, "slr": False, "crossed_slr": False, "limp": False}
    stenosis = line("stenosis", rank(Pain(regions=("buttock_left",)), 65, **negative)).next
    assert stenosis.kind == "test"
    assert (stenosis.if_not is None) == ("if not" not in stenosis.says)


def test_a_source_that_an_absent_finding_made_unlikely_needs_nothing_more() -> None:
    knee = Pain(regions=("knee_right",))
    negative = {"knee_stiff_under_30": False, "knee_crepitus": False, "knee_bony_tenderness": False,
                "knee_bony_enlargement": False, "knee_not_warm": True}  # fmt: skip
    unlikely = line("knee", rank(knee, 40, slr=False, limp=False, **negative)).next
    assert unlikely.kind == "nothing"
    assert "makes it unlikely" in unlikely.words
    assert unlikely.sources == FEATURES["knee_3_of_6"].sources


def test_without_an_open_test_the_block_is_proposed_and_without_a_block_nothing() -> None:
    facet = line("facet", rank(**ENOUGH)).next
    assert (facet.kind, facet.words, facet.status) == (
        "block",
        SOURCES["facet"].block,
        SOURCES["facet"].block_status,
    )
    side = Pain(regions=("hip_side_right",))
    trochanter = line(
        "trochanter", rank(side, single_leg_stance_pain=True, limp=False, groin_pain=False)
    ).next
    assert (trochanter.kind, trochanter.sources) == ("nothing", ("practice",))


def test_images_count_beside_any_finding_that_points_the_same_way() -> None:
    quiet = Pain(regions=("low_back_middle",), worse_with=())
    assert line("disc", rank(quiet, mri_modic_1=True, **ENOUGH)).probability == pytest.approx(0.34)
    assert line("disc", rank(quiet, mri_modic_1=True, centralises=True, **ENOUGH)).probability > 0.6
    assert line("disc", rank(quiet, mri_modic_1=True, centralises=False, **ENOUGH)).probability < 0.34
    sitting = Pain(regions=("low_back_middle",), worse_with=("sitting",))
    assert line("disc", rank(sitting, mri_modic_1=True, **ENOUGH)).probability > 0.6, (
        "associated, without a ratio"
    )


def test_an_answer_that_moves_nothing_says_why() -> None:
    disc = line("disc", rank(centralises=True, mri_modic_1=True, mri_modic_2=True, **ENOUGH))
    why = {one.feature: one.why_not for one in disc.moved}
    assert why["mri_modic_1"] == ""
    assert "stronger answer" in why["mri_modic_2"]
    assert why["disc_worse_rising"] == "no usable ratio"


def test_emergencies_lead_in_order_of_urgency() -> None:
    def named(**signs: Any) -> list[tuple[str, str]]:
        return [(one.source, one.tier) for one in leading(tier(WarningSigns(**signs), 50).suspicions)]

    assert named(shingles_rash=True, chest_pain=True) == [
        ("visceral", "emergency"),
        ("herpes_zoster", "same_day"),
    ]
    assert named(calf_pain_walking=True) == [("vascular", "two_weeks")]
    assert named(calf_pain_walking=True, tearing_pain=True) == [("vascular", "emergency")]
    assert named(weight_loss_unexplained=True) == [], "one weak sign alone is routine"
    assert named(recent_spinal_procedure=True) == [
        ("infection", "two_weeks"),
        ("post_procedure", "two_weeks"),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.05, "5% or less"), (0.054, "5% or less"), (0.056, "6%"), (0.894, "89%"), (0.896, "90% or more"),
     (0.5, "50%")],
)  # fmt: skip
def test_a_chance_is_never_shown_surer_than_five_or_ninety(value: float, shown: str) -> None:
    assert percent(value) == shown


def test_chances_and_log_odds() -> None:
    assert from_log_odds(log_odds(0.2)) == pytest.approx(0.2)
    assert from_log_odds(-800) == 0.0
    assert chance((20, 40), 0.0) == pytest.approx(0.3)
    low, high = interval((30, 30), 0.0, 0.25)
    assert (low, high) == (pytest.approx(0.1386, abs=2e-4), pytest.approx(0.5331, abs=2e-4)), "±1.96 × 0.5"


GOOD = {"source": "disc", "group": "g", "words": "w", "present": (2.0, 1.0, 4.0), "sources": ("practice",),
        "status": "P"}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"present": (2.0, 1.0)}, "one number"), ({"present": (0.0,)}, "one number"),
        ({"present": (-1.0,)}, "one number"),
        ({"present": (1.0, 1.0, 4.0)}, "within its interval"),
        ({"present": (4.0, 1.0, 4.0)}, "within its interval"),
        ({"present": (5.0, 1.0, 4.0)}, "within its interval"), ({"group": ""}, "belongs to a group"),
        ({"present": ()}, "belongs to a group"), ({"absent": (0.5,)}, "needs its words"),
    ],
)  # fmt: skip
def test_a_ratio_that_cannot_be_is_refused(change: dict[str, Any], why: str) -> None:
    assert Feature.model_validate(GOOD)
    assert Feature.model_validate({**GOOD, "absent": (0.5,), "words_absent": "no w"})
    assert Feature.model_validate({**GOOD, "present": (), "odds": 7})
    with pytest.raises(ValidationError, match=why):
        Feature.model_validate({**GOOD, **change})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"prior": (0, 10)}, "a prior"), ({"prior": (20, 10)}, "a prior"), ({"prior": (10, 100)}, "a prior"),
        ({"families": ("headache",)}, "families"), ({"block": "b"}, "a block says"),
        ({"block": "b", "block_says": "s"}, "a block says"),
        ({"block": "b", "block_sources": ("x",)}, "a block says"),
    ],
)  # fmt: skip
def test_a_source_that_cannot_be_is_refused(change: dict[str, Any], why: str) -> None:
    row = {"name": "n", "sources": ("practice",), "status": "P"}
    assert SourceRow.model_validate({**row, "prior": (10, 10)})
    assert SourceRow.model_validate({**row, "block": "b", "block_says": "s", "block_sources": ("x",)})
    with pytest.raises(ValidationError, match=why):
        SourceRow.model_validate({**row, **change})


def test_the_weakest_mark() -> None:
    assert weakest(["V", "K~", "K"]) == "K~"
    ratio = FEATURES["konno_7"].ratio(False)
    assert ratio is not None
    assert ratio.status == "P"
    assert FEATURES["konno_7"].ratio(True).status == "V"  # type: ignore[union-attr]  # it has one
    assert FEATURES["slr"].ratio(False).status == "K"  # type: ignore[union-attr]  # it has one
