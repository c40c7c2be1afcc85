"""The honest headlines of the rule base, each counted again from the rows, and the order of rows."""

import pytest

from buffycoat.library.evidence import evidence


def rows(key):
    return evidence().of(key)


def trials(key):
    return {name: row for name, row in rows(key).items() if row.is_trial}


def pain(row, at):
    """Which side pain, or everything, came out on at a time."""
    return {one.direction for one in row.points if one.at in at and one.what in ("pain", "leg_pain", "all")}


def last(row):
    """The side at the last time that was compared; pain where it was measured."""
    points = [one for one in row.points if one.direction in ("prp", "none", "control")]
    told = [one for one in points if one.what in ("pain", "leg_pain", "all")] or points
    return max(told, key=lambda one: one.weeks).direction


def test_disc_two_of_three_placebo_type_trials_showed_no_benefit():
    placebo = {name: last(row) for name, row in trials("DISC").items() if row.against == "placebo"}
    assert sorted(placebo.values()) == ["none", "none", "prp"]
    assert evidence().headlines["DISC"].says.en == "Two of three placebo-type trials showed no benefit."


def test_epidural_slower_perhaps_better_at_half_a_year_the_same_at_one():
    held = trials("EPI")
    early = [pain(row, ("1 wk", "1 mo")) for row in held.values() if pain(row, ("1 wk", "1 mo"))]
    assert early == [{"control"}] * 3
    half = {name for name, row in held.items() if pain(row, ("6 mo", "24 wk")) == {"prp"}}
    assert half == {"ruiz_2020", "saraf_2023", "gupta_2024", "wongjarupong_2023"}
    assert {name: pain(row, ("12 mo",)) for name, row in held.items() if pain(row, ("12 mo",))} == {
        "gupta_2024": {"none"},
        "xu_2021": {"none"},
    }
    assert {one.direction for one in evidence().rows["muthu_2025"].points} == {"none"}


def test_facet_steroid_early_in_one_prp_at_six_months_in_both():
    held = trials("FACET")
    assert [pain(row, ("1 mo",)) for row in held.values()].count({"control"}) == 1
    assert [last(row) for row in held.values()] == ["prp", "prp"]


def test_sacroiliac_two_trials_contradict_each_other():
    assert {name: last(row) for name, row in trials("SIJ").items()} == {
        "chen_2022": "control",
        "singla_2017": "prp",
    }


def test_soft_tissue_is_hardly_studied():
    assert list(trials("SOFT")) == ["won_2022"]
    assert {row.target for row in rows("SOFT").values()} == {"LIG", "MULT"}


def test_ablation_and_prp_meet_only_in_a_network():
    assert [row.design for row in rows("RFA").values()] == ["network"]
    assert {one.direction for row in rows("RFA").values() for one in row.points} == {"indirect"}


def test_what_is_not_about_prp_stands_apart():
    assert all(row.against == "not_prp" and not row.points for row in rows("CONTEXT").values())
    assert len(rows("CONTEXT")) == 3
    others = set(evidence().headlines) - {"CONTEXT"}
    assert all(row.against != "not_prp" for key in others for row in rows(key).values())


def test_every_row_stands_under_one_headline():
    under = [name for key in evidence().headlines for name in rows(key)]
    assert sorted(under) == sorted(evidence().rows)


@pytest.mark.parametrize("key", list(evidence().headlines))
def test_the_order_is_that_of_years_and_never_of_results(key):
    shown = [(row.last_year, row.n or 0) for row in rows(key).values()]
    assert shown == sorted(shown, reverse=True)
    told = [last(row) for row in trials(key).values()]
    if "prp" in told and set(told) != {"prp"}:
        assert told[-1] == "prp", "a trial without benefit does not stand last"


def test_a_row_without_comparison_has_no_direction():
    for row in evidence().rows.values():
        if row.against in ("nothing", "lower_dose", "not_prp"):
            assert not {one.direction for one in row.points} & {"prp", "none", "control"}
