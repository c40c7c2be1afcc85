"""Allergies that touch the day of injection, and what takes the place of each."""

from collections.abc import Iterator
from functools import lru_cache

from buffycoat.pathway.candidacy.records import Allergies, Allergy, Plan
from buffycoat.pathway.candidacy.target import TARGETS, sites
from buffycoat.pathway.candidacy.words import context, whole_words
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.knowledge import Fact, Table, read_table
from buffycoat.pathway.stage import rule


class AllergyRow(Fact):
    """A substance of the day, the words and codes that name it, and what takes its place."""

    name: str
    words: tuple[str, ...]
    snomed: tuple[str, ...] = ()
    instead: str


ALLERGIES: Table[AllergyRow] = read_table(__file__, "allergies.toml", AllergyRow)


@lru_cache(maxsize=4096)  # bounded: names come from outside, without end
def substances(text: str, snomed: str | None = None) -> tuple[str, ...]:
    """Substances of the day that an allergy names, by code or by text; “no latex allergy” names none."""
    return tuple(
        key
        for key, row in ALLERGIES.rows.items()
        if (snomed or "").strip() in row.snomed
        or context(text, whole_words(row.words)) in ("present", "suspected", "past")
    )


@rule("candidacy.allergy")
def allergy(plan: Plan | None, allergies: Allergies) -> Iterator[Card]:
    """An allergy to something used on the day is answered with what takes its place."""
    for place, one in enumerate(allergies.allergies or ()):
        for key in substances(one.substance, one.snomed):
            yield _card(one, place, key, plan)
            if key == "contrast":
                yield _premedication(one, place)


def _needs_contrast(plan: Plan | None) -> bool:
    """Whether a planned needle is checked with contrast; an unknown target may be."""
    planned = sites(plan)
    return not planned or any(TARGETS[site.target].contrast for site in planned)


def _card(one: Allergy, place: int, key: str, plan: Plan | None) -> Card:
    row = ALLERGIES[key]
    bars = key == "contrast" and one.severe is True and _needs_contrast(plan)
    level: Indicator = "critical" if bars else "warning"
    reaction = f" ({one.reaction})" if one.reaction else ""
    detail = row.instead + (" After a severe reaction: no contrast." if key == "contrast" else "")
    detail += " How severe it was is not known: ask." if one.severe is None else ""
    return Card(
        indicator=level,
        summary=f"Allergy, {row.name}: {one.substance}{reaction}"[:140],
        detail=detail,
        sources=row.sources,
        status=row.status,
        code="allergy",
        about=f"{key}#{place}",
        asks=(f"candidacy.allergies.allergies.{place}.severe",) if one.severe is None else (),
        clears_when="A plan without contrast is signed as the reason of an override." if bars else "",
    )


def _premedication(one: Allergy, place: int) -> Card:
    """Steroid before contrast protects the patient and spoils the washout: both are said."""
    return Card(
        indicator="warning",
        summary="Premedication for contrast is a systemic steroid: it breaks the washout before PRP",
        detail="Not both: choose another agent, or a way without contrast, rather than premedicate.",
        sources=("ACR-contrast", "Medscape-CI"),
        status="K",
        code="systemic_steroid",
        about=f"premedication#{place}",
        clears_when="The way the needle will be checked is settled.",
    )
