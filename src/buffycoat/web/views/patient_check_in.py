"""The check-in after the injection, by link; at its end the patient's own progress."""

from django.http import HttpRequest, HttpResponse

from buffycoat.store.charts import chart
from buffycoat.web.presenters.patient_check_in import CHECK_IN_JOURNEY
from buffycoat.web.presenters.patient_journey import Setting
from buffycoat.web.presenters.patient_progress import progress
from buffycoat.web.views import patient_steps
from buffycoat.web.views.patient_door import Open, page
from buffycoat.web.views.patient_telling import alarm_page


def door(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads."""
    return patient_steps.door(request, token, CHECK_IN_JOURNEY)


def step(request: HttpRequest, token: str, at: str) -> HttpResponse:
    """A page of the questions."""
    return patient_steps.behind(request, token, at, CHECK_IN_JOURNEY, _sent)


def _sent(request: HttpRequest, opened: Open, setting: Setting) -> HttpResponse:
    """After sending: again what cannot wait, else how it is going."""
    urgent, told = CHECK_IN_JOURNEY.urgent(opened.draft, setting), opened.draft.told
    if urgent and told:
        return alarm_page(request, opened, urgent.alarm, told.at, "")
    found = progress(chart(opened.link.episode_id), setting.visit, setting.today, opened.say)
    return page(request, "patient_progress.html", opened.say, p=found)
