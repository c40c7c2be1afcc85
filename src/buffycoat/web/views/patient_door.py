"""The door of a patient's link: it opens for one purpose, in its time, to whoever knows the date of birth."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from buffycoat.store import actions, clock
from buffycoat.store.models import Link
from buffycoat.web.forms import posted
from buffycoat.web.presenters.patient_alarm import CRISIS
from buffycoat.web.presenters.patient_draft import Draft, join_date
from buffycoat.web.presenters.patient_words import LANGUAGES, Language, Say, language

PROVED = "links"  # in the session: links whose second identifier was given in this browser
DOORS = {
    "intake": "patient-intake",
    "check_in": "patient-check-in",
    "consent": "patient-consent",
    "plan": "patient-plan",
}
STEPS = {
    "intake": "patient-intake-step",
    "check_in": "patient-check-in-step",
    "consent": "patient-consent-step",
}


@dataclass(frozen=True)
class Open:
    """An open link: what it is for, what was typed so far, and the words to say it in."""

    link: Link
    token: str
    draft: Draft
    say: Say

    def address(self, step: int | str = "") -> str:
        """The address of the door, or of one page behind it."""
        if step == "":
            return reverse(DOORS[self.link.purpose], args=[self.token])
        return reverse(STEPS[self.link.purpose], args=[self.token, step])


def speak(lang: Language) -> Say:
    """The words of a language, with the practice's numbers."""
    return Say(lang, phone=settings.PHONE, emergency=settings.EMERGENCY, crisis=settings.CRISIS)


def open_for(
    request: HttpRequest, token: str, purpose: str, *, sent_too: bool = False
) -> Open | HttpResponse:
    """The open link, or the page that stands in the way: closed, or not yet proved."""
    try:
        link = actions.open_link(token, purpose, sent_too=sent_too)
    except actions.BadLink as bad:
        return closed(request, bad.why.replace(" ", "_"))
    if link.episode is None:  # of nobody's chart: there is nothing to answer for
        return closed(request, "lost")
    if actions.is_locked(link):
        return closed(request, "locked")
    draft = Draft.read(link.answers)
    lang = language(asked_language(request), draft.lang or link.episode.patient.language)
    opened = Open(link, token, draft, speak(lang))
    if link.pk not in request.session.get(PROVED, []):
        return _prove(request, opened)
    return opened


def _prove(request: HttpRequest, opened: Open) -> HttpResponse:
    """Ask for the date of birth. Nothing about the person is shown before it was right."""
    asked, say = asked_language(request), speak(language(asked_language(request), browser_language(request)))
    typed, error = posted(request.POST), ""
    if request.method == "POST":
        born = _day(join_date(typed, "born"))
        if born is None:
            error = say("door.unreadable")
        elif actions.prove_birth_date(opened.link, born):
            request.session[PROVED] = [*request.session.get(PROVED, []), opened.link.pk]
            return redirect(opened.address() + (f"?lang={asked}" if asked else ""))
        elif actions.is_locked(opened.link):
            return closed(request, "locked")
        else:
            error = say("door.wrong")
    context = {"typed": typed, "error": error, "purpose": opened.link.purpose, "asked": asked}
    return page(request, "patient_door.html", say, **context)


def asked_language(request: HttpRequest) -> str:
    """The language that was chosen on the page, if one was."""
    chosen = request.POST.get("lang") or request.GET.get("lang") or ""
    return chosen if chosen in LANGUAGES else ""


def switched(do: str, lang: str) -> str:
    """The language whose button was pressed, if one was."""
    return do.removeprefix("lang:") if do.removeprefix("lang:") in LANGUAGES else lang


def browser_language(request: HttpRequest) -> str:
    """The first language of the browser: all there is to go by before we know whose page it is."""
    return request.headers.get("Accept-Language", "")[:2].lower()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def closed(request: HttpRequest, why: str) -> HttpResponse:
    """Say plainly why a link does not open, and whom to call; never whose it was."""
    say = speak(language(asked_language(request), browser_language(request)))
    status = {
        "forged": 404,
        "lost": 404,
        "other_purpose": 404,
        "locked": 403,
        "not_sent": 403,
        "failed": 500,
    }.get(why, 410)
    return page(request, "patient_closed.html", say, status=status, why=why)


def page(request: HttpRequest, template: str, say: Say, status: int = 200, **context: object) -> HttpResponse:
    """A patient's page in its frame. No copy is kept by the browser or on the way."""
    frame = {
        "t": say,
        "lang": say.lang,
        "practice": settings.PRACTICE,
        "phone": settings.PHONE,
        "emergency_number": settings.EMERGENCY,
        "crisis_number": settings.CRISIS,
        "crisis_known": CRISIS.number == settings.CRISIS,
        "languages": [(code, name, f"?lang={code}") for code, name in LANGUAGES.items()],
        "zone": clock.zone(),
        "switch": "",
    }
    answer = render(request, template, frame | context, status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
