"""What is read over before the syringe leaves the bench: analyser, kit, centrifuge, class codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.classes import classes
from buffycoat.pathway.preparation.classification import TITLES
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.units import number_text
from buffycoat.web.forms.moments import day_text


@dataclass(frozen=True)
class Fact:
    """A name and what is known; `warns` where it stands in the way."""

    name: str
    value: str
    more: str = ""
    warns: bool = False


def facts(chart: Chart, day: date) -> tuple[Fact, ...]:
    """Analyser, kit lot and centrifuge, as they stood on the day of the draw. What is not signed is said."""
    draw, product, spins = chart.newest(Draw), chart.newest(Product), chart.every(Spin)
    return (_analyser(product), _kit(draw, day), *_centrifuges(spins, day))


def _analyser(product: Product | None) -> Fact:
    name = (product.analyser if product else None) or "Analyser"
    if product is None or product.platelets is None:
        return Fact(name, "not counted")
    count, times = f"{product.platelets:,.0f}", product.analyser_dilution
    if times is None:
        return Fact(name, count, "dilution not known")
    raw = product.platelets / times
    above = product.analyser_high is not None and raw > product.analyser_high
    more = f"above its range, up to {number_text(product.analyser_high or 0)}" if above else ""
    said = f"{raw:,.0f} at 1:{times:g} is {count}" if times != 1 else f"{count}, undiluted"
    return Fact(name, said, more, above)


def _kit(draw: Draw | None, day: date) -> Fact:
    if draw is None or not draw.kit_lot:
        return Fact("Kit lot", "not known")
    over = draw.kit_expires_on is not None and draw.kit_expires_on < day
    until = "expiry not known"
    if draw.kit_expires_on:
        until = f"{'expired' if over else 'expires'} {day_text(draw.kit_expires_on)}"
    return Fact("Kit lot", draw.kit_lot, f"{draw.kit or 'kit not known'}; {until}", over)


def _centrifuges(spins: tuple[Spin, ...], day: date) -> Iterator[Fact]:
    """Each centrifuge once, with its calibration."""
    seen: dict[str, Spin] = {}
    for spin in spins:
        seen[spin.centrifuge or "Centrifuge"] = spin
    for name, spin in seen.items():
        due = spin.calibration_due_on
        if due is None:
            yield Fact(name, "calibration not known")
        else:
            over = due < day
            yield Fact(
                name, f"{'calibration was due' if over else 'calibrated to'} {day_text(due)}", warns=over
            )
    if not seen:
        yield Fact("Centrifuge", "no spin signed")


def codes(chart: Chart) -> tuple[Fact, ...]:
    """Every published class code, or why it cannot be given; none before there is a product."""
    product, given = chart.newest(Product), chart.newest(Injection)
    if product is None:
        return ()
    guided = None if given is None else True  # an injection is signed with its guidance
    found = classes(chart.newest(Draw), product, chart.every(Spin), guided)
    return tuple(
        Fact(TITLES[name], one.code or "cannot be given", one.note if one.code else one.why_not)
        for name, one in found.items()
    )
