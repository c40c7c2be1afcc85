"""Candidacy: is there a target, what speaks against PRP, and what has to be held or measured first?"""

from buffycoat.pathway.candidacy import (
    rules_allergies,
    rules_blocks,
    rules_conditions,
    rules_drugs,
    rules_labs,
    rules_person,
    rules_target,
    rules_thinners,
)
from buffycoat.pathway.candidacy.records import Allergies, History, Labs, Medicines, Plan
from buffycoat.pathway.stage import Stage, rules_of

STAGE = Stage(
    name="candidacy",
    title="Candidacy",
    required=(Plan, History, Medicines, Allergies, Labs),
    rules=rules_of(
        rules_target,
        rules_blocks,
        rules_thinners,
        rules_drugs,
        rules_conditions,
        rules_person,
        rules_labs,
        rules_allergies,
    ),
)
