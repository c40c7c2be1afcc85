"""The plan by date: from the instant of the injection, the targets and the practice's own choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from buffycoat.pathway.aftercare.records import Advice, AftercarePlan, Contact, Topic
from buffycoat.pathway.candidacy.anatomy import Target
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.knowledge import Fact, read_table


class Step(Fact):
    """One row of advice, in days after the injection."""

    topic: Topic
    first_day: int
    last_day: int | None = None
    targets: tuple[Target, ...] = ()
    step: str = ""
    choice: Literal["", "ice", "heat"] = ""
    days_from: Literal["", "nsaid_days"] = ""
    text: str
    text_es: str


class Visit(Fact):
    """When we talk again, in days after the injection."""

    name: str
    due: int
    earliest: int
    latest: int

    @property
    def weeks(self) -> int:
        """Whole weeks after the injection."""
        return self.due // 7


class Limit(Fact):
    """A number that aftercare compares with."""

    value: float
    unit: str
    meaning: str


STEPS = read_table(__file__, "aftercare.toml", Step)
VISITS = read_table(__file__, "visits.toml", Visit)
LIMITS = read_table(__file__, "limits.toml", Limit)


@dataclass(frozen=True, slots=True)
class Options:
    """What a practice decides for itself: ice, heat or neither; days without anti-inflammatory medicine."""

    cold: Literal["", "ice", "heat"] = ""
    nsaid_days: int = 7

    def __post_init__(self) -> None:
        least, most = LIMITS["nsaid_least"].value, LIMITS["nsaid_most"].value
        if not least <= self.nsaid_days <= most:
            raise ValueError(f"anti-inflammatory-free days: {self.nsaid_days} is not {least:g} to {most:g}")


def plan(
    given_at: datetime, targets: Iterable[Target], options: Options | None = None, zone: tzinfo | None = None
) -> AftercarePlan:
    """The dated plan. Day 0 is the local day of the injection: in `zone`, or as the instant is written."""
    zero = (given_at.astimezone(zone) if zone else given_at).date()
    chosen = options or Options()
    rows = _slowest([row for row in STEPS.rows.values() if _holds(row, frozenset(targets), chosen)])
    return AftercarePlan(
        given_at=given_at,
        advice=tuple(_advice(row, zero, chosen) for row in rows),
        contacts=tuple(_contact(key, row, zero) for key, row in VISITS.rows.items()),
    )


def plan_for(
    injection: Injection, options: Options | None = None, zone: tzinfo | None = None
) -> AftercarePlan:
    """The dated plan of an injection as it was signed."""
    return plan(injection.given_at, [site.target for site in injection.sites], options, zone)


def _holds(row: Step, targets: frozenset[Target], options: Options) -> bool:
    return (not row.targets or bool(targets.intersection(row.targets))) and row.choice in ("", options.cold)


def _slowest(rows: list[Step]) -> list[Step]:
    """Of several targets the slowest sets the pace: a facet beside a disc waits for the disc."""
    last = {row.step: max(r.first_day for r in rows if r.step == row.step) for row in rows if row.step}
    return [row for row in rows if not row.step or row.first_day == last[row.step]]


def _advice(row: Step, zero: date, options: Options) -> Advice:
    last = options.nsaid_days if row.days_from else row.last_day
    return Advice(
        topic=row.topic,
        first_day=zero + timedelta(days=row.first_day),
        last_day=None if last is None else zero + timedelta(days=last),
        text=row.text,
        text_es=row.text_es,
    )


def _contact(key: str, row: Visit, zero: date) -> Contact:
    days = [zero + timedelta(days=n) for n in (row.due, row.earliest, row.latest)]
    return Contact(visit=key, due=days[0], earliest=days[1], latest=days[2])
