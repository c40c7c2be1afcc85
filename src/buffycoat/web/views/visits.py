"""Appointments: making one, and saying that somebody is here."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from buffycoat.store import actions, clock
from buffycoat.store.models import Appointment
from buffycoat.web.forms.moments import iso_instant, moment_text
from buffycoat.web.views.page import bar, episode_of, page, staff_page


@staff_page("book")
def book(request: HttpRequest, episode_id: str) -> HttpResponse:
    """When, and what for."""
    episode = episode_of(episode_id)
    typed = {"at": request.POST.get("at", "").strip(), "purpose": request.POST.get("purpose", "").strip()}
    at = iso_instant(typed["at"], clock.zone())
    errors = {} if request.method != "POST" else _errors(at, typed["purpose"])
    if request.method == "POST" and at and not errors:
        made = actions.book(request.user.signer, episode, datetime.fromisoformat(at), typed["purpose"][:100])
        messages.success(request, f"Booked: {made.purpose}, {moment_text(made.at, clock.zone())}.")
        return redirect("episode", episode_id)
    return page(
        request,
        "book.html",
        status=422 if errors else 200,
        episode=episode,
        who=bar(episode.patient, None, reverse("episode", args=[episode_id])),
        typed=typed,
        errors=errors,
    )


def _errors(at: str | None, purpose: str) -> dict[str, str]:
    said = {
        "at": "" if at else "A day and a time that the clock shows, such as 2026-11-19 08:30.",
        "purpose": "" if purpose else "In a few words: what for?",
    }
    return {name: text for name, text in said.items() if text}


@require_POST
@staff_page("book")
def arrive(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Somebody is here; said twice, the first instant stays."""
    visit = get_object_or_404(Appointment.objects.select_related("episode__patient"), pk=appointment_id)
    came = actions.arrive(request.user.signer, visit).arrived_at
    messages.success(
        request, f"{visit.episode.patient.name} is here since {moment_text(came, clock.zone())}."
    )
    return redirect("today")
