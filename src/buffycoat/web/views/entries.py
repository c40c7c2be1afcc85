"""One entry with every answer, and taking back an entry that does not belong."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from buffycoat.pathway.chart import Chart, Entry, Retraction
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.roles import may
from buffycoat.web.presenters.answers import answers, sentence
from buffycoat.web.presenters.timeline import timeline
from buffycoat.web.views.page import bar, episode_of, not_allowed, page, seen, staff_page


@staff_page("see")
def entry(request: HttpRequest, episode_id: str, number: int) -> HttpResponse:
    """Every question of the record, those not asked too; who signed it, when, and its place in the chain."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    one = _entry(chart, number)
    actions.note_view(request.user.signer, episode=episode, what=f"entry {number}")
    said = answers(one.record, clock.zone())
    line = next(each for each in timeline(chart, clock.today(), clock.zone()) if each.number == number)
    return page(
        request,
        "entry.html",
        episode=episode,
        who=bar(episode.patient, chart, reverse("episode", args=[episode_id])),
        entry=one,
        line=line,
        groups=[
            (title, [a for a in said if a.group == title]) for title in dict.fromkeys(a.group for a in said)
        ],
        in_force=one in chart.in_force,
        may_amend=may(request.user.role, "sign", one.kind) and not one.kind.startswith("chart."),
        may_retract=may(request.user.role, "sign", one.kind),
    )


@staff_page("sign")
def retract(request: HttpRequest, episode_id: str, number: int) -> HttpResponse:
    """Take an entry out of force, with the reason; it stays to be read."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    one = _entry(chart, number)
    if not may(request.user.role, "sign", one.kind):
        return not_allowed(request, "sign", one.kind, f"take back: {one.record.title.lower()}")
    reason, error, status = request.POST.get("reason", ""), "", 200
    if request.method == "POST":
        try:
            made = actions.retract(request.user.signer, episode_id, number, reason, seen=seen(request))
        except actions.Conflict as conflict:
            error, status = f"{conflict}. Look at what changed, then sign again.", 409
        except (actions.Refused, ValueError) as refusal:
            error, status = str(refusal), 422
        else:
            messages.success(request, f"Entry {number} is taken back by entry {made.number}.")
            return redirect("episode", episode_id)
    return page(
        request,
        "reason.html",
        status=status,
        episode=episode,
        who=bar(episode.patient, chart, reverse("episode", args=[episode_id])),
        heading=f"Take back entry {number}",
        about=sentence(one, clock.zone()),
        ask=Retraction.items["reason"].ask,
        help="For an entry that should not be in this chart. If an answer is wrong, amend it instead.",
        button="Sign: entered in error",
        reason=reason,
        error=error,
        seen=len(chart.entries),
    )


def _entry(chart: Chart, number: int) -> Entry:
    found = next((one for one in chart.entries if one.number == number), None)
    if found is None:
        raise Http404(f"There is no entry {number}.")
    return found
