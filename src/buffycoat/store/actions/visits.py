"""Appointments, arrivals, and the notes that somebody looked or took something out."""

from datetime import datetime

from django.db import transaction

from buffycoat.pathway.chart import Signer
from buffycoat.store import audit, clock
from buffycoat.store.actions.refusals import require
from buffycoat.store.models import Appointment, Episode, Patient


@transaction.atomic
def book(by: Signer, episode: Episode, at: datetime, purpose: str) -> Appointment:
    """Make an appointment."""
    require(by, "book", what="make appointments")
    audit.note(by, "book", f"{purpose}, {at:%Y-%m-%d %H:%M}", episode=episode)
    return Appointment.objects.create(episode=episode, at=at, purpose=purpose)


@transaction.atomic
def arrive(by: Signer, appointment: Appointment) -> Appointment:
    """Say that somebody is here. Saying it twice keeps the first instant."""
    require(by, "book", what="note arrivals")
    came = clock.now()
    if Appointment.objects.filter(pk=appointment.pk, arrived_at=None).update(arrived_at=came):
        audit.note(by, "arrive", appointment.purpose, episode=appointment.episode)
    appointment.refresh_from_db()
    return appointment


def note_view(
    by: Signer, patient: Patient | None = None, episode: Episode | None = None, what: str = ""
) -> None:
    """Note that somebody opened a patient or an episode; Refused for a role that sees no patient."""
    require(by, "see", what="see patients")
    audit.note(by, "view", what, patient=patient, episode=episode)


@transaction.atomic
def note_report(by: Signer, what: str) -> None:
    """Note that somebody looked at figures over many charts; Refused for a role that may not."""
    require(by, "report", what="see figures over many charts")
    audit.note(by, "view", what)


def note_export(
    by: Signer, patient: Patient | None = None, episode: Episode | None = None, what: str = ""
) -> None:
    """Note that somebody takes something out; Refused for a role that may not."""
    require(by, "export", what="export")
    audit.note(by, "export", what, patient=patient, episode=episode)
