"""Aftercare: the plan by day, the check-ins, and what must be looked at today."""

from buffycoat.pathway.aftercare.records import AftercarePlan, CheckIn
from buffycoat.pathway.stage import Stage

STAGE = Stage(name="aftercare", title="Aftercare", required=(AftercarePlan,), optional=(CheckIn,))
