"""How urgent it is: from the warning signs and the age to a tier, what is suspected, and what to do now."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from buffycoat.pathway.knowledge import Mark
from buffycoat.pathway.record import latest
from buffycoat.pathway.triage.flags import FLAGS, SIGNS
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.pathway.triage.red_flags import (
    FAMILIES,
    LIMITS,
    NAMES,
    NAMES_ES,
    RED_FLAGS,
    TIERS,
    WORST_FIRST,
    Family,
    Level,
    RedFlag,
    TierWords,
)

Language = Literal["en", "es"]
_SURE: tuple[Mark, ...] = ("V", "K", "K~", "P")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One thing that is suspected, how soon it must be looked at, and the answers that drove it."""

    family: str
    level: Level
    drivers: tuple[str, ...]
    new: tuple[str, ...]
    rows: tuple[str, ...]
    sources: tuple[str, ...]
    status: Mark
    eased: bool

    def said(self, language: Language = "en") -> str:
        """The answers in words: “numb between the legs, leaking urine”."""
        names = NAMES_ES if language == "es" else NAMES
        return ", ".join(names[key] for key in self.drivers)

    @property
    def name(self) -> str:
        """What is suspected, in a clinician's words."""
        return FAMILIES[self.family].name

    @property
    def action(self) -> str:
        """What a clinician does next."""
        return FAMILIES[self.family].action

    def why(self, language: Language = "en") -> str:
        """The reason in patient words."""
        row = FAMILIES[self.family]
        return row.why_es if language == "es" else row.why


@dataclass(frozen=True, slots=True)
class Tier:
    """The worst of what is suspected, and all of it. No level: nothing was said that points anywhere.

    `unknown` names the signs that matter and were not answered: a tier never speaks for them.
    """

    level: Level | Literal[""]
    suspicions: tuple[Suspicion, ...]
    unknown: tuple[str, ...]

    @property
    def name(self) -> Literal["emergency", "same_day", "two_weeks", "routine"]:
        """The tier in the words of the contract; nothing found is routine."""
        return TIERS[self.level or "E3"].name

    @property
    def alert(self) -> Literal["", "emergency", "same_day"]:
        """What a practice must be told at once; "" for all else."""
        return {"E0": "emergency", "E1": "same_day"}.get(self.level, "")  # type: ignore[return-value]  # both named

    @property
    def drivers(self) -> tuple[str, ...]:
        """The answers behind the tier itself."""
        worst = (one.drivers for one in self.suspicions if one.level == self.level)
        return tuple(dict.fromkeys(key for drivers in worst for key in drivers))

    def heading(self, language: Language = "en") -> str:
        """What the patient must do, in one line."""
        rows: list[Family | TierWords] = [row for row in self._emergencies if row.heading]
        rows = rows or [TIERS[self.level or "E3"]]
        return rows[0].heading_es if language == "es" else rows[0].heading

    def todo(self, language: Language = "en") -> tuple[str, ...]:
        """What the patient must do, step by step; {emergency}, {crisis} and {phone} are to be filled in."""
        rows: list[Family | TierWords] = [row if row.todo else TIERS["E0"] for row in self._emergencies]
        rows = rows or [TIERS[self.level or "E3"]]
        steps = (row.todo_es if language == "es" else row.todo for row in rows)
        return tuple(dict.fromkeys(step for one in steps for step in one))

    @property
    def _emergencies(self) -> tuple[Family, ...]:
        """What is suspected as an emergency; an ambulance or a crisis line before the way to a hospital."""
        rows = (FAMILIES[one.family] for one in self.suspicions if one.level == "E0")
        return tuple(sorted(rows, key=lambda row: not row.heading))

    @property
    def means(self) -> str:
        """What the tier means, in a clinician's words."""
        return TIERS[self.level or "E3"].means


