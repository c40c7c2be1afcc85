"""A patient's questions, page by page: kept at once, read for what cannot wait, looked over, sent."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from buffycoat.store import actions, clock
from buffycoat.web.forms import Checked, posted
from buffycoat.web.presenters import patient_review
from buffycoat.web.presenters.patient_journey import Journey, Setting
from buffycoat.web.presenters.patient_page import QuestionPage, draw
from buffycoat.web.presenters.patient_steps import Step, asked_step
from buffycoat.web.presenters.patient_words import language
from buffycoat.web.views.patient_asked import answered, ask
from buffycoat.web.views.patient_door import Open, closed, open_for, page, speak, switched
from buffycoat.web.views.patient_telling import now, now_link, setting_of, tell

Sent = Callable[[HttpRequest, Open, Setting], HttpResponse]


def door(request: HttpRequest, token: str, journey: Journey) -> HttpResponse:
    """Where the link leads: to the page the patient had reached."""
    opened = open_for(request, token, journey.purpose)
    if isinstance(opened, HttpResponse):
        return opened
    opened = _in_language(request, opened)
    of = len(journey.steps(opened.link.visit))
    return redirect(opened.address("review" if opened.draft.reached > of else opened.draft.reached))


def behind(request: HttpRequest, token: str, at: str, journey: Journey, sent: Sent) -> HttpResponse:
    """Any page behind the door: a step by its number, the review, “finish later”, or what to do now."""
    opened = open_for(request, token, journey.purpose)
    if isinstance(opened, HttpResponse):
        return opened
    opened = _in_language(request, opened)
    try:
        return _route(request, opened, at, journey, sent)
    except actions.BadLink as bad:  # sent from another window in the meantime
        return closed(request, bad.why.replace(" ", "_"))


def _in_language(request: HttpRequest, opened: Open) -> Open:
    """Keep the language that was asked for."""
    if opened.say.lang == opened.draft.lang:
        return opened
    draft = replace(opened.draft, lang=opened.say.lang)
    if request.GET.get("lang"):
        actions.keep_answers(opened.link, draft.kept())
    return replace(opened, draft=draft)


def _route(request: HttpRequest, opened: Open, at: str, journey: Journey, sent: Sent) -> HttpResponse:
    steps = journey.steps(opened.link.visit)
    if at.isdecimal() and 1 <= int(at) <= len(steps):
        view = _save if request.method == "POST" else _show
        return view(request, opened, int(at), journey)
    if at == "review":
        send = request.method == "POST" and request.POST.get("do") == "send"
        return _send(request, opened, journey, sent) if send else _review(request, opened, journey)
    if at == "asked":
        return (answered if request.method == "POST" else ask)(request, opened, journey)
    if at == "later":
        until = opened.say.moment(opened.link.expires_at, clock.zone())
        return page(request, "patient_later.html", opened.say, until=until, back=opened.address())
    if at == "now":
        return now(request, opened, journey)
    return closed(request, "lost")


def _show(
    request: HttpRequest, opened: Open, number: int, journey: Journey, status: int = 200
) -> HttpResponse:
    steps, setting = journey.steps(opened.link.visit), setting_of(opened)
    step = steps[number - 1]
    return page(
        request,
        "patient_step.html",
        opened.say,
        q=_drawn(opened, step, journey, setting),
        typed=opened.draft.part(step.part),
        number=number,
        of=len(steps),
        back=opened.address(number - 1) if number > 1 else "",
        now=now_link(opened, journey),
        switch="step",
    )


def _drawn(opened: Open, step: Step, journey: Journey, setting: Setting) -> QuestionPage:
    return draw(step, opened.draft, journey.check(opened.draft, setting, step.part), opened.say)


def _save(request: HttpRequest, opened: Open, number: int, journey: Journey) -> HttpResponse:
    """Keep what was typed first; then look whether it can wait, and only then whether it can be read."""
    steps, do = journey.steps(opened.link.visit), request.POST.get("do", "continue")
    step = steps[number - 1]
    draft = opened.draft.with_step(step, posted(request.POST))
    onward = number + 1 if do == "continue" else number
    draft = replace(draft, reached=max(draft.reached, onward), lang=switched(do, draft.lang))
    actions.answer(opened.link, draft.kept(), f"page {number}")
    opened = replace(opened, draft=draft, say=speak(language(draft.lang)))
    if tell(opened, journey):
        return redirect(opened.address("now"))
    if do == "later":
        return redirect(opened.address("later"))
    if do == "back" and number > 1:
        return redirect(opened.address(number - 1))
    if do.startswith("lang:"):
        return redirect(opened.address(number))
    if _drawn(opened, step, journey, setting_of(opened)).problems:
        # As an ordinary answer: Django would log the address of any other, and the address is the key.
        return _show(request, opened, number, journey)
    if journey.asks(opened.draft, setting_of(opened)):
        return redirect(opened.address("asked"))
    return redirect(opened.address("review" if onward > len(steps) else onward))


def _review(request: HttpRequest, opened: Open, journey: Journey) -> HttpResponse:
    steps, setting = journey.steps(opened.link.visit), setting_of(opened)
    pages = [
        patient_review.part(number, step, _drawn(opened, step, journey, setting), opened.draft, opened.say)
        for number, step in enumerate(steps, start=1)
    ]
    more = _asked_elsewhere(opened, steps)
    if more.names:
        drawn = draw(more, opened.draft, Checked({}), opened.say)
        pages.append(patient_review.part("asked", more, drawn, opened.draft, opened.say))
    return page(
        request,
        "patient_review.html",
        opened.say,
        pages=pages,
        open_count=sum(part.open for part in pages),
        address=opened.address,
        back=opened.address(len(steps)),
        now=now_link(opened, journey),
    )


def _asked_elsewhere(opened: Open, steps: tuple[Step, ...]) -> Step:
    """What was asked directly and stands on no other page."""
    return asked_step(tuple(f for f in opened.draft.asked if not any(f in step.signs for step in steps)))


def _send(request: HttpRequest, opened: Open, journey: Journey, sent: Sent) -> HttpResponse:
    """Sign everything and close the link, unless something cannot be read yet."""
    setting = setting_of(opened)
    if tell(opened, journey):
        return redirect(opened.address("now"))
    if journey.asks(opened.draft, setting):
        return redirect(opened.address("asked"))
    wrong = [s for s in journey.steps(opened.link.visit) if _drawn(opened, s, journey, setting).problems]
    if wrong:
        return _review(request, opened, journey)
    told = opened.draft.told
    signed = [
        (record, told.entry if told and part == journey.alarming else None)
        for part, record in journey.records(opened.draft, setting).items()
    ]
    actions.send(opened.link, signed)
    return sent(request, opened, setting)
