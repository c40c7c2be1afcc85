"""Calls of other systems: each token is taken once, and what was read or told is noted."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from buffycoat.pathway.chart import Signer
from buffycoat.store import audit
from buffycoat.store.models import Episode, UsedToken


class UsedAgain(Exception):
    """The token was used before: this call is a copy of another."""


@transaction.atomic
def note_outside(
    by: Signer,
    *,
    token: str = "",
    expires: float = 0.0,
    now: float = 0.0,
    seen: str = "",
    hook: str = "",
    feedback: Iterable[str] = (),
) -> None:
    """Take the token, and note which episode was read (`seen`, for which hook) and what became of cards."""
    if token:
        _take(token, datetime.fromtimestamp(expires, UTC), datetime.fromtimestamp(now, UTC))
    if seen:
        audit.note(by, "view", f"CDS Hooks {hook}", episode=Episode.objects.get(pk=seen))
    for line in feedback:
        audit.note(by, "feedback", line)


def _take(token: str, expires: datetime, now: datetime) -> None:
    digest = hashlib.sha256(token.encode()).hexdigest()
    try:
        with transaction.atomic():
            UsedToken.objects.create(digest=digest, expires_at=expires)
    except IntegrityError as error:
        raise UsedAgain from error
    if digest.startswith("00"):  # one call in 256 sweeps up; expired tokens are refused by their date
        UsedToken.objects.filter(expires_at__lt=now).delete()
