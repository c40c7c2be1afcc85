"""The engine behind `buffycoat score`: a form in, its score out, or why there is none."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from buffycoat.interop import lines
from buffycoat.interop.score_case import Compared, Measure, ScoreCase, score_of, strays, under_our_names
from buffycoat.pathway.knowledge import MARKS
from buffycoat.pathway.outcomes.change import Held, cuts, important
from buffycoat.pathway.outcomes.definitions import (
    HIGHER_IS_BETTER,
    INSTRUMENTS,
    TABLE,
    named,
    why_not_version,
)
from buffycoat.pathway.outcomes.instruments import LIMITS, Threshold, limit, responders
from buffycoat.pathway.outcomes.scoring import Score, Status

WORST: tuple[Status, ...] = ("invalid", "not_scorable", "not_classifiable", "ok")
Pair = tuple[Score, Score | None]


def score(case: Mapping[str, Any]) -> dict[str, Any]:
    """The score of one instrument, or of several; numbers only where the status is ok or not_classifiable."""
    held = under_our_names(case)
    not_read = strays(held)
    try:
        told = ScoreCase.model_validate(held)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        return _nothing("invalid", f"{where}: {first['msg']}") | {"not_read": not_read}
    if (told.instrument is None) == (told.measures is None):
        return _nothing("invalid", "say one instrument, or several in measures") | {"not_read": not_read}
    parts = told.measures if told.measures is not None else {told.instrument or "": told}
    found = {name: _answered(name, one, told.version) for name, one in parts.items()}
    pairs = {key: pair for key, pair, _ in found.values() if pair}
    answers = {name: answer for name, (_, _, answer) in found.items()}
    if told.measures is None:
        answer = answers[told.instrument or ""]
    else:
        status = min((one["status"] for one in answers.values()), key=WORST.index, default="not_scorable")
        answer = {"status": status, "score": None, "scores": answers, "why": _why(answers)}
    compared = any(before for _, before in pairs.values()) or _rescue(told) is not None or "PGIC" in pairs
    return {
        **answer,
        **({"responder": _responder(told, pairs)} if compared else {}),
        "not_read": not_read,
        "rule_version": f"{TABLE.version}.{LIMITS.version}",
    }


def answered(case: Mapping[str, Any]) -> dict[str, Any]:
    """One case as the command line answers it, for a notebook."""
    return lines.answer(score, case)


def _nothing(status: Status, why: str) -> dict[str, Any]:
    return {"status": status, "score": None, "why": why}


def _why(answers: Mapping[str, Any]) -> str | None:
    said = [f"{name}: {one['why']}" for name, one in answers.items() if one["status"] != "ok" and one["why"]]
    return "; ".join(said) or None


def _answered(name: str, told: Compared, version: str | None) -> tuple[str, Pair | None, dict[str, Any]]:
    """One instrument: its key, its scores now and before, and what is said of them."""
    key, why = named(name), why_not_version(name, told.version or version)
    before = told.baseline
    if not why and isinstance(before, Measure) and before.version:
        why = why_not_version(name, before.version)
    if key is None or why:
        return name, None, {"instrument": name[:60], "version": None, **_nothing("invalid", why)}
    now = score_of(key, told)
    first = score_of(key, before) if before is not None else None
    return key, (now, first), _said(key, now, first, "baseline" in told.model_fields_set)


def _said(key: str, now: Score, before: Score | None, asked: bool) -> dict[str, Any]:
    row, held = INSTRUMENTS[key], important(key, before, now) if before else ()
    status, why = _status(now, before, asked, [one.improved for one in held])
    numbers = status in ("ok", "not_classifiable")
    answer: dict[str, Any] = {
        "instrument": key,
        "version": row.version,
        "status": status,
        "score": _round(now.score) if numbers else None,
        "why": why or None,
        "blanks": now.blanks,
        "scale": {
            "low": row.low,
            "high": row.high,
            "better": row.better,
            "higher_is_better": [one for one in HIGHER_IS_BETTER if one in now.parts],
        },
        "licence": row.licence,
        "missing_rule": row.missing,
    }
    if now.parts and numbers:
        answer["scores"] = {name: _round(one) for name, one in now.parts.items()}
    if row.grades and answer["score"] is not None:
        answer["grade"] = row.grades[int(answer["score"]) - 1]
    if numbers and (said := cuts(key, now)):
        answer["cuts"] = [{**_row(name, one), "holds": holds} for name, one, holds in said]
    if before:
        answer |= _compared(now, before, numbers)
        answer["important"] = [_reached(one, numbers) for one in held]
    return answer


def _reached(one: Held, numbers: bool) -> dict[str, Any]:
    known = {"improved": one.improved, "worsened": one.worsened} if numbers else {}
    said = {"of": one.part or None, "improved": None, "worsened": None, "why": one.why or None}
    return {**_row(one.key, one.threshold), **said, **known}


def _status(now: Score, before: Score | None, asked: bool, reached: list[bool | None]) -> tuple[Status, str]:
    """Of the whole: what is wrong now, else what is wrong before, else what cannot be compared."""
    if now.status != "ok":
        return now.status, now.why
    if before is None:
        return ("not_classifiable", "baseline: not known") if asked else ("ok", now.why)
    if before.status == "invalid":
        return "invalid", f"baseline: {before.why}"
    if before.status != "ok":
        return "not_classifiable", f"baseline: {before.why}"
    if reached and all(one is None for one in reached):
        return "not_classifiable", "the baseline leaves nothing to compare: see important"
    return "ok", now.why


def _compared(now: Score, before: Score, numbers: bool) -> dict[str, Any]:
    """The baseline, and the change in points and percent of it; negative is a fall."""
    held: dict[str, Any] = {"status": before.status, "score": _round(before.score), "why": before.why or None}
    if before.parts:
        held["scores"] = {name: _round(one) for name, one in before.parts.items()}
    if not numbers or now.score is None or before.score is None:
        return {"baseline": held, "change": None}
    points = now.score - before.score
    percent = None if before.score == 0 else _round(100 * points / before.score)
    return {"baseline": held, "change": {"points": _round(points), "percent": percent}}


def _row(key: str, row: Threshold) -> dict[str, Any]:
    value = {"value": row.value, "highest": row.highest, "unit": row.unit}
    return {
        "rule": key,
        "means": row.meaning,
        **value,
        "source": list(row.sources),
        "mark": MARKS[row.status],
    }


def _rescue(told: ScoreCase) -> bool | None:
    said = (told.rescue_injection, told.rescue_surgery)
    return True if True in said else None if None in said else False


def _responder(told: ScoreCase, pairs: Mapping[str, Pair]) -> dict[str, Any]:
    before = {key: first for key, (_, first) in pairs.items() if first}
    verdicts = responders(before, {key: now for key, (now, _) in pairs.items()}, _rescue(told))
    half, points, share, odi = (limit(one) for one in ("nrs_half", "nrs_points", "nrs_share", "odi_share"))
    means = {
        "a": f"NRS down by {half:g} % or more",
        "b": f"NRS down by {points:g} points and {share:g} % or more",
        "c": f"(a), and ODI down by {odi:g} % or more",
        "d": f"PGIC {limit('pgic_responder'):g} or better",
        "e": "no other injection and no operation for the same pain",
    }
    return {
        letter: {
            "responder": one.responder,
            "status": one.status,
            "why": one.why or None,
            "means": means[letter],
        }
        for letter, one in verdicts.items()
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
