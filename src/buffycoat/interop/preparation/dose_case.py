"""One case of a dose as another program sends it: what was drawn, made and injected, or what is planned."""

from collections.abc import Mapping
from typing import Any, Literal

from buffycoat.interop.lines import Unreadable
from buffycoat.interop.preparation.reading import objects, part, renamed, same
from buffycoat.interop.preparation.spin_case import ALIASES as SPIN_ALIASES
from buffycoat.interop.preparation.spin_case import ProtocolPart, tidied
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.record import Declared, Part, item


class Place(Part):
    """One place that was or will be injected, and how much."""

    ml: float | None = same(InjectedSite, "volume")
    site: str | None = item("What it is called")
    target: str | None = item("Target")
    level: str | None = item("Level")
    side: str | None = item("Side")


class Between(Part):
    """What was kept of one spin and counted before the next."""

    number: int | None = same(Spin, "number")
    kept_ml: float | None = same(Spin, "kept_volume")
    kept_count: float | None = same(Spin, "kept_platelets")


class WayPart(Part):
    """One way of preparing that the practice has: a kit and setting, or an open-tube protocol."""

    kit: str | None = item("Kit, as in the list of kits")
    setting: str | None = item("Its setting")
    protocol: ProtocolPart | None = item("An open-tube protocol, as `buffycoat spin` reads it")
    blood_ml: float | None = same(Draw, "blood_volume", ask="Blood for one kit or set of tubes")
    product_ml: float | None = same(Product, "volume", ask="Volume that it gives")
    own_recoveries: tuple[float, ...] | None = item("This clinic's own recoveries with it, in %")
    price: float | None = item("Price of one", low=0, high=1_000_000)
    most: int | None = item("How many of it can be run for one patient", low=1, high=20)


class DoseCase(Declared):
    """What is known of one preparation. Anything may be left out; what cannot be given for it is said."""

    blood_ml: float | None = same(Draw, "blood_volume")
    blood_error_ml: float | None = same(Draw, "blood_volume_error")
    anticoagulant: Literal["ACD-A", "citrate", "CPD", "other", "none"] | None = same(Draw, "anticoagulant")
    anticoagulant_ml: float | None = same(Draw, "anticoagulant_volume")
    baseline: float | None = same(Draw, "baseline_platelets")
    counted_in: Literal["venous", "tube"] | None = same(Draw, "baseline_measured_in")
    baseline_unreliable: bool | None = same(Draw, "baseline_clumps")
    baseline_cv: float | None = same(Draw, "baseline_cv")
    baseline_days_old: int | None = item("How many days old is that count?", low=0, high=40000)
    haematocrit: float | None = same(Draw, "baseline_haematocrit")
    spins: int | None = same(Spin, "number", ask="How many spins were there?")
    between: tuple[Between, ...] | None = item("What was kept of each spin and counted before the next")
    product_ml: float | None = same(Product, "volume")
    product_error_ml: float | None = same(Product, "volume_error")
    product_count: float | None = same(Product, "platelets")
    product_unreliable: bool | None = same(Product, "clumps")
    product_cv: float | None = same(Product, "analyser_cv")
    analyser_low: float | None = same(Product, "analyser_low")
    analyser_high: float | None = same(Product, "analyser_high")
    dilution: float | None = same(Product, "analyser_dilution")
    sample_ml: float | None = same(Product, "sample_volume")
    buffy_coat: bool | None = same(Product, "buffy_coat")
    sites: tuple[Place, ...] | None = same(Injection, "sites")
    discarded_ml: float | None = same(Injection, "discarded_volume")
    target: str | None = item("Target, for the band that is shown beside the dose")
    wanted: float | None = item(
        "Dose that is wanted in the product, billions of platelets", low=0.001, high=1000
    )
    kit: str | None = item("Kit, as in the list of kits: for a prediction")
    setting: str | None = item("Its setting")
    own_recoveries: tuple[float, ...] | None = item("This clinic's own recoveries with it, in %")
    protocol: ProtocolPart | None = item("An open-tube protocol, as `buffycoat spin` reads it")
    ways: tuple[WayPart, ...] | None = item("Ways that the practice has, to be ranked")
    most_blood_ml: float | None = same(
        Draw, "blood_volume", ask="The most blood that may be drawn", plausible=None
    )
    sure: float | None = item(
        "The chance that a way must have to count as reaching the dose", low=0.01, high=0.99
    )


