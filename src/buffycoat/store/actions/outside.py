"""Calls of other systems: each token is taken once, and what was read or told is noted."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection, transaction

from buffycoat.pathway.chart import Signer
from buffycoat.store import audit
from buffycoat.store.models import Episode, UsedToken


class UsedAgain(Exception):
    """The token was used before: this call is a copy of another."""


# One statement, which says by itself whether the token is new: written out, as the ORM has no such one.
_TABLE = UsedToken._meta.db_table
_KEEP = f"INSERT INTO {_TABLE} (digest, expires_at) VALUES (%s, %s) ON CONFLICT DO NOTHING"  # noqa: S608  # our own table


def note_outside(
    by: Signer,
    *,
    token: str = "",
    expires: float = 0.0,
    now: float = 0.0,
    seen: str = "",
    patient: str = "",
    hook: str = "",
    feedback: Iterable[str] = (),
) -> None:
    """Take the token, and note whose episode was read (`seen`, for which hook) and what became of cards.

    All of it is kept, or nothing. A token alone needs no transaction around it: its one statement is one, and
    nobody else has to wait while this process comes and goes between BEGIN and COMMIT.
    """
    lines = tuple(feedback)
    if not (seen or lines):
        _take(token, expires, now)
        return
    with transaction.atomic():
        _take(token, expires, now)
        if seen:
            audit.note(by, "view", f"CDS Hooks {hook}", episode=Episode(pk=seen, patient_id=patient))
        for line in lines:
            audit.note(by, "feedback", line)


def _take(token: str, expires: float, now: float) -> None:
    if not token:
        return
    digest = hashlib.sha256(token.encode()).hexdigest()
    until = connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(expires, UTC))
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, (digest, until))
        if cursor.rowcount != 1:
            raise UsedAgain
    if digest.startswith("00"):  # one call in 256 sweeps up; expired tokens are refused by their date
        UsedToken.objects.filter(expires_at__lt=datetime.fromtimestamp(now, UTC)).delete()
