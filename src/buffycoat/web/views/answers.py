"""The answers, for anybody and without an account: the list, and each one. Nothing is stored."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from buffycoat.library.answers import answers
from buffycoat.store import clock
from buffycoat.web.presenters import library
from buffycoat.web.presenters.patient_words import LANGUAGES, Say, language
from buffycoat.web.views.patient_door import asked_language, browser_language, page, speak

LONGEST = 200  # characters of what is searched for


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All answers in the order of reading, or those with the words looked for, or those of a subject."""
    say = _say(request)
    words = " ".join(request.GET.get("q", "")[:LONGEST].split())
    subjects = library.subjects(say.lang)
    tag = next((key for key, _ in subjects if key == request.GET.get("tag")), "")
    asked = {"q": words, "tag": tag}
    return page(
        request,
        "answer_list.html",
        say,
        groups=library.listed(say.lang, words, tag),
        words=words,
        tag=tag,
        subjects=subjects,
        languages=_switch({name: value for name, value in asked.items() if value}),
    )


@require_safe
def one(request: HttpRequest, topic: str) -> HttpResponse:
    """One answer: short first, then the whole, then what it rests on."""
    say = _say(request)
    found = answers(say.lang).get(topic)
    if found is None:
        raise Http404(f"There is no answer to {topic}.")
    return page(
        request,
        "answer.html",
        say,
        answer=found,
        body=library.body(found, lambda other: f"{reverse('answer', args=[other])}?lang={say.lang}"),
        cited=library.cited(found),
        doubts=library.doubts(found, say),
        dates=library.dates(found, say, clock.today()),
        related=library.related(found),
    )


def _say(request: HttpRequest) -> Say:
    return speak(language(asked_language(request), browser_language(request)))


def _switch(asked: dict[str, str]) -> list[tuple[str, str, str]]:
    """The same list in each language: what was looked for stays in the address."""
    return [(code, name, f"?{urlencode({'lang': code, **asked})}") for code, name in LANGUAGES.items()]
