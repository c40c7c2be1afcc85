"""Ask a question: for anybody, without an account. Neither the words nor who asked are kept anywhere."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from buffycoat.library.answers.markdown import as_html
from buffycoat.library.ask import Reply, reply
from buffycoat.library.ask.reply import cleared
from buffycoat.store import clock
from buffycoat.web.presenters import library
from buffycoat.web.presenters.asked import (
    LONGEST,
    Checked,
    alarm_of_ticks,
    alarm_of_words,
    answer_of,
    checked,
    on_page,
)
from buffycoat.web.presenters.patient_alarm import Alarm
from buffycoat.web.presenters.patient_words import Say, language
from buffycoat.web.rate import Rate
from buffycoat.web.views.patient_door import asked_language, browser_language, page, speak

# Spares the processor, in each process; generous, because a whole clinic may ask through one address.
RATE = Rate(most=60, seconds=60)


@csrf_exempt  # it changes nothing, so there is nothing to forge; the token would need a cookie
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The box, and the answer. The words are sent in the body: in an address they would stay in logs."""
    words = " ".join(request.POST.get("q", "")[:LONGEST].split())
    chosen = asked_language(request)
    say = speak(language(chosen, browser_language(request)))
    if not words:
        return _page(request, say, "", error=say("ask.empty") if request.method == "POST" else "")
    if not RATE.allows(request.META.get("REMOTE_ADDR", "")):
        return _page(request, say, words, error=say("ask.too_many"), status=429)
    # The language chosen on the page counts; before anything was chosen, that of the question.
    found = reply(words, say.lang if chosen else None)
    return _answer(request, say if chosen else speak(found.lang), found, words)


def _answer(request: HttpRequest, say: Say, found: Reply, words: str) -> HttpResponse:
    if found.verdict == "emergency":
        return _alarm(request, say, alarm_of_words(found, say, words), words)
    if found.verdict != "ask_first":
        return _reply(request, say, found, words)
    ticks = checked(request.POST)
    alarm = alarm_of_ticks(ticks, say)
    if alarm:
        return _alarm(request, say, alarm, words)
    if ticks.none:
        return _reply(request, say, cleared(words, say.lang), words)
    return _first(request, say, found, words, ticks)


def _alarm(request: HttpRequest, say: Say, alarm: Alarm, words: str) -> HttpResponse:
    shared = {"stored": False, "at": "", "onward": "", "switch": "ask", "words": words}
    return page(request, alarm.template, say, alarm=alarm, **shared)


def _first(request: HttpRequest, say: Say, found: Reply, words: str, ticks: Checked) -> HttpResponse:
    error = say("check.empty") if "checked" in request.POST and ticks.empty else ""
    return _page(request, say, words, error_first=error, **on_page(found, say))


def _reply(request: HttpRequest, say: Say, found: Reply, words: str) -> HttpResponse:
    held = on_page(found, say)
    if found.verdict == "answer":
        best, part = answer_of(found)
        held |= {
            "answer": best,
            "whole": part.whole,
            "body": as_html(part.body, lambda to: f"{reverse('answer', args=[to])}?lang={say.lang}"),
            "cited": library.cited(best),
            "dates": library.dates(best, say, clock.today()),
        }
    return _page(request, say, words, **held)


def _page(request: HttpRequest, say: Say, words: str, status: int = 200, **held: object) -> HttpResponse:
    return page(request, "ask.html", say, status=status, words=words, switch="ask", longest=LONGEST, **held)
