"""Targets, sides, drugs and results as other programs write them, brought to the words of our records."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from buffycoat.pathway.candidacy.anatomy import LEVELS, TARGET_NAMES
from buffycoat.pathway.candidacy.conditions import concepts
from buffycoat.pathway.candidacy.levels import levels_in
from buffycoat.pathway.candidacy.records import Condition, Labs

_TARGETS = {
    "DISC": ("disc", "disk", "intradiscal", "intradiskal"),
    "FACET": ("facet", "facet joint", "zygapophyseal"),
    "MB": ("medial branch", "medial branch nerve", "medial branches"),
    "SIJ": ("sij", "si joint", "sacroiliac", "sacroiliac joint"),
    "EPI_IL": ("epidural interlaminar", "interlaminar", "interlaminar epidural", "epidural"),
    "EPI_TF": ("epidural transforaminal", "transforaminal", "transforaminal epidural", "nerve root"),
    "EPI_CAUD": ("caudal", "caudal epidural", "epidural caudal"),
    "LIG": ("ligament", "ligaments", "interspinous", "supraspinous", "iliolumbar"),
    "MULT": ("multifidus", "paraspinal", "muscle"),
    "TLF": ("fascia", "thoracolumbar fascia"),
}
_BY_WORD = {word: key for key, words in _TARGETS.items() for word in (key.lower(), *words)}
_SIDES = {
    "right": "R",
    "left": "L",
    "midline": "M",
    "middle": "M",
    "central": "M",
    "r": "R",
    "l": "L",
    "m": "M",
}
_ONLY_LEVEL = {"SIJ": "SI", "EPI_CAUD": "S"}
_MIDLINE = ("DISC", "EPI_IL", "EPI_CAUD", "LIG", "TLF")
LAB_NAMES = {
    "plt": "platelets", "platelet_count": "platelets", "hb": "haemoglobin", "hgb": "haemoglobin",
    "hemoglobin": "haemoglobin", "hct": "haematocrit", "hematocrit": "haematocrit", "wbc": "white_cells",
    "a1c": "hba1c", "hcg": "pregnancy_test",
}  # fmt: skip


def _refuse(message: str) -> PydanticCustomError:
    return PydanticCustomError("spelling", "{message}", {"message": message})


def sites_of(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One needle or several from a target, its level or levels, and its side or both sides."""
    word = str(given.get("target", "")).strip()
    target = _BY_WORD.get(word.lower().replace("_", " ")) or _BY_WORD.get(word.lower())
    if target is None:
        raise _refuse(f"target “{word}” is none of: {', '.join(TARGET_NAMES)}")
    levels = [_ONLY_LEVEL[target]] if target in _ONLY_LEVEL else levels_of(given.get("level"))
    side = str(given.get("side") or ("M" if target in _MIDLINE else "")).strip().lower()
    if not levels:
        raise _refuse(f"level “{given.get('level')}” cannot be read; write L4-5, L5-S1 or C5-6")
    if side in ("both", "bilateral", "rl", "lr"):
        sides = ["R", "L"]
    elif side in _SIDES:
        sides = [_SIDES[side]]
    else:
        raise _refuse(f"side “{given.get('side')}” is none of right, left, both, midline")
    return [{"target": target, "level": level, "side": one} for level in levels for one in sides]


def levels_of(given: Any) -> list[str]:
    """Levels in our spelling from L4-5, L4/L5, “L4-S1” (all that lie between), or a list of such."""
    if isinstance(given, list | tuple):
        return [level for one in given for level in levels_of(one)]
    text = str(given or "").strip()
    if text in LEVELS:
        return [text]
    return list(levels_in(re.sub(r"\s*[/–—]\s*", "-", text.upper())))


def fusions_of(given: Any) -> list[dict[str, Any]]:
    """Fused levels from text or objects; a level that cannot be read is refused, never dropped."""
    found = []
    for one in [given] if isinstance(given, str | Mapping) else given:
        held = dict(one) if isinstance(one, Mapping) else {"level": one}
        levels = levels_of(held.pop("level", None) or held.pop("levels", None))
        if not levels:
            raise _refuse(f"fused level “{one}” cannot be read; write L4-5 or L5-S1")
        found += [{**held, "level": level} for level in levels]
    return found


_STOPPED = ("stopped", "discontinued", "completed", "ended", "cancelled", "no longer")


def drug_of(given: Any) -> dict[str, Any]:
    """A medicine from its name alone or an object; an indication may say that it protects the heart."""
    held = {"name": given} if isinstance(given, str) else dict(given)
    for ours, theirs in (("since", "started"), ("use", "status"), ("rxnorm", "rxcui")):
        if theirs in held:
            held.setdefault(ours, held.pop(theirs))
    use = str(held.get("use") or "").lower()
    if use in _STOPPED:
        held["use"] = "stopped"
    elif use in ("active", "daily", "current", "taking"):
        held["use"] = "taking"
    elif use in ("prn", "as needed", "as-needed"):
        held["use"] = "as needed"
    if held.get("rxnorm") is not None:
        held["rxnorm"] = str(held["rxnorm"])
    reason = held.pop("indication", None)
    if reason and held.get("for_heart") is None:
        held["for_heart"] = _protects(str(reason))
    return held


def _protects(reason: str) -> bool | None:
    """Whether a reason for a drug is a heart attack, stroke, stent or clot; None when it does not say."""
    if "primary prevention" in reason.lower():
        return False
    vascular = "vascular" in concepts(Condition(name=reason)) or "secondary prevention" in reason.lower()
    words = ("fibrillation", "mechanical valve", "clot", "thrombosis", "embol")
    return True if vascular or any(word in reason.lower() for word in words) else None


def condition_of(given: Any) -> dict[str, Any]:
    """A diagnosis from its name alone or an object with a status."""
    held = {"name": given} if isinstance(given, str) else dict(given)
    for ours, theirs in (("since", "onset"), ("name", "condition"), ("until", "ended")):
        if theirs in held:
            held.setdefault(ours, held.pop(theirs))
    status = str(held.pop("status", "") or "").lower()
    if status in ("resolved", "inactive", "past", "remission"):
        held.setdefault("over", True)
    return held


def lab_of(name: str, given: Any) -> tuple[str, dict[str, Any]]:
    """A result as name and object: {"value", "unit", "taken_on"}; a value without its day is refused."""
    key = LAB_NAMES.get(name.lower(), name.lower())
    if key not in Labs.items:
        raise _refuse(f"labs.{name}: not a test that is read here; these are: {', '.join(Labs.items)}")
    held = dict(given) if isinstance(given, Mapping) else {"value": given}
    taken = next((held.pop(word) for word in ("taken_on", "date", "on") if word in held), None)
    if taken is None:
        raise _refuse(f"labs.{name}: the day it was taken is missing (taken_on)")
    if key == "pregnancy_test":
        said = held.get("positive", held.get("value"))
        return key, {"positive": _positive(said), "taken_on": taken}
    value = {k: held[k] for k in ("value", "unit") if held.get(k) is not None}
    return key, {"value": value if "unit" in value else value.get("value"), "taken_on": taken}


def _positive(said: Any) -> Any:
    return {"positive": True, "negative": False}.get(str(said).lower(), said)
