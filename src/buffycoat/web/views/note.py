"""The procedure note: on a page, as text to paste into another record, as PDF."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

import buffycoat
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.models import Patient
from buffycoat.web.documents.note import note_document
from buffycoat.web.documents.pdf import NoDocuments, NotDrawn, render
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters import note_words as words
from buffycoat.web.presenters.note import Note, note
from buffycoat.web.views.page import bar, episode_of, page, refused, staff_page


@staff_page("see")
def on_page(request: HttpRequest, episode_id: str) -> HttpResponse:
    """What was recorded of each item, by which entry; and by name what was not."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    actions.note_view(request.user.signer, episode=episode, what="procedure note")
    held = note(chart, clock.zone())
    return page(
        request,
        "note.html",
        episode=episode,
        view="note",
        who=bar(episode.patient, chart, reverse("episode", args=[episode_id])),
        note=held,
        words=words,
        lead=_lead(held),
    )


@staff_page("export")
def as_text(request: HttpRequest, episode_id: str) -> HttpResponse:
    """Plain text, for pasting into another record."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    actions.note_export(request.user.signer, episode=episode, what="procedure note, text")
    held = note(chart, clock.zone())
    text = words.plain(held, about(episode.patient), _lead(held), _source(held, episode_id))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@staff_page("export")
def as_pdf(request: HttpRequest, episode_id: str) -> HttpResponse:
    """A tagged PDF; without the extra, the page says what to install and that the text is there."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    held = note(chart, clock.zone())
    document = note_document(held, about(episode.patient), _lead(held), _source(held, episode_id))
    try:
        content = render(document, settings.PAPER)
    except (NoDocuments, NotDrawn) as why:
        return refused(
            request, f"{why} The note is also there as text.", reverse("note", args=[episode_id]), 503
        )
    actions.note_export(request.user.signer, episode=episode, what="procedure note, PDF")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="procedure-note-{episode_id[:8]}.pdf"'
    return answer


def about(patient: Patient) -> tuple[str, ...]:
    """Two identifiers and the record number: whose document it is."""
    number = f"MRN {patient.mrn}" if patient.mrn else "no MRN"
    return (patient.name, f"born {day_text(patient.birth_date)}", number)


def _lead(held: Note) -> str:
    return words.lead(held, settings.PRACTICE, clock.zone())


def _source(held: Note, episode_id: str) -> tuple[str, ...]:
    return words.source(held, episode_id, buffycoat.__version__)
