"""Every platelet from vein to level: the rows of the mass balance, drawn on one scale."""

from dataclasses import dataclass
from typing import Literal

from buffycoat.pathway.candidacy.anatomy import site_name
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.preparation.dose import Balance, Range, mass_balance
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.preparation.syringe import bench
from buffycoat.pathway.units import number_text

Fill = Literal["fill", "ours", "open"]


@dataclass(frozen=True)
class Step:
    """One row: from where to where on the scale, in percent. `billions` is “–” when it is not known."""

    name: str
    volume: str
    billions: str
    x: float
    width: float
    fill: Fill


@dataclass(frozen=True)
class Ledger:
    """The whole balance, or the facts of it that are known."""

    steps: tuple[Step, ...]
    scale: str
    recovery: str
    fold: str
    dose: str
    why_not: str = ""


def ledger(chart: Chart) -> Ledger | None:
    """The mass balance of one chart; None before blood is drawn."""
    draw, product, given = chart.newest(Draw), chart.newest(Product), chart.newest(Injection)
    if draw is None:
        return None
    sites = given.sites if given else ()
    balance = mass_balance(bench(draw, product, [site.volume for site in sites]))
    facts = _facts(balance)
    if product is None or product.platelets is None or balance.product is None:
        return Ledger((), "", *facts, why_not="The product is not counted yet, so no dose can be given.")
    whole = max(balance.drawn[1] if balance.drawn else balance.product, balance.product)
    return Ledger(_steps(balance, draw, product, sites, whole), f"0 to {_bn(whole)} bn", *facts)


def _facts(balance: Balance) -> tuple[str, str, str]:
    dose = "–" if balance.dose is None or not balance.sites else f"{_bn(balance.dose)} bn"
    return _percent(balance.recovery), _times(balance.fold), dose


def _steps(
    balance: Balance, draw: Draw, product: Product, sites: tuple[InjectedSite, ...], whole: float
) -> tuple[Step, ...]:
    made, count = balance.product or 0, product.platelets or 0
    rows = []
    if balance.drawn:
        drawn, blood = balance.drawn[1], number_text(draw.blood_volume)
        rows.append(_row("Drawn from the vein", f"{blood} mL blood", balance.drawn, 0, drawn, whole, "fill"))
        left = balance.left_behind or (0, 0)
        rows.append(_row("Left in red cells and plasma", "by difference", left, made, drawn, whole, "open"))
    volume = f"{number_text(product.volume)} mL, {number_text(count)} ×10⁹/L"
    rows.append(_row("PRP in the syringe", volume, (made, made), 0, made, whole, "ours"))
    top = made
    for name, millilitres, billions, fill in _taken(balance, product, sites):
        rows.append(_row(name, millilitres, (billions, billions), top - billions, top, whole, fill))
        top -= billions
    word = "Left over" if sites else "To inject"
    rows.append(_row(word, "", (top, top), 0, top, whole, "open"))
    return tuple(rows)


def _taken(
    balance: Balance, product: Product, sites: tuple[InjectedSite, ...]
) -> list[tuple[str, str, float, Fill]]:
    taken: list[tuple[str, str, float, Fill]] = []
    if product.sample_volume:
        taken.append(
            ("Count sample", f"{number_text(product.sample_volume)} mL", balance.sample or 0, "open")
        )
    for site, billions in zip(sites, balance.sites or (), strict=True):
        name = site_name(site.target, site.level, site.side)
        taken.append((name, f"{number_text(site.volume)} mL", billions, "ours"))
    return taken


def _row(name: str, volume: str, billions: Range, low: float, high: float, whole: float, fill: Fill) -> Step:
    x, end = (100 * min(max(value, 0), whole) / whole for value in (low, high))
    said = (
        _bn(billions[0])
        if _bn(billions[0]) == _bn(billions[1])
        else f"{_bn(billions[0])} to {_bn(billions[1])}"
    )
    return Step(name, volume, said, round(x, 2), round(max(end - x, 0), 2), fill)


def _bn(value: float) -> str:
    return f"{value:.2f}"


def _percent(found: Range | None) -> str:
    return "–" if found is None else _between(found[0] * 100, found[1] * 100, 0) + " %"


def _times(found: Range | None) -> str:
    return "–" if found is None else _between(*found, 1) + " times"


def _between(low: float, high: float, places: int) -> str:
    first, last = f"{low:.{places}f}", f"{high:.{places}f}"
    return first if first == last else f"{first} to {last}"
