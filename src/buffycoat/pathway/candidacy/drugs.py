"""Which medicine is this, and how long is it held: recognition, and the table of holds."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

from buffycoat.pathway.candidacy.words import whole_words
from buffycoat.pathway.knowledge import Fact, Mark, Table, read_table

Kind = Literal[
    "anticoagulant",
    "antiplatelet",
    "nsaid",
    "cox2",
    "steroid",
    "immunosuppressant",
    "supplement",
    "ssri",
    "allowed",
]
Time = Annotated[str, StringConstraints(pattern=r"^(none|shared|unknown|\d+(-\d+)? [hd])$")]
Form = Literal["systemic", "eye_or_ear", "inhaled", "nose", "skin"]


class HoldBleed(BaseModel):
    """Time without the drug before the needle, by bleeding class."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    high: Time
    intermediate: Time
    low: Time


class HoldPrp(BaseModel):
    """Time without the drug before and after, for the platelets' sake."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    before: Time
    after: Time


class DrugRow(Fact):
    """One line of the drug table. `inr`, `creatinine`: the laboratory value that the drug makes necessary."""

    name: str
    kind: Kind
    ingredients: tuple[str, ...]
    brands: tuple[str, ...] = ()
    rxnorm: tuple[str, ...] = ()
    hold_bleed: HoldBleed
    restart: Time
    hold_prp: HoldPrp | None = None
    prp_sources: tuple[str, ...] = ()
    prp_status: Mark | None = None
    inr: bool = False
    creatinine: bool = False
    note: str = ""


DRUGS: Table[DrugRow] = read_table(__file__, "drugs.toml", DrugRow)


class FormRow(Fact):
    """The words that say by which way a medicine goes in."""

    words: tuple[str, ...]


FORMS: Table[FormRow] = read_table(__file__, "forms.toml", FormRow)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a medicine's text and code say it is, and by which way it goes in."""

    by_text: tuple[str, ...]
    by_code: tuple[str, ...]
    form: Form

    @property
    def keys(self) -> tuple[str, ...]:
        """Rows named by text or code, in the order of the table, whatever the form."""
        return tuple(key for key in DRUGS.rows if key in self.by_text or key in self.by_code)

    @property
    def disagree(self) -> bool:
        """Whether text and code each name a drug, and the code's is not among the text's."""
        return bool(self.by_text and self.by_code) and not set(self.by_code) <= set(self.by_text)

    @property
    def systemic(self) -> tuple[str, ...]:
        """Rows that reach the whole body. Nasal ketorolac does; nasal and inhaled steroids count as local."""
        if self.form == "systemic":
            return self.keys
        if self.form == "nose":
            return tuple(key for key in self.keys if DRUGS[key].kind != "steroid")
        return ()


@cache
def _codes() -> dict[str, str]:
    return {code: key for key, row in DRUGS.rows.items() for code in row.rxnorm}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, whole_words((*row.ingredients, *row.brands))) for key, row in DRUGS.rows.items())


@cache
def _forms() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    return tuple((form, whole_words(FORMS[form].words)) for form in get_args(Form))


def form_of(name: str) -> Form:
    """How the medicine goes in, as far as its text says; systemic when it does not say."""
    return next((form for form, pattern in _forms() if pattern.search(name)), "systemic")


@lru_cache(maxsize=4096)  # bounded: names come from outside, without end
def look(name: str, rxnorm: str | None = None) -> Seen:
    """Everything that text and code say about one medicine."""
    by_text = tuple(key for key, pattern in _patterns() if pattern.search(name))
    by_code = tuple(filter(None, [_codes().get((rxnorm or "").strip())]))
    return Seen(by_text, by_code, form_of(name))


@lru_cache(maxsize=4096)  # a dozen rules ask this of every medicine
def recognise(name: str, rxnorm: str | None = None) -> tuple[str, ...]:
    """Rows of the drug table that this medicine holds and that reach the body; several for a combination."""
    return look(name, rxnorm).systemic


def hours(time: str) -> int | None:
    """The longest a time can mean, in hours: "12-24 h" is 24, "none" is 0; None when it must be asked."""
    if time in ("shared", "unknown"):
        return None
    if time == "none":
        return 0
    number, unit = time.split(" ")
    return int(number.split("-")[-1]) * (24 if unit == "d" else 1)


def time_text(time: str) -> str:
    """A time in words: "7-10 d" as “7 to 10 days”."""
    if time in ("none", "shared", "unknown"):
        words = {"none": "no hold", "shared": "decided with the prescriber", "unknown": "no figure"}
        return words[time]
    number, unit = time.split(" ")
    word = {"d": "day", "h": "hour"}[unit] + ("" if number == "1" else "s")
    return f"{number.replace('-', ' to ')} {word}"
