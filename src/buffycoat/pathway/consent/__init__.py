"""Consent: what was explained, understood, priced and signed."""

from buffycoat.pathway.consent import rules, rules_patient
from buffycoat.pathway.consent.patient_part import Offer, PatientPart
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.stage import Stage, rules_of

STAGE = Stage(
    name="consent",
    title="Consent",
    required=(Consent,),
    optional=(Offer, PatientPart, Withdrawal),
    rules=rules_of(rules, rules_patient),
)
