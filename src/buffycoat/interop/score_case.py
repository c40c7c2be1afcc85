"""What a case of `buffycoat score` may hold, and how one measure in it is read."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from buffycoat.interop.preparation.reading import renamed
from buffycoat.pathway.outcomes import many_scores
from buffycoat.pathway.outcomes.definitions import INSTRUMENTS, Instrument
from buffycoat.pathway.outcomes.scoring import Score, entered, of_sum, scored, together

ALIASES = {"total": ("score", "value"), "items": ("responses", "answers")}
POINTS, PERCENT = ("", "points", "point", "1", "{score}"), ("%", "percent")


class Measure(BaseModel):
    """One form as it was filled in or added up. What is left out was not told."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    items: list[Any] | dict[str, Any] | None = Field(
        default=None,
        description="Values of the items in their order, or by number (“1”, “2”); null for a blank. "
        "Roland-Morris: true or false (1 or 0). Oswestry: a list for two ticks in one section.",
    )
    total: Any = Field(
        default=None,
        description="The score as worked out: a number, a grade, or {value, unit} with % or points.",
    )
    raw_sum: Any = Field(
        default=None, description="Oswestry and neck indices: the sum of the sections, 0 to 50."
    )
    answered: Any = Field(default=None, description="How many sections raw_sum is over; all, where not told.")
    t_scores: dict[str, Any] | None = Field(default=None, description="PROMIS-29: T scores by domain.")
    raw_sums: dict[str, Any] | None = Field(
        default=None, description="PROMIS-29: raw sums by domain, which are checked and not converted."
    )
    pain_intensity: Any = Field(default=None, description="PROMIS-29: pain from 0 to 10.")
    index: Any = Field(default=None, description="EQ-5D-5L: the index, with value_set.")
    value_set: Any = Field(default=None, description="EQ-5D-5L: the country whose value set gave the index.")
    vas: Any = Field(default=None, description="EQ-5D-5L: the scale from 0 to 100.")
    profile: Any = Field(default=None, description="EQ-5D-5L: five digits; no index is worked out from it.")
    version: str | None = Field(default=None, description="The form's version; an unknown one is invalid.")


class Compared(Measure):
    """One form now, and the same form before."""

    baseline: Measure | list[Any] | StrictInt | StrictFloat | StrictStr | None = Field(
        default=None, description="The same before: a measure, the items in their order, or the bare score."
    )


class ScoreCase(Compared):
    """One `instrument`, or several in `measures` for the responder definitions that need more than one."""

    instrument: str | None = Field(default=None, description=f"One of: {', '.join(INSTRUMENTS)}.")
    measures: dict[str, Compared] | None = Field(default=None, description="By the name of the instrument.")
    rescue_injection: StrictBool | None = Field(
        default=None, description="Another injection or nerve treatment for the same pain since."
    )
    rescue_surgery: StrictBool | None = Field(
        default=None, description="An operation for the same pain since."
    )


def under_our_names(given: Mapping[str, Any]) -> dict[str, Any]:
    """A case with every field under our name for it, in its parts too."""
    held = renamed(given, ALIASES)
    if "unit" in held:  # of the score that stands beside it: never dropped, since it says which scale
        held["total"] = {"value": held.get("total"), "unit": held.pop("unit")}
    if isinstance(held.get("baseline"), Mapping):
        held["baseline"] = under_our_names(held["baseline"])
    if isinstance(held.get("measures"), Mapping):
        parts = held["measures"].items()
        held["measures"] = {
            name: under_our_names(one) if isinstance(one, Mapping) else {"total": one} for name, one in parts
        }
    return held


def strays(held: Mapping[str, Any], kind: type[Measure] = ScoreCase, at: str = "") -> list[str]:
    """Fields that nothing reads, by their place in a case under our names."""
    found = [f"{at}{key}"[:60] for key in held if key not in kind.model_fields and key != "id"]
    parts = held.get("measures") if kind is ScoreCase else None
    if isinstance(held.get("baseline"), Mapping):
        found += strays(held["baseline"], Measure, f"{at}baseline.")
    for name, one in parts.items() if isinstance(parts, Mapping) else ():
        found += strays(one, Compared, f"{at}measures.{name}.")
    return found


def score_of(name: str, told: Measure | list[Any] | float | str) -> Score:
    """The score of one form, from whatever was told of it; every way that was told must agree."""
    if isinstance(told, list):
        told = Measure(items=told)
    elif not isinstance(told, Measure):
        told = Measure(total=told)
    if name == many_scores.PROMIS:
        return many_scores.promis(told.t_scores or {}, told.pain_intensity, told.raw_sums or {})
    if name == many_scores.EQ5D:
        return many_scores.eq5d(told.index, told.value_set, told.vas, told.profile)
    found = []
    if told.items is not None:
        found.append(_of_items(name, told.items))
    if told.raw_sum is not None:
        found.append(of_sum(name, told.raw_sum, told.answered))
    if told.total is not None:
        found.append(_of_total(name, told.total))
    return together(name, found)


def _of_items(name: str, items: list[Any] | dict[str, Any]) -> Score:
    row = INSTRUMENTS[name]
    if row.way == "grade":
        return Score(name, "invalid", why="a grade has no items; send it as total")
    if isinstance(items, dict):
        stray = [key for key in items if key not in {str(one + 1) for one in range(row.items)}]
        if stray:
            return Score(
                name, "invalid", why=f"{stray[0]!r:.40} is no item; they are numbered 1 to {row.items}"
            )
        items = [items.get(str(one + 1)) for one in range(row.items)]
    return scored(name, _ticks(row, items))


def _ticks(row: Instrument, items: Sequence[Any]) -> Sequence[Any]:
    """A yes may be written as 1, a no as 0, where yes and no are all there is."""
    if row.way != "count":
        return items
    return [bool(one) if type(one) is int and one in (0, 1) else one for one in items]


def _of_total(name: str, total: Any) -> Score:
    row = INSTRUMENTS[name]
    if isinstance(total, Mapping):
        unit, value = str(total.get("unit") or "").strip().lower(), total.get("value")
        if row.way == "percent" and unit in POINTS and unit:
            return of_sum(name, value, None)
        if unit not in (PERCENT if row.way == "percent" else POINTS):
            return Score(name, "invalid", why=f"unit {unit!r:.40} is not one of this score")
        return entered(name, value)
    if row.ambiguous:
        why = 'a bare total could be of 50 or in percent: send raw_sum, or {"value", "unit": "%"}'
        return Score(name, "invalid", why=why)
    return entered(name, total)