def tier(
    signs: WarningSigns | None,
    age: int | None = None,
    *,
    steady_pain: bool = False,
    beside: frozenset[str] = frozenset(),
) -> Tier:
    """The tier of these answers. `steady_pain`: the pain is old and not growing; False when not known.

    `beside`: what other records say that the table knows by name, such as a raised CRP (beside.py).
    """
    unknown = _unknown(signs)
    if signs is None and not beside:
        return Tier("", (), unknown)
    asked = signs or WarningSigns()
    here, newly = _present(asked, age) | beside, asked.newly
    matched: dict[str, list[tuple[Level, str]]] = {}
    for key, row in RED_FLAGS.rows.items():
        level = _level(row, here, newly, steady_pain)
        if level:
            matched.setdefault(row.family, []).append((level, key))
    found = [_suspicion(family, rows, here, newly) for family, rows in matched.items()]
    found.sort(key=lambda one: WORST_FIRST.index(one.level))
    return Tier(found[0].level if found else "", tuple(found), unknown)


def age_on(birth: date, day: date) -> int:
    """Whole years of age on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def steady(pain: Pain | None, day: date) -> bool:
    """Whether the pain is known to be old and not getting worse; False when either is not known."""
    if pain is None or pain.onset is None or pain.trend not in ("same", "better"):
        return False
    return latest(pain.onset) <= day - timedelta(days=LIMITS["steady_pain_days"].value)


def _unknown(signs: WarningSigns | None) -> tuple[str, ...]:
    return tuple(k for k in FLAGS if SIGNS[k].matters and (signs is None or getattr(signs, k) is None))


def _present(signs: WarningSigns, age: int | None) -> frozenset[str]:
    """Signs that are there. One named as new counts as there, whatever the other answer says."""
    here: set[str] = {key for key in FLAGS if getattr(signs, key) is True} | set(signs.newly or ())
    if age is not None and age >= LIMITS["older_age"].value:
        here.add("older_age")
    if age is None or "older_age" in here:
        here.add("perhaps_older_age")
    if age is not None and age > LIMITS["weak_age_old"].value:
        here.add("older_50")
    if age is not None and age < LIMITS["weak_age_young"].value:
        here.add("younger_20")
    if len(set(signs.stiffness or ())) >= LIMITS["inflammatory_signs"].value:
        here.add("inflammatory_pattern")
    return frozenset(here)


def _level(
    row: RedFlag, here: frozenset[str], newly: tuple[str, ...] | None, steady_pain: bool
) -> Level | None:
    """What this row says, or None. Not asked whether it is new is never “old”."""
    hits = here.intersection(row.flags)
    if len(hits) < row.at_least or (row.also and not here.intersection(row.also)):
        return None
    if newly is not None and row.if_new and hits.intersection(newly):
        return row.if_new
    if newly is not None and row.if_old and not {*hits, *here.intersection(row.also)}.intersection(newly):
        return row.if_old
    eased = steady_pain and not hits.intersection(newly or ())
    return row.if_steady if eased and row.if_steady else row.tier


def _suspicion(
    family: str, matched: list[tuple[Level, str]], here: frozenset[str], newly: tuple[str, ...] | None
) -> Suspicion:
    """All rows of one family as one suspicion, with the sources and mark of the rows that set its level."""
    level = min(level for level, _ in matched)
    setting = [key for one, key in matched if one == level]
    rows = [RED_FLAGS[key] for key in setting]
    named = (RED_FLAGS[key] for _, key in matched)
    flags = {flag for row in named for flag in (*row.flags, *row.also, *row.weighs)}
    # “65 or older, or age not known”: where the age is known, it is the age that drives.
    if "older_age" in here:
        flags = {"older_age" if flag == "perhaps_older_age" else flag for flag in flags}
    drivers = tuple(key for key in NAMES if key in flags & here)
    eased = all(row.tier != level and row.if_new != level for row in rows)
    marks: list[Mark] = [row.status for row in rows]
    marks += ["P"] if eased else []
    return Suspicion(
        family=family,
        level=level,
        drivers=drivers,
        new=tuple(key for key in drivers if key in (newly or ())),
        rows=tuple(setting),
        sources=tuple(dict.fromkeys(key for row in rows for key in row.sources)),
        status=max(marks, key=_SURE.index),
        eased=eased,
    )
