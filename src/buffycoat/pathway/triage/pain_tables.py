"""The reviewed tables of the pain sources: where the chance starts, and how far each finding moves it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import model_validator

from buffycoat.pathway.knowledge import Fact, Mark, read_table
from buffycoat.pathway.triage.red_flags import FAMILIES, Level, Limit

_SURE: tuple[Mark, ...] = ("V", "K", "K~", "P")
_WIDE = 2 * 1.959964  # standard errors in a 95% interval


@dataclass(frozen=True, slots=True)
class Ratio:
    """A likelihood ratio with its 95% interval; `proposed`: none is published, and this one is ours."""

    value: float
    low: float
    high: float
    proposed: bool
    status: Mark

    @property
    def log(self) -> float:
        """How far it moves the log-odds."""
        return math.log(self.value)

    @property
    def variance(self) -> float:
        """Variance of its logarithm, read from the interval as a log-normal error."""
        return (math.log(self.high / self.low) / _WIDE) ** 2


class SourceRow(Fact):
    """A place that pain can come from. Without a prior it is named when something points there."""

    name: str
    word: str = ""
    prior: tuple[float, float] | None = None
    regions: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    named_from: Level = "E2"
    block: str = ""
    block_says: str = ""
    block_sources: tuple[str, ...] = ()
    block_status: Mark = "P"
    note: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "SourceRow":
        if self.prior and not 0 < self.prior[0] <= self.prior[1] < 100:
            raise ValueError("a prior is a range between 0 and 100%, without either")
        if set(self.families) - set(FAMILIES.rows):
            raise ValueError("families are those of the warning signs")
        if self.block and not (self.block_says and self.block_sources):
            raise ValueError("a block says what is published on it, and where")
        return self


class Feature(Fact):
    """A finding and what it says about one source."""

    source: str
    finding: str = ""
    group: str = ""
    words: str
    words_absent: str = ""
    present: tuple[float, ...] = ()
    absent: tuple[float, ...] = ()
    absent_status: Mark | None = None
    odds: float | None = None
    images: bool = False
    test: str = ""
    regions: tuple[str, ...] = ()
    made_of: int = 1
    note: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "Feature":
        for numbers in (self.present, self.absent):
            if len(numbers) not in (0, 1, 3) or any(one <= 0 for one in numbers):
                raise ValueError("a ratio is one number, or a number and its interval")
            if len(numbers) == 3 and not numbers[1] < numbers[0] < numbers[2]:
                raise ValueError("a ratio lies within its interval")
        if bool(self.group) != bool(self.present or self.odds):
            raise ValueError("what has a ratio belongs to a group, and nothing else does")
        if self.absent and not self.words_absent:
            raise ValueError("a ratio for what is not there needs its words")
        return self

    def ratio(self, there: bool) -> Ratio | None:
        """The likelihood ratio of the finding, or of its absence; None when none is published."""
        if self.odds:
            shared = math.sqrt(self.odds)
            return self._made((shared if there else 1 / shared,), "P")
        status = self.status if there or self.absent_status is None else self.absent_status
        return self._made(self.present if there else self.absent, status)

    def _made(self, numbers: tuple[float, ...], status: Mark) -> Ratio | None:
        if not numbers:
            return None
        if len(numbers) == 3:
            return Ratio(*numbers, proposed=False, status=status)
        factor = PAIN_LIMITS["factor"].value
        return Ratio(numbers[0], numbers[0] / factor, numbers[0] * factor, proposed=True, status=status)


PAIN_LIMITS = read_table(__file__, "pain_limits.toml", Limit)
SOURCES = read_table(__file__, "pain_sources.toml", SourceRow)
FEATURES = read_table(__file__, "pain_features.toml", Feature)


FEATURES_OF = {
    source: {key: row for key, row in FEATURES.rows.items() if row.source == source}
    for source in SOURCES.rows
}


def finding_of(key: str) -> str:
    """The finding that a row of the features rests on."""
    return FEATURES[key].finding or key


def weakest(marks: Iterable[Mark]) -> Mark:
    """The mark of the least certain fact that was used."""
    return max(marks, key=_SURE.index)
