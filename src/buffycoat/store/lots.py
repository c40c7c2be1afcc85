"""The list of lots, brought to bear on a record before it is signed, and the cards about lots in a chart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.preparation.records import Draw
from buffycoat.pathway.record import Record, in_words
from buffycoat.practice.lot_cards import cards_of
from buffycoat.practice.lot_uses import Named, every_named, named
from buffycoat.practice.lots import Held, expired, meant
from buffycoat.practice.lots import why_not as why_not_lot
from buffycoat.store import clock, stock

Key = tuple[str, str]  # supply, and the lot's key


def held(row: stock.Lot) -> Held:
    """A row as the rules about lots read it."""
    return Held(
        supply=row.supply,
        name=row.name,
        lot=row.lot,
        expires_on=row.expires_on,
        standing=row.standing,
        reason=row.reason,
        since=row.since,
        stopped_at=row.stopped_at,
        closed_on=row.closed_on,
    )


def known(wanted: Iterable[Named], *, lock: bool = False) -> dict[Key, tuple[Held, ...]]:
    """What the list says of these lots, in one query. Two products may share a lot number."""
    keys = {one.key for one in wanted}
    found: dict[Key, list[Held]] = defaultdict(list)
    rows = stock.Lot.objects.filter(key__in=keys) if keys else stock.Lot.objects.none()
    for row in rows.select_for_update() if lock else rows:
        found[row.supply, row.key].append(held(row))
    return {key: tuple(lots) for key, lots in found.items()}


def listed(one: Named, among: dict[Key, tuple[Held, ...]]) -> tuple[Held, ...]:
    """What the list says of one lot as a record names it."""
    return meant(among.get((one.supply, one.key), ()), one.product)


def copied(record: Record) -> Record:
    """The draw with the kit's expiry from the list, where nobody wrote one and the lot is one product's."""
    if not isinstance(record, Draw) or record.state("kit_expires_on") != "not asked":
        return record
    kit = [one for one in named(record) if one.supply == "kit"]
    found = listed(kit[0], known(kit)) if kit else ()
    if len(found) != 1 or found[0].expires_on is None:
        return record
    expiry = {"kit_expires_on": found[0].expires_on}
    return Draw.model_validate({**record.model_dump(exclude_unset=True), **expiry})


def why_not(chart: Chart, record: Record, amends: int | None) -> str:
    """Why a record cannot be signed for the lots it uses; "" when nothing is known against them.

    A lot that the amended entry named already was used when nobody knew better: a slip beside it may be put
    right. The rows are locked, so that a recall which is being written is waited for.
    """
    if not isinstance(record, Draw | TimeOut | Injection):
        return ""
    before = next((entry.record for entry in chart.entries if entry.number == amends), None)
    if isinstance(record, Draw) and (why := _written_expiry(record, before)):
        return why
    wanted = {one for one in named(record) if before is None or one not in named(before)}
    if before is None:
        wanted |= {one for _, _, one in every_named(chart)}
    among, used = known(wanted, lock=True), _instant(record)
    for one in sorted(wanted, key=lambda each: (each.supply, each.lot)):
        for lot in listed(one, among):
            # What has happened must be written: an injection given before anybody here stopped the lot.
            late = isinstance(record, Injection) and lot.stopped_at is not None and used < lot.stopped_at
            if (why := why_not_lot(lot, clock.day_of(used))) and not (late and lot.stopped):
                return why
    return ""


def _instant(record: Draw | TimeOut | Injection) -> datetime:
    if isinstance(record, Draw):
        return record.drawn_at
    return record.taken_at if isinstance(record, TimeOut) else record.given_at


def _written_expiry(draw: Draw, before: Record | None) -> str:
    """The expiry in the record itself, unless it stood so already."""
    day = clock.day_of(draw.drawn_at)
    if not draw.kit_expires_on or not expired(draw.kit_expires_on, day):
        return ""
    if isinstance(before, Draw) and (before.kit_expires_on, before.drawn_at) == (
        draw.kit_expires_on,
        draw.drawn_at,
    ):
        return ""
    return f"The kit expired on {in_words(draw.kit_expires_on)}: no draw after it can be signed."


def cards(chart: Chart) -> tuple[Card, ...]:
    """What the list says now of the lots that a chart names: stopped, expired, or not on it."""
    return tuple(_cards(chart))


def _cards(chart: Chart) -> Iterator[Card]:
    wanted = list(every_named(chart))
    among = known(one for _, _, one in wanted)
    injected = bool(chart.signed(Injection))
    told: set[tuple[Named, date]] = set()
    for _, day, one in wanted:
        if (one, day) not in told:
            told.add((one, day))
            yield from cards_of(one, listed(one, among), day, injected=injected)
