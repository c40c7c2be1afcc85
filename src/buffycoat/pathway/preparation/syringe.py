"""From the signed records to the measurements that the mass balance follows."""

from collections.abc import Iterable, Sequence

from buffycoat.pathway.preparation.dose import Bench, Kept
from buffycoat.pathway.preparation.records import Draw, Product, Spin


def bench(
    draw: Draw,
    product: Product | None = None,
    sites_ml: Sequence[float] = (),
    spins: Iterable[Spin] = (),
    discarded_ml: float = 0,
) -> Bench:
    """What was measured; before there is a product, the blood itself stands in its place, uncounted.

    A count with clumps is too low by nobody knows how much: it is left out, as if nobody had counted.
    """
    return Bench(
        blood_ml=draw.blood_volume,
        anticoagulant_ml=0 if draw.anticoagulant == "none" else draw.anticoagulant_volume,
        blood_count=None if draw.baseline_clumps else draw.baseline_platelets,
        counted_in=draw.baseline_measured_in,
        product_ml=draw.blood_volume if product is None else product.volume,
        product_count=None if product is None or product.clumps else product.platelets,
        sample_ml=0 if product is None else product.sample_volume or 0,
        sites_ml=tuple(sites_ml),
        discarded_ml=discarded_ml,
        blood_cv=draw.baseline_cv,
        product_cv=None if product is None else product.analyser_cv,
        blood_error_ml=draw.blood_volume_error or 0,
        product_error_ml=0 if product is None else product.volume_error or 0,
        kept=tuple(_kept(spins)),
    )


def _kept(spins: Iterable[Spin]) -> Iterable[Kept]:
    """What was counted after each spin but the last, whose product is counted by itself."""
    for spin in sorted(spins, key=lambda spin: spin.number)[:-1]:
        if spin.kept_volume is not None and spin.kept_platelets is not None:
            yield Kept(spin.number, spin.kept_volume, spin.kept_platelets)
