"""The figures of the rule base's sections 2.1 to 2.4, typed a second time from their page.

A slip in a ratio, a bound or a threshold then needs the same slip here to go unseen.
"""

from buffycoat.pathway.candidacy.blocks import COUNTS, THRESHOLDS
from buffycoat.pathway.triage.pain_tables import FEATURES, FEATURES_OF, PAIN_LIMITS, SOURCES

# Source, finding, ratio when there and when not, each with its interval where the page prints one.
RATIOS = """
disc centralises                 2.8 1.4-5.3      0.66 0.52-0.84
disc mri_degeneration            2.53 1.57-4.07   0.15 0.09-0.24
disc mri_annular_fissure         2.88 2.02-4.10   0.24 0.10-0.55
disc mri_high_intensity_zone     3.10 2.27-4.25   0.61 0.48-0.77
disc mri_modic_1                 10.00 4.20-23.82 0.84 0.74-0.96
disc mri_modic_2                 8.03 3.23-19.97  0.88 0.80-0.96
facet spect_uptake               2.80 1.82-4.31   0.44 -
sacroiliac sij_3_of_6            4.3 -            0.08 -
sacroiliac sij_3_not_centralising 6.97 -          0.11 -
sacroiliac sij_with_faber        4.02 -           0.19 -
sacroiliac no_midline_pain       2.44 1.50-3.98   0.31 -
stenosis no_pain_seated          7.4 1.9-30       - -
stenosis eases_bending_forward   6.4 4.1-9.9      - -
stenosis pain_both_sides         6.3 3.1-13       - -
stenosis neurogenic_claudication 3.7 2.9-4.8      0.23 0.17-0.31
stenosis wide_based_gait         13 1.9-95        - -
stenosis romberg_abnormal        4.2 1.4-13       - -
stenosis age_over_70             2.0 1.6-2.5      - -
stenosis age_under_60            0.40 0.29-0.57   - -
stenosis konno_7                 3.3 2.7-4.0      0.1 -
radicular slr                    1.3 -            0.29 -
radicular crossed_slr            2.8 -            0.8 -
radicular sciatica               7.9 -            0.06 -
radicular neck_3_of_4            6.1 -            - -
radicular neck_4_of_4            30.3 -           - -
hip hip_3_of_5                   5.2 -            - -
hip hip_4_of_5                   24.3 -           - -
hip squat_pain_behind            6.1 -            - -
hip abduction_groin_pain         5.7 -            - -
hip abductors_weak               4.5 -            - -
hip hip_adduction_normal         0.25 -           - -
knee knee_3_of_6                 3.1 -            0.07 -
trochanter single_leg_stance_pain 12.2 -          - -
myelopathy cord_3_of_5           30.9 5.5-181.8   - -
myelopathy cord_1_or_none        0.18 0.12-0.42   - -
"""
# Brown 2004: odds of hip against spine.
ODDS = {"hip_rotation_limited": 14, "limp": 7, "groin_pain": 7}
# “Associated”, “not informative”, “no ratio given”: shown, and moves nothing.
WITHOUT = {
    "disc": {"disc_worse_rising", "disc_worse_sitting"},
    "facet": {"facet_loading", "facet_no_pain_rising"},
    "sacroiliac": {"fortin_finger", "si_worse_rising"},
    "radicular": {"root_leg_worse", "root_dermatomal", "root_cough"},
    "trochanter": {"trochanter_tender", "pain_side_of_hip"},
    "knee": {"knee_effusion_or_locking"},
    "hardware": {"hardware_fused"}, "adjacent_segment": {"adjacent_fused"}, "myofascial": {"trigger_point"},
    "peripheral_nerve": {"one_nerve"}, "vascular": {"pulses_weak"},
}  # fmt: skip
# The correlated groups of the page, and rows that say one thing twice: one of each counts.
GROUPS = (
    {"mri_degeneration", "mri_annular_fissure", "mri_high_intensity_zone", "mri_modic_1", "mri_modic_2"},
    {"no_pain_seated", "eases_bending_forward"},
    {"sij_3_of_6", "sij_3_not_centralising", "sij_with_faber"},
    {"neurogenic_claudication", "konno_7"},
    {"wide_based_gait", "romberg_abnormal"},
    {"age_over_70", "age_under_60"},
    {"slr", "crossed_slr"},
    {"neck_3_of_4", "neck_4_of_4"},
    {"hip_rotation_limited", "hip_3_of_5", "hip_4_of_5", "squat_pain_behind", "abduction_groin_pain",
     "abductors_weak", "hip_adduction_normal"},
    {"cord_3_of_5", "cord_1_or_none"},
)  # fmt: skip
PRIORS = {"facet": (15, 45), "sacroiliac": (10, 27)}  # published; the high end of disc is, 42
PROPOSED = {
    "disc": (26, 42), "radicular": (5, 25), "stenosis": (5, 20), "hip": (5, 20), "trochanter": (5, 20),
    "knee": (5, 20), "myelopathy": (1, 5),
}  # fmt: skip
LIMIT = {
    "floor": 5, "ceiling": 90, "answers": 3, "together": 30, "stands_out": 50, "worth": 2, "factor": 4,
    "stenosis_older": 70, "stenosis_younger": 60, "konno_score": 7, "cord_older": 45, "knee_older": 50,
    "hip_rotation": 25,
}  # fmt: skip
# Relief that counts; “clear” where a range is published; True: more than that, not just as much.
BLOCKS = {
    "MBB_50": ("MBB", 50, None, False), "MBB_75": ("MBB", 75, None, False),
    "MBB_80": ("MBB", 80, None, False), "SIJ_75": ("SIJ", 75, None, False), "SIJ_80": ("SIJ", 80, None, True),
    "SNRB_50": ("SNRB", 50, 80, False), "HIP_50": ("HIP", 50, None, False),
}  # fmt: skip


