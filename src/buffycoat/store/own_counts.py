"""Reading this practice’s own preparations: what its kits gave in its hands."""

from itertools import groupby

from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.preparation.own_counts import OwnCount, own_count
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.store.models import EntryRow

NEWEST = 200  # preparations that are read: a practice’s hands of today, and a bounded page
KINDS = (Draw.kind, Product.kind, Retraction.kind)


def own_counts(but: str = "") -> tuple[OwnCount, ...]:
    """The counts of the newest preparations, in two queries; no preparation of `but` is among them."""
    made = EntryRow.objects.filter(kind=Product.kind).exclude(episode_id=but).order_by("-signed_at", "-pk")
    newest = list(dict.fromkeys(made.values_list("episode_id", flat=True)[:NEWEST]))
    rows = EntryRow.objects.filter(episode_id__in=newest, kind__in=KINDS).order_by("episode_id", "number")
    charts = (
        Chart(key, tuple(row.entry() for row in group))
        for key, group in groupby(rows, lambda row: row.episode_id)
    )
    return tuple(found for chart in charts if (found := own_count(chart)))
