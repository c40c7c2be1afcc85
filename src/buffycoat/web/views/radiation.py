"""Radiation: a dose report read into an episode, looked over and signed; and the practice's statistics."""

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.practice.doses import FEWEST, by_target
from buffycoat.store import actions
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.doses import procedures
from buffycoat.store.imaging import Trouble
from buffycoat.store.models import Episode
from buffycoat.store.roles import may
from buffycoat.web.presenters import radiation as figures
from buffycoat.web.views import archive
from buffycoat.web.views.imports import CannotRead
from buffycoat.web.views.page import bar, episode_of, not_allowed, page, seen, staff_page

LARGEST = 8 * 1024 * 1024  # bytes; what the reader takes too
KEPT = 3600  # seconds between reading and signing
SALT = "radiation"


@staff_page("sign")
def radiation(request: HttpRequest, episode_id: str) -> HttpResponse:
    """Choose a file, look over what was read, sign it. The file itself is not kept, its hash is."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    if not may(request.user.role, "sign", Radiation.kind):
        return not_allowed(request, "sign", Radiation.kind, "sign: radiation dose")
    if request.method != "POST":
        actions.note_view(request.user.signer, episode=episode, what="form: Radiation dose")
        return _show(request, episode, chart)
    if "read" in request.POST:
        return _sign(request, episode, chart)
    return _read(request, episode, chart)


def _read(request: HttpRequest, episode: Episode, chart: Chart) -> HttpResponse:
    if "archive" in request.POST:
        return _fetch(request, episode, chart)
    file = request.FILES.get("file")
    if file is None:
        return _show(request, episode, chart, status=422, error="No file was chosen.")
    if file.size and file.size > LARGEST:
        return _show(request, episode, chart, status=422, error="Too large: a dose report has at most 8 MB.")
    return _read_bytes(request, episode, chart, file.read(), file.name or "the file")


def _fetch(request: HttpRequest, episode: Episode, chart: Chart) -> HttpResponse:
    """The report that the images' page found in the archive; read like any other file."""
    shot = archive.opened(episode, request.POST["archive"])
    if shot is None:
        return _show(
            request, episode, chart, status=409, error="This page is too old. Choose the report again."
        )
    try:
        content = archive.visit(episode.patient).file(shot)
    except Trouble as trouble:
        return _show(request, episode, chart, status=502, error=str(trouble))
    return _read_bytes(request, episode, chart, content, "The report in the archive")


def _read_bytes(
    request: HttpRequest, episode: Episode, chart: Chart, content: bytes, name: str
) -> HttpResponse:
    try:
        record = import_string(settings.DOSE_READER)(content, chart, episode.patient)
    except CannotRead as error:
        return _show(request, episode, chart, status=422, error=f"{name}: {error}.")
    except actions.Refused as refusal:
        return _show(request, episode, chart, status=409, error=refusal.reason)
    return _show(request, episode, chart, record=record)


def _sign(request: HttpRequest, episode: Episode, chart: Chart) -> HttpResponse:
    """Sign what was shown: the page carries it sealed, so nothing can have been changed on the way."""
    try:
        held = signing.loads(request.POST["read"], salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return _show(
            request, episode, chart, status=409, error="This reading is too old. Read the file again."
        )
    if held["episode"] != episode.pk:
        return _show(request, episode, chart, status=409, error="This reading is of another episode.")
    record = Radiation.model_validate_json(held["body"])
    if any(one == record for one in chart.every(Radiation)):
        return _show(request, episode, chart, status=409, error="This report is signed already.")
    try:
        entry = actions.sign(request.user.signer, episode.pk, record, seen=seen(request))
    except (actions.Conflict, actions.Refused) as refusal:
        return _show(request, episode, chart, status=409, record=record, error=str(refusal))
    messages.success(request, f"Signed: radiation dose, entry {entry.number}.")
    return redirect("episode", episode.pk)


def _show(
    request: HttpRequest,
    episode: Episode,
    chart: Chart,
    status: int = 200,
    record: Radiation | None = None,
    error: str = "",
) -> HttpResponse:
    sealed = {"episode": episode.pk, "body": record.body()} if record else None
    return page(
        request,
        "radiation.html",
        status=status,
        episode=episode,
        who=bar(episode.patient, chart, reverse("episode", args=[episode.pk])),
        dose=figures.shown(record) if record else None,
        record=record,
        sealed=signing.dumps(sealed, salt=SALT, compress=True) if sealed else "",
        seen=len(chart.entries),
        error=error,
    )


@staff_page("report")
def doses(request: HttpRequest) -> HttpResponse:
    """Time, area product and air kerma by target, over all procedures that have a dose."""
    held = by_target(procedures(), TARGET_NAMES)
    return page(request, "doses.html", here="doses", lines=figures.lines(held), fewest=FEWEST)
