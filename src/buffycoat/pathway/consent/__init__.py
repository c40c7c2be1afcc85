"""Consent: what was explained, understood, priced and signed."""

from buffycoat.pathway.consent import rules
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.stage import Stage, rules_of

STAGE = Stage(
    name="consent", title="Consent", required=(Consent,), optional=(Withdrawal,), rules=rules_of(rules)
)
