"""Aftercare: the plan by day, the check-ins, and what must be looked at today."""

from buffycoat.pathway.aftercare import rules
from buffycoat.pathway.aftercare.records import AftercarePlan, CheckIn, Reach
from buffycoat.pathway.stage import Stage, rules_of

STAGE = Stage(
    name="aftercare",
    title="Aftercare",
    required=(AftercarePlan,),
    optional=(CheckIn, Reach),
    rules=rules_of(rules),
)
