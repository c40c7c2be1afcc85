"""Which laboratory values this plan and this person need, how old each is, and its gate."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from buffycoat.pathway.candidacy.conditions import standing
from buffycoat.pathway.candidacy.drugs import DRUGS, recognise
from buffycoat.pathway.candidacy.records import Drug, History, Labs, Medicines, Plan, Result
from buffycoat.pathway.candidacy.target import TARGETS, neighbours, sites
from buffycoat.pathway.knowledge import Fact, Table, read_table


class LabRow(Fact):
    """One test: when it is needed, and how old it may be."""

    name: str
    max_age_days: int
    needed: str


class Gate(Fact):
    """A bound of a value, in the unit of its record. A value at the bound passes."""

    below: float = -math.inf
    above: float = math.inf

    def passed(self, value: float) -> bool:
        """Whether the value keeps within the bound."""
        return self.below <= value <= self.above


LABS: Table[LabRow] = read_table(__file__, "labs.toml", LabRow)
GATES: Table[Gate] = read_table(__file__, "gates.toml", Gate)


@dataclass(frozen=True, slots=True)
class Need:
    """A test that is needed, and why."""

    test: str
    why: str


def needs(
    day: date, plan: Plan | None, history: History | None, medicines: Medicines | None
) -> tuple[Need, ...]:
    """The tests that this person and plan need; the pregnancy test has a rule of its own."""
    return tuple(_needs(day, plan, history, medicines))


def _needs(
    day: date, plan: Plan | None, history: History | None, medicines: Medicines | None
) -> Iterator[Need]:
    yield Need("platelets", "every PRP starts from the patient’s own platelets")
    yield Need("haemoglobin", "blood is drawn")
    rows = [DRUGS[key] for drug in _taken(medicines) for key in recognise(drug.name, drug.rxnorm)]
    bleeds = [row.name for row in rows if row.inr]
    for concept in ("liver_failure", "bleeding_disorder", "prior_bleed"):
        bleeds += [one.text for one in standing(history, concept, day)]
    bleeds += ["a bleeding disorder"] if history and history.bleeding_disorder else []
    if bleeds:
        yield Need("inr", bleeds[0])
    if kidneys := [row.name for row in rows if row.creatinine]:
        yield Need("creatinine", f"the hold of {kidneys[0]} depends on the kidneys")
    sugar = [one.text for concept in ("diabetes", "prediabetes") for one in standing(history, concept, day)]
    if sugar:
        yield Need("hba1c", sugar[0])
    if any(TARGETS[site.target].crp for site in sites(plan)):
        yield Need("crp", "a disc is planned: the value before is what a later one is compared with")
    elif beside_fusion(plan, history):
        yield Need("crp", "a level beside a fusion is planned")


def _taken(medicines: Medicines | None) -> Iterator[Drug]:
    yield from (drug for drug in (medicines.drugs if medicines else None) or () if drug.use != "stopped")


def beside_fusion(plan: Plan | None, history: History | None) -> bool:
    """Whether a planned site lies next to a fused level."""
    fused = {fusion.level for fusion in (history.fusions if history else None) or ()}
    return any(fused & set(neighbours(site.level)) for site in sites(plan))


def value_on(day: date, labs: Labs | None, test: str) -> Result | None:
    """The value of a test as known on the day: a later one is not known yet."""
    result: Result | None = getattr(labs, test) if labs else None
    return result if result and result.taken_on <= day else None


def stale(test: str, result: Result, on: date) -> bool:
    """Whether the value is older than its table allows on the day of the needle."""
    return result.taken_on < on - timedelta(days=LABS[test].max_age_days)


def pregnancy_excluded(day: date, labs: Labs | None) -> bool:
    """Whether a negative test is known that is young enough."""
    test = labs.pregnancy_test if labs else None
    return (
        test is not None
        and not test.positive
        and test.taken_on <= day
        and not stale("pregnancy_test", test, day)
    )
