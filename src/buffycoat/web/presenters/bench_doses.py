"""The dose at each site: as it was to be expected before the spin, and as it was measured after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from buffycoat.pathway.candidacy.anatomy import Target, site_name
from buffycoat.pathway.candidacy.records import Labs, Plan
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.preparation.baseline import blood_of
from buffycoat.pathway.preparation.dose import Bench
from buffycoat.pathway.preparation.kits import predict_kit
from buffycoat.pathway.preparation.ledger import Amount, Ledger
from buffycoat.pathway.preparation.planner import Band, band
from buffycoat.pathway.preparation.prediction import POINTS, Blood, Prediction, Spread
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.web.presenters.boxes import Box, box
from buffycoat.web.presenters.planner import OPEN_TUBES, RESTS
from buffycoat.web.presenters.planner_ways import Practice
from buffycoat.web.presenters.scale import Interval, Scale, interval, of_spread, scale


@dataclass(frozen=True)
class Place:
    """A site with what goes in: as injected, or as somebody thinks of it; then it has a box."""

    name: str
    target: Target
    ml: float | None
    box: Box | None


@dataclass(frozen=True)
class DoseRow:
    """One site: predicted above measured."""

    name: str
    predicted: Interval | None
    measured: Interval | None
    band: tuple[float, float] | None
    soft: str
    said: str


@dataclass(frozen=True)
class Doses:
    """All sites on one axis. `rests_on` and `why_not` are of the prediction."""

    axis: Scale
    rows: tuple[DoseRow, ...]
    rests_on: str
    notes: tuple[str, ...]
    why_not: str
    counted: bool  # whether an interval stands behind what is measured


def places(chart: Chart, typed: Mapping[str, str]) -> tuple[Place, ...]:
    """What was injected; before that the planned sites, each with a box for its volume."""
    given, plan = chart.newest(Injection), chart.newest(Plan)
    if given is not None:
        return tuple(
            Place(site_name(one.target, one.level, one.side), one.target, one.volume, None)
            for one in given.sites
        )
    made = []
    for number, site in enumerate((plan.sites if plan else None) or ()):
        name = site_name(site.target, site.level, site.side)
        asked = box(typed, f"ml.{number}", InjectedSite.items["volume"], ask=name)
        made.append(Place(name, site.target, asked.number if asked.ready else None, asked))
    return tuple(made)


def foreseen(
    chart: Chart, measured: Bench, days_old: int | None, known: Practice | None = None
) -> tuple[Prediction | None, str]:
    """What the kit was to give from this blood, before anybody counted the product; or why nobody can say."""
    draw, product = chart.newest(Draw), chart.newest(Product)
    if draw is None or not draw.kit:
        return None, "No kit is signed, so nothing was to be expected."
    if draw.kit.strip().casefold() == OPEN_TUBES:
        return None, "Open tubes are not predicted here; the spin designer does it."
    blood = _blood(measured, chart.newest(Labs), days_old)
    if blood is None:
        return None, "No count of the blood is known, so nothing was to be expected."
    name, own = known.of(draw.kit) if known else (draw.kit, ())
    try:
        return predict_kit(name, blood, draw.blood_volume, product.volume if product else None, own), ""
    except ValueError as impossible:
        said = str(impossible)
        return None, f"{said[:1].upper()}{said[1:]}."


def _blood(measured: Bench, labs: Labs | None, days_old: int | None) -> Blood | None:
    """The count of the draw, as far as it is sure; else the signed laboratory, as old as it is."""
    counts = measured.blood_counts()
    if counts is not None and counts[0] > 0:
        spread = Spread(np.linspace(*counts, POINTS))
        if measured.blood_cv:
            spread = spread.with_(Spread.lognormal(1, measured.blood_cv / 100), np.multiply)
        return Blood(platelets=spread)
    if labs is not None and labs.platelets is not None and labs.platelets.value > 0:
        return blood_of(labs.platelets.value, days_old)
    return None


def doses(
    sites: Sequence[Place], ledger: Ledger, found: Prediction | None, why_not: str, product_ml: float | None
) -> Doses | None:
    """The rows of all sites whose volume is known; None where there is none."""
    known = [one for one in sites if one.ml]
    if not known:
        return None
    whole = product_ml or (found.volume_ml.median if found else None)
    spreads = [_share(found, one.ml or 0, whole) for one in known]
    amounts = [step.platelets for step in ledger.steps if step.where == "site"]
    bands = [band(one.target) for one in known]
    most = [spread.interval()[1] for spread in spreads if spread]
    most += [(amount.interval or amount.best)[1] for amount in amounts]
    axis = scale([*most, *(one.high for one in bands if one.high)], " bn")
    measured = [_measured(axis, amount) for amount in amounts] if amounts else [None] * len(known)
    rows = tuple(
        _row(axis, one.name, spread, seen, soft)
        for one, spread, seen, soft in zip(known, spreads, measured, bands, strict=True)
    )
    return Doses(
        axis,
        rows,
        RESTS[found.rests_on] if found else "",
        found.notes if found else (),
        why_not,
        any(amount.interval for amount in amounts),
    )


def _share(found: Prediction | None, ml: float, whole: float | None) -> Spread | None:
    """The part of the predicted dose that goes with this volume."""
    if found is None or not whole:
        return None
    part = ml / whole
    return found.dose.map(lambda values: values * part)


def _measured(axis: Scale, amount: Amount) -> Interval:
    low, high = amount.interval or amount.best
    middle = sum(amount.best) / 2
    if low == high:
        drawn = interval(axis, middle, middle, middle)
        return Interval(drawn.x, drawn.x, drawn.x, f"{middle:.2f}", f"{middle:.2f}")
    return interval(axis, middle, low, high)


def _row(axis: Scale, name: str, spread: Spread | None, seen: Interval | None, soft: Band) -> DoseRow:
    predicted = of_spread(axis, spread) if spread else None
    words = [f"predicted {predicted.said}"] if predicted else []
    words += [f"measured {seen.said}"] if seen else []
    held = soft.low is not None and soft.high is not None
    return DoseRow(
        name,
        predicted,
        seen,
        (axis.x(soft.low or 0), axis.x(soft.high or 0)) if held else None,
        f"soft target {soft.low:g} to {soft.high:g}" if held else "no published dose",
        f"{name}, billions: {'; '.join(words) or 'nothing known'}",
    )
