"""The figures of the rule base's sections 1.2, 3.2, 3.4 and 3.5, typed a second time from their page.

A slip in a table (a tier, a bound, a hold) then needs the same slip here to go unseen.
"""

import pytest

from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS
from buffycoat.pathway.candidacy.drugs import DRUGS
from buffycoat.pathway.candidacy.labs import GATES, LABS
from buffycoat.pathway.candidacy.summary import REASONS
from buffycoat.pathway.candidacy.target import TARGETS
from buffycoat.pathway.triage.red_flags import LIMITS, RED_FLAGS

# Drug: hold at high, intermediate and low bleeding class; restart; platelet hold before and after.
HOLDS = """
warfarin            5 d     5 d     shared  6 h      -
acenocoumarol       3 d     3 d     shared  24 h     -
heparin_iv          6 h     6 h     6 h     2 h      -
heparin_sc          24 h    6 h     6 h     2-6 h    -
enoxaparin          12-24 h 12-24 h 12-24 h 4-24 h   -
dalteparin          24 h    24 h    24 h    4-24 h   -
fondaparinux        4 d     4 d     shared  6-24 h   -
dabigatran          4-6 d   4-6 d   shared  24 h     -
apixaban            3 d     3 d     shared  24 h     -
rivaroxaban         3 d     3 d     shared  24 h     -
edoxaban            3 d     3 d     shared  24 h     -
other_anticoagulant unknown unknown unknown unknown  -
aspirin             6 d     shared  none    24 h     7-10 d/shared
clopidogrel         7 d     7 d     shared  12-24 h  -
prasugrel           7-10 d  7-10 d  shared  24 h     -
ticagrelor          5 d     5 d     shared  24 h     -
cilostazol          2 d     none    none    24 h     -
dipyridamole        2 d     none    none    24 h     -
abciximab           2-5 d   2-5 d   2-5 d   8-12 h   -
gp_short            8-24 h  8-24 h  8-24 h  8-12 h   -
other_antiplatelet  unknown unknown unknown unknown  -
ibuprofen           1 d     none    none    24 h     7 d/7 d
diclofenac          1 d     none    none    24 h     7 d/7 d
ketorolac           1 d     none    none    24 h     7 d/7 d
etodolac            2 d     none    none    24 h     7 d/7 d
indomethacin        2 d     none    none    24 h     7 d/7 d
naproxen            4 d     none    none    24 h     7 d/7 d
meloxicam           4 d     none    none    24 h     7 d/7 d
nabumetone          6 d     none    none    24 h     7-10 d/7 d
oxaprozin           10 d    none    none    24 h     7-10 d/7 d
piroxicam           10 d    none    none    24 h     7-10 d/7 d
other_nsaid         unknown none    none    24 h     7 d/7 d
celecoxib           none    none    none    none     none/none
systemic_steroid    none    none    none    none     14 d/14-28 d
methotrexate        none    none    none    none     -
biologic            none    none    none    none     -
other_immunosuppressant none none   none    none     -
cancer_drug         none    none    none    none     -
supplement          none    none    none    none     7 d/none
ssri                none    none    none    none     -
acetaminophen       none    none    none    none     none/none
statin              none    none    none    none     none/none
gabapentinoid       none    none    none    none     -
"""
# Rows of the table of warning signs: tier; and when new, old, or with old and steady pain.
TIERS = {
    "CES-1": "E0", "CES-2": "E0 old E1", "CES-3": "E0 old E1", "CES-4": "E0 old E1", "CES-5": "E0 old E1",
    "CES-6": "E0", "CES-6-both": "E0", "CES-residual": "E0", "CES-constipation": "E3", "NEU-1": "E1 old E2",
    "NEU-1-power": "E1", "NEU-2": "E1", "MYE-1": "E2 new E1", "MYE-1-bladder": "E0", "MYE-2": "E1",
    "INF-1": "E1", "INF-1-chills": "E2", "INF-1-neuro": "E0", "INF-1-sepsis": "E0", "INF-2": "E2",
    "INF-2-constitutional": "E1", "CAN-1": "E2 steady E3", "CAN-1-severe": "E1", "CAN-2": "E0", "CAN-3": "E3",
    "CAN-3-two": "E2", "CAN-4": "E3", "FRA-1": "E1 old E2", "FRA-1-neuro": "E0", "FRA-2": "E1", "FRA-3": "E3",
    "FRA-3-two": "E2 steady E3", "FRA-3-three": "E1 steady E2", "FRA-4": "E1 old E2",
    "FRA-4-high": "E0 old E2", "VAS-1": "E0", "VAS-2": "E0", "VAS-3": "E2", "CAR-1": "E0", "GI-1": "E1",
    "GI-1-bleeding": "E0", "GU-1": "E1", "GYN-1": "E0", "HIP-1": "E0", "PSY-1": "E0", "TOLD": "E0",
    "SKIN-1": "E1", "SPA-1": "E3",
}  # fmt: skip
LIMIT = {
    "older_age": 65, "steady_pain_days": 180, "inflammatory_signs": 4, "ask_again_days": 14,
    "weak_age_old": 50, "weak_age_young": 20, "no_better_days": 28, "fever": 38, "raised_crp": 10,
    "residual_urine": 200,
    "foot_power": 3,
}  # fmt: skip
GATE = {
    "platelets_never": (50, None), "platelets_stop": (100, None), "platelets_low_dose": (150, None),
    "platelets_many": (None, 450), "haemoglobin": (10, None), "inr": (None, 1.2), "inr_low_class": (None, 3),
    "crp": (None, 10), "hba1c": (None, 8.5),
}  # fmt: skip
AGES = {
    "platelets": 30,
    "haemoglobin": 30,
    "inr": 30,
    "creatinine": 30,
    "crp": 30,
    "hba1c": 90,
    "pregnancy_test": 3,
}
# Level, whether nobody may go past it, and its numbers.
BARS = {
    "active_infection": "critical nobody", "minor_infection": "critical", "after_infection": "warning 14",
    "bleeding_disorder": "critical", "anemia": "warning", "pregnancy": "critical nobody",
    "pregnancy_asked": "warning 308 12 55", "active_cancer": "critical", "cancer_history": "warning",
    "high_neurologic_risk": "critical", "capacity": "critical", "minor": "critical 18",
    "fragility_fracture": "critical", "local_steroid": "warning 28", "smoking": "warning",
    "infection_risk": "warning", "inflammatory": "info", "severe_change": "warning",
    "psychosocial": "warning",
    "expectation": "warning", "not_structural": "warning", "fused_level": "critical nobody",
    "beside_fusion": "warning 6", "transitional": "warning", "cancer_of_blood_or_spine": "critical nobody",
    "older_with_bleed": "warning 66",
}  # fmt: skip
# Bleeding class; in the neck; months of pain; MRI, its months; height; block, relief, number; contrast; CRP.
TARGET = {
    "DISC": ("intermediate", None, 3, False, 12, 50, None, 0, 0, True, True),
    "FACET": ("low", "intermediate", 0, False, None, None, "MBB", 50, 1, True, False),
    "MB": ("low", "intermediate", 0, False, None, None, "MBB", 50, 1, True, False),
    "EPI_IL": ("intermediate", None, 1.5, True, None, None, None, 0, 0, True, False),
    "EPI_TF": ("intermediate", None, 1.5, True, None, None, None, 0, 0, True, False),
    "EPI_CAUD": ("intermediate", None, 1.5, True, None, None, None, 0, 0, True, False),
    "SIJ": ("low", None, 0, False, None, None, "SIJ", 75, 1, True, False),
    "LIG": ("low", None, 0, False, None, None, None, 0, 0, False, False),
    "MULT": ("low", None, 0, True, None, None, None, 0, 0, False, False),
    "TLF": ("low", None, 0, False, None, None, None, 0, 0, False, False),
}  # fmt: skip


