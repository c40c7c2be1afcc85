"""The lots that the demo's charts name, as if they had been received; one is recalled."""

from datetime import date, timedelta

from django.db.models import Max, Min

from buffycoat.practice.lots import Lot, Stop
from buffycoat.store.actions import keep_lot, stop_lot
from buffycoat.store.demo.equipment import MANAGER
from buffycoat.store.stock import LotUse

EACH = 24  # pieces in a delivery
BEFORE, LASTS = timedelta(days=20), timedelta(days=330)  # received before its first use; good after its last
LONG_AGO = timedelta(days=120)  # nobody who is treated these days had the lot that is recalled


def receive(day: date) -> None:
    """Put every lot on the list; recall an old one, so that Today and the recall have something to show."""
    spans = {"first": Min("used_on"), "last": Max("used_on")}
    named = LotUse.objects.values("supply", "lot", "product").annotate(**spans)
    old = []
    for one in named.order_by("supply", "first", "lot", "product"):
        facts = Lot(
            supply=one["supply"],
            name=one["product"] or one["supply"].capitalize(),
            lot=one["lot"],
            expires_on=one["last"] + LASTS,
            received_on=one["first"] - BEFORE,
            received=EACH,
        )
        row = keep_lot(MANAGER, facts)
        if one["supply"] == "kit" and one["last"] < day - LONG_AGO:
            old.append(row)
    if old:
        reason = "Invented for the demo: the maker found a filter that may leak."
        stop_lot(MANAGER, old[-1], Stop(standing="recalled", reason=reason, since=day - timedelta(days=1)))
