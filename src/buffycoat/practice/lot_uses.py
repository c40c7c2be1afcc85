"""From a chart to every lot that it names, with the levels injected, their volumes and their doses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import InjectedSite, Injection, TimeOut
from buffycoat.pathway.preparation.dose import dose_bn
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.preparation.syringe import bench
from buffycoat.pathway.record import Record
from buffycoat.practice.barcode import key_of, lot_of
from buffycoat.practice.lots import Supply

LONGEST_NAME = 200  # characters of a product’s name in the index


@dataclass(frozen=True, slots=True)
class Named:
    """A lot as a record names it."""

    supply: Supply
    lot: str
    product: str

    @property
    def key(self) -> str:
        """By which it is looked up."""
        return key_of(self.lot)


@dataclass(frozen=True, slots=True)
class Use:
    """One lot at one place. `place` counts the places from 0; without an injection there is one, nameless.

    A lot that a chart names is taken to have reached every place that was injected: which of two kits went
    where, no record says, and a recall forgets nobody. The dose is in billions of platelets, None where the
    product has no usable count.
    """

    supply: str
    key: str
    lot: str
    product: str
    entry: int
    used_on: date
    place: int
    given_on: date | None = None
    target: str = ""
    level: str = ""
    side: str = ""
    volume: float | None = None
    dose: float | None = None


def named(record: Record) -> tuple[Named, ...]:
    """The lots that one record names."""
    found: list[Named] = []
    if isinstance(record, Draw):
        found = [
            Named("kit", record.kit_lot or "", record.kit or ""),
            Named("anticoagulant", record.anticoagulant_lot or "", record.anticoagulant or ""),
        ]
    elif isinstance(record, TimeOut):
        found = [
            Named("antibiotic", record.antibiotic_lot or "", record.antibiotic_drug or ""),
            Named("contrast", record.contrast_lot or "", record.contrast_agent or ""),
        ]
    elif isinstance(record, Injection):
        found = [Named("kit", record.kit_lot or "", "")]
    return tuple(one for one in found if one.key)


def every_named(chart: Chart) -> Iterator[tuple[int, date, Named]]:
    """Every lot in force: (entry, day, lot). The kit lot at the needle is the draw’s, written again."""
    drawn: dict[str, None] = {}
    for draw in chart.signed(Draw):
        for one in named(draw.record):
            drawn |= {one.key: None} if one.supply == "kit" else {}
            yield draw.number, _day(draw.record), one
    for entry in (*chart.signed(TimeOut), *chart.signed(Injection)):
        for one in named(entry.record):
            if one.supply != "kit" or one.key not in drawn:
                yield entry.number, _day(entry.record), one


def _day(record: Record) -> date:
    """The day at the practice, as the instant is written."""
    if isinstance(record, Draw):
        return record.drawn_at.date()
    if isinstance(record, TimeOut):
        return record.taken_at.date()
    if isinstance(record, Injection):
        return record.given_at.date()
    raise TypeError(f"{record.kind} names no lot")


def uses(chart: Chart) -> tuple[Use, ...]:
    """Every lot in force at every place that was injected, in the order in which they were signed."""
    found = list(every_named(chart))
    places = list(_places(chart)) if found else []
    made = []
    for entry, day, one in found:
        bare = Use(one.supply, one.key, lot_of(one.lot), one.product[:LONGEST_NAME], entry, day, place=0)
        made += [_at(bare, number, where) for number, where in enumerate(places)] or [bare]
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Place:
    given_on: date
    site: InjectedSite
    dose: float | None


def _at(use: Use, number: int, where: _Place) -> Use:
    site = where.site
    return replace(
        use,
        place=number,
        given_on=where.given_on,
        target=site.target,
        level=site.level,
        side=site.side,
        volume=site.volume,
        dose=where.dose,
    )


def _places(chart: Chart) -> Iterator[_Place]:
    """Every place injected, with what of the counted product went there."""
    draw, product = chart.newest(Draw), chart.newest(Product)
    count = bench(draw, product).product_count if draw and product else None
    for given in chart.every(Injection):
        for site in given.sites:
            dose = None if count is None else dose_bn(count, site.volume)
            yield _Place(given.given_at.date(), site, dose)
