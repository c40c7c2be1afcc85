"""One adverse event: what the draft reports say of it, the draft as PDF, and who was told when."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

import buffycoat
from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.accounts import newest
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.pathway.outcomes.reports import from_patient
from buffycoat.pathway.triage.records import Referral
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.harms import kit_on_list
from buffycoat.store.models import Episode
from buffycoat.store.roles import may
from buffycoat.web.documents.medwatch import medwatch_document
from buffycoat.web.documents.pdf import NoDocuments, NotDrawn, render
from buffycoat.web.presenters import harm_accounts, medwatch
from buffycoat.web.views.page import bar, episode_of, not_allowed, page, refused, seen, staff_page

SENT_TO = {key: pair[0] for key, pair in words.REPORTED_TO.items() if key != "none"}


@staff_page("see")
def harm(request: HttpRequest, episode_id: str, number: int) -> HttpResponse:
    """Both accounts, the draft field by field, the text for the maker; and a press to say it was sent."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    entry = _event(chart, number)
    if request.method == "POST":
        return _sent(request, episode, chart, entry)
    actions.note_view(request.user.signer, episode=episode, what=f"adverse event, entry {entry.number}")
    return _show(request, episode, chart, entry)


@staff_page("export")
def as_pdf(request: HttpRequest, episode_id: str, number: int) -> HttpResponse:
    """The draft as a tagged PDF. Nothing is sent: a person takes it, and is noted."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    entry = _event(chart, number)
    about = _about(episode, chart)
    source = (
        f"From the signed chart, adverse event in entry {entry.number}.",
        f"Buffycoat {buffycoat.__version__}",
    )
    held = medwatch.draft(chart, entry, about)
    document = medwatch_document(held, about.code, chart.entries[-1].signed_at, source)
    try:
        content = render(document, settings.PAPER)
    except (NoDocuments, NotDrawn) as why:
        back = reverse("harm", args=[episode_id, entry.number])
        return refused(request, f"{why} The same fields are on the page.", back, 503)
    actions.note_export(
        request.user.signer, episode=episode, what=f"MedWatch draft, entry {entry.number}, PDF"
    )
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="medwatch-draft-{about.code}-{entry.number}.pdf"'
    return answer


def _event(chart: Chart, number: int) -> Entry:
    """The clinician's account as it stands now, through its amendments."""
    current = newest(chart, number)
    entry = next((one for one in chart.signed(AdverseEvent) if one.number == current), None)
    if entry is None or from_patient(entry):
        raise Http404(f"Entry {number} is no clinician’s adverse event in force.")
    return entry


def _about(episode: Episode, chart: Chart) -> medwatch.About:
    lot, referral = kit_on_list(chart), chart.newest(Referral)
    return medwatch.About(
        code=episode.pk[:8],
        born=episode.patient.birth_date,
        sex=episode.patient.sex,
        reason=(referral.reason if referral else None) or episode.title,
        practice=settings.PRACTICE,
        device=lot.device if lot else "",
        expires_on=lot.expires_on if lot else None,
    )


def _sent(request: HttpRequest, episode: Episode, chart: Chart, entry: Entry) -> HttpResponse:
    """Sign the event again with whom it was reported to: a person says that it was sent."""
    if not may(request.user.role, "sign", AdverseEvent.kind):
        return not_allowed(request, "sign", AdverseEvent.kind, "sign: adverse event")
    to = [key for key in request.POST.getlist("to") if key in SENT_TO]
    on, why = _day(request.POST.get("on", ""))
    if not to:
        why = "Say to whom it was sent."
    event = entry.record
    if why or not isinstance(event, AdverseEvent):
        return _show(request, episode, chart, entry, why, 422)
    before = [key for key in event.reported_to or () if key in SENT_TO]
    told = {"reported_to": tuple(dict.fromkeys([*before, *to])), "reported_on": on}
    record = AdverseEvent.model_validate({**event.model_dump(exclude_unset=True), **told})
    try:
        made = actions.sign(request.user.signer, episode.pk, record, seen=seen(request), amends=entry.number)
    except (actions.Conflict, actions.Refused) as refusal:
        return _show(request, episode, read_chart(episode.pk), entry, str(refusal), 409)
    messages.success(request, f"Signed: reported, entry {made.number}.")
    return redirect("harm", episode.pk, made.number)


def _day(text: str) -> tuple[date | None, str]:
    """The day it was sent, or what is wrong with it."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None, "Say on which day it was sent."
    return (on, "") if on <= clock.today() else (None, "A day that has not come cannot be when it was sent.")


def _show(
    request: HttpRequest, episode: Episode, chart: Chart, entry: Entry, why: str = "", status: int = 200
) -> HttpResponse:
    rows = harm_accounts.rows(chart)
    return page(
        request,
        "harm.html",
        status=status,
        episode=episode,
        who=bar(episode.patient, chart, reverse("episode", args=[episode.pk])),
        entry=entry,
        event=entry.record,
        rows=[row for row in rows if row.entry == entry.number],
        draft=medwatch.draft(chart, entry, _about(episode, chart)),
        draft_says=medwatch.DRAFT,
        not_recorded=medwatch.NOT_RECORDED,
        reported=harm_accounts.reported(entry.record),
        sent_to=SENT_TO,
        today=clock.today(),
        seen=len(chart.entries),
        why=why,
    )
