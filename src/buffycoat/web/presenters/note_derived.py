"""What the note works out of signed answers: minutes to the needle, doses, class codes."""

from collections.abc import Callable, Mapping

from buffycoat.pathway.candidacy.anatomy import site_name
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.preparation.ledger import ledger
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.preparation.syringe import bench
from buffycoat.web.presenters.bench_facts import codes as class_codes
from buffycoat.web.presenters.ledger import said

Worked = tuple[
    tuple[tuple[str, str, str], ...], tuple[str, ...]
]  # told: (about, name, text); and what cannot be


def minutes(chart: Chart) -> Worked:
    """Whole minutes between the draw and the first needle; less than none is said and not counted."""
    draw, given = chart.newest(Draw), chart.newest(Injection)
    if draw is None or given is None:
        lacks = " and ".join(
            kind.title.lower() for kind, one in ((Draw, draw), (Injection, given)) if one is None
        )
        return (), (f"Minutes from draw to injection: cannot be worked out, no {lacks} is signed",)
    passed = (given.given_at - draw.drawn_at).total_seconds() / 60
    if passed < 0:
        return (), ("Minutes from draw to injection: cannot be worked out, the injection is before the draw",)
    return (("", "From draw to first needle", f"{passed:.0f} min"),), ()


def antibiotic(chart: Chart) -> Worked:
    """How long before the first needle the antibiotic was given, where both instants are signed."""
    stop, given = chart.newest(TimeOut), chart.newest(Injection)
    if stop is None or given is None or stop.antibiotic_at is None:
        return (), ()  # the instants that are missing are named by their own rows
    passed = (given.given_at - stop.antibiotic_at).total_seconds() / 60
    side = "before" if passed >= 0 else "after"
    return (("", f"Given {side} the first needle by", f"{abs(passed):.0f} min"),), ()


def dose(chart: Chart) -> Worked:
    """Platelets at each site in billions, as on the bench: with the interval where the errors are stated."""
    draw, product, given = chart.newest(Draw), chart.newest(Product), chart.newest(Injection)
    if draw is None or product is None or given is None:
        missing = [
            kind.title.lower()
            for kind, one in ((Draw, draw), (Product, product), (Injection, given))
            if one is None
        ]
        return (), (f"Dose at each level: cannot be worked out, not signed: {', '.join(missing)}",)
    measured = bench(draw, product, [site.volume for site in given.sites], chart.every(Spin))
    held = ledger(measured)
    steps = [step for step in held.steps if step.where == "site"]
    if not steps:
        return (), tuple(f"Dose at each level: {why}" for why in held.unsure)
    told = [
        (
            site_name(site.target, site.level, site.side),
            "",
            f"{_billions(said(step.platelets, interval=False))}{_within(step.platelets.interval)}",
        )
        for site, step in zip(given.sites, steps, strict=True)
    ]
    whole = (
        [("All sites", "", f"{_billions(said(held.dose, interval=False))}{_within(held.dose.interval)}")]
        if held.dose and len(steps) > 1
        else []
    )
    unsure = [why for why in held.unsure if "interval" in why]
    return (*told, *whole), tuple(f"Interval of the dose: {why}" for why in unsure)


def _billions(text: str) -> str:
    return f"{text} billion platelets"


def _within(interval: tuple[float, float] | None) -> str:
    return f" (80 % interval {interval[0]:.2f} to {interval[1]:.2f})" if interval else ""


def codes(chart: Chart) -> Worked:
    """Every published class code that can be given; for the others, why not."""
    found = class_codes(chart)
    if not found:
        return (), ("Class codes: cannot be worked out, no product is signed",)
    told = tuple(
        ("", one.name, one.value + (f" ({one.more})" if one.more else ""))
        for one in found
        if one.value != CANNOT
    )
    return told, tuple(
        f"{one.name} class cannot be given: {one.more}" for one in found if one.value == CANNOT
    )


CANNOT = "cannot be given"
DERIVED: Mapping[str, Callable[[Chart], Worked]] = {
    "minutes": minutes,
    "antibiotic": antibiotic,
    "dose": dose,
    "codes": codes,
}
