"""What every clinic page has: somebody signed in, whose role may be there, the day, and the frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django_htmx.http import HttpResponseClientRefresh

from buffycoat.pathway.chart import Chart
from buffycoat.store import clock
from buffycoat.store.actions import Refused
from buffycoat.store.models import Episode, Patient
from buffycoat.store.roles import ROLES, may
from buffycoat.web.presenters.who import Who, who

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]
# What a day needs; the rest opens under “More”.
NAVIGATION = (
    ("today", "Today", "see"),
    ("patients", "Patients", "see"),
    ("free-planner", "Planner", "see"),
    ("responses", "Responses", "see"),
    ("harms", "Harm", "see"),
    ("lots", "Lots", "see"),
    ("registry", "Registry", "report"),
)
MORE = (
    ("designer", "Spin designer", "see"),
    ("equipment", "Equipment", "see"),
    ("staff", "Staff", "staff"),
    ("doses", "Radiation", "report"),
    ("answers", "Answers", "see"),
    ("evidence-clinic", "Evidence", "see"),
    ("claims", "Claims", "see"),
    ("import", "Import", "import"),
)
ACTION_WORDS = {
    "see": "open patients’ charts",
    "register": "enter a patient or open an episode",
    "sign": "sign records",
    "override": "go past a critical card",
    "book": "make appointments",
    "link": "send a patient a link",
    "import": "import a file",
    "report": "see figures over many charts",
    "equip": "keep the lists of equipment and of lots",
    "quarantine": "take a lot off the shelf",
    "staff": "keep what staff are signed off for",
    "export": "take patients’ data out",
}


def to_signed_in(view: View[Given]) -> View[Given]:
    """A page for who is signed in. A page that asks for a part of itself after that has ended is loaded anew,
    which leads to signing in: a part of the sign-in page would otherwise stand in it."""
    asked_to_sign_in = login_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        if request.htmx and not request.user.is_authenticated:
            return HttpResponseClientRefresh()
        return asked_to_sign_in(request, *args, **kwargs)

    return guarded


def staff_page(action: str) -> Callable[[View[Given]], View[Given]]:
    """A page for staff whose role may do this; anybody else is told who may."""

    def guard(view: View[Given]) -> View[Given]:
        @to_signed_in
        @wraps(view)
        def guarded(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
            if not may(request.user.role, action):
                return not_allowed(request, action)
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                return refused(request, refusal.reason)

        return guarded

    return guard


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a clinic page in its frame."""
    today = clock.today()
    role = request.user.role
    frame = {
        "staff": request.user,
        "role_title": ROLES[role].name if role in ROLES else "No role yet",
        "practice": settings.PRACTICE,
        "nav": [(name, title) for name, title, action in NAVIGATION if may(role, action)],
        "more": [(name, title) for name, title, action in MORE if may(role, action)],
        "here": "",
        "today": today,
        "day_long": f"{today:%A} {today.day} {today:%B %Y}",
        "may": lambda action, kind="": may(role, action, kind),
    }
    return render(request, template, frame | context, status=status)


def not_allowed(request: HttpRequest, action: str, kind: str = "", what: str = "") -> HttpResponse:
    """Say who may, instead of this person."""
    what = what or ACTION_WORDS.get(action, action)
    mine = ROLES[request.user.role].name if request.user.role in ROLES else "An account without a role"
    return page(
        request,
        "refused.html",
        status=403,
        heading=f"{mine} may not {what}",
        reason=f"{who_may(action, kind)} may.",
    )


def refused(
    request: HttpRequest, reason: str, back: str = "", status: int = 409, **context: Any
) -> HttpResponse:
    """Say why it was not done; nothing was written."""
    return page(
        request, "refused.html", status=status, heading="Not done", reason=reason, back=back, **context
    )


def seen(request: HttpRequest) -> int:
    """How many entries the chart had when the form was drawn; a form without the number has seen none."""
    text = request.POST.get(":seen", "")
    return int(text) if text.isdecimal() else 0


def who_may(action: str, kind: str = "") -> str:
    """The roles that may, in words: “Nurse or proceduralist”."""
    names = [role.name.lower() for key, role in ROLES.items() if key != "patient" and may(key, action, kind)]
    listed = ", ".join(names[:-1]) + (" or " if len(names) > 1 else "") + names[-1] if names else "nobody"
    return listed[:1].upper() + listed[1:]


def bar(patient: Patient, chart: Chart | None = None, link: str = "") -> Who:
    """The bar with two identifiers and the allergies."""
    return who(patient.name, patient.birth_date, patient.mrn, clock.today(), chart, link)


def episode_of(episode_id: str) -> Episode:
    """The episode with its patient, in one query; 404 where there is none."""
    return get_object_or_404(Episode.objects.select_related("patient"), pk=episode_id)
