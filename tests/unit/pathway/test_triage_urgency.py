"""The tier, its tables and its words."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.triage import flags, red_flags
from buffycoat.pathway.triage.records import FLAGS, Pain, WarningSigns
from buffycoat.pathway.triage.urgency import age_on, steady, tier

TABLES = {
    "signs": flags.SIGNS,
    "red flags": red_flags.RED_FLAGS,
    "families": red_flags.FAMILIES,
    "tiers": red_flags.TIERS,
    "limits": red_flags.LIMITS,
}
CONTRACT = [
    "saddle_numbness",
    "urinary_retention",
    "urinary_incontinence",
    "bowel_incontinence",
    "sexual_dysfunction_new",
    "bilateral_leg_symptoms",
    "progressive_weakness",
    "gait_disturbance",
    "hand_clumsiness",
    "fever",
    "night_sweats_chills",
    "weight_loss_unexplained",
    "cancer_history",
    "iv_drug_use",
    "immunosuppressed",
    "recent_spinal_procedure",
    "major_trauma",
    "osteoporosis_or_long_term_steroid",
    "night_or_rest_pain",
    "chest_pain",
    "stroke_symptoms",
    "suicidal_thoughts",
]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_row_cites_the_bibliography_and_nobody_has_signed_it_yet(table) -> None:
    assert table.reviewed_by == ""
    for key, row in table.rows.items():
        assert set(row.sources) <= set(sources()), key


def test_signs_of_table_record_and_contract_are_the_same() -> None:
    assert tuple(flags.SIGNS.rows) == FLAGS
    assert set(FLAGS) <= set(WarningSigns.items)
    assert set(CONTRACT) <= set(FLAGS)
    assert all(WarningSigns.items[key].matters for key in CONTRACT), (
        "what other programs ask may not stay open"
    )


def test_every_sign_leads_somewhere() -> None:
    used = {flag for row in red_flags.RED_FLAGS.rows.values() for flag in row.flags}
    assert set(FLAGS) <= used
    assert {row.family for row in red_flags.RED_FLAGS.rows.values()} == set(red_flags.FAMILIES.rows)


def test_each_sign_alone_gives_a_tier() -> None:
    silent = [key for key in FLAGS if not tier(WarningSigns.model_validate({key: True})).level]
    assert silent == []


def test_nothing_asked_is_routine_only_in_name() -> None:
    found = tier(None)
    assert (found.level, found.name, found.alert) == ("", "routine", "")
    assert set(CONTRACT) <= set(found.unknown)


@pytest.mark.parametrize(
    ("said", "name", "alert"),
    [
        ({"saddle_numbness": True}, "emergency", "emergency"),
        ({"fever": True}, "same_day", "same_day"),
        ({"cancer_history": True}, "two_weeks", ""),
        ({"constipation": True}, "routine", ""),
    ],
)
def test_names_of_the_contract(said: dict[str, bool], name: str, alert: str) -> None:
    found = tier(WarningSigns.model_validate(said))
    assert (found.name, found.alert, found.drivers) == (name, alert, tuple(said))


def test_an_emergency_speaks_english_and_spanish() -> None:
    found = tier(WarningSigns(saddle_numbness=True))
    assert found.heading() == "Go to the emergency department now"
    assert found.heading("es") == "Vaya ya a la sala de emergencias"
    assert found.suspicions[0].said("es") == "entrepierna adormecida"
    assert "nervios" in found.suspicions[0].why("es")


def test_a_crisis_is_not_sent_to_drive_to_a_hospital() -> None:
    found = tier(WarningSigns(suicidal_thoughts=True))
    assert found.heading() == "Please talk with someone now"
    assert "{crisis}" in found.todo("es")[0], "the practice's own line is filled in"


def test_two_emergencies_keep_both_instructions_and_the_ambulance_first() -> None:
    found = tier(WarningSigns(saddle_numbness=True, chest_pain=True))
    assert found.heading() == "Call {emergency} now"
    assert "Go to a hospital emergency department, not a walk-in clinic." in found.todo()


def test_age_is_in_whole_years() -> None:
    assert age_on(date(1960, 11, 20), date(2026, 11, 19)) == 65
    assert age_on(date(1960, 11, 19), date(2026, 11, 19)) == 66


@pytest.mark.parametrize(
    ("pain", "expected"),
    [
        (None, False),
        (Pain(trend="same"), False),
        (Pain(onset="2024"), False),
        (Pain(onset="2024", trend="worse"), False),
        (Pain(onset="2026", trend="same"), False),
        (Pain(onset="2024", trend="better"), True),
    ],
)
def test_pain_is_steady_only_when_both_are_known(pain: Pain | None, expected: bool) -> None:
    assert steady(pain, date(2026, 11, 19)) is expected


def test_a_table_may_not_let_a_new_sign_weigh_less_than_an_old_one() -> None:
    row = {"family": "nerve", "flags": ["fever"], "tier": "E1", "sources": ["practice"], "status": "P"}
    with pytest.raises(ValidationError, match="cannot weigh less"):
        red_flags.RedFlag.model_validate({**row, "if_old": "E0"})
    with pytest.raises(ValidationError, match="not warning signs: feverr"):
        red_flags.RedFlag.model_validate({**row, "flags": ["feverr"]})


def test_the_bibliography_is_sorted() -> None:
    text = (Path(red_flags.__file__).parents[1] / "sources.toml").read_text()
    keys = list(tomllib.loads(text))
    assert keys == sorted(keys, key=lambda key: (key.lower(), key))
