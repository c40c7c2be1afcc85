"""What the patient's pages say, in English or Spanish, from the tables beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Literal

from buffycoat.web.forms.moments import day_text
from buffycoat.web.forms.words import PATIENT, SPANISH, Words

WORDS = ("patient_words.toml", "consent_words.toml", "plan_words.toml")
Language = Literal["en", "es"]
LANGUAGES: Mapping[Language, str] = {"en": "English", "es": "Español"}
MONTH_NAMES: Mapping[Language, tuple[str, ...]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"),
}  # fmt: skip


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Every phrase by its name, `steps.back`, in both languages."""
    read: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for table in WORDS:
        with Path(__file__).with_name(table).open("rb") as file:
            read |= tomllib.load(file)
    return {f"{part}.{name}": pair for part, pairs in read.items() for name, pair in pairs.items()}


@dataclass(frozen=True)
class Say:
    """Says a phrase in one language, with its numbers filled in; a name that does not exist is an error."""

    lang: Language
    phone: str = ""
    emergency: str = ""
    crisis: str = ""

    def __call__(self, name: str, /, **fill: object) -> str:
        text = phrases()[name][self.lang]
        return text.format(**self._numbers, **fill)

    def to(self, lang: Language) -> "Say":
        """The same numbers in another language."""
        return replace(self, lang=lang)

    def fill(self, text: str) -> str:
        """A sentence of a clinical table, with the practice's numbers in it."""
        return text.format(**self._numbers)

    @property
    def _numbers(self) -> Mapping[str, str]:
        return {"phone": self.phone, "emergency": self.emergency, "crisis": self.crisis}

    @property
    def words(self) -> Words:
        """The small words of forms."""
        return SPANISH if self.lang == "es" else PATIENT

    @property
    def months(self) -> tuple[str, ...]:
        """The months, from January."""
        return MONTH_NAMES[self.lang]

    def day(self, day: date) -> str:
        """25 February 2027, 25 de febrero de 2027."""
        month = self.months[day.month - 1]
        return f"{day.day} de {month} de {day.year}" if self.lang == "es" else f"{day.day} {month} {day.year}"

    def partial(self, text: str) -> str:
        """2019, March 2019 or 4 March 2019, no more certain than it was written; all else as it stands."""
        try:
            parts = [int(part) for part in text.split("-")]
            month = self.months[parts[1] - 1] if len(parts) == 2 else ""
            if len(parts) == 3:
                return self.day(date(*parts))
        except (ValueError, IndexError):
            return text
        return f"{month} de {parts[0]}" if month and self.lang == "es" else f"{month} {parts[0]}".strip()

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        """19 Nov 2026, 08:21, at the practice."""
        local = moment.astimezone(zone)
        return f"{day_text(local.date(), self.lang)}, {local:%H:%M}"


def language(asked: str | None, otherwise: str = "en") -> Language:
    """The language asked for, where we have it; else the patient's own."""
    return "es" if (asked if asked in LANGUAGES else otherwise) == "es" else "en"
