"""Clinical knowledge as reviewed data: TOML tables beside the rules, each fact with its source and its mark.

Marks, as in the rule base: V read at its source, K known from the literature and not re-read, K~ known but
uncertain, P proposed default that a medical director must sign off.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Mark = Literal["V", "K", "K~", "P"]
MARKS: Mapping[str, str] = MappingProxyType(
    {
        "V": "read at its source",
        "K": "known, not re-read",
        "K~": "known, but uncertain",
        "P": "proposed; the medical director has not signed it",
    }
)


class Fact(BaseModel):
    """One row of a table: a number or rule with clinical meaning, where it is from and how sure we are."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sources: tuple[str, ...] = Field(min_length=1)
    status: Mark


class Source(BaseModel):
    """Where a fact comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    address: str = ""
    note: str = ""


FactT = TypeVar("FactT", bound=Fact)


class Table(BaseModel, Generic[FactT]):
    """A reviewed file of facts. An empty `reviewed_by` means that no clinician has signed it yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: str
    owner: str
    reviewed_by: str
    review_due: date
    rows: Mapping[str, FactT]

    def __getitem__(self, key: str) -> FactT:
        return self.rows[key]


def read_table(beside: str, name: str, row: type[FactT]) -> Table[FactT]:
    """The table `name` that lies beside the module file `beside`, each row checked as `row`."""
    with (Path(beside).parent / name).open("rb") as file:
        return Table[row].model_validate(tomllib.load(file))  # type: ignore[valid-type]  # parametrised at run time


@cache
def sources() -> Mapping[str, Source]:
    """The bibliography; every card cites a key of it."""
    with Path(__file__).with_name("sources.toml").open("rb") as file:
        return MappingProxyType({key: Source.model_validate(row) for key, row in tomllib.load(file).items()})
