"""Sources that are named and not ranked: those of the warning signs, and those without a published ratio."""

from collections.abc import Set
from dataclasses import dataclass

from buffycoat.pathway.card import Tier
from buffycoat.pathway.knowledge import Mark
from buffycoat.pathway.triage.findings import Findings
from buffycoat.pathway.triage.pain_tables import (
    FEATURES_OF,
    PAIN_LIMITS,
    SOURCES,
    SourceRow,
    finding_of,
    weakest,
)
from buffycoat.pathway.triage.red_flags import TIERS, WORST_FIRST
from buffycoat.pathway.triage.urgency import Suspicion


@dataclass(frozen=True, slots=True)
class Named:
    """A source that something points to, without a chance. `tier`: how soon, if the warning signs say so."""

    source: str
    name: str
    tier: Tier
    why: str
    sources: tuple[str, ...]
    status: Mark


def leading(suspicions: tuple[Suspicion, ...]) -> tuple[Named, ...]:
    """What the warning signs point to, the most urgent first. Weak single signs name nothing here."""
    found = []
    for source, row in SOURCES.rows.items():
        meant = sorted((one for one in suspicions if _means(row, one)), key=lambda one: one.level)
        if meant:
            worst = meant[0]
            named = Named(
                source=source,
                name=row.name,
                tier=TIERS[worst.level].name,
                why=worst.said(),
                sources=worst.sources,
                status=worst.status,
            )
            found.append((worst.level, named))
    return tuple(named for _, named in sorted(found, key=lambda pair: pair[0]))


def _means(row: SourceRow, one: Suspicion) -> bool:
    urgent = WORST_FIRST.index(one.level) <= WORST_FIRST.index(row.named_from)
    return urgent and (one.family in row.families or bool({*row.signs} & {*one.drivers}))


def pointed_to(found: Findings, named: Set[str], likeliest: float) -> tuple[Named, ...]:
    """Sources that an answer points to and no published ratio can rank; nonspecific when none stands out."""
    there = []
    for source, row in SOURCES.rows.items():
        hits = [one for key, one in FEATURES_OF[source].items() if found.get(finding_of(key))]
        if row.prior is None and hits and source not in named:
            why = ", ".join(one.words[0].lower() + one.words[1:] for one in hits)
            sources = tuple(dict.fromkeys(key for one in hits for key in one.sources))
            there.append(Named(source, row.name, "", why, sources, weakest([one.status for one in hits])))
    limit = PAIN_LIMITS["stands_out"]
    if likeliest < limit.value / 100:
        row, why = SOURCES["nonspecific"], f"no source reaches {limit.value}%"
        there.append(Named("nonspecific", row.name, "", why, row.sources, limit.status))
    return tuple(there)
