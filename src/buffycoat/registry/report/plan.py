"""The analysis plan and its lock: whether what is reported was chosen before the outcomes were read."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import datetime

from buffycoat.registry.columns import WEEKS

FIELDS = {"week": int, "least": int, "targets": list, "definition": str}


class BadPlan(ValueError):
    """The plan or its lock cannot be used; says which field and what was expected."""


@dataclass(frozen=True)
class Plan:
    """What was decided: the main visit, the smallest group shown, and the fingerprint of it all."""

    week: int
    least: int
    fingerprint: str


def read(text: str) -> Plan:
    """A plan from TOML. The fingerprint is of its meaning: spaces and comments do not change it."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPlan(f"the plan is not TOML: {error}") from error
    for field, value in held.items():
        if field not in FIELDS:
            raise BadPlan(f"the plan has a field {field}; it may have {', '.join(FIELDS)}")
        if type(value) is not FIELDS[field]:
            raise BadPlan(f"{field} is {value!r}; expected {FIELDS[field].__name__}")
    week, least = held.get("week", 26), held.get("least", 5)
    if week not in WEEKS[1:]:
        raise BadPlan(f"week is {week}; expected one of {', '.join(map(str, WEEKS[1:]))} weeks")
    if least < 5:
        raise BadPlan(f"least is {least}; expected 5 people or more")
    written = json.dumps(held, sort_keys=True, separators=(",", ":"), default=str)
    return Plan(week, least, hashlib.sha256(written.encode()).hexdigest())


def lock(plan: Plan, at: datetime) -> str:
    """What is kept beside the plan: its fingerprint and when that was taken."""
    return (
        json.dumps({"plan": plan.fingerprint, "locked_at": at.isoformat(timespec="seconds")}, indent=1) + "\n"
    )


def locked(plan: Plan | None, kept: str | None, months: list[str]) -> str:
    """What the report says about its plan. `months`: of the extracts, YYYY-MM, as their manifests say.

    An extract tells its month only, so a lock of that same month cannot be shown to be the earlier one.
    """
    if plan is None or kept is None:
        return "The analysis plan was not locked before outcomes were read."
    try:
        held = json.loads(kept)
        at, same = datetime.fromisoformat(held["locked_at"]), held["plan"] == plan.fingerprint
    except (ValueError, KeyError, TypeError) as error:
        raise BadPlan(f"the lock cannot be read: {error}") from error
    if not same:
        return "The analysis plan was changed after it was locked; it counts as not locked."
    if not months or any(f"{at:%Y-%m}" >= month for month in months):
        return (
            f"The analysis plan has a lock of {at:%Y-%m-%d}, but the extract cannot be shown to be later; it "
            "counts as not locked before outcomes were read."
        )
    return (
        f"Analysis plan locked on {at:%Y-%m-%d}, before outcomes were read (fingerprint "
        f"{plan.fingerprint[:12]}; the time is that of the machine that locked it)."
    )
