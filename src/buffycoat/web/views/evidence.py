"""What the studies found: for anybody, without an account; and for staff, with how far to trust each."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from buffycoat.web.presenters import evidence
from buffycoat.web.presenters.evidence_words import Speak
from buffycoat.web.presenters.patient_words import language
from buffycoat.web.views import page as clinic
from buffycoat.web.views.patient_door import asked_language, browser_language, page, speak


@require_safe
def for_patients(request: HttpRequest) -> HttpResponse:
    """Every study under its target, in plain words, in English or Spanish."""
    say = speak(language(asked_language(request), browser_language(request)))
    return page(request, "evidence.html", say, **_shown(Speak(say.lang)))


@require_safe
@clinic.staff_page("see")
def for_staff(request: HttpRequest) -> HttpResponse:
    """The same, in the clinic's frame."""
    return clinic.page(request, "evidence_clinic.html", here="evidence-clinic", **_shown(Speak("en")))


def _shown(words: Speak) -> dict[str, object]:
    return {
        "tell": words,
        "groups": evidence.groups(words),
        "gaps": evidence.gaps(words),
        "axis": evidence.AXIS,
        "about": evidence.about(speak(words.lang), words),
    }
