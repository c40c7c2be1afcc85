"""The drug clock: is each drug off long enough, on both sides of the needle?"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from buffycoat.pathway.candidacy.records import Medicines, Plan
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.roles import may
from buffycoat.web.presenters.drug_clock import drug_clock
from buffycoat.web.views.page import bar, episode_of, page, staff_page


@staff_page("see")
def drugs(request: HttpRequest, episode_id: str) -> HttpResponse:
    """One row a drug, the injection day in the middle."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    actions.note_view(request.user.signer, episode=episode, what="drug clock")
    role = request.user.role
    return page(
        request,
        "drug_clock.html",
        episode=episode,
        view="drug-clock",
        who=bar(episode.patient, chart, reverse("episode", args=[episode_id])),
        drug=drug_clock(chart, clock.today(), clock.zone()),
        plan=Plan.kind if may(role, "sign", Plan.kind) else "",
        medicines=Medicines.kind if may(role, "sign", Medicines.kind) else "",
    )
