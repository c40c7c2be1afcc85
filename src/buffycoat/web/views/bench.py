"""The bench: made for gloved hands and a glance. How long since the draw, and where every platelet is."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from buffycoat.pathway.candidacy.records import Labs
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.preparation.dose import LIMITS, Bench
from buffycoat.pathway.preparation.label import use_by
from buffycoat.pathway.preparation.ledger import ledger
from buffycoat.pathway.preparation.planner import UNPROVEN
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.preparation.syringe import bench as measurements
from buffycoat.pathway.walk import Walk, walk
from buffycoat.practice.equipment import Kit
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.equipment import every
from buffycoat.store.own_counts import own_counts
from buffycoat.store.roles import may
from buffycoat.store.standing import with_lists
from buffycoat.web.presenters import cards
from buffycoat.web.presenters.bench_doses import Place, doses, foreseen, places
from buffycoat.web.presenters.bench_facts import codes, facts
from buffycoat.web.presenters.ledger import drawn
from buffycoat.web.presenters.planner_ways import Practice
from buffycoat.web.views.page import bar, episode_of, page, staff_page

DAY = 24 * 3600
FORMS = (Draw, Spin, Product, TimeOut, Injection)


@staff_page("see")
def bench(request: HttpRequest, episode_id: str) -> HttpResponse:
    """The running clock, the mass balance, the dose at each site, and the forms of this stage."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    actions.note_view(request.user.signer, episode=episode, what="bench")
    stands, role = walk(chart, clock.today()), request.user.role
    draw, product = chart.newest(Draw), chart.newest(Product)
    sites = places(chart, request.GET.dict())
    return page(
        request,
        "bench.html",
        episode=episode,
        view="bench",
        who=bar(episode.patient, chart, reverse("episode", args=[episode_id])),
        draw=draw,
        product=product,
        given=chart.newest(Injection),
        sites=sites,
        facts=facts(chart, clock.day_of(draw.drawn_at) if draw else clock.today()),
        codes=codes(chart),
        unproven=UNPROVEN,
        said=[one for one in cards.lines(with_lists(stands, chart), role) if _here(one.key)],
        closed=stands.refusal(Draw),
        **_clock(draw, chart.newest(Injection)),
        **_platelets(chart, draw, product, sites),
        **_to_do(chart, stands, role),
    )


def _clock(draw: Draw | None, given: Injection | None) -> dict[str, object]:
    """How long ago blood was drawn, and until when it is to be injected."""
    seconds = int((clock.now() - draw.drawn_at).total_seconds()) if draw else -1
    hours = LIMITS["hours_to_injection"].bound
    return {
        "seconds": seconds if not given and 0 <= seconds < DAY else None,
        "running": running(seconds),
        "until": use_by(draw) if draw else None,
        "used": min(max(seconds, 0) / 36 / hours, 100),
        "hours": hours,
    }


def _platelets(
    chart: Chart, draw: Draw | None, product: Product | None, sites: tuple[Place, ...]
) -> dict[str, object]:
    """The ledger and the doses; nothing before blood is drawn."""
    if draw is None:
        return {"balance": None, "doses": None}
    known = [one for one in sites if one.ml]
    measured = measurements(draw, product, [one.ml or 0 for one in known], chart.every(Spin))
    held = ledger(measured)
    labs = chart.newest(Labs)
    counted = labs.platelets if labs else None
    days = (clock.day_of(draw.drawn_at) - counted.taken_on).days if counted else None
    found, why_not = foreseen(chart, measured, days, Practice(every(Kit), own_counts(but=chart.episode)))
    return {
        "balance": drawn(held, [one.name for one in known], _counts(measured, product), not _given(chart)),
        "doses": doses(known, held, found, why_not, product.volume if product else None),
    }


def _here(key: str) -> bool:
    """Cards of the bench and the needle; the class codes stand on the page by themselves."""
    return key.startswith(("preparation.", "injection.", "practice.")) and key != "preparation.classes"


def _given(chart: Chart) -> bool:
    return chart.newest(Injection) is not None


def _counts(measured: Bench, product: Product | None) -> tuple[str, str]:
    """The counts of blood and product, in words; the blood’s own count, lowest to highest."""
    low, high = measured.blood_counts() or (None, None)
    blood = "not counted" if low is None or high is None else _count(low, high)
    made = product.platelets if product else None
    return blood, "not counted" if made is None else _count(made, made)


def _count(low: float, high: float) -> str:
    ends = dict.fromkeys(f"{end:,.0f}" for end in (low, high))
    return f"{' to '.join(ends)} ×10⁹/L"


def _to_do(chart: Chart, stands: Walk, role: str) -> dict[str, object]:
    """The forms still to sign, in their order, the first one in front; another spin, another count."""
    mine = [
        (kind.kind, kind.title, bool(chart.signed(kind)))
        for kind in FORMS
        if may(role, "sign", kind.kind) and (chart.signed(kind) or not stands.refusal(kind))
    ]
    counted = () if _given(chart) else chart.signed(Product)
    mine = [one for one in mine if not one[2] or (one[0] == Spin.kind and not _given(chart))]
    return {
        "forms": mine,
        "next_form": next((kind for kind, _, signed in mine if not signed), ""),
        "count_again": counted[-1].number if counted and may(role, "sign", Product.kind) else None,
    }


def running(seconds: int) -> str:
    """47:12 or 1:02:03, as the clock on the page goes on counting."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
