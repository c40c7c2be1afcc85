"""The subjects that answers carry as tags, and what people call them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict


class Tag(BaseModel):
    """A subject as it is called on the page, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: str
    es: str


@cache
def tags() -> Mapping[str, Tag]:
    """The tags that an answer may carry, in the order of the page: what cannot wait comes first."""
    with Path(__file__).with_name("tags.toml").open("rb") as file:
        return MappingProxyType({key: Tag.model_validate(row) for key, row in tomllib.load(file).items()})