def _cells(line: str) -> list[str]:
    """The cells of one line of the table of holds: a number keeps its unit."""
    words, cells = line.split(), []
    while words:
        word = words.pop(0)
        if words and words[0].startswith(("h", "d")) and len(words[0].split("/")[0]) == 1:
            word += f" {words.pop(0)}"
            if word.count("/") == 1 and words and words[0] in ("h", "d"):
                word += f" {words.pop(0)}"
        cells.append(word)
    return cells


@pytest.mark.parametrize("line", HOLDS.strip().splitlines(), ids=lambda line: line.split()[0])
def test_holds(line: str) -> None:
    key, high, intermediate, low, restart, platelets = _cells(line)
    row = DRUGS[key]
    assert (row.hold_bleed.high, row.hold_bleed.intermediate, row.hold_bleed.low) == (high, intermediate, low)
    assert row.restart == restart
    held = row.hold_prp
    assert (f"{held.before}/{held.after}" if held else "-") == platelets


def test_no_drug_is_missing_and_each_kind_is_as_written() -> None:
    assert [line.split()[0] for line in HOLDS.strip().splitlines()] == list(DRUGS.rows)
    kinds = ["anticoagulant"] * 12 + ["antiplatelet"] * 9 + ["nsaid"] * 11 + ["cox2", "steroid"]
    kinds += ["immunosuppressant"] * 4 + ["supplement", "ssri"] + ["allowed"] * 3
    assert [row.kind for row in DRUGS.rows.values()] == kinds
    assert {key for key, row in DRUGS.rows.items() if row.inr} == {"warfarin", "acenocoumarol"}
    kidneys = {"dabigatran", "apixaban", "rivaroxaban", "edoxaban"}
    assert {key for key, row in DRUGS.rows.items() if row.creatinine} == kidneys


def test_tiers() -> None:
    def said(key: str) -> str:
        row = RED_FLAGS[key]
        more = (("new", row.if_new), ("old", row.if_old), ("steady", row.if_steady))
        return " ".join([row.tier, *(f"{word} {level}" for word, level in more if level)])

    assert {key: said(key) for key in RED_FLAGS.rows} == TIERS


def test_limits_gates_and_ages_of_values() -> None:
    assert {key: row.value for key, row in LIMITS.rows.items()} == LIMIT
    infinite = float("inf")
    assert {
        key: (None if row.below == -infinite else row.below, None if row.above == infinite else row.above)
        for key, row in GATES.rows.items()
    } == GATE
    assert {key: row.max_age_days for key, row in LABS.rows.items()} == AGES


def test_contraindications() -> None:
    def said(key: str) -> str:
        row = CONTRAINDICATIONS[key]
        numbers = (row.days, row.longest_days, row.months, row.from_age, row.to_age)
        words = [row.indicator, *(["nobody"] if row.nobody else []), *(str(one) for one in numbers if one)]
        return " ".join(words)

    assert {key: said(key) for key in CONTRAINDICATIONS.rows} == BARS
    assert {key for key, row in REASONS.rows.items() if row.absolute} == {
        "anticoagulant",
        "bleeding_disorder",
    }


def test_targets() -> None:
    assert {
        key: (row.bleeding, row.bleeding_cervical, row.months, row.mri, row.mri_months, row.disc_height,
              row.block, row.block_relief, row.block_count, row.contrast, row.crp)
        for key, row in TARGETS.rows.items()
    } == TARGET  # fmt: skip
