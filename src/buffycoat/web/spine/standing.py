"""What is known of each place: chosen on the form, treated before, fused. Only read, never kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from buffycoat.pathway.candidacy.records import Fusion, History
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.dose import dose_bn
from buffycoat.pathway.preparation.records import Product
from buffycoat.web.forms.moments import day_text, partial_text
from buffycoat.web.spine.ink import Key

Words = tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """By place. chosen: volume and dose in words. past: day and dose in words. fused: since when, by level.

    fusion_known: whether somebody asked; an unasked fusion is not a spine without one.
    """

    chosen: Mapping[Key, Words] = field(default_factory=dict)
    past: Mapping[Key, Words] = field(default_factory=dict)
    fused: Mapping[str, str] = field(default_factory=dict)
    fusion_known: bool = False


def standing(
    chart: Chart, chosen: Mapping[Key, float | None], earlier: Iterable[Chart], own: bool
) -> Standing:
    """own: whether this chart’s signed injections count as treated before."""
    history = chart.newest(History)
    fusions = history.fusions if history else None
    past: dict[Key, Words] = {}
    for one in (*earlier, *([chart] if own else ())):
        past |= dict(_given(one))
    return Standing(
        chosen={key: amount(ml, chart) for key, ml in chosen.items()},
        past=past,
        fused={fusion.level: _since(fusion) for fusion in fusions or ()},
        fusion_known=fusions is not None,
    )


def amount(ml: float | None, chart: Chart) -> Words:
    """The volume, and the platelets in it once the product is counted."""
    if ml is None:
        return ()
    count = _count(chart)
    return (f"{ml:g} mL", *((f"{dose_bn(count, ml):.2f} billion",) if count is not None else ()))


def given(chart: Chart) -> dict[Key, float | None]:
    """What this chart’s newest injection put where."""
    newest = chart.newest(Injection)
    return {(one.target, one.level, one.side): one.volume for one in newest.sites} if newest else {}


def _given(chart: Chart) -> Iterator[tuple[Key, Words]]:
    for record in chart.every(Injection):
        for site in record.sites:
            told = amount(site.volume, chart)
            dose = told[1:] or told
            yield (site.target, site.level, site.side), (day_text(record.given_at.date()), *dose)


def _count(chart: Chart) -> float | None:
    product = chart.newest(Product)
    return product.platelets if product else None


def _since(fusion: Fusion) -> str:
    return f"Fused {partial_text(fusion.operated_on)}" if fusion.operated_on else "Fused"
