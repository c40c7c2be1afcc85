"""The engine behind `buffycoat dose`: what was given, measured; or what is expected, before the draw."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from buffycoat.interop.lines import Unreadable
from buffycoat.interop.preparation import measured, predicted
from buffycoat.interop.preparation.dose_case import DoseCase, sorted_out
from buffycoat.interop.preparation.reading import read
from buffycoat.interop.preparation.said import Message, info, quantity, rounded, shown, status
from buffycoat.pathway.candidacy.spellings import sites_of
from buffycoat.pathway.knowledge import MARKS
from buffycoat.pathway.preparation.growth_factors import expected
from buffycoat.pathway.preparation.ledger import SHARE
from buffycoat.pathway.preparation.planner import BANDS, UNPROVEN

_UNITS = {"dose": "10^9", "concentration": "10^9/L", "fold": "1", "recovery": "%"}


def dose(case: Mapping[str, Any]) -> dict[str, Any]:
    """A dose with its interval, what it is of, and what must be known of it."""
    told, messages = read(DoseCase, sorted_out(case))
    band = _band(told.target)
    mode = "predicted" if _planned(told) else "measured"
    answer: dict[str, Any] = {"mode": mode, **_nothing()}
    if status(messages) != "refused":
        found, said = (_predicted if mode == "predicted" else _measured)(told)
        messages = [*messages, *said]
        if status(messages) != "refused":
            answer |= found
    return {
        "status": status(messages),
        **answer,
        "interval_holds": SHARE,
        "growth_factors": _factors(answer["dose"]),
        "band": band,
        "unknown": list(dict.fromkeys(one.field for one in messages if one.code == "unknown")),
        "messages": shown([*messages, info("unproven", UNPROVEN, ("rule-4.2",))]),
    }


def _nothing() -> dict[str, Any]:
    return {**{name: quantity(None, unit) for name, unit in _UNITS.items()}, "dose_of": None, "per_site": []}


def _planned(told: DoseCase) -> bool:
    """A product that was counted is measured, whatever kit made it."""
    counted = told.product_count is not None or told.product_unreliable
    return not counted and bool(told.kit or told.protocol or told.ways is not None)


def _measured(told: DoseCase) -> tuple[dict[str, Any], list[Message]]:
    bench = measured.bench_of(told)
    messages = list(measured.doubts(told, bench))
    if status(messages) == "refused":
        return {}, messages
    return measured.answer(told, bench) | _expectation(told), messages


def _expectation(told: DoseCase) -> dict[str, Any]:
    """Beside a dose that was measured, what its kit or protocol was expected to give."""
    if not (told.kit or told.protocol):
        return {}
    known, _ = predicted.blooded(told)
    found, _ = predicted.expected(told, known.blood)
    return {} if found is None else {"expected": predicted.outlook(found, known.counted)}


def _predicted(told: DoseCase) -> tuple[dict[str, Any], list[Message]]:
    known, messages = predicted.blooded(told)
    messages += measured.low_baseline(told, measured.bench_of(told))
    answer: dict[str, Any] = {}
    found = None
    if told.kit or told.protocol:
        found, said = predicted.expected(told, known.blood)
        messages += said
    if told.ways is not None:
        answer["plan"], best, said = predicted.ranked(told, known)
        messages += said
        found = found or best
    if found is not None:
        answer |= predicted.answer(told, found, known.counted)
        messages += predicted.too_much(told, found)
        messages += [info("note", note, found.sources) for note in found.notes]
    return answer, messages


def _band(target: str | None) -> dict[str, Any] | None:
    """What is known of the dose at one site of this target: shown beside it, never a threshold."""
    if target is None:
        return None
    try:
        # Level and side do not matter for the band; the words of candidacy are read as they are there.
        key = sites_of({"target": target, "level": "L4-5", "side": "M"})[0]["target"]
    except PydanticCustomError as error:
        raise Unreadable("target", error.message()) from error
    row = BANDS[key]
    ends = None if row.low is None or row.high is None else [rounded(row.low), rounded(row.high)]
    return {
        "target": key,
        "dose": {"unit": "10^9", "range": ends},
        "fold": row.fold,
        "text": row.says,
        "source": list(row.sources),
        "mark": MARKS[row.status],
    }


def _factors(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the dose may hold of each growth factor: a range, or why there is none."""
    value, interval = found["value"], found["interval"]
    ends = tuple(interval) if interval else (value, value)
    if ends[0] is None:
        return []
    return [
        {
            "name": one.name,
            "range": None if one.nanograms is None else [rounded(end) for end in one.nanograms],
            "unit": "ng",
            "studies": one.studies,
            "why_not": one.why_not or None,
            "note": one.note or None,
        }
        for one in expected((ends[0], ends[1]))
    ]
