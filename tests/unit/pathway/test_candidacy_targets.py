"""The target at its bounds: beside a fusion, before booking, after a block."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from buffycoat.pathway.candidacy.records import (
    Block,
    Drug,
    Fusion,
    History,
    Medicines,
    Plan,
    Site,
)
from buffycoat.pathway.candidacy.target import bleeding_class
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record
from buffycoat.pathway.walk import RULES

DAY = date(2026, 11, 19)
SIGNER = Signer(id="n", name="N", role="nurse")
DISC = Site(target="DISC", level="L4-5", side="M")
FACET = Site(target="FACET", level="L4-5", side="R")
SIJ = Site(target="SIJ", level="SI", side="R")
LIG = Site(target="LIG", level="L4-5", side="M")
MULT = Site(target="MULT", level="L4-5", side="R")
EPIDURAL = Site(target="EPI_IL", level="L4-5", side="M")
SOLID = {"solid": True, "loose_or_infected": False, "surgeon_informed": True, "operated_on": "2020"}


def said(rule: str, *records: Record) -> list[Card]:
    chart = Chart("targets")
    for record in records:
        chart = chart.sign(record, SIGNER, datetime(2026, 11, 19, 8, tzinfo=UTC))
    return list(RULES[f"candidacy.{rule}"].cards(chart, DAY))


def plan(*sites: Site, **more: Any) -> Plan:
    return Plan(sites=sites, **more)


def fused(level: str = "L5-S1", **more: Any) -> History:
    return History(fusions=(Fusion.model_validate({"level": level, **SOLID, **more}),))


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("condition", "level", "words"),
    [
        ({"operated_on": "2026-05-19"}, "info", ""),
        ({"operated_on": "2026-05-20"}, "critical", "less than 6 months"),
        ({"operated_on": None}, "warning", "day of the operation at L5-S1 not known"),
        ({"solid": False}, "critical", "L5-S1 is not solid"),
        ({"solid": None}, "warning", "whether L5-S1 is solid"),
        ({"loose_or_infected": True}, "critical", "loose or infected"),
        ({"loose_or_infected": None}, "warning", "not known whether hardware"),
        ({"surgeon_informed": False}, "warning", "surgeon is not known to be informed"),
        ({"surgeon_informed": None}, "warning", "surgeon is not known to be informed"),
    ],
)  # fmt: skip
def test_each_condition_of_a_level_beside_a_fusion(condition: dict[str, Any], level: str, words: str) -> None:
    """3.6: solid, nothing loose or infected, six months, the surgeon told."""
    (card,) = said("beside_fusion", plan(DISC), fused(**condition))
    assert card.indicator == level
    assert card.code == "adjacent_to_fusion"
    assert words in card.summary or words in card.detail
    assert bool(card.clears_when) is (level != "info")
    assert card.summary.startswith("Disc L4-5: beside the fusion of L5-S1" + ("; " if words else ""))


def test_what_is_broken_comes_before_what_is_not_known_and_both_are_told() -> None:
    (card,) = said("beside_fusion", plan(DISC), fused(solid=False, operated_on=None))
    assert "is not solid" in card.summary
    assert "not solid. day of the operation" in card.detail


def test_the_sacroiliac_joint_beside_a_fusion_has_its_own_word() -> None:
    (joint,) = said("beside_fusion", plan(SIJ), fused())
    (disc,) = said("beside_fusion", plan(DISC), fused())
    assert "SI joint pain is common" in joint.detail
    assert "SI joint" not in disc.detail


def test_six_months_count_to_the_planned_day() -> None:
    young = fused(operated_on="2026-06-19")
    (early,) = said("beside_fusion", plan(DISC, planned_on=date(2026, 12, 18)), young)
    (late,) = said("beside_fusion", plan(DISC, planned_on=date(2026, 12, 19)), young)
    assert (early.indicator, late.indicator) == ("critical", "info")


def test_between_two_fused_levels_and_outside_them() -> None:
    both = History(fusions=(Fusion(level="L2-3"), Fusion(level="L5-S1")))

    def between(level: str) -> list[str]:
        site = Site.model_validate({"target": "DISC", "level": level, "side": "M"})
        return [card.summary for card in said("fused_level_target", plan(site), both)]

    assert ["between" in one for one in between("L3-4") + between("L4-5")] == [True, True]
    assert between("L1-2") == []
    assert ["is fused" in one for one in between("L2-3") + between("L5-S1")] == [True, True]
    assert said("fused_level_target", plan(DISC), History(fusions=())) == []


@pytest.mark.parametrize(
    ("site", "asked"),
    [
        (DISC, True), (Site(target="FACET", level="T11-12", side="R"), True), (SIJ, False),
        (Site(target="FACET", level="C5-6", side="R"), False),
        (Site(target="EPI_CAUD", level="S", side="M"), False),
    ],
)  # fmt: skip
def test_transitional_anatomy_is_asked_where_lumbar_or_thoracic_levels_are_counted(
    site: Site, asked: bool
) -> None:
    cards = said("transitional_anatomy", plan(site))
    assert [card.code for card in cards] == (["missing_data"] if asked else [])


def test_the_indication_speaks_of_what_was_answered_and_of_nothing_else() -> None:
    def codes(**answers: Any) -> list[str]:
        return [card.code for card in said("indication", plan(DISC, **answers))]

    assert codes() == codes(exercise_tried=True, structural=True, severe_change=False) == []
    assert codes(exercise_tried=False) == ["no_conservative_care"]
    assert codes(structural=False) == ["not_structural_indication"]
    assert codes(severe_change=True) == ["severe_structural_change"]


@pytest.mark.parametrize(
    ("site", "answers", "words"),
    [
        (DISC, {"months_of_pain": 2.9}, ["2.9 months", "no MRI", "height"]),
        (DISC, {"months_of_pain": 3}, ["no MRI", "height"]),
        (DISC, {"mri_on": DAY, "disc_height": 49}, ["49%"]), (DISC, {"mri_on": DAY, "disc_height": 50}, []),
        (DISC, {"mri_on": DAY}, ["height is left is not known"]),
        (EPIDURAL, {"months_of_pain": 1.4}, ["1.4 months", "no MRI"]),
        (EPIDURAL, {"months_of_pain": 1.5}, ["no MRI"]),
        (EPIDURAL, {"mri_on": date(2020, 1, 1)}, []), (MULT, {}, ["no MRI"]), (MULT, {"mri_on": DAY}, []),
        (LIG, {"months_of_pain": 0}, []), (FACET, {}, []), (SIJ, {}, []),
    ],
)  # fmt: skip
def test_what_each_target_asks_before_booking(site: Site, answers: dict[str, Any], words: list[str]) -> None:
    """3.1: three months and half the height for a disc, six weeks for an epidural, images for some."""
    cards = said("before_booking", plan(site, **answers))
    assert len(cards) == len(words), [card.summary for card in cards]
    assert all(word in card.summary for word, card in zip(words, cards, strict=True))


@pytest.mark.parametrize(
    ("site", "kind", "relief", "days", "says"),
    [
        (FACET, "MBB", 50, 10, ""), (FACET, "MBB", 49, 10, "no block with enough relief"),
        (FACET, "MBB", None, 10, "no block with enough relief"), (FACET, "MBB", 80, 0, ""),
        (FACET, "MBB", 80, -1, "no block on record"), (FACET, "MBB", 80, None, ""),
        (FACET, "SIJ", 80, 10, "no block on record"), (SIJ, "SIJ", 75, 10, ""),
        (SIJ, "SIJ", 74, 10, "no block with enough relief"), (DISC, "MBB", 10, 10, ""),
        (LIG, "MBB", 10, 10, ""),
    ],
)  # fmt: skip
def test_a_block_comes_before_facet_and_sacroiliac_joint(
    site: Site, kind: str, relief: float | None, days: int | None, says: str
) -> None:
    done = None if days is None else ago(days)
    block = Block.model_validate({"block": kind, "relief": relief, "done_on": done})
    cards = said("confirmatory_block", plan(site, blocks=(block,)))
    assert [says in card.summary for card in cards] == ([True] if says else [])


def test_a_block_of_today_is_read_and_one_of_tomorrow_is_not() -> None:
    for days, read in ((0, 1), (-1, 0)):
        block = Block(block="MBB", relief=80, done_on=ago(days), level="L4-5", side="L")
        cards = said("block_reading", plan(FACET, blocks=(block,)))
        assert [card.summary.startswith("Medial branch block L4-5, left") for card in cards] == [True] * read


def test_the_neck_is_no_place_for_a_transforaminal_needle_and_other_needles_may_go_there() -> None:
    neck = {"level": "C5-6"}
    transforaminal = Site.model_validate({"target": "EPI_TF", "side": "L", **neck})
    facet = Site.model_validate({"target": "FACET", "side": "L", **neck})
    assert [card.indicator for card in said("cervical_transforaminal", plan(transforaminal, facet))] == [
        "critical"
    ]
    assert said("cervical_transforaminal", plan(facet)) == []


def test_a_thinner_beside_an_operated_level_raises_the_class() -> None:
    warfarin = Medicines(drugs=(Drug(name="warfarin"),))
    for level, grade in (("L5-S1", "intermediate"), ("L4-5", "intermediate"), ("L2-3", "low")):
        assert bleeding_class(DAY, plan(LIG), fused(level), warfarin, None).grade == grade
    assert bleeding_class(DAY, plan(LIG), fused(), None, None).grade == "low"
