"""After the patient has signed: what they said, their copy, and taking it back."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.records import Withdrawal
from buffycoat.pathway.consent.scope import SCOPES
from buffycoat.pathway.injection.records import Injection
from buffycoat.store import actions, clock
from buffycoat.web.documents.consent import consent_document
from buffycoat.web.documents.pdf import NoDocuments, NotDrawn, render
from buffycoat.web.presenters.consent_signed import Signed, newest
from buffycoat.web.views.patient_door import Open, page


def done(request: HttpRequest, opened: Open, chart: Chart) -> HttpResponse:
    """What was signed, by whom, and what stands of it."""
    held = newest(chart)
    if held is None:
        return redirect(opened.address())
    return _page(request, opened, held, "patient_consent_done.html")


def copy(request: HttpRequest, opened: Open, chart: Chart) -> HttpResponse:
    """The consent as PDF, in the language it was signed in."""
    held = newest(chart)
    if held is None:
        return redirect(opened.address())
    patient = opened.link.episode.patient
    try:
        content = render(consent_document(held, patient.birth_date, clock.zone()), settings.PAPER)
    except (NoDocuments, NotDrawn):
        return _page(request, opened, held, "patient_consent_done.html", no_copy=True, status=503)
    actions.note_read(opened.link, f"copy of entry {held.entry.number}")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="consent.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def withdraw(request: HttpRequest, opened: Open, chart: Chart) -> HttpResponse:
    """Tick what is taken back; it is signed at once, and every later export leaves it out."""
    held = newest(chart)
    if held is None:
        return redirect(opened.address())
    standing = [scope for scope in SCOPES if held.stands(scope)]
    if not standing:
        return redirect(opened.address("done"))
    error, given = "", bool(chart.every(Injection))
    if request.method == "POST" and not request.POST.get("do", "").startswith("lang:"):
        ticked = [scope for scope in standing if request.POST.get(scope) == "on"]
        if ticked:
            actions.tell_now(opened.link, _withdrawal(ticked, given, request.POST.get("words", "")))
            return redirect(opened.address("done"))
        error = opened.say("consent.withdraw_open")
    return _page(
        request, opened, held, "patient_consent_withdraw.html", standing=standing, given=given, error=error
    )


def _withdrawal(ticked: list[str], given: bool, words: str) -> Withdrawal:
    text = words.strip()[:2000]
    return Withdrawal(
        withdrawn_at=clock.now(),
        after_injection=given,
        taken_by="The patient, through the link",
        **{scope: scope in ticked for scope in SCOPES},
        **({"words": text} if text else {}),
    )


def _page(
    request: HttpRequest, opened: Open, held: Signed, template: str, status: int = 200, **context: object
) -> HttpResponse:
    say = opened.say
    frame = {
        "held": held,
        "scopes": tuple(SCOPES),
        "when": say.moment(held.own.signed_at, clock.zone()),
        "clinician": held.clinician,
        "clinician_at": say.moment(held.completed.signed_at, clock.zone()) if held.completed else "",
        "gone": {
            scope: say.day(clock.day_of(one.withdrawn_at)) for scope in SCOPES if (one := held.gone(scope))
        },
        "address": opened.address,
        "no_copy": False,
    }
    return page(request, template, say, status=status, **(frame | context))
