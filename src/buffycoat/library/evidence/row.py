"""One study as its source tells it: who, against what, what was found and when, and how far to trust it."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from buffycoat.pathway.knowledge import Fact, sources

Target = Literal[
    "DISC", "EPI", "EPI_IL", "EPI_TF", "EPI_CAUD", "FACET", "SIJ", "LIG", "MULT", "SEVERAL", "RFA", "OTHER"
]
Design = Literal["randomised", "not_randomised", "historical", "single", "pooled", "network", "review"]
Against = Literal["placebo", "steroid", "anaesthetic", "lower_dose", "several", "nothing", "not_prp"]
What = Literal[
    "pain", "leg_pain", "function", "responders", "satisfaction", "walking", "quality", "all", "side_effects"
]
# Of PRP against its comparison. "uncontrolled": nothing to compare with, so it has no direction; "untold":
# compared, but our source does not say how it came out; "indirect": ranked by way of other treatments.
Direction = Literal["prp", "none", "control", "uncontrolled", "untold", "higher_dose", "indirect"]
Measure = Literal["ratio", "difference", "standardised"]
Rater = Literal["published", "ours", "nobody"]
Arms = tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]  # PRP, comparison
Share = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)]]  # with the event, of all
Percent = Annotated[float, Field(ge=0, le=100)]
# “earlier”, “later”: than the row’s other times, not named at our source. From 0 weeks on: all along.
Time = Annotated[str, StringConstraints(pattern=r"^(\d+ (wk|mo)|earlier|later)$")]
WEEKS_A_MONTH = 52 / 12
UNNAMED: Mapping[str, float] = {"earlier": 0, "later": 52}  # where a headline looks for them, within a year


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Both(_Part):
    """A text in English and Spanish; written once where both say the same, such as a name."""

    en: str
    es: str

    @model_validator(mode="before")
    @classmethod
    def _same_in_both(cls, written: Any) -> Any:
        return {"en": written, "es": written} if isinstance(written, str) else written


class Point(_Part):
    """One outcome at one time: which side it favours, and the figures that the source prints."""

    what: What
    at: Time
    since: Time | None = None  # first of several times with the same result
    direction: Direction
    p: str = ""
    prp: Share | None = None
    control: Share | None = None
    rebuilt: Both | None = None  # the counts are ours: how they were got from printed percentages
    prp_percent: Percent | None = None
    control_percent: Percent | None = None
    percent_low: Percent | None = None
    percent_high: Percent | None = None
    measure: Measure | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    figures: Both | None = None  # printed figures of no other kind

    @property
    def weeks(self) -> float:
        """When, in weeks."""
        return weeks(self.at)

    @property
    def first_weeks(self) -> float:
        """The first time at which it was so, in weeks."""
        return weeks(self.since) if self.since else self.weeks

    @model_validator(mode="after")
    def _figures_agree(self) -> Self:
        for name in ("prp", "control"):
            share, percent = getattr(self, name), getattr(self, f"{name}_percent")
            if share and share[0] > share[1]:
                raise ValueError(f"{name}: {share[0]} of {share[1]} is more than all")
            if share and percent is not None and whole_percent(share) != percent:
                raise ValueError(
                    f"{name}: {share[0]} of {share[1]} is {whole_percent(share)}%, not {percent}%"
                )
        if (self.measure is None) != (self.value is None):
            raise ValueError("a value and its measure stand together")
        if self.low is not None and not (self.low <= (self.value or 0) <= (self.high or 0)):
            raise ValueError(f"{self.value} is not between {self.low} and {self.high}")
        return self


class Harm(_Part):
    """A serious harm that the study counted."""

    what: Both
    events: int
    of: int
    about: bool = False  # the number at risk is worked out from a percentage


class Row(Fact):
    """One row of the evidence table. `number`: its row in section 8 of the rule base."""

    number: Annotated[int, Field(ge=1)]
    study: Both
    year: Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d\d)?)?$")] = (
        ""  # empty: not stated where read
    )
    target: Target
    design: Design
    blind: Literal["", "open", "double", "triple"] = ""
    against: Against
    comparator: Both
    n: Annotated[int, Field(ge=1)] | None = None
    about_n: bool = False
    arms: Arms | None = None
    analysed: Arms | None = None
    studies: str = ""  # of a review: how many it joined
    follow_up: Time | None = None
    points: tuple[Point, ...] = ()
    harms: tuple[Harm, ...] = ()
    bias: Both
    rater: Rater
    found: Both
    note: Both | None = None
    interest: Both | None = None  # who paid, or whose interest; only where the source says so

    @field_validator("sources")
    @classmethod
    def _in_bibliography(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        missing = [key for key in keys if key not in sources()]
        if missing:
            raise ValueError(f"the bibliography has no {', '.join(missing)}")
        return keys

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.arms and self.n is not None and sum(self.arms) != self.n:
            raise ValueError(f"arms: {self.arms[0]} and {self.arms[1]} are not {self.n}")
        alone = self.against in ("nothing", "not_prp", "lower_dose")
        sided = [one.direction for one in self.points if one.direction in ("prp", "none", "control")]
        if alone and sided:
            raise ValueError(f"points: no comparison with PRP, yet a direction: {', '.join(sided)}")
        return self

    @property
    def compares(self) -> bool:
        """Whether it sets PRP beside something else in the same study, so that a direction can be read."""
        return self.against in ("placebo", "steroid", "anaesthetic", "several") and bool(self.points)

    @property
    def is_trial(self) -> bool:
        """Whether it is one study with two groups, and not several put together."""
        return self.compares and self.design in ("randomised", "not_randomised")

    @property
    def last_year(self) -> int:
        """For sorting; a study without a year counts as the oldest."""
        return int(re.sub(r"^(\d\d)\d\d-", r"\1", self.year) or 0)


def weeks(time: str) -> float:
    """“6 mo” and “8 wk” in weeks."""
    if time in UNNAMED:
        return UNNAMED[time]
    number, unit = time.split()
    return int(number) * (WEEKS_A_MONTH if unit == "mo" else 1)


def whole_percent(share: Share) -> int:
    """A share in whole per cent, halves up as journals print them: 1 of 8 is 13."""
    exact = Decimal(100 * share[0]) / Decimal(share[1])
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


WHAT: Mapping[What, Both] = {
    "pain": Both(en="pain", es="dolor"),
    "leg_pain": Both(en="leg pain", es="dolor de pierna"),
    "function": Both(en="daily life", es="vida diaria"),
    "responders": Both(en="people who did better", es="personas que mejoraron"),
    "satisfaction": Both(en="satisfaction", es="satisfacción"),
    "walking": Both(en="walking", es="caminar"),
    "quality": Both(en="quality of life", es="calidad de vida"),
    "all": Both(en="everything measured", es="todo lo medido"),
    "side_effects": Both(en="side effects", es="efectos no deseados"),
}
