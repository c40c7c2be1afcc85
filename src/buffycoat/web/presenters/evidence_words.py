"""What the evidence pages say, in English or Spanish, from the table beside this file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from buffycoat.library.evidence import Both, Point
from buffycoat.web.presenters.patient_words import Language


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Every phrase by its name, in both languages."""
    with Path(__file__).with_name("evidence_words.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Speak:
    """Says a phrase in one language; a name that does not exist is an error."""

    lang: Language

    def __call__(self, name: str, **fill: object) -> str:
        return phrases()[name][self.lang].format(**fill)

    def both(self, text: Both) -> str:
        """A text of the evidence table in this language."""
        return text.es if self.lang == "es" else text.en

    def time(self, at: str) -> str:
        """“8 weeks”, “1 month”, “later”."""
        if at in ("earlier", "later"):
            return self(at)
        number, unit = at.split()
        name = {"wk": "week", "mo": "month"}[unit]
        return f"{number} {self(name if number == '1' else name + 's')}"

    def span(self, point: Point) -> str:
        """When a result was seen; from the beginning on is “to 12 months”."""
        if point.since == "0 wk":
            return self("all_along", time=self.time(point.at))
        return self.listed([self.time(at) for at in (point.since, point.at) if at])

    def listed(self, texts: Sequence[str]) -> str:
        """“a, b and c”."""
        joint = {"en": " and ", "es": " y "}[self.lang]
        return joint.join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
