"""Consent: what was explained, understood, priced and signed."""

from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.stage import Stage

STAGE = Stage(name="consent", title="Consent", required=(Consent,), optional=(Withdrawal,))
