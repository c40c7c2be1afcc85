"""What may be said of a target in one sentence, and the rows that must bear it out."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from buffycoat.library.evidence.row import Both, Direction, Point, Row
from buffycoat.pathway.knowledge import Fact


class Says(BaseModel):
    """One statement of a headline: in these rows, in this span of weeks, the result was this.

    `but`: rows that came out otherwise in the same span. Every trial of the target with a result there is
    named in one of the two lists, so that none can be left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str
    rows: Annotated[tuple[str, ...], Field(min_length=1)]
    direction: Direction
    between: tuple[float, float]  # weeks
    but: tuple[str, ...] = ()
    against: str = ""  # only trials with this comparison
    pooled: bool = False  # speaks of trials put together

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.between[0] > self.between[1]:
            raise ValueError(f"{self.claim}: from {self.between[0]} to {self.between[1]} weeks")
        return self

    def results(self, row: Row) -> tuple[Point, ...]:
        """What a row tells of pain, or of everything, in this span, where it was compared."""
        low, high = self.between
        return tuple(
            point
            for point in row.points
            if point.direction in ("prp", "none", "control")
            and point.what in ("pain", "leg_pain", "responders", "function", "all")
            and point.weeks >= low
            and point.first_weeks <= high
        )

    def speaks_of(self, row: Row) -> bool:
        """Whether a row belongs in one of the two lists."""
        kind = row.design == "pooled" if self.pooled else row.is_trial
        return kind and self.against in ("", row.against) and bool(self.results(row))


class Headline(Fact):
    """The honest sentence about a target, how certain it is, and what bears it out."""

    title: Both
    says: Both
    certainty: Both
    targets: tuple[str, ...]  # as in the candidacy table
    answer: str = ""  # the topic in the answers that tells more
    rests_on: tuple[Says, ...] = ()

    def faults(self, rows: Iterable[tuple[str, Row]]) -> list[str]:
        """Where the rows do not bear it out; the rows are those of its targets."""
        held = dict(rows)
        return [fault for one in self.rests_on for fault in _faults(one, held)]


def _faults(says: Says, held: dict[str, Row]) -> list[str]:
    named = (*says.rows, *says.but)
    found = [f"{says.claim}: no row {key} of this target" for key in named if key not in held]
    if found:
        return found
    for key in named:
        reached = {point.direction for point in _main(says.results(held[key]))}
        if (says.direction in reached) != (key in says.rows):
            found.append(f"{says.claim}: {key} says {', '.join(sorted(reached)) or 'nothing'}")
    left_out = [key for key, row in held.items() if key not in named and says.speaks_of(row)]
    return [*found, *(f"{says.claim}: {key} has a result there and is not named" for key in left_out)]


def _main(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Pain where it was measured; else what was."""
    pain = tuple(one for one in points if one.what in ("pain", "leg_pain", "all"))
    return pain or points
