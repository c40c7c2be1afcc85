"""When a page cannot be shown or a form cannot be taken: staff read why, a patient reads whom to call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from buffycoat.web.views.patient_door import closed

# Where patients are. Somebody who tells of a danger there must not end at a page without a number to call.
PATIENTS = ("/a/", "/c/", "/k/", "/p/", "/ask/", "/answers/", "/emergency/")


def _for_a_patient(request: HttpRequest) -> bool:
    return request.path.startswith(PATIENTS)


def not_sent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: it was open too long, or the phone keeps no cookies."""
    if _for_a_patient(request):
        return closed(request, "not_sent")
    return render(request, "403_csrf.html", status=403)


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing at the address."""
    if _for_a_patient(request):
        return closed(request, "lost")
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Something of ours failed; nothing is asked of the database here, which may be what failed."""
    if _for_a_patient(request):
        return closed(request, "failed")
    return HttpResponse(get_template("500.html").render(), status=500)
