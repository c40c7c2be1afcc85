"""Candidacy in one table: may this go ahead, and if not, who settles what?"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from buffycoat.pathway.walk import STAGES, walk
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.web.presenters import candidacy_view
from buffycoat.web.presenters.next_step import next_step
from buffycoat.web.views.page import bar, episode_of, page, staff_page
from buffycoat.web.views.prefills import unsigned, waiting_files
from buffycoat.web.views.steps import card_id, step_link


@staff_page("see")
def candidacy(request: HttpRequest, episode_id: str) -> HttpResponse:
    """The verdict, who reviews what, then every line with its source."""
    one, chart, today = episode_of(episode_id), read_chart(episode_id), clock.today()
    actions.note_view(request.user.signer, episode=one, what="candidacy")
    stands, role = walk(chart, today), request.user.role
    waiting = unsigned(waiting_files(one.patient), chart)
    step = next_step(stands, {each.record.kind for each in waiting}, one.due_on, one.due_what)
    return page(
        request,
        "candidacy.html",
        episode=one,
        view="candidacy",
        who=bar(one.patient, chart, reverse("episode", args=[episode_id])),
        held=candidacy_view.candidacy(chart, stands, today, role),
        step=step,
        step_link=step_link(episode_id, step, role),
        card_id=card_id,
        closed={kind.kind for stage in STAGES for kind in stage.records if stands.refusal(kind)},
    )
