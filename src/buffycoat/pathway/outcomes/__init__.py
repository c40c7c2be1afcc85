"""Outcomes: how people are doing afterwards, by their own answers, and what went wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.outcomes import entered_rules, harm_rules, rules
from buffycoat.pathway.outcomes.entered import EnteredScores, NoAnswers
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.outcomes.reports import from_patient
from buffycoat.pathway.outcomes.settled import Settled
from buffycoat.pathway.outcomes.visits import LAST
from buffycoat.pathway.record import Record
from buffycoat.pathway.stage import Stage, rules_of, unanswered


@dataclass(frozen=True)
class FollowUp(Stage):
    """A stage that one set of answers does not finish: it is open until those of the last visit are in."""

    def missing(self, chart: Chart) -> tuple[type[Record], ...]:
        """Answers are missing until the last visit's are in; a baseline alone is no outcome."""
        return () if any(one.visit == LAST for one in chart.every(Outcome)) else (Outcome,)

    def _open(self, kind: type[Record], chart: Chart) -> Iterator[Card]:
        """A patient is not asked for what a clinician judges: their account has no open answers."""
        if kind is not AdverseEvent:
            yield from super()._open(kind, chart)
            return
        for entry in chart.signed(AdverseEvent):
            if not from_patient(entry):
                yield from unanswered(kind, entry.record)


STAGE = FollowUp(
    name="outcomes",
    title="Outcomes",
    required=(Outcome,),
    optional=(AdverseEvent, Settled, EnteredScores, NoAnswers),
    rules=rules_of(rules, entered_rules, harm_rules),
)
