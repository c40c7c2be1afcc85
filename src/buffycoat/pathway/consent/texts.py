"""The consent text by version: what each says, which is in force, whether a change asks for consent again."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from buffycoat.pathway.knowledge import Fact, Table, read_table

PartName = Literal["what", "benefit", "harm", "choices", "cost", "day", "data"]
PARTS: tuple[PartName, ...] = ("what", "benefit", "harm", "choices", "cost", "day", "data")


class Text(Fact):
    """A version of the consent text, and the day from which it is used.

    `material`: it says something else than the version before, so that who signed that one is asked again.
    `digest`: of its sentences, so that a text that somebody signed cannot change under its number.
    """

    from_day: date
    material: bool = True
    digest: str = ""


class Sentences(Fact):
    """One heading or paragraph of a consent text. `targets`, `only`: for whom it stands; empty for all."""

    part: PartName
    heading: bool = False
    targets: tuple[str, ...] = ()
    only: Literal["", "medicare", "no_medicare", "sedation", "no_sedation", "trainee", "no_trainee"] = ""
    en: str
    es: str


class Choice(BaseModel):
    """One answer that can be chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: str
    es: str
    right: bool = False


class TeachBack(Fact):
    """A question about what was read. `again`: the explanation when the answer is not the right one."""

    part: PartName
    targets: tuple[str, ...] = ()
    ask: Mapping[Literal["en", "es"], str]
    choices: tuple[Choice, ...] = Field(min_length=3)
    again: Mapping[Literal["en", "es"], str]

    @property
    def right(self) -> int:
        """The place of the right answer."""
        return next(place for place, one in enumerate(self.choices) if one.right)


TEXTS = read_table(__file__, "texts.toml", Text)
TEACH_BACK = read_table(__file__, "teach_back.toml", TeachBack)


@cache
def sentences(version: str) -> Table[Sentences]:
    """What a version says; KeyError for a version that the practice never had."""
    if version not in TEXTS.rows:
        raise KeyError(f"there is no consent text {version!r}")
    return read_table(__file__, f"text_{version}.toml", Sentences)


def digest(version: str) -> str:
    """SHA-256 over the sentences of a version, whoever reviewed them."""
    said = [
        [key, one.part, list(one.targets), one.only, one.en, one.es]
        for key, one in sentences(version).rows.items()
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def text_in_force(day: date, texts: Mapping[str, Text] = TEXTS.rows) -> str:
    """The newest version begun by that day; "" before there was one."""
    begun = [(text.from_day, version) for version, text in texts.items() if text.from_day <= day]
    return max(begun)[1] if begun else ""


def says_something_else(version: str, day: date, texts: Mapping[str, Text] = TEXTS.rows) -> bool:
    """Whether a text begun after this version, and by that day, changed what a patient agrees to."""
    held = texts.get(version)
    if held is None:
        return True
    return any(held.from_day < text.from_day <= day and text.material for text in texts.values())


def questions(targets: frozenset[str]) -> Mapping[str, TeachBack]:
    """What a patient with these targets says back, in the order of the parts."""
    asked = {
        key: one for key, one in TEACH_BACK.rows.items() if not one.targets or targets & set(one.targets)
    }
    return dict(sorted(asked.items(), key=lambda pair: PARTS.index(pair[1].part)))
