"""What the practice's own store knows of the patient in the EHR."""

from datetime import date

from django.db.models import Q

from buffycoat.interop.cds_hooks.here import Here
from buffycoat.interop.fhir.patient import Who
from buffycoat.store.charts import charts
from buffycoat.store.models import Episode


def find(who: Who) -> Here:
    """The charts of the patient with the same record number or identifier, born on the same day."""
    named = Q(patient__source=who.identity) if "|" in who.identity else Q()
    if who.mrn:
        named |= Q(patient__mrn=who.mrn)
    if not named or who.born is None or len(who.born.day) != 10:
        return Here()
    # First by birth date: it has an index, and an identifier alone must never show another person's chart.
    mine = Episode.objects.filter(patient__birth_date=date.fromisoformat(who.born.day)).filter(named)
    found = list(mine.order_by("-opened_at", "-pk").values_list("pk", "patient_id"))
    if len({patient for _, patient in found}) != 1:
        return Here()
    held = charts([episode for episode, _ in found])
    return Here(tuple(held[episode] for episode, _ in found))
