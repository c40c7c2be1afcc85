"""A patient's way in: a signed address for one purpose, good until a day and for one sending."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction

from buffycoat.pathway.chart import Signer
from buffycoat.pathway.consent.patient_part import Offer
from buffycoat.store import audit, clock
from buffycoat.store.actions.refusals import BadLink, Refused, require
from buffycoat.store.charts import chart
from buffycoat.store.models import Episode, Link

PURPOSES = ("intake", "check_in", "consent", "plan")


@transaction.atomic
def make_link(by: Signer, episode: Episode | None, purpose: str, *, hours: int = 72, visit: str = "") -> str:
    """The token of a new link. It tells nothing about the patient: the row does."""
    require(by, "link", what="send links")
    if purpose not in PURPOSES:
        raise ValueError(f"{purpose} is not a purpose of a link; use one of: {', '.join(PURPOSES)}")
    if purpose == "consent" and (episode is None or not chart(episode.pk).signed(Offer)):
        raise Refused("Nothing is proposed to the patient yet: sign what is proposed, with the price, first.")
    now = clock.now()
    link = Link.objects.create(
        episode=episode,
        purpose=purpose,
        made_by=by.id,
        made_at=now,
        expires_at=now + timedelta(hours=hours),
        visit=visit,
    )
    audit.note(by, "link", f"{purpose} for {hours} hours", episode=episode)
    return signing.Signer(salt=purpose).sign(link.pk)


def open_link(token: str, purpose: str, *, sent_too: bool = False) -> Link:
    """The link of a token; BadLink when it is forged, for something else, too old, or was sent already.

    `sent_too`: a page that is still there after sending, where a patient reads what they signed.
    """
    link = _row(token, purpose)
    if link is None:
        others = (one for one in PURPOSES if one != purpose)
        raise BadLink("other purpose" if any(_row(token, other) for other in others) else "forged")
    if link.used_at is not None and not sent_too:
        raise BadLink("used")
    if link.expires_at <= clock.now():
        raise BadLink("expired")
    return link


def _row(token: str, purpose: str) -> Link | None:
    try:
        key = signing.Signer(salt=purpose).unsign(token)
    except signing.BadSignature:
        return None
    return Link.objects.select_related("episode__patient").filter(pk=key, purpose=purpose).first()


def keep_answers(link: Link, answers: Mapping[str, Any]) -> None:
    """Keep what was typed so far, even past the link's day; BadLink once it was sent."""
    link.answers = dict(answers)
    if not Link.objects.filter(pk=link.pk, used_at=None).update(answers=link.answers):
        raise BadLink("used")


@transaction.atomic
def finish_link(link: Link) -> None:
    """Close a link when its answers are sent; BadLink when another sending was quicker."""
    used = clock.now()
    if not Link.objects.filter(pk=link.pk, used_at=None).update(used_at=used):
        raise BadLink("used")
    link.used_at = used
    patient = link.episode.patient if link.episode else None
    by = Signer(id=f"link:{link.pk}", name=patient.name if patient else "", role="patient")
    audit.note(by, "link", f"{link.purpose} sent", episode=link.episode)
