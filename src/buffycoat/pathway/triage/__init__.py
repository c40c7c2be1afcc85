"""Triage: is it an emergency, how urgent is it, and where does it hurt?"""

from buffycoat.pathway.stage import Stage, rules_of
from buffycoat.pathway.triage import pain_rules, rules, told_before
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns

STAGE = Stage(
    name="triage",
    title="Triage",
    required=(Referral, WarningSigns, Pain),
    optional=(Examination,),
    rules=rules_of(rules, told_before, pain_rules),
)
