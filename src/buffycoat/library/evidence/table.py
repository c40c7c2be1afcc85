"""The evidence table, read once and checked whole: a headline that its rows do not bear out is refused."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import model_validator

from buffycoat.library.evidence.headline import Headline
from buffycoat.library.evidence.row import Row, whole_percent
from buffycoat.pathway.knowledge import Table


@dataclass(frozen=True)
class Rate:
    """A share of people that may be named, with the study that it must be named with."""

    row: str
    percent: float
    events: int | None
    of: int | None
    at: str
    group: str  # "prp", "control", "harm"


class Evidence(Table[Row]):
    """Every study, and what may be said of each target."""

    headlines: Mapping[str, Headline]

    @model_validator(mode="after")
    def _borne_out(self) -> Self:
        faults = [fault for key, one in self.headlines.items() for fault in one.faults(self.of(key).items())]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def of(self, headline: str) -> Mapping[str, Row]:
        """The rows under a headline: newest first, then largest. Never by result."""
        targets = self.headlines[headline].targets
        held = [(key, row) for key, row in self.rows.items() if row.target in targets]
        return dict(sorted(held, key=lambda pair: (-pair[1].last_year, -(pair[1].n or 0), pair[1].number)))

    def headline(self, target: str) -> Headline:
        """What may be said of a target of the candidacy table, such as EPI_TF; KeyError where nothing may."""
        for one in self.headlines.values():
            if target in one.targets:
                return one
        raise KeyError(f"the evidence table says nothing of {target!r}")

    def rates(self, headline: str = "") -> tuple[Rate, ...]:
        """Every share of people in the table, or under one headline: what a sentence may quote."""
        chosen = self.of(headline) if headline else self.rows
        return tuple(rate for key, row in chosen.items() for rate in _rates(key, row))


def _rates(key: str, row: Row) -> list[Rate]:
    found = []
    for point in row.points:
        for group in ("prp", "control"):
            share, percent = getattr(point, group), getattr(point, f"{group}_percent")
            if share or percent is not None:
                events, of = share or (None, None)
                shown = percent if percent is not None else whole_percent(share)
                found.append(Rate(key, shown, events, of, point.at, group))
    for harm in row.harms:
        found.append(Rate(key, round(100 * harm.events / harm.of, 1), harm.events, harm.of, "", "harm"))
    return found


@cache
def evidence() -> Evidence:
    """The table."""
    with Path(__file__).with_name("evidence.toml").open("rb") as file:
        return Evidence.model_validate(tomllib.load(file))
