"""Instruments of several scores, entered as their owners' own scoring gave them: PROMIS-29 and EQ-5D-5L."""

import re
from collections.abc import Mapping

from buffycoat.pathway.outcomes.definitions import DOMAINS, INSTRUMENTS
from buffycoat.pathway.outcomes.scoring import Score, number, whole

PROMIS, EQ5D = "PROMIS-29 v2.1", "EQ-5D-5L"
VAS_HIGHEST = 100
RAW_LOWEST, RAW_HIGHEST = 4, 20  # four items of 1 to 5


def promis(t_scores: Mapping[str, object], intensity: object, raw: Mapping[str, object]) -> Score:
    """T scores by domain, and pain from 0 to 10. A raw sum needs its owner's table, which is not here."""
    row = INSTRUMENTS[PROMIS]
    for name in (*t_scores, *raw):
        if name not in DOMAINS:
            return _bad(PROMIS, f"{name!r:.40} is no domain; they are: {', '.join(DOMAINS)}")
    found: dict[str, float] = {}
    for name, value in t_scores.items():
        read = number(value, row.low, row.high)
        if read is None and value is not None:
            return _bad(PROMIS, f"{name}: {value!r:.40} is no T score from {row.low:g} to {row.high:g}")
        if read is not None:
            found[name] = float(read)
    for name, value in raw.items():
        if value is not None and whole(value, RAW_LOWEST, RAW_HIGHEST) is None:
            bounds = f"a whole number from {RAW_LOWEST} to {RAW_HIGHEST}"
            return _bad(PROMIS, f"raw sum of {name}: {value!r:.40} is not {bounds}")
    if intensity is not None:
        pain = whole(intensity, 0, 10)
        if pain is None:
            return _bad(PROMIS, f"pain_intensity: {intensity!r:.40} is not a whole number from 0 to 10")
        found["pain_intensity"] = float(pain)
    return _several(PROMIS, found, len(DOMAINS) + 1, _no_table(raw, found))


def _no_table(raw: Mapping[str, object], found: Mapping[str, float]) -> str:
    left = [name for name, value in raw.items() if value is not None and name not in found]
    if not left:
        return ""
    return f"{', '.join(left)}: a raw sum becomes a T score only by HealthMeasures' table, which is not here"


def eq5d(index: object, value_set: object, vas: object, profile: object) -> Score:
    """The index with the country of its value set, the VAS from 0 to 100; a profile alone gives no index."""
    row, found = INSTRUMENTS[EQ5D], dict[str, float]()
    if profile is not None and not (isinstance(profile, str) and re.fullmatch("[1-5]{5}", profile)):
        return _bad(EQ5D, f"profile: {profile!r:.40} is not five digits from 1 to 5")
    if value_set is not None and not (isinstance(value_set, str) and value_set.strip()):
        return _bad(EQ5D, f"value_set: {value_set!r:.40} names no country")
    if index is not None:
        read = number(index, row.low, row.high)
        if read is None:
            return _bad(EQ5D, f"index: {index!r:.40} is not a number from {row.low:g} to {row.high:g}")
        if value_set is not None:
            found["index"] = float(read)
    if vas is not None:
        seen = number(vas, 0, VAS_HIGHEST)
        if seen is None:
            return _bad(EQ5D, f"vas: {vas!r:.40} is not a number from 0 to {VAS_HIGHEST}")
        found["vas"] = float(seen)
    why = "index: say which country's value set gave it" if index is not None and value_set is None else ""
    if index is None and profile is not None:
        why = "profile: it becomes an index only by a country's value set, which is not here"
    return _several(EQ5D, found, 2, why)


def _several(name: str, found: Mapping[str, float], of: int, why: str) -> Score:
    if not found:
        return Score(name, "not_scorable", why=why or "nothing was given to score", blanks=of)
    return Score(name, "ok", why=why, blanks=of - len(found), parts=dict(found))


def _bad(name: str, why: str) -> Score:
    return Score(name, "invalid", why=why)
