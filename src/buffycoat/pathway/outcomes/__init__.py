"""Outcomes: how people are doing afterwards, by their own answers, and what went wrong."""

from dataclasses import dataclass

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.outcomes import harm_rules, rules
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.outcomes.visits import LAST
from buffycoat.pathway.record import Record
from buffycoat.pathway.stage import Stage, rules_of


@dataclass(frozen=True)
class FollowUp(Stage):
    """A stage that one set of answers does not finish: it is open until those of the last visit are in."""

    def missing(self, chart: Chart) -> tuple[type[Record], ...]:
        """Answers are missing until the last visit's are in; a baseline alone is no outcome."""
        return () if any(one.visit == LAST for one in chart.every(Outcome)) else (Outcome,)


STAGE = FollowUp(
    name="outcomes",
    title="Outcomes",
    required=(Outcome,),
    optional=(AdverseEvent,),
    rules=rules_of(rules, harm_rules),
)
