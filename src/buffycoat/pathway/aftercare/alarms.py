"""What the answers of a check-in point to, by the day after the injection."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import model_validator

from buffycoat.pathway.aftercare.heard import MEANS, asked_yes, elsewhere, means
from buffycoat.pathway.aftercare.plan import LIMITS
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.knowledge import Fact, Mark, read_table
from buffycoat.pathway.triage.red_flags import FAMILIES, WORST_FIRST, Family, Level
from buffycoat.pathway.triage.red_flags import NAMES as SIGN_NAMES
from buffycoat.pathway.triage.told import NOTHING_TOLD, OWN_WORDS, WORDED, Told

NAMES = {
    "saddle_numbness": "numb between the legs",
    "bladder_or_bowel": "bladder or bowel trouble",
    "new_weakness": "new weakness or numbness",
    "severe_new_pain": "severe new pain",
    "fever": "fever",
    "breathless_or_hives": "short of breath, hives or a seizure",
    "stiff_neck": "stiff neck",
    "severe_headache": "sudden severe headache",
    "headache_upright": "headache when upright",
    "wound": "red or leaking needle mark",
    "pain_rising": "pain rising from day to day",
    "worse_after_good_spell": "worse after a good spell",
    "night_pain": "new night pain",
    "new_leg_pain": "new pain down a leg or arm",
    "pain_3_above_48h": "pain at least 3 above the baseline for 48 h",
}

# Answers of a check-in, and what triage adds to them: signs asked directly, and own words.
ANSWERS = {**SIGN_NAMES, **NAMES}


class Alarm(Fact):
    """Signs that mean a tier between two days after the injection."""

    family: str
    signs: tuple[str, ...]
    also: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    tier: Level

    @model_validator(mode="after")
    def _known_signs(self) -> "Alarm":
        strangers = {*self.signs, *self.also} - set(NAMES)
        if strangers:
            raise ValueError(f"not signs of a check-in: {', '.join(sorted(strangers))}")
        return self


ALARMS = read_table(__file__, "alarms.toml", Alarm)
SUSPECTED = read_table(__file__, "suspected.toml", Family)


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that a check-in points to, how soon it must be looked at, and the answers behind it."""

    family: str
    level: Level
    signs: tuple[str, ...]
    sources: tuple[str, ...]
    status: Mark

    @property
    def row(self) -> Family:
        """The name, the next step and the reason; of something that only triage knows, triage's own."""
        return SUSPECTED.rows.get(self.family) or FAMILIES[self.family]

    @property
    def worded(self) -> bool:
        """Whether own words stand behind it."""
        return any(key in self.signs for key in WORDED)

    def said(self) -> str:
        """The answers in a clinician's words."""
        return ", ".join(ANSWERS[key] for key in self.signs)


def concerns(
    check: CheckIn, injected_on: date | None, high: bool = False, told: Told = NOTHING_TOLD
) -> tuple[Concern, ...]:
    """What one check-in points to, worst first. `high`: pain stayed well above the baseline for two days.

    `told`: its own words as a reader understood them; either counts.
    """
    here = _present(check, high)
    days = (check.on - injected_on).days if injected_on and check.on >= injected_on else None
    all_here = here | means(asked_yes(check)) | means(told.signs)
    rows = [row for row in ALARMS.rows.values() if _speaks(row, all_here, days)]
    families = dict.fromkeys(row.family for row in rows)
    found = [
        _concern(family, [row for row in rows if row.family == family], here, check, told)
        for family in families
    ]
    if asked_yes(check) or told != NOTHING_TOLD:  # most check-ins say nothing that triage could know more of
        found += [
            Concern(one.family, one.level, one.drivers, one.sources, one.status)
            for one in elsewhere(check, told).suspicions
        ]
    return tuple(sorted(found, key=lambda one: WORST_FIRST.index(one.level)))


def stays_high(checks: Iterable[CheckIn], until: CheckIn, baseline: int | None) -> bool:
    """Whether the pain scores up to this check-in were well above the baseline for two days on end."""
    if baseline is None or until.pain_now is None:
        return False
    limit = baseline + LIMITS["above_baseline"].value
    span = timedelta(days=LIMITS["above_days"].value)
    scores = sorted(
        ((c.on, c.pain_now) for c in checks if c.pain_now is not None and c.on <= until.on), reverse=True
    )
    run: list[date] = []
    for on, score in scores:
        if score < limit:
            break
        run.append(on)
    return bool(run) and run[0] - run[-1] >= span


def is_hot(check: CheckIn) -> bool:
    """Whether a fever was measured."""
    return check.temperature is not None and check.temperature >= LIMITS["fever"].value


def _present(check: CheckIn, high: bool) -> frozenset[str]:
    here = {key for key in NAMES if getattr(check, key, None) is True}
    if is_hot(check):
        here.add("fever")
    return frozenset(here | ({"pain_3_above_48h"} if high else set()))


def _speaks(row: Alarm, here: frozenset[str], days: int | None) -> bool:
    """Whether a row holds; a day that cannot be worked out is in every window."""
    if not here.intersection(row.signs) or (row.also and not here.intersection(row.also)):
        return False
    if days is None:
        return True
    return (row.first_day is None or days >= row.first_day) and (row.last_day is None or days <= row.last_day)


def _concern(family: str, rows: list[Alarm], here: frozenset[str], check: CheckIn, told: Told) -> Concern:
    level = min(row.tier for row in rows)
    setting = [row for row in rows if row.tier == level]
    behind = {sign for row in rows for sign in (*row.signs, *row.also)}
    direct = tuple(flag for flag in asked_yes(check) if flag in MEANS.rows and MEANS[flag].sign in behind)
    words = (OWN_WORDS,) if behind & means(told.signs) - here else ()
    return Concern(
        family=family,
        level=level,
        signs=tuple(dict.fromkeys((*(key for key in NAMES if key in behind & here), *direct, *words))),
        sources=tuple(dict.fromkeys(key for row in setting for key in row.sources)),
        status=max((row.status for row in setting), key=("V", "K", "K~", "P").index),
    )
