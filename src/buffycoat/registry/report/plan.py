"""The analysis plan and its lock: whether what is reported was chosen before the outcomes were read.

The plan steers the analysis: its visit, its smallest group, the targets whose patients are looked at, and who
counts as a responder. What was done otherwise is listed in the report.
"""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import numpy as np

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.definitions import DEFINITIONS
from buffycoat.registry.frame import CODES, Frame
from buffycoat.registry.report.section import listed, name

FIELDS = {"week": int, "least": int, "targets": list, "definition": str}


class BadPlan(ValueError):
    """The plan or its lock cannot be used; says which field and what was expected."""


@dataclass(frozen=True)
class Plan:
    """What was decided. `targets`: those whose patients are looked at, all of them when it is empty."""

    week: int = 26
    least: int = 5
    targets: tuple[str, ...] = ()
    definition: str = "a"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what it means: what is left out and what is written as usual are the same plan."""
        written = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()

    def cohort(self, frame: Frame) -> Frame:
        """The rows that the plan is about, judged as it says."""
        if self.targets:
            codes = [CODES["target"].index(one) for one in self.targets]
            frame = frame.where(np.isin(frame.columns["target"], codes))
        return replace(frame, definition=self.definition)

    def says(self) -> str:
        """The plan in words."""
        where = listed([name(one).lower() for one in self.targets]) if self.targets else "all targets"
        return (
            f"The plan: {where}; responders by {DEFINITIONS[self.definition].says} ({self.definition}); main "
            f"visit at {self.week} weeks; groups of {self.least} people or more."
        )


def read(text: str) -> Plan:
    """A plan from TOML."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPlan(f"the plan is not TOML: {error}") from error
    for field, value in held.items():
        if field not in FIELDS:
            raise BadPlan(f"the plan has a field {field}; it may have {', '.join(FIELDS)}")
        if type(value) is not FIELDS[field]:
            raise BadPlan(f"{field} is {value!r}; expected {FIELDS[field].__name__}")
    found = Plan(**held | {"targets": tuple(held.get("targets", ()))})
    if found.week not in WEEKS[1:]:
        raise BadPlan(f"week is {found.week}; expected one of {', '.join(map(str, WEEKS[1:]))} weeks")
    if found.least < 5:
        raise BadPlan(f"least is {found.least}; expected 5 people or more")
    unknown = [one for one in found.targets if one not in TARGET_NAMES]
    if unknown or len(set(found.targets)) < len(found.targets):
        raise BadPlan(
            f"targets: {unknown or list(found.targets)}; expected {', '.join(TARGET_NAMES)}, each once"
        )
    if found.definition not in DEFINITIONS:
        known = "; ".join(f"{key}: {one.says}" for key, one in DEFINITIONS.items())
        raise BadPlan(f"definition is {found.definition}; an extract can decide {known}")
    return found


def lock(plan: Plan, at: datetime) -> str:
    """What is kept beside the plan: its fingerprint and when that was taken."""
    return (
        json.dumps({"plan": plan.fingerprint, "locked_at": at.isoformat(timespec="seconds")}, indent=1) + "\n"
    )


def noted(plan: Plan | None, at: datetime) -> str:
    """The line that is kept beside an extract each time its outcomes are read."""
    return json.dumps({"at": at.isoformat(timespec="seconds"), "plan": plan and plan.fingerprint}) + "\n"


def looked(kept: str) -> datetime | None:
    """When outcomes of an extract were first read, by the lines kept beside it."""
    try:
        times = [datetime.fromisoformat(json.loads(line)["at"]) for line in kept.splitlines()]
    except (ValueError, KeyError, TypeError) as error:
        raise BadPlan(f"the record of earlier reports cannot be read: {error}") from error
    return min(times, default=None)


def locked(plan: Plan | None, kept: str | None, months: Sequence[str], before: datetime | None = None) -> str:
    """What the report says about its plan. `months`: of the extracts, YYYY-MM, as their manifests say.

    `before`: when outcomes of this extract were first read, as far as is known. An extract tells its month
    only, so a lock of that same month cannot be shown to be the earlier one.
    """
    if plan is None:
        seen = f" They were first read on {before:%Y-%m-%d}." if before else ""
        return f"No analysis plan was locked before outcomes were read.{seen}"
    if kept is None:
        return "The analysis plan was not locked before outcomes were read."
    try:
        held = json.loads(kept)
        at, same = datetime.fromisoformat(held["locked_at"]), held["plan"] == plan.fingerprint
    except (ValueError, KeyError, TypeError) as error:
        raise BadPlan(f"the lock cannot be read: {error}") from error
    if not same:
        return "The analysis plan was changed after it was locked; it counts as not locked."
    if before and before <= at:
        return (
            f"The analysis plan was locked on {at:%Y-%m-%d}, after outcomes of this extract had been looked "
            f"at (first on {before:%Y-%m-%d}); it counts as not locked before outcomes were read."
        )
    if not months or any(f"{at:%Y-%m}" >= month for month in months):
        return (
            f"The analysis plan has a lock of {at:%Y-%m-%d}, but the extract cannot be shown to be later; it "
            "counts as not locked before outcomes were read."
        )
    return (
        f"Analysis plan locked on {at:%Y-%m-%d}, before outcomes were read (fingerprint "
        f"{plan.fingerprint[:12]}; the time is that of the machine that locked it)."
    )


def deviations(plan: Plan, done: Plan, treated: Sequence[str]) -> tuple[str, ...]:
    """What was done otherwise than planned. `treated`: the targets at which anybody was given PRP."""
    found = []
    if done.week != plan.week:
        found.append(f"the main visit is at {done.week} weeks, planned was {plan.week}")
    if done.least != plan.least:
        found.append(f"the smallest group shown is {done.least} people, planned was {plan.least}")
    nobody = [name(one).lower() for one in plan.targets if one not in treated]
    if nobody:
        found.append(f"nobody was treated with PRP at {listed(nobody)}, which was planned")
    return tuple(found)


def deviated(found: Sequence[str]) -> str:
    """The deviations as a sentence."""
    return f"Deviations from the plan: {'; '.join(found)}." if found else "No deviation from the plan."
