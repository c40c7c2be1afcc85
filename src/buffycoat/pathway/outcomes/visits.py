"""When answers are due after an injection, and which of them came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar, get_args

from buffycoat.pathway.aftercare.plan import VISITS
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.records import Outcome, Visit

# The days are aftercare's: one table says when we talk again, and when answers count.
FOLLOW_UPS: tuple[Visit, ...] = tuple(visit for visit in get_args(Visit) if visit in VISITS.rows)
LAST: Visit = FOLLOW_UPS[-1]


@dataclass(frozen=True, slots=True)
class Due:
    """One visit after the injection: its day and its window."""

    visit: Visit
    on: date
    opens: date
    closes: date


def schedule(injected_on: date) -> tuple[Due, ...]:
    """Every follow-up visit of an injection, first to last."""
    return tuple(_due(visit, injected_on) for visit in FOLLOW_UPS)


def _due(visit: Visit, injected_on: date) -> Due:
    row = VISITS[visit]
    on, opens, closes = (injected_on + timedelta(days=days) for days in (row.due, row.earliest, row.latest))
    return Due(visit, on, opens, closes)


def injected_on(injection: Injection) -> date:
    """The day of the injection, in the practice's own time as it was written."""
    return injection.given_at.date()


def waiting(injection: Injection, outcomes: Iterable[Outcome], day: date) -> tuple[Due, ...]:
    """Visits whose day has come and whose answers have not, oldest first."""
    came = {one.visit for one in outcomes if one.answered_on <= day}
    return tuple(due for due in schedule(injected_on(injection)) if due.on <= day and due.visit not in came)


class _Dated(Protocol):
    """Answers that say for which visit they are, and when they were given."""

    @property
    def visit(self) -> Visit: ...
    @property
    def answered_on(self) -> date: ...


DatedT = TypeVar("DatedT", bound=_Dated)


def newest(outcomes: Iterable[DatedT], visit: Visit) -> DatedT | None:
    """The answers for a visit that were given last."""
    found = [one for one in outcomes if one.visit == visit]
    return max(found, key=lambda one: one.answered_on) if found else None


def latest_follow_up(outcomes: Iterable[Outcome]) -> Outcome | None:
    """The newest answers after the injection."""
    found = [one for one in outcomes if one.visit != "baseline"]
    return max(found, key=lambda one: (FOLLOW_UPS.index(one.visit), one.answered_on)) if found else None
