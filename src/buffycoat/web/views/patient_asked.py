"""The direct questions that own words raise: nothing is sent before they are answered, if by “not sure”."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from buffycoat.store import actions
from buffycoat.web.forms import Checked, posted
from buffycoat.web.presenters.patient_journey import Journey
from buffycoat.web.presenters.patient_page import QuestionPage, draw
from buffycoat.web.presenters.patient_steps import asked_step
from buffycoat.web.presenters.patient_told import settled
from buffycoat.web.presenters.patient_words import language
from buffycoat.web.views.patient_door import Open, page, speak, switched
from buffycoat.web.views.patient_telling import now_link, setting_of, tell

Problems = tuple[tuple[str, str], ...]


def ask(request: HttpRequest, opened: Open, journey: Journey, *, again: bool = False) -> HttpResponse:
    """The page of questions, or of those answered before; `again`: some were left open."""
    asks = journey.asks(opened.draft, setting_of(opened)) or opened.draft.asked
    if not asks:
        return redirect(opened.address())
    return page(
        request,
        "patient_step.html",
        opened.say,
        q=_drawn(opened, asks, again),
        typed={},
        number=0,
        of=0,
        back=_back(opened, journey),
        now=now_link(opened, journey),
        switch="step",
    )


def _drawn(opened: Open, asks: tuple[str, ...], again: bool) -> QuestionPage:
    say = opened.say
    drawn = draw(asked_step(asks), opened.draft, Checked({}), say)
    if not again:
        return drawn
    problems = tuple((one.id, say("titles.asked_open", ask=one.ask)) for one in drawn.signs)
    return replace(drawn, problems=problems, summary=say("titles.asked_again"))


def answered(request: HttpRequest, opened: Open, journey: Journey) -> HttpResponse:
    """Keep the answers first; then look whether they can wait, and whether one was left open."""
    asks = journey.asks(opened.draft, setting_of(opened)) or opened.draft.asked
    do = request.POST.get("do", "continue")
    draft = opened.draft.with_step(asked_step(asks), posted(request.POST))
    draft = replace(draft, lang=switched(do, draft.lang))
    if do == "continue":
        others = (flag for flag in draft.asked if flag not in asks)
        draft = replace(draft, asked=(*others, *settled(asks, draft.part("signs"))))
    actions.answer(opened.link, draft.kept(), "asked directly")
    opened = replace(opened, draft=draft, say=speak(language(draft.lang)))
    if tell(opened, journey):
        return redirect(opened.address("now"))
    if do == "later":
        return redirect(opened.address("later"))
    if do == "back":
        return redirect(_back(opened, journey))
    if not journey.asks(draft, setting_of(opened)):
        return redirect(opened.address())
    return (
        ask(request, opened, journey, again=True) if do == "continue" else redirect(opened.address("asked"))
    )


def _back(opened: Open, journey: Journey) -> str:
    """The page where the words were written."""
    steps = journey.steps(opened.link.visit)
    return opened.address(next(n for n, step in enumerate(steps, start=1) if "narrative" in step.names))
