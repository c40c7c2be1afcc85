"""The class codes of one chart’s product, where the blood’s own count may be a range."""

from collections.abc import Collection

from buffycoat.pathway.preparation.classification import Given, Preparation, classify
from buffycoat.pathway.preparation.dose import recovery
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.preparation.syringe import bench


def classes(
    draw: Draw | None, product: Product, spins: Collection[Spin], image_guided: bool | None
) -> dict[str, Given]:
    """Every system’s code; where the blood’s count is a range, only a code that both its ends give."""
    ends = [classify(known(draw, product, spins, image_guided, end)) for end in (0, 1)]
    return {name: _agreed(first, ends[1][name]) for name, first in ends[0].items()}


def _agreed(first: Given, second: Given) -> Given:
    if first.code == second.code:
        return first
    either = " or ".join(dict.fromkeys(one.code or "none" for one in (first, second)))
    return Given(None, f"{either}: where the blood was counted is not known", first.note)


def known(
    draw: Draw | None, product: Product, spins: Collection[Spin], image_guided: bool | None, end: int = 0
) -> Preparation:
    """What the records say of a product; `end`: the lower (0) or upper (1) reading of the blood’s counts."""
    measured = bench(draw, product) if draw else None
    factors, blood = (measured.corrections(), measured.blood_counts()) if measured else (None, None)
    factor = factors[end] if factors else None
    white, neutrophils = (draw.baseline_white_cells, draw.baseline_neutrophils) if draw else (None, None)
    activation = product.activation
    return Preparation(
        blood_platelets=blood[end] if blood else None,
        blood_white_cells=_times(white, factor),
        blood_neutrophils=_times(neutrophils, factor),
        platelets=None if product.clumps else product.platelets,
        white_cells=product.white_cells,
        neutrophils=product.neutrophils,
        red_cells=product.red_cells,
        white_cells_percent=product.white_cells_percent,
        red_cells_percent=product.haematocrit,
        volume=product.volume,
        recovery=_recovery(draw, product, blood[end] if blood else 0),
        activated=None if activation is None else activation != "none",
        activator=None if activation in (None, "none") else activation,
        fibrin=None if product.format is None else "low" if product.format == "liquid" else "high",
        method=product.method,
        spins=max((spin.number for spin in spins), default=None),
        image_guided=image_guided,
        light_activated=product.light_activated,
        red_cell_rich=product.red_cell_rich,
    )


def _times(count: float | None, factor: float | None) -> float | None:
    return None if count is None or factor is None else count * factor


def _recovery(draw: Draw | None, product: Product, blood_count: float) -> float | None:
    if draw is None or product.platelets is None or product.clumps or blood_count <= 0:
        return None
    return 100 * recovery(product.platelets, product.volume, blood_count, draw.blood_volume)
