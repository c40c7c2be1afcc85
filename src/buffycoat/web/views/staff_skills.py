"""Staff as pages: what each is signed off for and until when, and the form for a sign-off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from buffycoat.practice.competencies import COMPETENCIES, TABLE, SignOff
from buffycoat.store import actions, clock, skills
from buffycoat.store.models import Staff
from buffycoat.store.roles import ROLES, may
from buffycoat.web.forms import Checked, build, check, posted, typed_from
from buffycoat.web.presenters import skills as words
from buffycoat.web.views.page import page, staff_page


@staff_page("staff")
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, with what they are signed off for; what runs out stands first."""
    day, held = clock.today(), skills.held()
    people = [
        (one, words.lines((each for each in held if each.who == one.username), day))
        for one in Staff.objects.filter(is_active=True).order_by("last_name", "first_name", "username")
        if may(one.role, "sign")  # a researcher signs nothing
    ]
    named = {one.competency for one in held if one.given == "signed off"}
    return page(
        request,
        "staff.html",
        here="staff",
        due=words.due((one.name, lines) for one, lines in people),
        people=[
            (one, ROLES[one.role].name if one.role in ROLES else "No role", lines) for one, lines in people
        ],
        not_kept=[TABLE[key].name for key in COMPETENCIES if key not in named and TABLE[key].gates],
    )


@staff_page("staff")
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody is signed off, or that it is taken back."""
    who = get_object_or_404(Staff, pk=pk)
    if request.method != "POST":
        first = SignOff(competency=COMPETENCIES[0], given="signed off", on=clock.today())
        typed = typed_from(first, clock.zone())
        return _show(request, who, Checked({name: typed[name] for name in ("given", "on")}))
    checked = check(SignOff, posted(request.POST), clock.zone())
    if not checked.ready or checked.record is None:
        return _show(request, who, checked, status=422)
    try:
        kept = actions.keep_sign_off(request.user.signer, who, checked.record)
    except actions.Refused as refusal:
        return _show(request, who, checked, status=409, why=refusal.reason)
    messages.success(request, f"Kept: {who.name}, {TABLE[kept.competency].name}, {kept.given}.")
    return redirect("staff")


def _show(
    request: HttpRequest, who: Staff, checked: Checked, status: int = 200, why: str = ""
) -> HttpResponse:
    form = build(SignOff, checked)
    return page(request, "sign_off.html", status=status, here="staff", who=who, form=form, why=why)
