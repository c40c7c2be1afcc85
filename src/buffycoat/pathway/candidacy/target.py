"""Where the needle is planned: bleeding class of the whole plan, and where fused levels stand in its way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from buffycoat.pathway.candidacy import drugs
from buffycoat.pathway.candidacy.anatomy import LEVELS, Level, region
from buffycoat.pathway.candidacy.blocks import AS_USUAL
from buffycoat.pathway.candidacy.conditions import standing
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS, age_on
from buffycoat.pathway.candidacy.records import History, Medicines, Plan, Site
from buffycoat.pathway.knowledge import Fact, Mark, Table, read_table
from buffycoat.pathway.triage.records import Referral

Bleeding = Literal["low", "intermediate", "high"]
CLASSES: tuple[Bleeding, ...] = ("low", "intermediate", "high")


class TargetRow(Fact):
    """One target: its bleeding class, what is needed before booking, and how good the evidence is."""

    bleeding: Bleeding
    bleeding_cervical: Bleeding | None = None
    bleeding_sources: tuple[str, ...]
    bleeding_status: Mark
    guidance: tuple[str, ...]
    months: float = 0
    mri: bool = False
    mri_months: int | None = None
    disc_height: float | None = None
    block: Literal["MBB", "SIJ"] | None = None
    contrast: bool = False
    crp: bool = False
    evidence: str
    certainty: str
    evidence_sources: tuple[str, ...]
    evidence_status: Mark

    @property
    def block_relief(self) -> float:
        """The relief, in %, from which its block counts as positive: as every block is read."""
        return AS_USUAL.threshold(self.block).relief if self.block else 0

    @property
    def block_count(self) -> int:
        """How many positive blocks are asked for; 0 where none is."""
        return AS_USUAL.count(self.block) if self.block else 0


TARGETS: Table[TargetRow] = read_table(__file__, "targets.toml", TargetRow)


@dataclass(frozen=True, slots=True)
class BleedingClass:
    """The bleeding class that the holds are read at, and why it is not lower."""

    grade: Bleeding
    why: tuple[str, ...]


def sites(plan: Plan | None) -> tuple[Site, ...]:
    """The planned sites, none when none is known."""
    return (plan.sites if plan else None) or ()


def site_class(site: Site) -> Bleeding:
    """Bleeding class of one site before anything about the person raises it."""
    row = TARGETS[site.target]
    cervical = region(site.level) == "cervical"
    return row.bleeding_cervical if cervical and row.bleeding_cervical else row.bleeding


def thinners(medicines: Medicines | None) -> tuple[str, ...]:
    """Names of the anticoagulants and antiplatelets in use, one for each drug of the table."""
    found = {
        key: drugs.DRUGS[key].name
        for drug in (medicines.drugs if medicines else None) or ()
        for key in drugs.recognise(drug.name, drug.rxnorm)
        if drug.use != "stopped" and drugs.DRUGS[key].kind in ("anticoagulant", "antiplatelet")
    }
    return tuple(found.values())


def bleeding_class(
    day: date,
    plan: Plan | None,
    history: History | None,
    medicines: Medicines | None,
    referral: Referral | None,
) -> BleedingClass:
    """The class of the plan: its highest site, raised by one step when the person bleeds more easily.

    Without a site the class is not known; it is taken as intermediate, because unknown is never low.
    """
    planned = sites(plan)
    assumed: tuple[Bleeding, ...] = () if planned else ("intermediate",)
    grade = max((*assumed, *(site_class(site) for site in planned)), key=CLASSES.index)
    why = [] if planned else ["no target planned yet, intermediate assumed"]
    raised = list(_raises(day, plan, history, medicines, referral))
    if raised:
        grade = CLASSES[min(CLASSES.index(grade) + 1, 2)]
    return BleedingClass(grade, (*why, *raised))


def _raises(
    day: date,
    plan: Plan | None,
    history: History | None,
    medicines: Medicines | None,
    referral: Referral | None,
) -> Iterator[str]:
    """What raises the class by one step [ASRA]. Several needle passes are not foreseen here."""
    thinned = thinners(medicines)
    if len(thinned) > 1:
        yield "combined: " + " and ".join(thinned)
    for concept in ("liver_failure", "renal_failure"):
        if standing(history, concept, day):
            yield "liver or kidney failure"
            break
    age = age_on(day, referral)
    if (
        age is not None
        and age >= CONTRAINDICATIONS["older_with_bleed"].from_age
        and standing(history, "prior_bleed", day)
    ):
        yield "over 65 with a bleed before"
    operated = {fusion.level for fusion in (history.fusions if history else None) or ()}
    if thinned and operated & {reach for site in sites(plan) for reach in neighbours(site.level)}:
        yield "blood thinner and earlier spine surgery at the level"


def neighbours(level: Level) -> tuple[Level, ...]:
    """The level itself and those next to it, from the skull to the sacroiliac joint."""
    place = LEVELS.index(level)
    if level == "S":
        return ("S", "SI", "L5-S1")
    return tuple(LEVELS[max(place - 1, 0) : place + 2])
