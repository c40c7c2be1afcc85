"""The patient's plan by link: the page, “can I take this?”, the PDF and the calendar."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from buffycoat.pathway.aftercare.may_take import Answer, may_take
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.web.documents.calendar import calendar as calendar_file
from buffycoat.web.documents.pdf import NoDocuments, NotDrawn, render
from buffycoat.web.documents.plan import plan_document
from buffycoat.web.presenters.patient_plan import PlanPage, around, in_force, plan_page
from buffycoat.web.presenters.patient_words import Say
from buffycoat.web.views.patient_door import Open, closed, open_for, page

PURPOSE = "plan"


def plan(request: HttpRequest, token: str) -> HttpResponse:
    """Today first, then day by day."""
    opened = open_for(request, token, PURPOSE)
    if isinstance(opened, HttpResponse):
        return opened
    actions.note_read(opened.link, "plan")
    return _page(request, opened)


def take(request: HttpRequest, token: str) -> HttpResponse:
    """One medicine, for today. What was typed is neither kept nor logged: it may be a diagnosis."""
    opened = open_for(request, token, PURPOSE)
    if isinstance(opened, HttpResponse):
        return opened
    asked, say = " ".join(request.POST.get("medicine", "").split()), opened.say
    chart, today = read_chart(opened.link.episode_id), clock.today()
    found = may_take(asked, today, around(chart, today, clock.zone())) if asked else None
    context = {
        "asked": asked,
        "found": found,
        "heading": _verdict(found, say) if found else say("plan.take"),
        "said": found.sentences(say.lang == "es", say.phone, say.day) if found else (),
        "mean": found.read_as if found and found.verdict == "ask" and not found.unread else (),
        "day": say.day(today),
        "error": request.method == "POST" and "medicine" in request.POST and not asked,
    }
    return page(request, "patient_take.html", say, back=opened.address(), switch="", **context)


def _verdict(found: Answer, say: Say) -> str:
    """The heading. Of several medicines none: one line may say wait, and the next never stop it."""
    if len(found.names) > 1:
        return say("plan.take_several")
    for saying in ("aspirin", "aspirin_after"):
        if any(part.saying == saying for part in found.parts):
            return say(f"plan.take_{saying}")
    if found.verdict == "wait" and found.until:
        return say("plan.take_wait", day=say.day(found.until))
    words = {"never_stop": "plan.take_never", "fine": "plan.take_fine", "ask": "plan.take_unsure"}
    return say(words[found.verdict])


def as_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """A tagged PDF in the patient's language; where none can be made, the page says so."""
    opened = open_for(request, token, PURPOSE)
    if isinstance(opened, HttpResponse):
        return opened
    say, patient = opened.say, opened.link.episode.patient
    held = _held(opened)
    about = (patient.name, say("plan.born", day=say.day(patient.birth_date)))
    try:
        content = render(plan_document(held, about, _source(held, say), clock.today(), say), settings.PAPER)
    except (NoDocuments, NotDrawn):
        return _page(request, opened, missing=True)
    actions.note_read(opened.link, "plan, PDF")
    return _file(content, "application/pdf", "plan.pdf")


def as_calendar(request: HttpRequest, token: str, titles: str) -> HttpResponse:
    """The calendar; with the titles that the patient chose."""
    opened = open_for(request, token, PURPOSE)
    if isinstance(opened, HttpResponse):
        return opened
    if titles not in ("plain", "open"):
        return closed(request, "lost")
    chart, zone = read_chart(opened.link.episode_id), clock.zone()
    content = calendar_file(
        chart, in_force(chart, zone), zone, opened.say, clock.now(), tells=titles == "open"
    )
    actions.note_read(opened.link, f"plan, calendar, {titles} titles")
    return _file(content, "text/calendar; charset=utf-8", "calendar.ics")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _held(opened: Open) -> PlanPage:
    return plan_page(read_chart(opened.link.episode_id), clock.today(), clock.zone(), opened.say)


def _page(request: HttpRequest, opened: Open, *, missing: bool = False) -> HttpResponse:
    held, today = _held(opened), clock.today()
    context = {"p": held, "token": opened.token, "today": opened.say.day(today), "missing": missing}
    context["alarm"] = opened.link.episode.alert
    return page(request, "patient_plan.html", opened.say, source=_source(held, opened.say), **context)


def _source(held: PlanPage, say: Say) -> str:
    if held.signed_at is None:
        return say("plan.source_draft", practice=settings.PRACTICE)
    day = say.day(clock.day_of(held.signed_at))
    return say("plan.source", practice=settings.PRACTICE, day=day, number=held.number)
