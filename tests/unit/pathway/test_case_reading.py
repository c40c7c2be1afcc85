"""Words and ticks together, and cases as other programs spell them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from buffycoat.interop.ask_case import engine_of
from buffycoat.pathway.candidacy.case import CandidacyCase
from buffycoat.pathway.candidacy.guard import fused_target
from buffycoat.pathway.candidacy.records import Fusion, History, Plan, Site
from buffycoat.pathway.candidacy.spellings import drug_of, fusions_of, levels_of, sites_of
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.triage.answer import triage
from buffycoat.pathway.triage.case import TriageCase
from buffycoat.pathway.triage.told import TOLD, UNREAD, Told

DAY = date(2026, 11, 19)
# What an emergency of each family in words alone comes to.
FAMILIES = {
    "cauda_equina": "emergency", "weakness": "same_day", "myelopathy": "same_day", "infection": "same_day",
    "post_injection": "same_day", "cancer": "same_day", "cord_compression": "emergency",
    "fracture": "same_day",
    "aortic": "emergency", "stroke": "emergency", "cardiac_pe": "emergency", "abdominal": "emergency",
    "renal": "same_day", "gynae": "emergency", "self_harm": "emergency", "shingles": "same_day",
    "hip": "emergency", "haematoma": "emergency",
}  # fmt: skip


def _asked(told: Told | None = None, **more: Any) -> dict[str, Any]:
    return triage(TriageCase.model_validate({"on": DAY, "age": 50, **more}), told)


# The words, and the ticked “no” that cannot be so beside them.
CONTRADICTED = {
    "cauda_equina": "saddle_numbness urinary_retention urinary_incontinence bowel_incontinence "
    "sexual_dysfunction_new bilateral_leg_symptoms",
    "weakness": "progressive_weakness foot_drop both_legs_weak gait_disturbance",
    "myelopathy": "hand_clumsiness gait_disturbance shock_on_neck_bend",
    "infection": "fever night_sweats_chills very_unwell recent_infection",
    "post_injection": "fever recent_spinal_procedure",
    "cancer": "cancer_history severe_or_band_pain weight_loss_unexplained",
    "cord_compression": "cancer_history both_legs_weak progressive_weakness gait_disturbance",
    "fracture": "major_trauma neck_injury minor_injury bruise_over_spine",
    "aortic": "tearing_pain",
    "stroke": "stroke_symptoms",
    "cardiac_pe": "chest_pain",
    "abdominal": "black_stool belly_pain_through",
    "renal": "burning_urine fever",
    "gynae": "possible_ectopic",
    "self_harm": "suicidal_thoughts",
    "shingles": "shingles_rash",
    "hip": "cannot_bear_weight hot_hip",
    "haematoma": "both_legs_weak progressive_weakness recent_spinal_procedure",
}


def test_every_family_that_the_reader_knows_is_here() -> None:
    assert set(TOLD.rows) == set(FAMILIES) == set(CONTRADICTED)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_words_of_each_family_reach_their_tier(family: str) -> None:
    answer = _asked(Told("emergency", (family,)))
    assert answer["tier"] == FAMILIES[family]
    assert "narrative" in answer["drivers"]
    assert [one["family"] for one in answer["suspected"]] != ["told"], "the table has a word for it"


@pytest.mark.parametrize(
    ("family", "sign"), [(f, s) for f, all_ in CONTRADICTED.items() for s in all_.split()]
)
def test_a_denial_that_the_words_contradict_is_said_and_does_not_count(family: str, sign: str) -> None:
    answer = _asked(Told("emergency", (family,)), red_flags={sign: False})
    assert "own words" in answer["contradictions"][0]
    assert answer["tier"] == FAMILIES[family]


def test_a_danger_that_no_sign_names_is_an_emergency_all_the_same() -> None:
    assert _asked(Told("emergency", ("allergy",)))["tier"] == "emergency"
    assert _asked(Told("emergency"))["suspected"][0]["family"] == "told"


def test_told_weakness_beside_ticked_cancer_is_what_it_is() -> None:
    assert _asked(Told("emergency", ("weakness",)), red_flags={"cancer_history": True})["tier"] == "emergency"


def test_words_that_make_one_sign_new_do_not_make_a_ticked_one_old() -> None:
    ticked = {"urinary_incontinence": True}
    assert _asked(Told("emergency", ("myelopathy",)), red_flags=ticked)["tier"] == "emergency"


def test_a_doubt_is_asked_today_and_settled_by_an_answer() -> None:
    doubt = Told("ask_first", ask=("saddle_numbness", "fever"))
    answer = _asked(doubt)
    assert (answer["tier"], answer["drivers"]) == ("same_day", ["narrative"])
    assert answer["unknown"][:2] == ["saddle_numbness", "fever"]
    assert len(answer["do_now"]["patient"]["es"]["ask"]) == 2
    assert _asked(doubt, red_flags={"saddle_numbness": False, "fever": False})["tier"] == "routine"
    assert _asked(doubt, red_flags={"saddle_numbness": False})["tier"] == "same_day"
    assert _asked(doubt, red_flags={"chest_pain": True})["tier"] == "emergency"


def test_a_narrative_that_nobody_could_read_is_named() -> None:
    assert "narrative" in _asked(narrative="¿?")["unknown"]
    assert "narrative" in _asked(UNREAD, narrative="x")["unknown"]
    assert "narrative" not in _asked(Told("nothing_found"))["unknown"]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("L4-5", ["L4-5"]), ("L4/L5", ["L4-5"]), ("l5-s1", ["L5-S1"]), ("L4-S1", ["L4-5", "L5-S1"]),
        ("C7-T1", ["C7-T1"]), ("SI", ["SI"]), ("low back", []), (["L1-2", "L4/5"], ["L1-2", "L4-5"]),
    ],
)  # fmt: skip
def test_levels(text: Any, levels: list[str]) -> None:
    assert levels_of(text) == levels


def test_sites_fusions_and_drugs() -> None:
    assert sites_of({"target": "facet joint", "level": "L4-5", "side": "both"}) == [
        {"target": "FACET", "level": "L4-5", "side": side} for side in ("R", "L")
    ]
    assert sites_of({"target": "caudal"}) == [{"target": "EPI_CAUD", "level": "S", "side": "M"}]
    assert fusions_of({"levels": ["L3-4", "L4-5"], "solid": True}) == [
        {"solid": True, "level": level} for level in ("L3-4", "L4-5")
    ]
    assert drug_of({"name": "aspirin", "indication": "atrial fibrillation"})["for_heart"] is True
    assert drug_of({"name": "aspirin", "indication": "headache"})["for_heart"] is None
    assert drug_of({"name": "x", "status": "discontinued"})["use"] == "stopped"
    assert drug_of({"name": "x", "status": "PRN"})["use"] == "as needed"


def test_a_case_of_candidacy_names_what_it_did_not_read() -> None:
    case = CandidacyCase.model_validate({"on": DAY, "smoking": True, "answers": {"cancer": False}, "fish": 1})
    assert case.unread == ("fish",)
    assert case.history == {"cancer": "never", "smoker": True}
    with pytest.raises(ValidationError):
        CandidacyCase.model_validate({"on": DAY, "answers": [1]})


def test_the_guard_names_the_level_and_lets_others_pass() -> None:
    chart = Chart("one").sign(
        History(fusions=(Fusion(level="L4-5"),)),
        Signer(id="n", name="N", role="nurse"),
        datetime(2026, 11, 19, 8, tzinfo=UTC),
    )
    into, beside = (Plan(sites=(Site(target="DISC", level=one, side="M"),)) for one in ("L4-5", "L3-4"))
    assert "Disc L4-5" in fused_target(chart, into)
    assert fused_target(chart, beside) == fused_target(Chart("two"), into) == ""
    assert fused_target(chart, Plan(sites=())) == fused_target(chart, History()) == ""


@pytest.mark.parametrize(
    ("ticked", "more", "counts"),
    [
        (True, False, True), (False, True, True), (None, True, True), (False, None, None),
        (None, False, None), (False, False, False), (True, None, True),
    ],
)  # fmt: skip
def test_of_two_answers_the_more_cautious_counts(ticked: Any, more: Any, counts: Any) -> None:
    case = TriageCase.model_validate({"on": DAY, "red_flags": {"fever": ticked}, "answers": {"fever": more}})
    assert case.signs().fever is counts
    assert case.told_twice() == (() if ticked is more else ("fever",))


@pytest.mark.parametrize(
    ("onset", "newly"),
    [("2026-11-05", ("fever",)), ("2026-11-04", ()), ("2026-11", None), ("2026-10", ()), (None, None)],
)
def test_fourteen_days_are_new_and_an_unsure_month_is(onset: str | None, newly: Any) -> None:
    flag = {"answer": True, **({"onset": onset} if onset else {})}
    assert TriageCase.model_validate({"on": DAY, "red_flags": {"fever": flag}}).signs().newly == newly


def test_an_undated_sign_beside_a_dated_one_is_taken_as_new() -> None:
    flags = {"fever": {"answer": True, "onset": "2019"}, "urinary_incontinence": True, "hot_hip": False}
    case = TriageCase.model_validate({"on": DAY, "red_flags": flags})
    assert case.signs().newly == ("urinary_incontinence",)


def test_findings_among_the_answers_join_the_examination() -> None:
    given = {"on": DAY, "examination": {"crp": 3}, "answers": {"crp": 50, "hoffmann": True}}
    seen = TriageCase.model_validate(given).seen()
    assert seen is not None
    assert (seen.crp, seen.hoffmann) == (3, True)
    assert TriageCase.model_validate({"on": DAY}).seen() is None


def test_the_command_line_names_the_practices_own_crisis_line(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of("triage", lambda: DAY)
    case = {"red_flags": {"suicidal_thoughts": True}}
    assert "988" in str(engine(case)["do_now"])
    monkeypatch.setenv("BUFFYCOAT_CRISIS", "0800 1110111")
    told = str(engine(case)["do_now"])
    assert "0800 1110111" in told
    assert "988" not in told
    assert "{" not in engine(case)["do_now"]["patient"]["es"]["todo"][0]
