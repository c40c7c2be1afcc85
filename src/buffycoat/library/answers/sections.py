"""The parts of the list of answers, in the order in which it is read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A part of the list: its heading in both languages, and its topics."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: str
    es: str
    topics: tuple[str, ...]


@cache
def sections() -> Mapping[str, Section]:
    """The sections by name, in order."""
    with Path(__file__).with_name("sections.toml").open("rb") as file:
        return MappingProxyType({key: Section.model_validate(row) for key, row in tomllib.load(file).items()})
