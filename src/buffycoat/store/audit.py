"""Who did what, when, to which chart: one line each, written in the transaction of the thing itself."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from buffycoat.pathway.chart import Entry, Signer
from buffycoat.store import clock
from buffycoat.store.models import AuditEvent, Episode, Patient, Staff

SIGNED = ("sign", "override")  # the actions that leave an entry, and name its hash


def note(
    by: Signer,
    action: str,
    what: str = "",
    *,
    patient: Patient | None = None,
    episode: Episode | None = None,
    entry: Entry | None = None,
) -> AuditEvent:
    """Write one event. The patient is the episode's where only the episode is given."""
    return AuditEvent.objects.create(
        at=clock.now(),
        actor_id=by.id,
        actor_name=by.name,
        role=by.role,
        action=action,
        patient_id=patient.pk if patient else episode.patient_id if episode else "",
        episode_id=episode.pk if episode else "",
        what=what[:500],
        entry_hash=entry.hash if entry else "",
    )


@receiver(user_logged_in)
def _signed_in(sender: Any, user: Staff, **rest: Any) -> None:
    note(user.signer, "sign-in")


@receiver(user_login_failed)
def _refused(sender: Any, credentials: dict[str, Any], **rest: Any) -> None:
    """A failed try, with the name that was typed: it may be nobody's."""
    typed = str(credentials.get("username", ""))[:150]
    note(Signer(id=typed, name=typed, role=""), "sign-in", "refused")
