"""One form for every kind of record: filled in, read over, signed; or given back with what is in the way."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from buffycoat.pathway.chart import Chart, Entry, Retraction
from buffycoat.pathway.injection.images import Images
from buffycoat.pathway.record import RECORDS, Record
from buffycoat.pathway.stage import Override
from buffycoat.pathway.triage.reading import Reading
from buffycoat.pathway.walk import Walk, walk
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.models import Episode
from buffycoat.store.roles import may
from buffycoat.store.standing import with_lists
from buffycoat.web.forms import Checked, build, change_rows, check, posted
from buffycoat.web.presenters import cards, equipment
from buffycoat.web.presenters.next_step import next_step
from buffycoat.web.presenters.timeline import timeline
from buffycoat.web.spine import page as spine
from buffycoat.web.views.drafts import Draft, draft
from buffycoat.web.views.harm_draft import of_report
from buffycoat.web.views.page import bar, episode_of, not_allowed, page, refused, seen, staff_page
from buffycoat.web.views.steps import card_id, step_link
from buffycoat.web.views.visit_draft import of_visit

LONGEST = 200  # characters of a kit’s name in an address
# Records of the chart itself, which are signed in their own ways.
NOT_FORMS = (Override.kind, Retraction.kind, Reading.kind)


@dataclass(frozen=True)
class Desk:
    """What lies before somebody who signs."""

    request: HttpRequest
    episode: Episode
    chart: Chart
    kind: type[Record]
    amends: Entry | None = None


@staff_page("sign")
def sign(request: HttpRequest, episode_id: str, kind: str) -> HttpResponse:
    """A new record of this kind."""
    return _serve(Desk(request, episode_of(episode_id), read_chart(episode_id), _kind(kind)))


@staff_page("sign")
def amend(request: HttpRequest, episode_id: str, number: int) -> HttpResponse:
    """The same record, written again in place of an earlier one; both stay to be read."""
    chart = read_chart(episode_id)
    target = next((entry for entry in chart.entries if entry.number == number), None)
    if target is None or target.kind in NOT_FORMS:
        raise Http404
    return _serve(Desk(request, episode_of(episode_id), chart, RECORDS[target.kind], target))


def _kind(name: str) -> type[Record]:
    kind = RECORDS.get(name)
    if kind is None or name in NOT_FORMS:
        raise Http404(f"There is no record called {name}.")
    return kind


def _serve(desk: Desk) -> HttpResponse:
    kind = desk.kind
    if not may(desk.request.user.role, "sign", kind.kind):
        return not_allowed(desk.request, "sign", kind.kind, f"sign: {kind.title.lower()}")
    if kind is Images:  # only what was fetched just now is linked: nobody types a hash
        return redirect("images", desk.episode.pk)
    if desk.amends and desk.amends not in desk.chart.in_force:
        return refused(desk.request, f"Entry {desk.amends.number} is not in force any more.", _home(desk))
    if desk.request.method == "POST":
        return _sent(desk)
    actions.note_view(desk.request.user.signer, episode=desk.episode, what=f"form: {kind.title}")
    stands = walk(desk.chart, clock.today())
    why = "" if desk.amends else stands.refusal(kind)
    if why:
        return _closed(desk, stands, why)
    sent = desk.request.GET
    given = (of_report(desk.chart, kind, sent) or of_visit(kind, sent)) if not desk.amends else None
    given = given or draft(
        desk.episode, desk.chart, kind, desk.amends, sent.get("from", ""), sent.get("kit", "")[:LONGEST]
    )
    return _show(desk, Checked(spine.arrived(desk.chart, given.typed, kind, sent)), given)


def _closed(desk: Desk, stands: Walk, why: str) -> HttpResponse:
    """Why the record cannot be signed yet: the card in the way, and the button to what comes first."""
    role, critical = desk.request.user.role, stands.current.critical
    return refused(
        desk.request,
        why,
        _home(desk),
        who=bar(desk.episode.patient, desk.chart, _home(desk)),
        first=step_link(desk.episode.pk, next_step(stands), role),
        **({"card": cards.line(critical[0], role)} if critical else {}),
    )


def _sent(desk: Desk) -> HttpResponse:
    """What was typed comes back whatever happens to it; signed is only what has nothing in its way."""
    do, typed = desk.request.POST.get("do", "sign"), posted(desk.request.POST)
    if do.partition(":")[0] in ("add", "remove"):
        return _show(desk, Checked(change_rows(typed, do)))
    if spine.clicked(do):
        return _show(desk, Checked(spine.change(desk.chart, typed, do)))
    checked = check(desk.kind, typed, clock.zone())
    if do != "sign" or not checked.ready or checked.record is None:
        return _show(desk, checked, status=200 if do != "sign" else 422)
    return _sign(desk, checked)


def _sign(desk: Desk, checked: Checked) -> HttpResponse:
    number = desk.amends.number if desk.amends else None
    try:
        entry = actions.sign(
            desk.request.user.signer, desk.episode.pk, checked.record, seen=seen(desk.request), amends=number
        )
    except actions.Conflict as conflict:
        return _show(replace_chart(desk), checked, status=409, since=conflict.since)
    except actions.Refused as refusal:
        return _show(desk, checked, status=409, why=refusal.reason)
    messages.success(desk.request, f"Signed: {desk.kind.title.lower()}, entry {entry.number}.")
    return redirect("episode", desk.episode.pk)


def replace_chart(desk: Desk) -> Desk:
    """The same desk with the chart as it stands now."""
    return replace(desk, chart=read_chart(desk.episode.pk))


def _said(desk: Desk) -> tuple[cards.CardLine, ...]:
    """What the rules say of this stage so far, without what is not begun."""
    shown = with_lists(walk(desk.chart, clock.today()), desk.chart)
    lines = cards.lines(shown, desk.request.user.role)
    # A lot that may not be used is said at every form of the bench and the needle, not only at the draw’s.
    room = desk.kind.stage in ("preparation", "injection")
    return tuple(
        one
        for one in lines
        if (one.stage == desk.kind.stage or (room and one.key.startswith("practice.")))
        and one.level != "info"
        and not one.waits
    )


def _home(desk: Desk) -> str:
    return reverse("episode", args=[desk.episode.pk])


def _show(
    desk: Desk,
    checked: Checked,
    given: Draft | None = None,
    status: int = 200,
    why: str = "",
    since: tuple[Entry, ...] = (),
) -> HttpResponse:
    """The form. After a conflict it counts the other's entries as seen: they are shown right above it."""
    fresh = given is not None or bool(since)
    return page(
        desk.request,
        "sign.html",
        status=status,
        episode=desk.episode,
        who=bar(desk.episode.patient, desk.chart, _home(desk)),
        kind=desk.kind,
        amends=desk.amends,
        form=build(desk.kind, checked, offers=equipment.offers(desk.kind)),
        spine=spine.on_form(desk.episode, desk.chart, desk.kind, checked.typed),
        beside=equipment.beside(desk.kind, checked.record, clock.today()),
        given=given,
        seen=len(desk.chart.entries) if fresh else seen(desk.request),
        why=why,
        since=timeline(Chart(desk.chart.episode, since), clock.today(), clock.zone()),
        said=_said(desk),
        card_id=card_id,
        checked_over=desk.request.method == "POST" and checked.ready,
    )
