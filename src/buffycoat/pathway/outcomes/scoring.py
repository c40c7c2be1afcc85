"""Exact scoring by each instrument's rule: a blank is never a zero, and what cannot be scored says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from buffycoat.pathway.outcomes.definitions import INSTRUMENTS, Instrument

Status = Literal["ok", "not_scorable", "not_classifiable", "invalid"]
ROUNDED = {"percent": 0.5, "mean": 0.05}  # a total may have been rounded before it was written down


@dataclass(frozen=True, slots=True)
class Score:
    """A score, or why there is none. `blanks` counts answers left out; `parts` are scores within it."""

    instrument: str
    status: Status
    score: float | None = None
    why: str = ""
    blanks: int = 0
    parts: Mapping[str, float] = field(default_factory=dict)


def whole(value: object, low: float, high: float) -> int | None:
    """The whole number from low to high that was given; None for anything else, such as a tick or 7.5."""
    read = number(value, low, high)
    return int(read) if read is not None and read == int(read) else None


def number(value: object, low: float, high: float) -> float | None:
    """The number from low to high that was given; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if low <= value <= high else None  # NaN lies in no bounds


def scored(name: str, values: Sequence[object]) -> Score:
    """The score from the values of the items, in their order; None for one left out."""
    row = INSTRUMENTS[name]
    if len(values) != row.items:
        return Score(name, "invalid", why=f"{len(values)} answers where there are {row.items}")
    read: list[int | None] = []
    for place, value in enumerate(values, start=1):
        one = _item(row, value)
        if one is None and value is not None:
            return Score(name, "invalid", why=_wrong(row, place, value))
        read.append(one)
    answered = [one for one in read if one is not None]
    blanks = len(read) - len(answered)
    if len(answered) < row.needed:
        why = (
            "not answered"
            if row.items == 1
            else f"{blanks} of {row.items} left blank; {row.needed} are needed"
        )
        return Score(name, "not_scorable", why=why, blanks=blanks)
    score, parts = _worked_out(row, sum(answered), len(answered), read)
    return Score(name, "ok", score, blanks=blanks, parts=parts)


def _item(row: Instrument, value: object) -> int | None:
    """The value of one item; of several ticks in one section the highest, where the form says so."""
    if row.way == "count":
        return int(value) if isinstance(value, bool) else None
    if row.way == "rating":
        return whole(value, row.low, row.high)
    if row.several and isinstance(value, list | tuple) and value:
        ticks = [whole(one, row.item_low, row.item_high) for one in value]
        return None if None in ticks else max(one for one in ticks if one is not None)
    return whole(value, row.item_low, row.item_high)


def _wrong(row: Instrument, place: int, value: object) -> str:
    where = f"item {place}: " if row.items > 1 else ""
    if row.way == "count":
        return f"{where}{value!r:.40} is neither yes nor no"
    low, high = (row.low, row.high) if row.way == "rating" else (row.item_low, row.item_high)
    return f"{where}{value!r:.40} is not a whole number from {low:g} to {high:g}"


def _worked_out(
    row: Instrument, total: int, answered: int, read: Sequence[int | None]
) -> tuple[float, Mapping[str, float]]:
    if row.way == "mean":
        return total / answered, {}
    if row.way == "percent":
        return 100 * total / (row.item_high * answered), {"raw_sum": float(total)}
    parts = {name: float(sum(read[one - 1] or 0 for one in items)) for name, items in row.parts.items()}
    return float(total), parts


def of_sum(name: str, total: object, answered: object) -> Score:
    """The score from a sum added up on paper, over the sections that were answered (all, if not said)."""
    row = INSTRUMENTS[name]
    if row.way != "percent":
        return Score(
            name, "invalid", why="raw_sum is read for the Oswestry and neck indices only; send total"
        )
    count = row.items if answered is None else whole(answered, 0, row.items)
    if count is None:
        return Score(
            name, "invalid", why=f"answered: {answered!r:.40} is not a whole number from 0 to {row.items}"
        )
    read = whole(total, row.item_low * count, row.item_high * count)
    if read is None:
        highest = row.item_high * count
        return Score(name, "invalid", why=f"raw_sum: {total!r:.40} is not a whole number from 0 to {highest}")
    blanks = row.items - count
    if count < row.needed:
        why = f"{blanks} of {row.items} left blank; {row.needed} are needed"
        return Score(name, "not_scorable", why=why, blanks=blanks)
    score, parts = _worked_out(row, read, count, ())
    return Score(name, "ok", score, blanks=blanks, parts=parts)


def entered(name: str, total: object) -> Score:
    """A score that was worked out elsewhere, held to its range."""
    row = INSTRUMENTS[name]
    if row.way == "grade" and isinstance(total, str):
        if total not in row.grades:
            return Score(name, "invalid", why=f"{total!r:.40} is none of: {', '.join(row.grades)}")
        return Score(name, "ok", float(row.grades.index(total) + 1))
    fraction = row.way in ("mean", "percent")
    read = number(total, row.low, row.high) if fraction else whole(total, row.low, row.high)
    if read is None:
        kind = "number" if fraction else "whole number"
        return Score(name, "invalid", why=f"{total!r:.40} is not a {kind} from {row.low:g} to {row.high:g}")
    return Score(name, "ok", float(read))


def together(name: str, found: Sequence[Score]) -> Score:
    """One score told in several ways: they must agree, but for rounding; nothing told is no score."""
    if not found:
        return Score(name, "not_scorable", why="nothing was given to score")
    bad = next((one for one in found if one.status == "invalid"), None)
    bad = bad or next((one for one in found if one.status != "ok"), None)
    if bad:
        return bad
    within = ROUNDED.get(INSTRUMENTS[name].way, 0.0) + 1e-9
    first = found[0]
    for other in found[1:]:
        if abs((first.score or 0.0) - (other.score or 0.0)) > within:
            return Score(name, "invalid", why=f"{first.score:g} in one way, {other.score:g} in another")
    return first