ALIASES = {
    "blood_ml": ("blood_volume", "blood_drawn_ml", "draw_ml", "drawn_ml"),
    "anticoagulant_ml": ("anticoagulant_volume",),
    "baseline": (
        "baseline_count", "baseline_platelets", "blood_count", "blood_platelets", "platelets",
        "platelet_count",
    ),
    "counted_in": ("baseline_counted_in", "baseline_measured_in"),
    "baseline_unreliable": ("baseline_clumps", "baseline_clumped"),
    "haematocrit": ("hematocrit", "hct", "baseline_haematocrit"),
    "product_ml": ("product_volume", "prp_ml", "prp_volume"),
    "product_count": ("product_platelets", "prp_count", "prp_platelets"),
    "product_unreliable": ("clumps", "clumped", "product_clumps", "product_clumped", "unreliable"),
    "product_cv": ("analyser_cv", "analyzer_cv"),
    "analyser_low": ("analyzer_low",),
    "analyser_high": ("analyzer_high",),
    "dilution": ("analyser_dilution", "analyzer_dilution"),
    "sample_ml": ("sample_volume",),
    "discarded_ml": ("discarded_volume",),
    "sites": ("injected", "injected_ml", "injected_volume"),
    "wanted": ("wanted_bn", "target_dose", "target_bn"),
    "most_blood_ml": ("max_blood_ml",),
}  # fmt: skip
# The records themselves may stand in a case, under their own names.
_DRAW = {
    "blood_ml": ("blood_volume",), "blood_error_ml": ("blood_volume_error",),
    "anticoagulant_ml": ("anticoagulant_volume",),
    "baseline": ("baseline_platelets", "baseline_count", "platelets"),
    "counted_in": ("baseline_measured_in",), "baseline_unreliable": ("baseline_clumps", "clumps"),
    "haematocrit": ("baseline_haematocrit",),
}  # fmt: skip
_PRODUCT = {
    "product_ml": ("volume", "volume_ml"), "product_error_ml": ("volume_error",),
    "product_count": ("platelets", "count"), "product_unreliable": ("clumps",),
    "product_cv": ("analyser_cv", "cv"),
    "dilution": ("analyser_dilution",), "sample_ml": ("sample_volume",),
}  # fmt: skip
_PLACE = {"ml": ("volume", "volume_ml", "injected_ml"), "site": ("name",)}
_BETWEEN = {"kept_ml": ("kept_volume",), "kept_count": ("kept_platelets",)}
_WAY = {"kit": ("way",)}


def sorted_out(given: Mapping[str, Any]) -> dict[str, Any]:
    """The case with its parts under our names: records opened, one injected volume made into a site."""
    held = dict(given)
    for field, record, aliases in (("draw", Draw, _DRAW), ("product", Product, _PRODUCT)):
        for name, value in renamed(part(held, field), aliases).items():
            if name in record.items and name not in DoseCase.items:
                continue  # signed and known, but no part of a dose: who checked, when, the lot
            if name in held:
                raise Unreadable(name, f"given twice, in {field} and beside it")
            held[name] = value
    held = renamed(held, ALIASES)
    if held.get("sites") is not None:
        held["sites"] = _places(held["sites"])
    if isinstance(held.get("spins"), list | tuple) and "between" not in held:
        held["between"] = held.pop("spins")
    if held.get("between") is not None:
        held["between"] = [renamed(one, _BETWEEN) for one in objects(held["between"], "between")]
    if held.get("ways") is not None:
        held["ways"] = [_way(renamed(one, _WAY)) for one in objects(held["ways"], "ways")]
    if isinstance(held.get("protocol"), Mapping):
        held["protocol"] = tidied(renamed(held["protocol"], SPIN_ALIASES))
    return held


def _way(held: dict[str, Any]) -> dict[str, Any]:
    if isinstance(held.get("protocol"), Mapping):
        held["protocol"] = tidied(renamed(held["protocol"], SPIN_ALIASES))
    return held


def _places(given: Any) -> list[Mapping[str, Any]]:
    """Sites from objects, from bare volumes, or from the one volume that was injected."""
    every = given if isinstance(given, list | tuple) else [given]
    quantity = {"value", "unit"}
    opened = [
        one if isinstance(one, Mapping) and not (one and set(one) <= quantity) else {"ml": one}
        for one in every
    ]
    return [renamed(one, _PLACE) for one in objects(opened, "sites")]
