"""Days for each drug: from when it has to be out of the body, and when it may come back."""

from dataclasses import dataclass
from datetime import date, timedelta

from buffycoat.pathway.candidacy.drugs import DRUGS, DrugRow, hours, recognise, time_text
from buffycoat.pathway.candidacy.records import Drug, History, Medicines, Plan
from buffycoat.pathway.candidacy.target import Bleeding, bleeding_class
from buffycoat.pathway.triage.records import Referral


@dataclass(frozen=True, slots=True)
class DrugWindow:
    """One drug around one planned day. A date is None when no hold is asked, or when no table decides it.

    `hold_from` is the first day without the drug, for bleeding or platelet function: `longer` names which.
    `ask` holds what no table decides. `keep` is a drug that is never stopped for PRP.
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


def drug_timeline(
    medicines: Medicines | None,
    plan: Plan | None,
    day: date,
    history: History | None = None,
    referral: Referral | None = None,
) -> tuple[DrugWindow, ...]:
    """The window of every drug in use that the table knows and that has one, counted from the planned day.

    Without a planned day it is counted from `day`. These are dates to agree on with the prescriber, never
    advice to stop.
    """
    grade = bleeding_class(day, plan, history, medicines, referral).grade
    on = planned_day(plan, day)
    windows = (window(drug, grade, on) for drug in (medicines.drugs if medicines else None) or ())
    return tuple(one for one in windows if one.hold_from or one.restart or one.ask or one.keep)


def planned_day(plan: Plan | None, day: date) -> date:
    """The day that ages and holds are counted to: the planned one, or this one when none lies ahead."""
    return plan.planned_on if plan and plan.planned_on and plan.planned_on > day else day


def window(drug: Drug, grade: Bleeding, on: date) -> DrugWindow:
    """The window of one drug; of a combination, the longest of its parts."""
    keys = () if drug.use == "stopped" else recognise(drug.name, drug.rxnorm)
    rows = [DRUGS[key] for key in keys]
    keep = "aspirin" in keys and drug.for_heart is True
    bleeding = _first_day(on, [getattr(row.hold_bleed, grade) for row in rows if not keep])
    platelets = _first_day(on, [row.hold_prp.before for row in rows if row.hold_prp and not keep])
    restart_bleeding = _last_day(on, [row.restart for row in rows if not keep and bleeding])
    restart_platelets = _last_day(on, [row.hold_prp.after for row in rows if row.hold_prp and not keep])
    held = [one for one in (bleeding, platelets) if one]
    back = [one for one in (restart_bleeding, restart_platelets) if one]
    longer = ""
    if held:
        longer = "bleeding" if bleeding and bleeding == min(held) else "platelet function"
    return DrugWindow(
        drug=drug.name,
        rows=keys,
        grade=grade,
        hold_from_bleeding=bleeding,
        hold_from_platelets=platelets,
        hold_from=min(held, default=None),
        longer=longer,
        restart_bleeding=restart_bleeding,
        restart_platelets=restart_platelets,
        restart=max(back, default=None),
        ask=_ask(rows, grade),
        keep=keep,
    )


def _first_day(on: date, times: list[str]) -> date | None:
    longest = max((hours(time) or 0 for time in times), default=0)
    return on - timedelta(days=_days(longest)) if longest else None


def _last_day(on: date, times: list[str]) -> date | None:
    longest = max((hours(time) or 0 for time in times), default=0)
    return on + timedelta(days=_days(longest)) if longest else None


def _days(count: int) -> int:
    """Whole days, rounded up: six hours before a morning's needle may be the evening before."""
    return -(-count // 24)


def _ask(rows: list[DrugRow], grade: Bleeding) -> str:
    """What no table decides: a hold that is shared or not known."""
    times = [(row.name, getattr(row.hold_bleed, grade)) for row in rows]
    return "; ".join(f"{name}: {time_text(time)}" for name, time in times if hours(time) is None)
