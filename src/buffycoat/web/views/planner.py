"""The planner: this patient, this target: how much blood, which kit or protocol, how many?"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.candidacy.records import Labs
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.preparation.baseline import TABLE
from buffycoat.pathway.preparation.planner import UNPROVEN
from buffycoat.pathway.preparation.records import Draw
from buffycoat.pathway.walk import walk
from buffycoat.practice.equipment import Kit
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.equipment import every
from buffycoat.store.own_counts import own_counts
from buffycoat.store.roles import may
from buffycoat.web.presenters.planner import ranked
from buffycoat.web.presenters.planner_ask import SURE, question
from buffycoat.web.presenters.planner_ways import Ways, known_ways, practice_ways, tubes_way
from buffycoat.web.presenters.spin_ask import CARRIED, spin_question
from buffycoat.web.views.page import bar, episode_of, page, staff_page


@staff_page("see")
def planner(request: HttpRequest, episode_id: str) -> HttpResponse:
    """For one episode: its signed counts, its planned sites."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    actions.note_view(request.user.signer, episode=episode, what="planner")
    closed = walk(chart, clock.today()).refusal(Draw)
    return _answer(
        request,
        chart,
        episode=episode,
        who=bar(episode.patient, chart, reverse("episode", args=[episode_id])),
        drawn=chart.newest(Draw),
        closed=closed,
        may_draw=may(request.user.role, "sign", Draw.kind) and not closed,
        may_sign_labs=may(request.user.role, "sign", Labs.kind) and chart.newest(Labs) is None,
    )


@staff_page("see")
def free(request: HttpRequest) -> HttpResponse:
    """For nobody in particular: typed counts, one target."""
    nobody = {"episode": None, "who": None, "drawn": None, "closed": ""}
    return _answer(request, None, here="free-planner", may_draw=False, may_sign_labs=False, **nobody)


def _answer(request: HttpRequest, chart: Chart | None, **frame: object) -> HttpResponse:
    asked = question(request.GET.dict(), clock.today(), chart)
    every_kit = request.GET.get("kits") == "all"
    carried = {name: request.GET[name] for name in CARRIED if name in request.GET}
    ways = _ways(every_kit)
    if len(carried) == len(CARRIED) and (tubes := tubes_way(spin_question(carried))):
        ways = replace(ways, ways=(*ways.ways, tubes))
    return page(
        request,
        "planner.html",
        asked=asked,
        ranked=ranked(asked, ways),
        ways=ways,
        every_kit=every_kit,
        carried=carried,
        targets=TARGET_NAMES,
        sures=SURE,
        unproven=UNPROVEN,
        drift=TABLE["another_day"],
        **frame,
    )


def _ways(every_kit: bool) -> Ways:
    """The practice’s own kits with its counts; all known kits where it has listed none, or when asked."""
    own, listed = own_counts(), every(Kit)
    return known_ways(own) if every_kit or not listed else practice_ways(listed, own)
