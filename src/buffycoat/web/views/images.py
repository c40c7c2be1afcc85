"""Images of an injection: what the archive has of that day, which of it is linked to which place, signed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from pydantic import ValidationError

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.images import SHOWS, Images
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.pathway.injection.records import Injection
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.imaging import Choice, Found, Trouble
from buffycoat.store.models import Episode
from buffycoat.store.roles import may
from buffycoat.web.presenters import images as words
from buffycoat.web.views import archive
from buffycoat.web.views.page import bar, episode_of, not_allowed, page, seen, staff_page, who_may

MOST_LINKED = 40  # in one signature
TOO_EARLY = "The injection is not signed yet. Images are linked to the places that were injected."


@dataclass(frozen=True)
class Desk:
    """What lies before somebody who links images."""

    request: HttpRequest
    episode: Episode
    chart: Chart

    @property
    def injection(self) -> Injection | None:
        """What was injected, by what is signed."""
        return self.chart.newest(Injection)

    @property
    def day(self) -> date | None:
        """The day of the injection, at the practice."""
        return clock.day_of(self.injection.given_at) if self.injection else None

    @property
    def may_sign(self) -> bool:
        """Whether whoever looks may link."""
        return may(self.request.user.role, "sign", Images.kind)


@staff_page("see")
def images(request: HttpRequest, episode_id: str) -> HttpResponse:
    """The studies of the day; choose images, say of which place they are and what they show, sign."""
    desk = Desk(request, episode_of(episode_id), read_chart(episode_id))
    if request.method == "POST":
        if not desk.may_sign:
            return not_allowed(request, "sign", Images.kind, "link images")
        return _link(desk)
    actions.note_view(request.user.signer, episode=desk.episode, what="images")
    return _show(desk)


def _link(desk: Desk) -> HttpResponse:
    """Fetch what was chosen, sign it, and leave a note in the archive: all of it in the time of one visit."""
    if desk.injection is None:
        return _show(desk, 409, TOO_EARLY)
    choices, wrong = _chosen(desk, desk.injection)
    if wrong:
        return _show(desk, 422, wrong)
    try:
        visit = archive.visit(desk.episode.patient)
        record = visit.link(choices, clock.now())
        entry = actions.sign(desk.request.user.signer, desk.episode.pk, record, seen=seen(desk.request))
    except Trouble as trouble:
        return _show(desk, 502, f"Nothing was linked. {trouble}", ask=False)
    except ValidationError as error:
        return _show(desk, 422, "; ".join(one["msg"] for one in error.errors()) + ".")
    except (actions.Conflict, actions.Refused) as refusal:
        return _show(desk, 409, str(refusal))
    try:
        visit.send_note(entry, desk.injection.given_at, clock.now().astimezone(clock.zone()))
        noted = "Their note is in the archive."
    except Trouble as trouble:
        noted = f"Their note is not in the archive yet. {trouble}"
    messages.success(desk.request, f"Signed: images, entry {entry.number}. {noted}")
    return redirect("images", desk.episode.pk)


def _chosen(desk: Desk, injection: Injection) -> tuple[list[Choice], str]:
    """The images that have a place, or what is missing."""
    sent, known = desk.request.POST, dict(words.places(injection))
    found = []
    for name, sealed in sent.items():
        uid = name.removeprefix("shot:")
        place = sent.get(f"place:{uid}", "")
        if not name.startswith("shot:") or not place:
            continue
        shot, shows = archive.opened(desk.episode, sealed), sent.get(f"shows:{uid}", "")
        if shot is None or place not in known:
            return [], "This page is too old, or of another episode. Choose again."
        if shows not in SHOWS:
            return [], f"{known[place]}: say what the image shows."
        target, _, rest = place.partition(" ")
        level, _, side = rest.partition(" ")
        found.append(Choice(shot, None if place == words.WHOLE else (target, level, side), shows))
    if not found:
        return [], "No image was chosen. Say of which place an image is to choose it."
    if len(found) > MOST_LINKED:
        return [], f"At most {MOST_LINKED} images are linked at once."
    return found, ""


def _found(desk: Desk) -> tuple[Found | None, str]:
    """The studies of the day, or why there are none to see."""
    if desk.day is None:
        return None, TOO_EARLY
    try:
        return archive.visit(desk.episode.patient).studies(desk.day), ""
    except Trouble as trouble:
        return None, str(trouble)


def _show(desk: Desk, status: int = 200, error: str = "", ask: bool = True) -> HttpResponse:
    """The page; without asking the archive once more where it has just kept somebody waiting."""
    found, trouble = _found(desk) if ask else (None, "")
    held = {one.instance_uid: one.where for record in desk.chart.every(Images) for one in record.images}
    context: dict[str, Any] = {
        "episode": desk.episode,
        "who": bar(desk.episode.patient, desk.chart, reverse("episode", args=[desk.episode.pk])),
        "day": desk.day,
        "found": found,
        "trouble": trouble,
        "linked": words.linked(desk.chart, clock.zone()),
        "already": held,
        "places": words.places(desk.injection) if desk.injection else [],
        "shows": SHOWS,
        "frames": words.frames,
        "seal": lambda shot: archive.seal(desk.episode, shot),
        "picture": lambda shot: archive.picture_of(desk.episode, shot),
        "typed": desk.request.POST,
        "seen": len(desk.chart.entries),
        "may_sign": desk.may_sign,
        "who_links": who_may("sign", Images.kind),
        "may_dose": may(desk.request.user.role, "sign", Radiation.kind),
        "error": error,
    }
    return page(desk.request, "images.html", status=status, **context)
