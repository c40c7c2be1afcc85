"""What a diagnosis means for candidacy: its concept, whether it is the patient’s, and whether it is over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from buffycoat.pathway.candidacy.records import Condition, History
from buffycoat.pathway.candidacy.words import context, whole_words
from buffycoat.pathway.knowledge import Fact, Table, read_table
from buffycoat.pathway.record import earliest, in_words, latest

Standing = Literal["active", "suspected", "past"]


class ConditionRow(Fact):
    """One concept: the codes and the words that name it."""

    name: str
    snomed: tuple[str, ...] = ()
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    lasting: bool = False


CONDITIONS: Table[ConditionRow] = read_table(__file__, "conditions.toml", ConditionRow)


@dataclass(frozen=True, slots=True)
class Known:
    """A diagnosis of the patient as of a day."""

    concept: str
    standing: Standing
    condition: Condition

    @property
    def text(self) -> str:
        """The diagnosis as written, without the terminology's tag, and since when."""
        name = re.sub(r" \((disorder|finding|situation|procedure)\)$", "", self.condition.name)
        since = f", since {in_words(self.condition.since)}" if self.condition.since else ""
        over = self.condition.until if self.standing == "past" else None
        until = f" until {in_words(over)}" if over else ""
        return f"{name}{since}{until}"


@cache
def _patterns(concept: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    row = CONDITIONS[concept]
    return whole_words(row.words), whole_words(row.unless) if row.unless else None


def _meant(concept: str, condition: Condition) -> Standing | None:
    """What code and text together say of one concept; None when they do not name it for this patient."""
    return _said(concept, condition.name, (condition.snomed or "").strip())


@lru_cache(maxsize=20_000)  # some 30 concepts, and the same few hundred diagnoses again and again
def _said(concept: str, name: str, snomed: str) -> Standing | None:
    words, unless = _patterns(concept)
    said = context(unless.sub(" ", name) if unless else name, words)
    if said in ("suspected", "past", "present"):
        return "active" if said == "present" else said
    # A code is the patient's own diagnosis, whatever the words around it seem to deny.
    return "active" if snomed in CONDITIONS[concept].snomed else None


def concepts(condition: Condition) -> tuple[str, ...]:
    """Every concept that this diagnosis names for the patient, by code or by text."""
    return tuple(concept for concept in CONDITIONS.rows if _meant(concept, condition))


def _on(concept: str, condition: Condition, day: date) -> Standing | None:
    """The standing of a diagnosis on a day: not known before its first day, over after its last."""
    said = _meant(concept, condition)
    if said is None or (condition.since and earliest(condition.since) > day):
        return None
    if CONDITIONS[concept].lasting:
        return "suspected" if said == "suspected" else "active"
    over = latest(condition.until) < day if condition.until else condition.over is True
    return "past" if over else said


def known(history: History | None, concept: str, day: date) -> tuple[Known, ...]:
    """The patient's diagnoses of this concept as of the day, those that stand before those that are over."""
    found = list(_known(history, concept, day))
    return tuple(sorted(found, key=lambda one: ("active", "suspected", "past").index(one.standing)))


def _known(history: History | None, concept: str, day: date) -> Iterator[Known]:
    for condition in (history.conditions if history else None) or ():
        standing = _on(concept, condition, day)
        if standing:
            yield Known(concept, standing, condition)


def standing(history: History | None, concept: str, day: date) -> tuple[Known, ...]:
    """Those that stand on the day: active or suspected."""
    return tuple(one for one in known(history, concept, day) if one.standing != "past")


def named(found: tuple[Known, ...]) -> str:
    """The diagnoses in words, those only suspected marked as such."""
    return "; ".join(
        dict.fromkeys(one.text + (" (suspected)" if one.standing == "suspected" else "") for one in found)
    )
