"""How a page comes to the image archive, and how it names what is in there: sealed, and never by address."""

from dataclasses import astuple
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.module_loading import import_string

from buffycoat.store.imaging import Shot, Trouble
from buffycoat.store.models import Episode, Patient

SALT = "archive"
KEPT = 8 * 3600  # seconds, as long as a session
NOT_SET_UP = "No image archive is set up here."


def visit(patient: Patient) -> Any:
    """One visit to the archive about this patient; Trouble where there is none."""
    if settings.ARCHIVE is None:
        raise Trouble(NOT_SET_UP)
    return import_string(settings.IMAGING)(settings.ARCHIVE, patient)


def seal(episode: Episode, shot: Shot) -> str:
    """An object that was found to be this episode’s patient’s, as a page may carry it."""
    return signing.dumps([episode.pk, *astuple(shot)], salt=SALT, compress=True)


def opened(episode: Episode, sealed: str) -> Shot | None:
    """What was sealed for this episode; None for anything else."""
    try:
        held = signing.loads(sealed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return Shot(*held[1:]) if held[0] == episode.pk else None


def picture_of(episode: Episode, shot: Shot) -> str:
    """The address of its picture, on our own server."""
    return reverse("image", args=[episode.pk, seal(episode, shot)])
