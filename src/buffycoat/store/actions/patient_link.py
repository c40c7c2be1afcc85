"""What a patient does through a link: prove who they are, answer, tell at once, send. All is audited."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from buffycoat.pathway.chart import Entry, Signer
from buffycoat.pathway.record import Record
from buffycoat.store import audit
from buffycoat.store.actions.links import finish_link, keep_answers
from buffycoat.store.actions.refusals import Conflict
from buffycoat.store.actions.signing import sign
from buffycoat.store.charts import chart
from buffycoat.store.models import AuditEvent, Link

WRONG_TRIES = 5  # a day of birth has some 30 000 values; whoever found the link does not get to guess it
WRONG = "wrong date of birth"
ROUNDS = 5  # staff may sign in the same moment: the patient's answers do not depend on what they wrote


def signer_of(link: Link) -> Signer:
    """The patient of a link, as they sign."""
    patient = link.episode.patient
    return Signer(id=patient.pk, name=patient.name, role="patient")


def is_locked(link: Link) -> bool:
    """Whether too many wrong dates of birth were tried. Counted in the audit, which nobody can set back."""
    tries = AuditEvent.objects.filter(episode_id=link.episode_id, actor_id=_actor(link).id, what=WRONG)
    return tries.count() >= WRONG_TRIES


@transaction.atomic
def prove_birth_date(link: Link, born: date) -> bool:
    """Compare the second identifier; False, and one try fewer, for another day; False for a locked link."""
    Link.objects.select_for_update().get(pk=link.pk)  # one try at a time
    if is_locked(link):
        return False
    right = born == link.episode.patient.birth_date
    what = f"{link.purpose} opened" if right else WRONG
    audit.note(signer_of(link) if right else _actor(link), "link", what, episode=link.episode)
    return right


def _actor(link: Link) -> Signer:
    """Whoever holds the link: not yet known to be the patient."""
    return Signer(id=f"link:{link.pk}", name="", role="patient")


@transaction.atomic
def answer(link: Link, answers: Mapping[str, Any], what: str) -> None:
    """Keep the answers of one page."""
    keep_answers(link, answers)
    audit.note(signer_of(link), "link", f"{link.purpose}: {what} answered", episode=link.episode)


@transaction.atomic
def note_read(link: Link, what: str) -> None:
    """Note that the patient opened a page of theirs, or took it with them as a file."""
    audit.note(signer_of(link), "link", f"{link.purpose}: {what} opened", episode=link.episode)


def tell_now(link: Link, record: Record, amends: int | None = None) -> Entry:
    """Sign what cannot wait for the end of the questions."""
    return _sign(link, record, amends)


@transaction.atomic
def send(link: Link, records: Sequence[tuple[Record, int | None]]) -> tuple[Entry, ...]:
    """Sign all answers and close the link: all of it or nothing. BadLink when another sending was quicker."""
    finish_link(link)
    return tuple(_sign(link, record, amends) for record, amends in records)


def _sign(link: Link, record: Record, amends: int | None) -> Entry:
    by, last = signer_of(link), ROUNDS - 1
    for round_number in range(ROUNDS):
        held = chart(link.episode_id)
        still = any(entry.number == amends for entry in held.in_force)
        try:
            return sign(by, link.episode_id, record, seen=len(held.entries), amends=amends if still else None)
        except Conflict:
            if round_number == last:
                raise
    raise AssertionError("the last round signs or raises")
