"""How much of each growth factor a dose may hold: a range, never a point, and never a claim of effect."""

import math
from dataclasses import dataclass

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.preparation.ledger import Z


class Factor(Fact):
    """One growth factor: what studies found for each billion platelets, or why it is not worked out."""

    name: str
    ng_per_billion: tuple[float, ...]
    cv: float | None = None
    studies: str
    note: str = ""
    why_not: str = ""

    def per_billion(self) -> tuple[float, float] | None:
        """The range for a billion platelets in ng: of the preparations of every laboratory that was read."""
        if not self.ng_per_billion or self.cv is None:
            return None
        spread = math.exp(Z * math.sqrt(math.log1p(self.cv**2)))
        return min(self.ng_per_billion) / spread, max(self.ng_per_billion) * spread


TABLE = read_table(__file__, "growth_factors.toml", Factor)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a dose may hold of one factor, in ng; None with the reason where it is not worked out."""

    name: str
    nanograms: tuple[float, float] | None
    studies: str
    why_not: str
    note: str


def expected(dose_bn: tuple[float, float]) -> tuple[Expected, ...]:
    """Every factor for a dose between these two numbers of billions of platelets."""
    low, high = dose_bn
    if not 0 <= low <= high < math.inf:
        raise ValueError(f"{low} to {high} billion platelets is not a dose")
    found = []
    for factor in TABLE.rows.values():
        per = factor.per_billion()
        found.append(
            Expected(
                factor.name,
                None if per is None else (per[0] * low, per[1] * high),
                factor.studies,
                factor.why_not,
                factor.note,
            )
        )
    return tuple(found)
