"""The list of equipment: what the practice makes PRP with, and what of it is due."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from buffycoat.practice.equipment import KINDS, Analyser, Centrifuge, Equipment, Kit
from buffycoat.store import actions, clock
from buffycoat.store import equipment as held
from buffycoat.store.stock import Machine
from buffycoat.web.forms import Checked, build, check, posted, typed_from
from buffycoat.web.presenters import equipment as words
from buffycoat.web.views.page import page, staff_page


@dataclass(frozen=True)
class Desk:
    """What is being written: a kind of thing, and the row that it replaces."""

    request: HttpRequest
    kind: type[Equipment]
    row: Machine | None


@staff_page("see")
def equipment(request: HttpRequest) -> HttpResponse:
    """Centrifuges, analysers and kits, each with what is known of it."""
    day = clock.today()
    lines: dict[str, list[words.Line]] = {name: [] for name in KINDS}
    for name, kind in KINDS.items():
        for row in held.TABLES[kind].objects.all():
            lines[name].append(_line(row, held.declared(row, kind)))
    return page(
        request,
        "equipment.html",
        here="equipment",
        day=day,
        kinds=[(name, kind.title, lines[name]) for name, kind in KINDS.items()],
        due=[(name, words.due_words(on, day), how) for name, on, how in held.due(day)],
    )


def _line(row: Machine, one: Equipment) -> words.Line:
    day = clock.today()
    about = {Centrifuge: words.centrifuge_words, Analyser: words.analyser_words, Kit: words.kit_words}
    due_on = None if isinstance(one, Kit) else one.due_on
    due = "" if isinstance(one, Kit) else words.due_words(due_on, day)
    said = about[type(one)](one) + (" Out of use." if row.out_of_use else "")
    return words.Line(row.pk, one.name, said, due, words.standing(due_on, day))


@staff_page("equip")
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """One more thing on the list."""
    return _serve(Desk(request, _kind(kind), None))


@staff_page("equip")
def change(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What a thing is now: recalibrated, moved, out of use."""
    found = _kind(kind)
    return _serve(Desk(request, found, get_object_or_404(held.TABLES[found], pk=pk)))


def _kind(name: str) -> type[Equipment]:
    if name not in KINDS:
        raise Http404(f"There is no equipment called {name}.")
    return KINDS[name]


def _serve(desk: Desk) -> HttpResponse:
    if desk.request.method != "POST":
        before = typed_from(held.declared(desk.row, desk.kind), clock.zone()) if desk.row else {}
        return _show(desk, Checked(before))
    checked = check(desk.kind, posted(desk.request.POST), clock.zone())
    if not checked.ready:
        return _show(desk, checked, status=422)
    try:
        kept = actions.keep_equipment(desk.request.user.signer, checked.record, row=desk.row)
    except actions.Refused as refusal:
        return _show(desk, checked, status=409, why=refusal.reason)
    messages.success(desk.request, f"Kept: {kept.name}.")
    return redirect("equipment")


def _show(desk: Desk, checked: Checked, status: int = 200, why: str = "") -> HttpResponse:
    return page(
        desk.request,
        "equipment_form.html",
        status=status,
        here="equipment",
        row=desk.row,
        form=build(desk.kind, checked),
        why=why,
    )
