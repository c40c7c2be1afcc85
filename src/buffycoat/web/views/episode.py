"""The episode page: where it stands, what the rules say, what to do next, what was written."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.walk import STAGES, Walk, walk
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.models import Appointment, Episode
from buffycoat.store.roles import may
from buffycoat.store.standing import with_lists
from buffycoat.web.presenters import cards, harm_accounts, images, radiation, rail
from buffycoat.web.presenters.entered_scores import entered_scores
from buffycoat.web.presenters.next_step import next_step
from buffycoat.web.presenters.progress import progress
from buffycoat.web.presenters.timeline import timeline
from buffycoat.web.spine.page import on_episode
from buffycoat.web.views.page import bar, episode_of, page, staff_page
from buffycoat.web.views.prefills import unsigned, waiting_files
from buffycoat.web.views.steps import card_id, step_link


@staff_page("see")
def episode(request: HttpRequest, episode_id: str) -> HttpResponse:
    """One column of time, the seven stages beside it, the cards worst first, one obvious next step."""
    one = episode_of(episode_id)
    actions.note_view(request.user.signer, episode=one)
    chart, today = read_chart(episode_id), clock.today()
    stands, role = walk(chart, today), request.user.role
    shown = with_lists(stands, chart)
    waiting = unsigned(waiting_files(one.patient), chart)
    step = next_step(shown, {each.record.kind for each in waiting}, one.due_on, one.due_what)
    return page(
        request,
        "episode.html",
        episode=one,
        who=bar(one.patient, chart, reverse("patient", args=[one.patient_id])),
        stops=rail.stops(shown, chart, clock.zone()),
        booked=booked(one),
        step=step,
        step_link=step_link(episode_id, step, role),
        cards=cards.lines(shown, role),
        past=cards.past(shown, role),
        card_id=card_id,
        waiting=waiting,
        lines=timeline(chart, today, clock.zone()),
        progress=progress(chart),
        entered=entered_scores(chart),
        harms=harm_accounts.rows(chart),
        doses=radiation.signed(chart),
        radiated=radiation.given(chart),
        images=images.linked(chart, clock.zone()),
        archive=settings.ARCHIVE is not None,
        chain=chain(chart),
        spine=on_episode(one, chart, request.GET.get("level", "")),
        closed={kind.kind for stage in STAGES for kind in stage.records if stands.refusal(kind)},
        forms=forms(stands, chart, role),
    )


def booked(one: Episode) -> str:
    """When the patient is expected next, and whether they are here."""
    after = clock.now().astimezone(clock.zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    visit = Appointment.objects.filter(episode=one, at__gte=after).order_by("at").first()
    if visit is None:
        return "Nothing booked."
    local = visit.at.astimezone(clock.zone())
    day = "today" if local.date() == clock.today() else f"{local.day} {local:%b %Y}"
    here = " Arrived." if visit.arrived_at else ""
    return f"Booked for {day}, {local:%H:%M}: {visit.purpose}.{here}"


def chain(chart: Chart) -> str:
    """Whether the chart is whole, as found just now."""
    count = len(chart.entries)
    entries = f"{count} entr{'y' if count == 1 else 'ies'}"
    found = chart.broken()
    now = f"{clock.now().astimezone(clock.zone()):%H:%M}"
    if found:
        return f"{entries}; the chain is BROKEN at entry {found.number}: {found.why}. Checked {now}."
    return f"{entries}; the chain is whole, checked {now}."


def forms(stands: Walk, chart: Chart, role: str) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """Every record that can be written, by stage: (kind, title, how it stands, why not)."""
    listed = []
    for stage in STAGES:
        kinds = []
        for kind in stage.records:
            count = len(chart.signed(kind))
            stood = "" if not count else f"{count} signed" if kind.many else "signed"
            why = "" if may(role, "sign", kind.kind) else "another role signs this"
            kinds.append((kind.kind, kind.title, stood, why or ("closed" if stands.refusal(kind) else "")))
        listed.append((stage.title, kinds))
    return listed
