"""Places of the spine: which target goes with which level and side, what lies beside what, levels in text."""

import pytest

from buffycoat.pathway.candidacy.anatomy import LEVELS, impossible, region, site_name, sites_named
from buffycoat.pathway.candidacy.levels import levels_in
from buffycoat.pathway.candidacy.target import neighbours


@pytest.mark.parametrize(
    ("target", "level", "side", "why"),
    [
        ("DISC", "L4-5", "M", ""), ("DISC", "C2-3", "M", ""),
        ("DISC", "C1-2", "M", "There is no disc at C1-2"), ("DISC", "C0-1", "M", "There is no disc at C0-1"),
        ("FACET", "C1-2", "R", ""), ("FACET", "C0-1", "L", ""),
        ("DISC", "L4-5", "R", "in the midline"), ("EPI_IL", "L4-5", "L", "in the midline"),
        ("EPI_CAUD", "S", "M", ""), ("EPI_CAUD", "S", "R", "in the midline"),
        ("EPI_CAUD", "L5-S1", "M", "sacral hiatus"), ("DISC", "S", "M", "sacral hiatus"),
        ("SIJ", "SI", "R", ""), ("SIJ", "L5-S1", "R", "Sacroiliac joint goes with the sacroiliac level"),
        ("FACET", "SI", "R", "Facet joint has no level SI"), ("SIJ", "SI", "M", "right or left"),
        ("FACET", "L4-5", "M", "right or left"), ("EPI_TF", "L4-5", "M", "right or left"),
        ("MULT", "L4-5", "M", "right or left"), ("LIG", "L4-5", "M", ""), ("LIG", "L4-5", "R", ""),
        ("TLF", "L4-5", "L", ""), ("MB", "L4-5", "R", ""), ("MB", "C2-3", "L", ""),
        ("MB", "C1-2", "R", "No medial branch goes to the joint at C1-2"),
        ("MB", "L4-5", "M", "right or left"),
    ],
)  # fmt: skip
def test_what_goes_together(target: str, level: str, side: str, why: str) -> None:
    said = impossible(target, level, side)
    assert (why in said) if why else (said == "")


def test_regions() -> None:
    assert [region(one) for one in ("C7-T1", "T1-2", "T12-L1", "L1-2", "L5-S1", "SI", "S")] == [
        "cervical", "thoracic", "thoracic", "lumbar", "lumbar", "sacral", "sacral",
    ]  # fmt: skip


def test_names_of_sites() -> None:
    assert site_name("FACET", "L4-5", "R") == "Facet joint L4-5, right"
    assert site_name("DISC", "L4-5", "M") == "Disc L4-5"
    assert site_name("SIJ", "SI", "L") == "Sacroiliac joint, left"
    assert site_name("EPI_CAUD", "S", "M") == "Epidural, caudal"
    assert sites_named([("FACET", "L4-5", "L"), ("FACET", "L4-5", "R")]) == "Facet joint L4-5, both sides"
    assert sites_named([("FACET", "L4-5", "L"), ("DISC", "L4-5", "M")]) == "Facet joint L4-5, left; disc L4-5"


def test_neighbours_reach_from_the_skull_to_the_sacrum() -> None:
    assert neighbours("L4-5") == ("L3-4", "L4-5", "L5-S1")
    assert neighbours("L5-S1") == ("L4-5", "L5-S1", "SI")
    assert neighbours("C0-1") == ("C0-1", "C1-2")
    assert set(neighbours("SI")) == {"L5-S1", "SI", "S"}
    assert set(neighbours("S")) == {"S", "SI", "L5-S1"}, "the hiatus is below the joint and below L5"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("L4-L5", ["L4-5"]), ("L4-5 and L5-S1", ["L4-5", "L5-S1"]), ("L3-4-5", ["L3-4", "L4-5"]),
        ("L3 to L5", ["L3-4", "L4-5"]), ("C5 through C7", ["C5-6", "C6-7"]), ("C7-T1", ["C7-T1"]),
        ("T12-L1", ["T12-L1"]), ("L5-1", ["L5-S1"]), ("L5-S1", ["L5-S1"]), ("L5-L4", ["L4-5"]),
        ("L4/5", ["L4-5"]), ("T9-T12", ["T9-10", "T10-11", "T11-12"]), ("L5-L9", []), ("C1-2", ["C1-2"]),
        ("fusion of L4-5 in 2015", ["L4-5"]), ("back pain", []), ("T11-12", ["T11-12"]),
        ("L1-L5", ["L1-2", "L2-3", "L3-4", "L4-5"]),
    ],
)  # fmt: skip
def test_levels_in_text(text: str, levels: list[str]) -> None:
    assert list(levels_in(text)) == levels
    assert set(levels) <= set(LEVELS)
