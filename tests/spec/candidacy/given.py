"""Patients, plans and lists that the cases of candidacy are made of."""

from datetime import date
from typing import Any

from buffycoat.pathway.candidacy.records import Condition, Drug, Fusion, History, Medicines, Plan, Site
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.records import Referral
from tests.spec.case import Case

FRESH = date(2026, 11, 10)
DISC = Site(target="DISC", level="L4-5", side="M")
FACET = Site(target="FACET", level="L4-5", side="R")
SIJ = Site(target="SIJ", level="SI", side="R")
LIG = Site(target="LIG", level="L4-5", side="M")

Says = tuple[tuple[str, str], ...]


def case(rule: str, title: str, *given: Record, says: Says = ()) -> Case:
    return Case(f"candidacy.{rule}", title, given, says)


def plan(*sites: Site, **more: Any) -> Plan:
    return Plan(sites=sites, **more)


def has(*names: str, **more: Any) -> History:
    return History(conditions=tuple(Condition(name=name) for name in names), **more)


def takes(name: str, **more: Any) -> Medicines:
    return Medicines(drugs=(Drug(name=name, **({"use": "taking"} | more)),))


def born(year: int, sex: str = "female") -> Referral:
    return Referral.model_validate({"name": "A Person", "birth_date": date(year, 5, 1), "sex": sex})


FUSED = Fusion(
    level="L5-S1", operated_on="2024-03", solid=True, loose_or_infected=False, surgeon_informed=True
)
