"""Triage: is it an emergency, how urgent is it, and where does it hurt?"""

from buffycoat.pathway.stage import Stage
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns

STAGE = Stage(name="triage", title="Triage", required=(Referral, WarningSigns, Pain))
