"""The reviewed tables of triage: which signs mean what, how soon, and the words for it."""

from typing import Literal

from pydantic import model_validator

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.triage.flags import FLAG_NAMES, FLAG_NAMES_ES

Level = Literal["E0", "E1", "E2", "E3"]
WORST_FIRST: tuple[Level, ...] = ("E0", "E1", "E2", "E3")
# What is worked out from other answers, and counts beside the signs themselves.
DERIVED = {
    "older_age": ("65 or older", "65 años o más"),
    "perhaps_older_age": ("65 or older, or age not known", "65 años o más, o edad no conocida"),
    "inflammatory_pattern": ("several signs of an inflamed spine", "varias señales de columna inflamada"),
    "own_words": ("in their own words", "con sus propias palabras"),
    "told_emergency": ("an emergency in their own words", "una emergencia en sus propias palabras"),
    "hot": ("temperature of 38.0 °C or more", "temperatura de 38.0 °C o más"),
    "raised_crp": ("raised CRP", "PCR elevada"),
    "residual_urine": ("much urine left after passing it", "mucha orina después de orinar"),
    "foot_weak": ("foot cannot be lifted against resistance", "no levanta el pie contra resistencia"),
    "cord_signs": ("three or more of five cord signs", "tres o más de cinco signos de la médula"),
    "younger_20": ("younger than 20", "menor de 20 años"),
    "older_50": ("older than 50", "mayor de 50 años"),
    "thoracic_pain": ("pain in the middle of the back", "dolor en la mitad de la espalda"),
    "no_better": ("no better after 4 weeks", "sin mejorar en 4 semanas"),
}
NAMES = {**FLAG_NAMES, **{key: pair[0] for key, pair in DERIVED.items()}}
NAMES_ES = {**FLAG_NAMES_ES, **{key: pair[1] for key, pair in DERIVED.items()}}


class RedFlag(Fact):
    """Signs that alone, or together with others, mean a tier."""

    family: str
    flags: tuple[str, ...]
    at_least: int = 1
    also: tuple[str, ...] = ()
    weighs: tuple[str, ...] = ()
    tier: Level
    if_new: Level | None = None
    if_old: Level | None = None
    if_steady: Level | None = None

    @model_validator(mode="after")
    def _names_and_order(self) -> "RedFlag":
        strangers = {*self.flags, *self.also, *self.weighs} - set(NAMES)
        if strangers:
            raise ValueError(f"not warning signs: {', '.join(sorted(strangers))}")
        worst_to_best = [one for one in (self.if_new, self.tier, self.if_old) if one]
        if worst_to_best != sorted(worst_to_best) or (self.if_steady or self.tier) < self.tier:
            raise ValueError("a new sign cannot weigh less than an old one")
        return self


class Family(Fact):
    """Something that is suspected: the name and next step for a clinician, the reason for a patient.

    heading and todo stand in for those of the emergency tier where a hospital is not the first thing needed.
    """

    name: str
    action: str
    why: str
    why_es: str
    heading: str = ""
    heading_es: str = ""
    todo: tuple[str, ...] = ()
    todo_es: tuple[str, ...] = ()


class TierWords(Fact):
    """What a tier means here, and what a patient is told to do."""

    name: Literal["emergency", "same_day", "two_weeks", "routine"]
    title: str
    means: str
    heading: str
    heading_es: str
    todo: tuple[str, ...]
    todo_es: tuple[str, ...]


class Limit(Fact):
    """A number that triage compares with."""

    value: int
    unit: str
    meaning: str


RED_FLAGS = read_table(__file__, "red_flags.toml", RedFlag)
FAMILIES = read_table(__file__, "families.toml", Family)
TIERS = read_table(__file__, "tiers.toml", TierWords)
LIMITS = read_table(__file__, "limits.toml", Limit)
