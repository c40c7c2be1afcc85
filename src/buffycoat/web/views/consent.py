"""Consent as the clinic sees it: what was proposed, what the patient signed, what changed since, copies."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.change import asked_again
from buffycoat.pathway.consent.patient_part import Offer, PatientPart
from buffycoat.pathway.consent.records import Consent
from buffycoat.pathway.consent.rules_patient import AGAIN
from buffycoat.pathway.consent.scope import SCOPES, chart_permits
from buffycoat.pathway.walk import walk
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.models import Episode
from buffycoat.web.documents.consent import consent_document
from buffycoat.web.documents.pdf import NoDocuments, NotDrawn, render
from buffycoat.web.presenters.consent_changes import Change, changes
from buffycoat.web.presenters.consent_draft import ConsentDraft
from buffycoat.web.presenters.consent_signed import Signed, every
from buffycoat.web.presenters.consent_text import places_text, reading
from buffycoat.web.views.page import bar, episode_of, page, refused, staff_page
from buffycoat.web.views.patient_door import speak


@staff_page("see")
def consent(request: HttpRequest, episode_id: str) -> HttpResponse:
    """Every consent of this episode, newest first, each as it was signed."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    actions.note_view(request.user.signer, episode=episode, what="consent")
    signed, offer = every(chart), chart.newest(Offer)
    stands = walk(chart, clock.today())
    return page(
        request,
        "consent.html",
        episode=episode,
        view="consent",
        who=bar(episode.patient, chart, reverse("episode", args=[episode_id])),
        offer=offer,
        offered=chart.signed(Offer)[-1] if offer else None,
        places=places_text(offer.sites, speak("en")) if offer else "",
        signed=tuple(reversed(signed)),
        waits=bool(signed) and signed[-1].completed is None,
        interpreter_wanted=_wants_interpreter(episode),
        again=[AGAIN[one] for one in asked_again(chart, clock.today()) if one in AGAIN],
        changed=_changed(signed, chart),
        on_paper=None if signed else chart.newest(Consent),
        scopes=SCOPES,
        permits={scope: chart_permits(scope, chart) for scope in SCOPES},
        why_not={kind: stands.refusal(kind) for kind in (Offer, Consent, PatientPart)},
        kinds={"offer": Offer, "consent": Consent},
    )


def _wants_interpreter(episode: Episode) -> bool:
    """Whether the patient said on an open link that they want an interpreter and have none: we find one."""
    open_links = episode.links.filter(purpose="consent", used_at=None, expires_at__gt=clock.now())
    newest = open_links.order_by("-made_at").first()
    return newest is not None and ConsentDraft.held(newest.answers).interpreter == "wanted"


def _changed(signed: tuple[Signed, ...], chart: Chart) -> tuple[Change, ...]:
    """What the newest text says that the patient’s does not, in the language that they signed."""
    if not signed:
        return ()
    now = reading(chart, clock.today(), speak(signed[-1].own.text_language))
    return changes(signed[-1].own, now) if now else ()


@staff_page("export")
def as_pdf(request: HttpRequest, episode_id: str, number: int) -> HttpResponse:
    """One consent as it was signed, the older ones too."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    held = next((one for one in every(chart) if one.entry.number == number), None)
    if held is None:
        raise Http404(f"Entry {number} is not a consent that the patient signed.")
    try:
        content = render(consent_document(held, episode.patient.birth_date, clock.zone()), settings.PAPER)
    except (NoDocuments, NotDrawn) as why:
        return refused(request, str(why), reverse("consent", args=[episode_id]), 503)
    actions.note_export(request.user.signer, episode=episode, what=f"consent, entry {number}, PDF")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="consent-{episode_id[:8]}-{number}.pdf"'
    return answer
