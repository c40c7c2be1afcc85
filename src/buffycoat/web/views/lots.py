"""Lots as pages: what is on the shelf, what came, what may not be used, and whom a lot has reached."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from buffycoat.pathway.record import Part
from buffycoat.practice.lots import Lot, Stop, expires_soon
from buffycoat.store import actions, clock, recall
from buffycoat.store.stock import Lot as LotRow
from buffycoat.web.forms import Checked, build, check, posted, typed_from
from buffycoat.web.presenters import lots as words
from buffycoat.web.views.page import page, staff_page

LONGEST = 300  # characters of what is searched for: a scanned barcode fits
MOST_SHOWN = 200  # people on a page; the file holds them all


@dataclass(frozen=True)
class Desk:
    """What is being written about which lot."""

    request: HttpRequest
    kind: type[Part]
    row: LotRow | None


@staff_page("see")
def stock(request: HttpRequest) -> HttpResponse:
    """Every lot: how many are left, what expires soon, what may not be used, what charts name besides."""
    day, used = clock.today(), recall.used()
    rows = list(LotRow.objects.all())
    lines = [(row, words.stock(row, used[row.pk], day)) for row in rows]
    usable = [(row, line) for row, line in lines if not line.trouble]
    soon = [(row, line) for row, line in usable if expires_soon(row.expires_on, day)]
    return page(
        request,
        "lots.html",
        here="lots",
        soon=[line for _, line in sorted(soon, key=lambda one: str(one[0].expires_on))],
        usable=[line for _, line in usable],
        stopped=[line for _, line in lines if line.trouble],
        strangers=recall.strangers(),
        supply=words.SUPPLY,
        open_recalls=recall.open_recalls(),
    )


@staff_page("equip")
def new(request: HttpRequest) -> HttpResponse:
    """A lot that came."""
    return _serve(Desk(request, Lot, None))


@staff_page("equip")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What a lot is: another delivery of it, a slip put right."""
    return _serve(Desk(request, Lot, get_object_or_404(LotRow, pk=pk)))


@staff_page("quarantine")
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Quarantine or recall a lot, close its recall, or take it back into use."""
    return _serve(Desk(request, Stop, get_object_or_404(LotRow, pk=pk)))


def _serve(desk: Desk) -> HttpResponse:
    if desk.request.method != "POST":
        return _show(desk, Checked(_before(desk)))
    checked = check(desk.kind, posted(desk.request.POST), clock.zone())
    if not checked.ready:
        return _show(desk, checked, status=422)
    by, facts = desk.request.user.signer, checked.record
    try:
        if isinstance(facts, Stop) and desk.row is not None:
            kept = actions.stop_lot(by, desk.row, facts)
        else:
            kept = actions.keep_lot(by, facts, row=desk.row)
    except actions.Refused as refusal:
        return _show(desk, checked, status=409, why=refusal.reason)
    messages.success(desk.request, f"Kept: lot {kept.lot}, {kept.standing}.")
    if kept.standing == "recalled":
        return redirect(f"{reverse('recall')}?lot={kept.key}")
    return redirect("lots")


def _before(desk: Desk) -> dict[str, str]:
    """What the form shows first: the lot as it stands; for a stop the day is today’s."""
    if desk.row is None:
        return {}
    held = {name: getattr(desk.row, name) for name in desk.kind.items}
    given = {name: value for name, value in held.items() if value not in (None, "")}
    if desk.kind is Stop:
        given = {"standing": desk.row.standing, "reason": "–", "since": clock.today()} | given
    shown: dict[str, str] = typed_from(desk.kind.model_validate(given), clock.zone())
    return shown | ({"reason": desk.row.reason} if desk.kind is Stop else {})


def _show(desk: Desk, checked: Checked, status: int = 200, why: str = "") -> HttpResponse:
    return page(
        desk.request,
        "lot_form.html",
        status=status,
        here="lots",
        row=desk.row,
        stopping=desk.kind is Stop,
        form=build(desk.kind, checked),
        why=why,
    )


@staff_page("see")
def search(request: HttpRequest) -> HttpResponse:
    """Whom a lot has reached: patients, days, levels, volumes, doses, telephone numbers."""
    text = request.GET.get("lot", "")[:LONGEST].strip()
    found = recall.of_lot(text)
    if text:
        actions.note_recall(request.user.signer, text, found)
    people = words.people(found)
    return page(
        request,
        "recall.html",
        here="lots",
        text=text,
        count=len(people),
        people=people[:MOST_SHOWN],
        listed=[words.stock(row, recall.used()[row.pk], clock.today()) for row in recall.listed(text)],
    )


@staff_page("export")
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file, for whoever telephones; noted at each patient whose name is in it."""
    text = request.GET.get("lot", "")[:LONGEST].strip()
    found = recall.of_lot(text)
    actions.note_recall(request.user.signer, text, found, export=True)
    answer = HttpResponse(recall.as_csv(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recall.csv"'
    return answer
