"""Days for each drug: from when it has to be out of the body, and when it may come back.

With a planned day there are days. Once the instant of the needle is known there are instants too: days are
days of the practice's own clock, hours are hours that pass, also in the night in which the clocks change.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from buffycoat.pathway.candidacy.drugs import DRUGS, DrugRow, hours, recognise, time_text
from buffycoat.pathway.candidacy.records import Drug, History, Medicines, Plan
from buffycoat.pathway.candidacy.target import Bleeding, bleeding_class
from buffycoat.pathway.triage.records import Referral


@dataclass(frozen=True, slots=True)
class DrugWindow:
    """One drug around one planned day. A date is None when no hold is asked, or when no table decides it.

    `hold_from` is the day of the last dose at the latest, for bleeding or platelet function: `longer` names
    which. `ask` holds what no table decides. `keep` is a drug that is never stopped for PRP. `last_dose_at`
    and `restart_at` are known with the instant of the needle, and never less strict than the days.
    """

    drug: str
    rows: tuple[str, ...]
    grade: Bleeding
    hold_from_bleeding: date | None
    hold_from_platelets: date | None
    hold_from: date | None
    longer: str
    restart_bleeding: date | None
    restart_platelets: date | None
    restart: date | None
    ask: str
    keep: bool
    last_dose_at: datetime | None = None
    restart_at: datetime | None = None


def drug_timeline(
    medicines: Medicines | None,
    plan: Plan | None,
    day: date,
    history: History | None = None,
    referral: Referral | None = None,
    needle: datetime | None = None,
) -> tuple[DrugWindow, ...]:
    """The window of every drug in use that the table knows and that has one, counted from the planned day.

    Without a planned day it is counted from `day`; with the instant of the needle, in the practice's own time
    zone, from that. These are dates to agree on with the prescriber, never advice to stop.
    """
    grade = bleeding_class(day, plan, history, medicines, referral).grade
    on = needle.date() if needle else planned_day(plan, day)
    windows = (window(drug, grade, on, needle) for drug in (medicines.drugs if medicines else None) or ())
    return tuple(one for one in windows if one.hold_from or one.restart or one.ask or one.keep)


def planned_day(plan: Plan | None, day: date) -> date:
    """The day that ages and holds are counted to: the planned one, or this one when none lies ahead."""
    return plan.planned_on if plan and plan.planned_on and plan.planned_on > day else day


def window(drug: Drug, grade: Bleeding, on: date, needle: datetime | None = None) -> DrugWindow:
    """The window of one drug; of a combination, the longest of its parts."""
    keys = () if drug.use == "stopped" else recognise(drug.name, drug.rxnorm)
    rows = [DRUGS[key] for key in keys]
    keep = "aspirin" in keys and drug.for_heart is True
    held = [] if keep else rows
    bleed = [getattr(row.hold_bleed, grade) for row in held]
    before = [row.hold_prp.before for row in held if row.hold_prp]
    after = [row.hold_prp.after for row in held if row.hold_prp]
    back = [row.restart for row in held] if _longest(bleed) else []
    bleeding, platelets = _days(on, bleed, -1), _days(on, before, -1)
    restart_bleeding, restart_platelets = _days(on, back, 1), _days(on, after, 1)
    last_dose_at = _instant(needle, [*bleed, *before], -1)
    restart_at = _instant(needle, [*back, *after], 1)
    first = [one for one in (bleeding, platelets, last_dose_at and last_dose_at.date()) if one]
    longer = ""
    if bleeding or platelets:
        longer = "bleeding" if _longest(bleed) >= _longest(before) else "platelet function"
    again = [one for one in (restart_bleeding, restart_platelets, restart_at and restart_at.date()) if one]
    return DrugWindow(
        drug=drug.name,
        rows=keys,
        grade=grade,
        hold_from_bleeding=bleeding,
        hold_from_platelets=platelets,
        hold_from=min(first, default=None),
        longer=longer,
        restart_bleeding=restart_bleeding,
        restart_platelets=restart_platelets,
        restart=max(again, default=None),
        ask=_ask(rows, grade),
        keep=keep,
        last_dose_at=last_dose_at,
        restart_at=restart_at,
    )


def _longest(times: list[str]) -> int:
    """The longest of several times, in hours; 0 when none of them is a figure."""
    return max((hours(time) or 0 for time in times), default=0)


def _days(on: date, times: list[str], side: Literal[-1, 1]) -> date | None:
    """The day so long before or after, in whole days rounded up: six hours may be the evening before."""
    longest = _longest(times)
    return on + side * timedelta(days=-(-longest // 24)) if longest else None


def _instant(needle: datetime | None, times: list[str], side: Literal[-1, 1]) -> datetime | None:
    """The instant so long before or after the needle, at the practice's own clock; the strictest of all."""
    if needle is None:
        return None
    found = [_away(needle, time, side) for time in times if hours(time)]
    return max(found, key=lambda one: side * one.timestamp(), default=None)


def _away(needle: datetime, time: str, side: Literal[-1, 1]) -> datetime:
    """Days keep the time of day; hours pass one by one, whatever the clock on the wall does meanwhile."""
    span = side * timedelta(hours=hours(time) or 0)
    if time.endswith("d"):
        # Through UTC and back: a time of day that the spring night leaves out becomes one that exists.
        return (needle + span).astimezone(UTC).astimezone(needle.tzinfo)
    return (needle.astimezone(UTC) + span).astimezone(needle.tzinfo)


def _ask(rows: list[DrugRow], grade: Bleeding) -> str:
    """What no table decides: a hold that is shared or not known."""
    times = [(row.name, getattr(row.hold_bleed, grade)) for row in rows]
    return "; ".join(f"{name}: {time_text(time)}" for name, time in times if hours(time) is None)
