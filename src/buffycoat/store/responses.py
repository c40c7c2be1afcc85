"""Answers after every injection, why some did not come, and the links sent for them: three queries."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.entered import NoAnswers
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.practice.responses import Followed
from buffycoat.store.models import EntryRow, Episode, Link

# Each of these is amended by its own kind, or taken back; nothing else tells what is in force.
_KINDS = (Injection.kind, Outcome.kind, NoAnswers.kind, Retraction.kind)


@dataclass(frozen=True)
class Sent:
    """The newest link for a visit: when it was made, whether anything was typed, until when it works."""

    made_at: datetime
    begun: bool
    expires_at: datetime


def followed() -> Iterator[Followed]:
    """Every episode with an injection in force."""
    given = EntryRow.objects.filter(kind=Injection.kind).values("episode_id")
    rows = EntryRow.objects.filter(kind__in=_KINDS, episode_id__in=given).order_by("episode_id", "number")
    for episode, held in groupby(rows.iterator(), key=lambda row: row.episode_id):
        chart = Chart(episode, tuple(row.entry() for row in held))
        injection = chart.newest(Injection)
        if injection is not None:
            yield Followed(episode, injected_on(injection), chart.every(Outcome), chart.every(NoAnswers))


def people(ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Name and telephone number by episode."""
    rows = Episode.objects.filter(pk__in=ids).values_list("pk", "patient__name", "patient__phone")
    return {key: (name, phone) for key, name, phone in rows}


def sent(ids: Collection[str]) -> dict[tuple[str, str], Sent]:
    """The newest link for each visit of these episodes."""
    rows = Link.objects.filter(episode_id__in=ids, purpose="check_in").exclude(visit="").order_by("made_at")
    return {
        (str(one.episode_id), one.visit): Sent(one.made_at, bool(one.answers), one.expires_at) for one in rows
    }
