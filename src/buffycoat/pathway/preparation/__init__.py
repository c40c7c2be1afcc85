"""Preparation: from the vein to a known dose."""

from buffycoat.pathway.preparation import rules, rules_classes, rules_counts
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.stage import Stage, rules_of

STAGE = Stage(
    name="preparation",
    title="Preparation",
    required=(Draw, Spin, Product),
    rules=rules_of(rules, rules_counts, rules_classes),
)
