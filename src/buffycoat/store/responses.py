"""Answers after every injection, why some did not come, and the links sent for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.entered import NoAnswers
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.practice.responses import Answers, Followed
from buffycoat.store.board_readings import Readings
from buffycoat.store.models import Episode, Link

# Each of these is amended by its own kind, or taken back; nothing else tells what is in force.
_KINDS = (Injection.kind, Outcome.kind, NoAnswers.kind, Retraction.kind)


@dataclass(frozen=True)
class Sent:
    """The newest link for a visit: when it was made, whether anything was typed, until when it works."""

    made_at: datetime
    begun: bool
    expires_at: datetime


def _followed(chart: Chart) -> Followed | None:
    injection = chart.newest(Injection)
    if injection is None:
        return None
    told = tuple(
        Answers(one.visit, one.answered_on, one.mode, one.nrs_average) for one in chart.every(Outcome)
    )
    return Followed(chart.episode, injected_on(injection), told, chart.every(NoAnswers))


_READINGS = Readings(Injection.kind, _KINDS, _followed)


def followed() -> tuple[Followed, ...]:
    """Every episode with an injection in force."""
    return _READINGS.all()


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
