"""Reading charts back: always a constant number of queries, whatever the size of the practice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Q

from buffycoat.pathway import walk  # noqa: F401  # declares every kind of record, so that any entry can be read
from buffycoat.pathway.chart import Chart
from buffycoat.store import clock
from buffycoat.store.models import Appointment, EntryRow, Episode, Patient

MOST_FOUND = 50
MOST_DUE = 100  # lines on a page; the count says how many more there are


def chart(episode_id: str) -> Chart:
    """The chart of one episode; an empty one where nothing is signed."""
    rows = EntryRow.objects.filter(episode_id=episode_id).order_by("number")
    return Chart(episode_id, tuple(row.entry() for row in rows))


def charts(ids: Collection[str]) -> dict[str, Chart]:
    """The charts of several episodes, in one query."""
    rows = EntryRow.objects.filter(episode_id__in=ids).order_by("episode_id", "number")
    held = {
        key: tuple(row.entry() for row in group) for key, group in groupby(rows, lambda row: row.episode_id)
    }
    return {key: Chart(key, held.get(key, ())) for key in ids}


@dataclass(frozen=True)
class Visit:
    """Somebody who is expected or here today."""

    appointment: Appointment
    episode: Episode
    patient: Patient
    chart: Chart


@dataclass(frozen=True)
class Board:
    """What *Today* shows. `due` holds the first `MOST_DUE` of `due_count`, the latest due first."""

    day: date
    needs_now: tuple[Episode, ...]
    here: tuple[Visit, ...]
    due: tuple[Episode, ...]
    due_count: int


def today_board(day: date) -> Board:
    """Who needs somebody now, who is here, who is due."""
    known = Episode.objects.select_related("patient")
    due = known.filter(due_on__lte=day)
    return Board(
        day=day,
        # "emergency" sorts before "same_day": worst first.
        needs_now=tuple(known.exclude(alert="").order_by("alert", "opened_at", "pk")),
        here=_visits(day),
        due=tuple(due.order_by("-due_on", "pk")[:MOST_DUE]),
        due_count=due.count(),
    )


def _visits(day: date) -> tuple[Visit, ...]:
    midnight = datetime.combine(day, datetime.min.time(), clock.zone())
    within = (midnight, midnight + timedelta(days=1) - timedelta(microseconds=1))
    booked = list(
        Appointment.objects.filter(at__range=within).select_related("episode__patient").order_by("at", "pk")
    )
    held = charts({one.episode_id for one in booked})
    return tuple(Visit(one, one.episode, one.episode.patient, held[one.episode_id]) for one in booked)


def find_patients(text: str) -> list[Patient]:
    """Patients by words of their name, by record number, or by birth date (1980-05-17 or 05/17/1980)."""
    words = text.split()
    if not words:
        return []
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    found = named | Q(mrn__iexact=text.strip())
    born = _birth_date(text.strip())
    if born:
        found |= Q(birth_date=born)
    return list(Patient.objects.filter(found).order_by("name", "birth_date", "pk")[:MOST_FOUND])


def _birth_date(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a birthday has no time zone
        except ValueError:
            continue
    return None
