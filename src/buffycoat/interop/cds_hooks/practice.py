"""What the practice's own store knows of the patient in the EHR."""

from django.db import connection

from buffycoat.interop.cds_hooks.here import Here
from buffycoat.interop.fhir.patient import Who
from buffycoat.store.charts import charts
from buffycoat.store.models import Episode, Patient

# By birth date, which has an index, and by a number: one alone must never show another person's chart.
# Written out: for most calls nobody is found, and the ORM would spend a tenth of the answer on its text.
_MINE = f"""
    SELECT episode.id, episode.patient_id FROM {Episode._meta.db_table} AS episode
    JOIN {Patient._meta.db_table} AS patient ON patient.id = episode.patient_id
    WHERE patient.birth_date = %s
      AND (patient.source <> '' AND patient.source = %s OR patient.mrn <> '' AND patient.mrn = %s)
    ORDER BY episode.opened_at DESC, episode.id DESC
"""  # noqa: S608  # the names of our own tables


def find(who: Who) -> Here:
    """The charts of the patient with the same record number or identifier, born on the same day."""
    source = who.identity if "|" in who.identity else ""
    if not (source or who.mrn) or who.born is None or len(who.born.day) != 10:
        return Here()
    with connection.cursor() as cursor:
        cursor.execute(_MINE, (who.born.day, source, who.mrn))
        found = cursor.fetchall()
    if len({patient for _, patient in found}) != 1:
        return Here()
    held = charts([episode for episode, _ in found])
    return Here(tuple(held[episode] for episode, _ in found), found[0][1])
