"""Triage as a clinician reads it: what drove the tier, what was not asked, where the pain might come from."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.pathway.walk import STAGES, walk
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.web.presenters import cards, pain_picture, triage_view
from buffycoat.web.presenters.triage_step import triage_step
from buffycoat.web.views.page import bar, episode_of, page, staff_page
from buffycoat.web.views.steps import card_id, step_link

SHOWN_ELSEWHERE = ("triage.urgency", "triage.pain_source", "triage.unanswered")


@staff_page("see")
def triage(request: HttpRequest, episode_id: str) -> HttpResponse:
    """The answers behind the tier, then the ranked sources as a picture."""
    episode, chart, today = episode_of(episode_id), read_chart(episode_id), clock.today()
    actions.note_view(request.user.signer, episode=episode, what="triage")
    stands, role = walk(chart, today), request.user.role
    told = {"phone": settings.PHONE, "emergency": settings.EMERGENCY, "crisis": settings.CRISIS}
    held = triage_view.triage(chart, stands, today, clock.zone(), **told)
    said = [one for one in cards.lines(stands, role) if one.stage == "triage"]
    hip = next((one.summary for one in said if one.key == "triage.hip_and_spine"), "")
    step = triage_step(held, frozenset(one.key for one in said if one.may_override), hip)
    return page(
        request,
        "triage.html",
        episode=episode,
        view="triage",
        who=bar(episode.patient, chart, reverse("episode", args=[episode_id])),
        held=held,
        step=step,
        step_link=step_link(episode_id, step, role),
        said=[one for one in said if one.key.split(":")[0] not in SHOWN_ELSEWHERE],
        may_override={one.key for one in said if one.may_override},
        picture=pain_picture.picture(held.ranking),
        blocks=pain_picture.blocks(chart.newest(Plan), today),
        card_id=card_id,
        signs=WarningSigns.kind,
        closed={kind.kind for stage in STAGES for kind in stage.records if stands.refusal(kind)},
    )
