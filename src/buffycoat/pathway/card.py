"""A Card: what a rule says about a chart, how much it matters, why, and where that comes from."""

import hashlib
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from buffycoat.pathway.knowledge import Mark

Indicator = Literal["critical", "warning", "info"]
Tier = Literal["emergency", "same_day", "two_weeks", "routine", ""]
TIERS: tuple[Tier, ...] = get_args(Tier)
WORST_FIRST: tuple[Indicator, ...] = ("critical", "warning", "info")


class Card(BaseModel):
    """One thing a rule says. The words are shown to a clinician as they stand.

    `rule` and `stage` are filled in by the rule that yields it. `about` tells two cards of one rule apart (a
    drug, a level). `code` is the reason code that other programs read. `asks` names the answers that are
    missing, as `kind.field`. `override_by` lists the roles that may go past a critical card with a reason;
    empty: nobody may. `tier` says how soon somebody must look at the patient, where that is what the card is
    about; the first two ring on *Today*.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    indicator: Indicator
    summary: str = Field(min_length=1, max_length=140)
    detail: str = ""
    sources: tuple[str, ...] = Field(min_length=1)
    status: Mark
    code: str
    about: str = ""
    asks: tuple[str, ...] = ()
    clears_when: str = ""
    override_by: tuple[str, ...] = ("proceduralist",)
    tier: Tier = ""
    rule: str = ""
    stage: str = ""

    @property
    def key(self) -> str:
        """What an override names: the rule and what it is about."""
        return f"{self.rule}:{self.about}" if self.about else self.rule

    @property
    def fingerprint(self) -> str:
        """Changes when the card says something else, so that an old override does not cover a new danger."""
        said = "\x1f".join((self.key, self.indicator, self.summary, self.detail))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def worst_first(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Critical before warning before info; in each the most urgent first, findings before gaps.

    Cards that are equal in this keep the order in which the rules gave them.
    """
    return tuple(sorted(cards, key=_place))


def _place(card: Card) -> tuple[int, int, bool]:
    return WORST_FIRST.index(card.indicator), TIERS.index(card.tier), card.code == "missing_data"
