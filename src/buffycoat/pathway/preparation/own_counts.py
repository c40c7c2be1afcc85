"""What a signed preparation says of its kit: the recovery that a clinic’s own hands reached."""

from dataclasses import dataclass

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.preparation.ledger import ledger
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.preparation.syringe import bench


@dataclass(frozen=True, slots=True)
class OwnCount:
    """One preparation with both counts."""

    kit: str
    recovery: float  # share between 0 and 1
    product_ml: float


def own_count(chart: Chart) -> OwnCount | None:
    """The count of a chart, where it is beyond doubt: blood and product counted, no more than drawn."""
    draw, product = chart.newest(Draw), chart.newest(Product)
    if draw is None or product is None or not draw.kit:
        return None
    found = ledger(bench(draw, product)).recovery
    if found is None or found.best[0] != found.best[1] or not 0 < found.best[0] < 1:
        return None
    return OwnCount(draw.kit, found.best[0], product.volume)
