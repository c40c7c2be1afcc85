"""Today: the page that the clinic opens on."""

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from buffycoat.pathway.walk import walk
from buffycoat.store import actions, clock, recall
from buffycoat.store.charts import Visit, today_board
from buffycoat.store.equipment import due
from buffycoat.store.models import EntryRow, Episode, Link, Prefill
from buffycoat.store.roles import may
from buffycoat.store.unlinked import unlinked
from buffycoat.web.presenters import today as words
from buffycoat.web.presenters.equipment import due_words
from buffycoat.web.presenters.who import age
from buffycoat.web.views.page import page, staff_page, to_signed_in
from buffycoat.web.views.steps import step_link

MOST_NAMED = 4


@to_signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What the clinic opens on: the day; for those who ask many charts and may open none, the registry."""
    role = request.user.role
    return redirect("registry") if may(role, "report") and not may(role, "see") else today(request)


@staff_page("see")
def today(request: HttpRequest) -> HttpResponse:
    """Who needs someone now, who is here, who is due, what waits."""
    board = today_board(clock.today())
    here = [(visit, words.row(walk(visit.chart, board.day))) for visit in board.here]
    due = tuple((one.due_what, one.due_on, one.pk, one.patient.name) for one in board.due if one.due_on)
    calls = tuple((what, clock.day_of(since), key, name) for what, since, key, name in actions.to_call())
    return page(
        request,
        "today.html",
        here="today",
        headline=words.headline(
            len(board.needs_now), tuple(row for _, row in here), board.due_count + len(calls)
        ),
        now=[
            (one, words.LEVELS[one.alert], age(one.patient.birth_date, board.day), _alarm(one))
            for one in board.needs_now
        ],
        visits=[_line(request.user.role, visit, row) for visit, row in here],
        due=words.due((*calls, *due), board.day),
        recalls=recall.open_recalls(),
        due_more=board.due_count - len(board.due),
        most_named=MOST_NAMED,
        waiting=_waiting(),
        unlinked=unlinked(board.day) if settings.ARCHIVE else (),
    )


def _alarm(one: Episode) -> str:
    return words.alarm_words(one.alert, one.alert_text)


def _line(role: str, visit: Visit, row: words.Row) -> dict[str, object]:
    patient = visit.patient
    return {
        "id": visit.appointment.pk,
        "at": visit.appointment.at,
        "arrived": visit.appointment.arrived_at,
        "name": patient.name,
        "age": age(patient.birth_date, clock.today()),
        "episode": reverse("episode", args=[visit.episode.pk]),
        "title": visit.appointment.purpose or visit.episode.title,
        "row": row,
        "link": step_link(visit.episode.pk, row.step, role),
    }


def _waiting() -> list[tuple[str, str, str]]:
    """What waits in the practice: files that nobody signed from, links that nobody answered."""
    files, links = _unsigned_files(), Link.objects.filter(used_at=None)
    now = clock.now()
    counts = {
        "files": files.count(),
        "open": links.filter(expires_at__gt=now).count(),
        "over": links.filter(expires_at__lte=now).count(),
    }
    oldest = files.order_by("imported_at").first() if counts["files"] else None
    lines = []
    if oldest:
        them = "it" if counts["files"] == 1 else "them"
        said = f"{counts['files']} imported, and nothing signed from {them} yet"
        lines.append(("Files", said, oldest.imported_at))
    if counts["open"]:
        lines.append(("Patients’ links", f"{counts['open']} out, not answered yet", None))
    if counts["over"]:
        lines.append(("Links run out", f"{counts['over']} never answered", None))
    machines = [
        (name, f"Calibration. {due_words(on, clock.today())}", None) for name, on, _ in due(clock.today())
    ]
    return lines + machines


def _unsigned_files() -> QuerySet[Prefill]:
    since = EntryRow.objects.filter(
        episode__patient=OuterRef("patient"),
        signed_at__gte=OuterRef("imported_at"),
        kind__startswith="candidacy.",
    )
    return Prefill.objects.filter(~Exists(since))
