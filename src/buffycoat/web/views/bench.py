"""The bench: made for gloved hands and a glance. How long since the draw, and where every platelet is."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.preparation.dose import LIMITS
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.walk import walk
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.roles import may
from buffycoat.web.presenters import cards
from buffycoat.web.presenters.ledger import ledger
from buffycoat.web.views.page import bar, episode_of, page, staff_page

DAY = 24 * 3600


@staff_page("see")
def bench(request: HttpRequest, episode_id: str) -> HttpResponse:
    """The running clock, the mass balance, and the forms of this stage."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    actions.note_view(request.user.signer, episode=episode, what="bench")
    stands, role = walk(chart, clock.today()), request.user.role
    draw, given = chart.newest(Draw), chart.newest(Injection)
    seconds = int((clock.now() - draw.drawn_at).total_seconds()) if draw else -1
    return page(
        request,
        "bench.html",
        episode=episode,
        who=bar(episode.patient, chart, reverse("episode", args=[episode_id])),
        draw=draw,
        given=given,
        seconds=seconds if not given and 0 <= seconds < DAY else None,
        running=running(seconds),
        until=draw.drawn_at + timedelta(hours=LIMITS["hours_to_injection"].bound) if draw else None,
        used=min(max(seconds, 0) / 36 / LIMITS["hours_to_injection"].bound, 100),
        hours=LIMITS["hours_to_injection"].bound,
        balance=ledger(chart),
        product=chart.newest(Product),
        said=[one for one in cards.lines(stands, role) if one.key.startswith(("preparation.", "injection."))],
        forms=[
            (kind.kind, kind.title, bool(chart.signed(kind)))
            for kind in (Draw, Spin, Product, TimeOut, Injection)
        ],
        closed=stands.refusal(Draw),
        may_sign=may(role, "sign", Draw.kind),
    )


def running(seconds: int) -> str:
    """47:12 or 1:02:03, as the clock on the page goes on counting."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
