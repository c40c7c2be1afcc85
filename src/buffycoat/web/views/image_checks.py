"""Linked images looked at again: whether the archive still holds what was signed; pictures; the note."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from buffycoat.pathway.chart import Entry
from buffycoat.pathway.injection.images import Images
from buffycoat.pathway.injection.records import Injection
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.imaging import State, Trouble
from buffycoat.store.models import Episode
from buffycoat.store.roles import may
from buffycoat.web.presenters import images as words
from buffycoat.web.views import archive
from buffycoat.web.views.page import bar, episode_of, not_allowed, page, staff_page


@staff_page("see")
def held(request: HttpRequest, episode_id: str) -> HttpResponse:
    """Every linked image fetched again and compared; asked for by the episode's page once it stands."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    actions.note_view(request.user.signer, episode=episode, what="images, compared with the archive")
    now = clock.now().astimezone(clock.zone())
    return page(
        request,
        "images_part.html" if request.htmx else "images_held.html",
        episode=episode,
        who=bar(episode.patient, chart, reverse("episode", args=[episode.pk])),
        linked=_looked_at(episode, tuple(reversed(chart.signed(Images)))),
        checked=f"{now:%H:%M}",
        may_sign=may(request.user.role, "sign", Images.kind),
    )


def _looked_at(episode: Episode, entries: tuple[Entry, ...]) -> list[words.Linked]:
    """One visit for all: once its time is up, what is left is not checked, and nobody waits for it."""
    try:
        visit = archive.visit(episode.patient)
    except Trouble as trouble:
        visit, why = None, State("not checked", str(trouble))
    found = []
    for entry in entries:
        states = visit.states(entry.record) if visit else (why,) * len(entry.record.images)
        note = _note(visit, entry) if visit else ""
        found.append(
            words.shown(entry, clock.zone(), states, lambda shot: archive.picture_of(episode, shot), note)
        )
    return found


def _note(visit: Any, entry: Entry) -> str:
    try:
        return "yes" if visit.has_note(entry) else "no"
    except Trouble:
        return ""


@staff_page("see")
def picture(request: HttpRequest, episode_id: str, sealed: str) -> HttpResponse:
    """One picture, fetched by us: a browser is told nothing of where the archive is."""
    episode = episode_of(episode_id)
    shot = archive.opened(episode, sealed)
    if shot is None:
        raise Http404
    try:
        content, kind = archive.visit(episode.patient).picture(shot)
    except Trouble as trouble:
        return HttpResponse(str(trouble), status=502, content_type="text/plain; charset=utf-8")
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "private, no-store"})


@require_POST
@staff_page("sign")
def send_note(request: HttpRequest, episode_id: str, number: int) -> HttpResponse:
    """Put the note on an entry's images into the archive, where it could not be before."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    if not may(request.user.role, "sign", Images.kind):
        return not_allowed(request, "sign", Images.kind, "link images")
    entry = next((one for one in chart.signed(Images) if one.number == number), None)
    injection = chart.newest(Injection)
    if entry is None or injection is None:
        raise Http404
    actions.note_view(request.user.signer, episode=episode, what=f"images: note of entry {number} sent")
    try:
        archive.visit(episode.patient).send_note(
            entry, injection.given_at, clock.now().astimezone(clock.zone())
        )
        messages.success(request, f"The note on the images of entry {number} is in the archive.")
    except Trouble as trouble:
        messages.error(request, f"The note is not in the archive. {trouble}")
    return redirect("images", episode.pk)
