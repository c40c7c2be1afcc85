"""Injections whose images nobody has linked yet, read from what is signed and from nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.injection.images import Images
from buffycoat.pathway.injection.records import Injection
from buffycoat.store import clock
from buffycoat.store.models import EntryRow

LOOKED_BACK = 30  # days; what was not linked in a month is not there, or is nobody's to do today
# An injection or its images can be amended, or taken back; nothing else tells what is in force.
_KINDS = (Injection.kind, Images.kind, Retraction.kind)


@dataclass(frozen=True)
class Unlinked:
    """One injection without images. `name` is its patient’s."""

    episode: str
    name: str
    given_on: date


def unlinked(day: date) -> tuple[Unlinked, ...]:
    """The latest first. Whoever wrote that no image was saved is not asked for one."""
    since = datetime.combine(day - timedelta(days=LOOKED_BACK), datetime.min.time(), clock.zone())
    # An episode's index is written at each signing: none that was signed later can be missed by its day.
    lately = EntryRow.objects.filter(
        kind=Injection.kind, signed_at__gte=since, episode__indexed_on__gte=since.date()
    )
    rows = (
        EntryRow.objects.filter(kind__in=_KINDS, episode_id__in=lately.values("episode_id"))
        .select_related("episode__patient")
        .order_by("episode_id", "number")
    )
    found = [_one(list(group), since.date()) for _, group in groupby(rows, lambda row: row.episode_id)]
    return tuple(sorted(filter(None, found), key=lambda one: (one.given_on, one.episode), reverse=True))


def _one(rows: list[EntryRow], since: date) -> Unlinked | None:
    chart = Chart(rows[0].episode_id, tuple(row.entry() for row in rows))
    given = chart.newest(Injection)
    if given is None or given.images_saved is False or chart.signed(Images):
        return None
    on = clock.day_of(given.given_at)
    return Unlinked(chart.episode, rows[0].episode.patient.name, on) if on >= since else None
