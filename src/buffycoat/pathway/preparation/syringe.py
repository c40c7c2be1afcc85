"""From the signed records to the measurements that the mass balance follows."""

from collections.abc import Sequence

from buffycoat.pathway.preparation.dose import Bench
from buffycoat.pathway.preparation.records import Draw, Product


def bench(draw: Draw, product: Product | None = None, sites_ml: Sequence[float] = ()) -> Bench:
    """What was measured; before there is a product, the blood itself stands in its place, uncounted."""
    return Bench(
        blood_ml=draw.blood_volume,
        anticoagulant_ml=0 if draw.anticoagulant == "none" else draw.anticoagulant_volume,
        blood_count=draw.baseline_platelets,
        counted_in=draw.baseline_measured_in,
        product_ml=draw.blood_volume if product is None else product.volume,
        product_count=None if product is None else product.platelets,
        sample_ml=0 if product is None else product.sample_volume or 0,
        sites_ml=tuple(sites_ml),
    )