def _numbers(ratio: str, ends: str) -> tuple[float, ...]:
    if ratio == "-":
        return ()
    return (float(ratio), *(float(one) for one in ends.split("-") if one))


def test_ratios() -> None:
    written = {}
    for line in RATIOS.strip().splitlines():
        source, key, there, ends, absent, absent_ends = line.split()
        written[key] = (source, _numbers(there, ends), _numbers(absent, absent_ends))
    held = {key: (row.source, row.present, row.absent) for key, row in FEATURES.rows.items() if row.present}
    assert held == written


def test_odds_and_findings_without_a_ratio() -> None:
    assert {key: row.odds for key, row in FEATURES.rows.items() if row.odds} == ODDS
    without = {
        source: {key for key, row in rows.items() if not (row.present or row.absent or row.odds)}
        for source, rows in FEATURES_OF.items()
    }
    assert {source: keys for source, keys in without.items() if keys} == WITHOUT


def test_only_what_says_the_same_shares_a_group() -> None:
    groups: dict[tuple[str, str], set[str]] = {}
    for key, row in FEATURES.rows.items():
        if row.group:
            groups.setdefault((row.source, row.group), set()).add(key)
    assert {frozenset(one) for one in groups.values() if len(one) > 1} == {frozenset(one) for one in GROUPS}


def test_images_are_those_of_the_disc() -> None:
    assert {key for key, row in FEATURES.rows.items() if row.images} == GROUPS[0]


def test_priors_and_limits() -> None:
    assert {key: row.prior for key, row in SOURCES.rows.items() if row.prior} == PROPOSED | PRIORS
    assert all((SOURCES[key].status == "P") == (key in PROPOSED) for key in PROPOSED | PRIORS)
    assert {key: row.value for key, row in PAIN_LIMITS.rows.items()} == LIMIT


def test_blocks() -> None:
    held = {key: (row.block, row.relief, row.clear, row.above) for key, row in THRESHOLDS.rows.items()}
    assert held == BLOCKS
    assert set(COUNTS.rows) == {"1", "2"}
