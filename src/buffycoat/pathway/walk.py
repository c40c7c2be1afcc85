"""The whole path: which stage a chart stands in, what stands in the way, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from buffycoat.pathway.aftercare import STAGE as AFTERCARE
from buffycoat.pathway.candidacy import STAGE as CANDIDACY
from buffycoat.pathway.card import Card, worst_first
from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.consent import STAGE as CONSENT
from buffycoat.pathway.injection import STAGE as INJECTION
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes import STAGE as OUTCOMES
from buffycoat.pathway.preparation import STAGE as PREPARATION
from buffycoat.pathway.record import Record
from buffycoat.pathway.stage import Rule, Stage, overridden
from buffycoat.pathway.triage import STAGE as TRIAGE

STAGES: tuple[Stage, ...] = (TRIAGE, CANDIDACY, CONSENT, PREPARATION, INJECTION, AFTERCARE, OUTCOMES)
BY_NAME: dict[str, Stage] = {stage.name: stage for stage in STAGES}
RULES: dict[str, Rule] = {rule.id: rule for stage in STAGES for rule in stage.rules}
State = Literal["done", "here", "blocked", "to come"]


@dataclass(frozen=True)
class Standing:
    """Where one stage stands. `cards` stand; `overridden` were gone past, each with its signed reason."""

    stage: Stage
    state: State
    missing: tuple[type[Record], ...]
    cards: tuple[Card, ...]
    overridden: tuple[tuple[Card, Entry], ...]

    @property
    def critical(self) -> tuple[Card, ...]:
        """The cards that block."""
        return tuple(card for card in self.cards if card.indicator == "critical")


@dataclass(frozen=True)
class Walk:
    """All seven stages of one chart on one day."""

    standings: tuple[Standing, ...]

    @property
    def current(self) -> Standing:
        """The first stage that is not done; the last one when all are."""
        return next((s for s in self.standings if s.state != "done"), self.standings[-1])

    @property
    def cards(self) -> tuple[Card, ...]:
        """What stands, over all stages, worst first."""
        return worst_first(tuple(card for standing in self.standings for card in standing.cards))

    def beside(self, cards: Sequence[Card]) -> "Walk":
        """The same walk with cards that no chart can say by itself, such as a recalled lot.

        Each stands in the stage it names, once that is begun or reached; a critical one blocks the stage, and
        what would have been next waits behind it.
        """
        made: list[Standing] = []
        for one in self.standings:
            mine = tuple(card for card in cards if card.stage == one.stage.name and one.state != "to come")
            stopped = any(card.indicator == "critical" for card in mine)
            waits = one.state == "here" and any(earlier.state == "blocked" for earlier in made)
            state: State = "blocked" if stopped else "to come" if waits else one.state
            made.append(replace(one, state=state, cards=worst_first((*one.cards, *mine))))
        return Walk(tuple(made))

    def refusal(self, kind: type[Record]) -> str:
        """Why a record of this kind cannot be signed now; "" when it can."""
        if kind.anytime:
            return ""
        for standing in self.standings:
            if standing.stage.name == kind.stage:
                return _too_early(kind, standing)
            if standing.state != "done":
                return _why_not(kind, standing)
        return ""


def _why_not(kind: type[Record], standing: Standing) -> str:
    if standing.critical:
        why = standing.critical[0].summary
    else:
        why = "not signed yet: " + ", ".join(record.title.lower() for record in standing.missing)
    return f"{kind.title} cannot be signed while {standing.stage.title.lower()} is open. {why}"


def _too_early(kind: type[Record], standing: Standing) -> str:
    """Within its own stage: what must be signed first, and a stop that a needed record may not go past."""
    first = [record for record in standing.missing if record.kind in kind.after]
    if first:
        return f"{kind.title} cannot be signed before: {first[0].title.lower()}."
    stops = [card for card in standing.critical if not _only_unsigned(card, standing.missing)]
    if kind.after and kind in standing.stage.required and stops:
        return f"{kind.title} cannot be signed while this stands: {stops[0].summary}"
    return ""


def walk(chart: Chart, day: date) -> Walk:
    """Read the chart as of a day; stages up to the injection as of the day it was given, once it was."""
    given = chart.every(Injection)
    settled = min(day, given[0].given_at.date()) if given else day  # the local day, as the instant is written
    standings: list[Standing] = []
    for stage in STAGES:
        later = stage in (AFTERCARE, OUTCOMES)
        standings.append(_standing(stage, chart, day if later else settled, standings))
    return Walk(tuple(standings))


def _standing(stage: Stage, chart: Chart, day: date, before: list[Standing]) -> Standing:
    begun = any(chart.signed(kind) for kind in stage.records)
    reached = all(earlier.state == "done" for earlier in before)
    if not (begun or reached):
        # The last stage speaks before it is reached: a baseline cannot be asked for after the injection.
        ahead = [card for one in stage.rules for card in one.cards(chart, day)] if stage is OUTCOMES else []
        return Standing(stage, "to come", stage.missing(chart), tuple(ahead), ())
    said = stage.cards(chart, day)
    past = tuple((card, entry) for card in said if (entry := _past(card, chart)))
    standing = tuple(card for card in said if card not in {one for one, _ in past})
    missing = stage.missing(chart)
    critical = any(card.indicator == "critical" and not _only_unsigned(card, missing) for card in standing)
    state: State = "blocked" if critical else "here" if missing else "done"
    if missing and not reached and not critical:
        state = "to come"
    return Standing(stage, state, missing, standing, past)


def _past(card: Card, chart: Chart) -> Entry | None:
    return overridden(card, chart) if card.indicator == "critical" else None


def _only_unsigned(card: Card, missing: tuple[type[Record], ...]) -> bool:
    """Whether the card only says that a record was not begun: then the stage waits, and is not blocked."""
    return bool(card.asks) and all(
        any(ask.startswith(f"{kind.kind}.") for kind in missing) for ask in card.asks
    )
