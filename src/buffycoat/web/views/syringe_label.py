"""Labels for the syringes, and reading one back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from buffycoat.pathway.injection.label_rules import WRONG
from buffycoat.pathway.injection.records import TimeOut
from buffycoat.pathway.preparation.label import use_by
from buffycoat.pathway.preparation.records import Draw
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.roles import may
from buffycoat.web.presenters.syringe_label import printed
from buffycoat.web.views.page import bar, episode_of, not_allowed, page, refused, staff_page

MOST_SYRINGES = 12


@staff_page("see")
def labels(request: HttpRequest, episode_id: str) -> HttpResponse:
    """One label for each syringe, to be printed and stuck on at once."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    bench = reverse("bench", args=[episode_id])
    if not may(request.user.role, "sign", Draw.kind):
        return not_allowed(request, "sign", Draw.kind, "print a syringe label")
    draw, who = chart.newest(Draw), bar(episode.patient, chart, reverse("episode", args=[episode_id]))
    if draw is None:
        return refused(request, "No blood is drawn yet, so there is nothing to label.", bench, who=who)
    if clock.now() > use_by(draw):
        said = "This blood is past its use-by time: it is not labelled any more. Draw fresh blood."
        return refused(request, said, bench, who=who)
    count = request.GET.get("syringes", "1")
    syringes = min(max(int(count), 1), MOST_SYRINGES) if count.isdecimal() else 1
    actions.note_view(request.user.signer, episode=episode, what=f"labels for {syringes} syringes")
    return page(
        request,
        "syringe_label.html",
        episode=episode,
        who=who,
        syringes=syringes,
        most=MOST_SYRINGES,
        labels=printed(chart, episode.patient, syringes, request.user.name, clock.zone()),
    )


@require_POST
@staff_page("see")
def scan(request: HttpRequest, episode_id: str) -> HttpResponse:
    """A label read back: right, or a stop that is written down."""
    episode, text = episode_of(episode_id), request.POST.get("label", "").strip()
    bench = reverse("bench", args=[episode_id])
    if not text:
        messages.warning(request, "Nothing was scanned.")
        return redirect(bench)
    found = actions.scan(request.user.signer, episode_id, text)
    if not found.wrong:
        which = f", syringe {found.syringe} of {found.of}" if found.syringe else ""
        messages.success(request, f"Right label: {episode.patient.name}, this draw, in time{which}.")
        return redirect(bench)
    summary, detail = WRONG[found.wrong]
    kept = "" if found.wrong == "unreadable" else " It is written down as an incident."
    return page(
        request,
        "label_wrong.html",
        status=409,
        episode=episode,
        who=bar(episode.patient, read_chart(episode_id), reverse("episode", args=[episode_id])),
        heading=summary,
        detail=detail + kept,
        time_out=TimeOut.kind,
    )
