"""Where a needle may go: coded targets, levels and sides of the spine."""

from collections.abc import Iterable
from typing import Literal, get_args

from buffycoat.pathway.record import Coding, snomed

Target = Literal["DISC", "FACET", "MB", "EPI_IL", "EPI_TF", "EPI_CAUD", "SIJ", "LIG", "MULT", "TLF"]
Side = Literal["R", "L", "M"]
Level = Literal[
    "C0-1", "C1-2", "C2-3", "C3-4", "C4-5", "C5-6", "C6-7", "C7-T1",
    "T1-2", "T2-3", "T3-4", "T4-5", "T5-6", "T6-7", "T7-8", "T8-9", "T9-10", "T10-11", "T11-12", "T12-L1",
    "L1-2", "L2-3", "L3-4", "L4-5", "L5-S1", "SI", "S",
]  # fmt: skip
LEVELS: tuple[Level, ...] = get_args(Level)
TARGET_NAMES: dict[str, str] = {
    "DISC": "Disc",
    "FACET": "Facet joint",
    "MB": "Medial branch",
    "EPI_IL": "Epidural, interlaminar",
    "EPI_TF": "Epidural, transforaminal",
    "EPI_CAUD": "Epidural, caudal",
    "SIJ": "Sacroiliac joint",
    "LIG": "Ligament",
    "MULT": "Multifidus",
    "TLF": "Thoracolumbar fascia",
}
SIDE_NAMES: dict[str, str] = {"R": "right", "L": "left", "M": "midline"}
LEVEL_NAMES: dict[str, str] = {**{level: level for level in LEVELS}, "SI": "sacroiliac", "S": "sacral hiatus"}
# SNOMED CT where published value sets have a concept (HL7 FHIR body site, DICOM CID 244); no guess elsewhere.
SNOMED: dict[str, Coding] = {
    "SIJ": snomed("39723000", "Sacroiliac joint structure"),
    "R": snomed("24028007", "Right"),
    "L": snomed("7771000", "Left"),
    "M": snomed("399488007", "Midline"),
}
_MIDLINE = {"DISC", "EPI_IL", "EPI_CAUD"}
_PAIRED = {"FACET", "MB", "EPI_TF", "SIJ", "MULT"}


def region(level: str) -> Literal["cervical", "thoracic", "lumbar", "sacral"]:
    """The region of a level by its upper vertebra: C7-T1 is cervical, T12-L1 thoracic, L5-S1 lumbar."""
    if level in ("SI", "S"):
        return "sacral"
    return {"C": "cervical", "T": "thoracic", "L": "lumbar"}[level[0]]  # type: ignore[return-value]  # three letters


def impossible(target: str, level: str, side: str) -> str:
    """Why this target, level and side do not go together; "" when they do."""
    name = TARGET_NAMES[target]
    if (target == "SIJ") != (level == "SI"):
        return (
            f"{name} goes with the sacroiliac level and no other"
            if target == "SIJ"
            else f"{name} has no level SI"
        )
    if (target == "EPI_CAUD") != (level == "S"):
        return "A caudal epidural goes through the sacral hiatus, and nothing else does"
    if target == "DISC" and level in ("C0-1", "C1-2"):
        return f"There is no disc at {level}"
    if target == "MB" and level in ("C0-1", "C1-2"):
        return f"No medial branch goes to the joint at {level}"
    if target in _MIDLINE and side != "M":
        return f"{name} is in the midline: it has no side"
    if target in _PAIRED and side == "M":
        return f"{name} needs a side: right or left"
    return ""


def site_name(target: str, level: str, side: str) -> str:
    """A site in words: “Facet joint L4-5, right”."""
    place = "" if target in ("SIJ", "EPI_CAUD") else f" {level}"
    return f"{TARGET_NAMES[target]}{place}" + ("" if side == "M" else f", {SIDE_NAMES[side]}")


def sites_named(sites: Iterable[tuple[str, str, str]]) -> str:
    """Several sites in words, both sides of a place together: “Disc L4-5; facet joint L4-5, both sides”."""
    sides: dict[tuple[str, str], list[str]] = {}
    for target, level, side in sites:
        sides.setdefault((target, level), []).append(side)
    named = [
        site_name(target, level, "M") + ", both sides"
        if {"R", "L"} <= set(both)
        else "; ".join(site_name(target, level, side) for side in both)
        for (target, level), both in sides.items()
    ]
    return "; ".join(one if place == 0 else one[0].lower() + one[1:] for place, one in enumerate(named))
