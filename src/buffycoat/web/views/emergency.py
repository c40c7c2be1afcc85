"""Is it an emergency? For anybody, without a name; nothing is stored, no cookie is set."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.pathway.triage.urgency import Tier, tier
from buffycoat.web.presenters.emergency import NOT_SHOWN, SCREEN, Ticks, explained, named, read
from buffycoat.web.presenters.patient_alarm import alarm_of_tier
from buffycoat.web.presenters.patient_words import Say, language
from buffycoat.web.views.patient_door import asked_language, browser_language, page, speak


@csrf_exempt  # it changes nothing, so there is nothing to forge; the token would need a cookie
@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """The screen, and at once what to do. Sent in the body: ticks in an address would stay in logs."""
    say = speak(language(asked_language(request), browser_language(request)))
    ticks = read(request.POST)
    if request.method == "GET" or "again" in request.POST:
        return _screen(request, say, ticks)
    if ticks.empty:
        return _screen(request, say, ticks, error=say("check.empty"))
    return _answer(request, say, ticks)


def _screen(request: HttpRequest, say: Say, ticks: Ticks, error: str = "") -> HttpResponse:
    groups = [
        (say(f"check.{key}"), [(flag, named(flag, say.lang), explained(flag, say.lang)) for flag in flags])
        for key, flags in SCREEN.items()
    ]
    status = 422 if error else 200
    return page(
        request, "emergency.html", say, status=status, groups=groups, ticks=ticks, error=error, switch="post"
    )


def _answer(request: HttpRequest, say: Say, ticks: Ticks) -> HttpResponse:
    found = tier(ticks.record())
    alarm = alarm_of_tier(found, say)
    shared = {"ticks": ticks, "switch": "post", "stored": False, "at": "", "onward": ""}
    if alarm:
        return page(request, alarm.template, say, alarm=alarm, **shared)
    kind = "unsure" if ticks.only_unsure else _kind(found, ticks)
    return page(
        request,
        "emergency_advice.html",
        say,
        kind=kind,
        ticked=[named(flag, say.lang) for flag in ticks.ticked],
        not_asked=[named(flag, say.lang) for flag in NOT_SHOWN],
        todo=_same_day(say) if kind == "unsure" else (),
        **shared,
    )


def _same_day(say: Say) -> tuple[str, ...]:
    """Not being sure is treated as a reason to speak with somebody today."""
    row = TIERS["E1"]
    return tuple(say.fill(line) for line in (row.todo_es if say.lang == "es" else row.todo))


def _kind(found: Tier, ticks: Ticks) -> str:
    if found.level == "E2":
        return "two_weeks"
    return "routine" if ticks.ticked else "none"
