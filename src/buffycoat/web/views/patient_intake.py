"""The questions before the first visit, by link."""

from django.http import HttpRequest, HttpResponse

from buffycoat.store import clock
from buffycoat.web.presenters.patient_draft import Draft
from buffycoat.web.presenters.patient_intake import INTAKE_JOURNEY, tier_of
from buffycoat.web.presenters.patient_journey import Setting
from buffycoat.web.views import patient_steps
from buffycoat.web.views.patient_door import Open, page
from buffycoat.web.views.patient_telling import alarm_page


def door(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads."""
    return patient_steps.door(request, token, INTAKE_JOURNEY)


def step(request: HttpRequest, token: str, at: str) -> HttpResponse:
    """A page of the questions."""
    return patient_steps.behind(request, token, at, INTAKE_JOURNEY, _sent)


def _sent(request: HttpRequest, opened: Open, setting: Setting) -> HttpResponse:
    """After sending: what happens next, and again what cannot wait."""
    draft: Draft = opened.draft
    urgent = INTAKE_JOURNEY.urgent(draft, setting)
    if urgent and draft.told:
        return alarm_page(request, opened, urgent.alarm, draft.told.at, "")
    found, say = tier_of(draft, setting), opened.say
    todo = [say.fill(line) for line in found.todo(say.lang)]
    at = say.moment(clock.now(), clock.zone())
    return page(
        request,
        "patient_sent.html",
        say,
        todo=todo,
        urgent=found.level == "E2",
        heading=say.fill(found.heading(say.lang)),
        at=at,
    )
