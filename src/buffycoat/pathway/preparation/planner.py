"""This patient, this dose: which kit or protocol, how many of it, how much blood, at what price."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from buffycoat.pathway.candidacy.anatomy import Target
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.preparation.kits import predict_kit
from buffycoat.pathway.preparation.prediction import Blood, Prediction, Spread

UNPROVEN = "No platelet dose has been shown to be needed in the spine."


class Band(Fact):
    """The soft dose band of a target, billions of platelets at one site; empty where nothing is published."""

    low: float | None = None
    high: float | None = None
    fold: float | None = None  # times the blood
    says: str


BANDS = read_table(__file__, "dose_bands.toml", Band)


def band(target: Target) -> Band:
    """What is known of the dose at one site of this target."""
    return BANDS[target]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of preparing that the practice has, for one kit or one set of tubes."""

    name: str
    predict: Callable[[Blood], Prediction]
    price: float | None = None  # of one unit, in the practice’s own currency
    most: int = 4  # units that can be run for one patient


def kit_way(
    way: str,
    blood_ml: float,
    product_ml: float | None = None,
    own: tuple[float, ...] = (),
    price: float | None = None,
    most: int = 4,
) -> Way:
    """A closed kit as the practice uses it: blood and product of one kit, its own recoveries, its price."""
    return Way(
        name=way,
        predict=lambda blood: predict_kit(way, blood, blood_ml, product_ml, own),
        price=price,
        most=most,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way with so many units: the chance that it reaches the dose, and what it takes."""

    way: Way
    units: int
    one: Prediction  # of one unit
    dose: Spread  # of all units, billions of platelets
    blood_ml: float
    chance: float
    cost: float | None
    cost_per_billion: float | None  # at the median dose
    reaches: bool  # whether the chance is as high as was asked
    too_thin: bool  # whether it fails by its concentration, which more units do not help

    @property
    def notes(self) -> tuple[str, ...]:
        """What the prediction leans on and what is not known."""
        return (*self.one.notes, *(() if self.cost is not None else ("The practice has given no price.",)))


def plan(
    blood: Blood,
    wanted_bn: float,
    ways: Iterable[Way],
    *,
    most_blood_ml: float,
    sure: float = 0.8,
    least_count: float = 0,
) -> tuple[Option, ...]:
    """Each way with the fewest units that reach the dose with the chance `sure`, likeliest first.

    wanted_bn: billions of platelets in the product, what is sampled for counting included. least_count
    (10^9/L): what the product must hold so that each site’s dose fits its place (`site_volume.least_count`).
    Where no number of units within most_blood_ml is likely enough, the most that the blood allows is shown,
    not hidden. Units for one patient come from one donor: their recoveries are taken as equal.
    """
    for name, value in (("wanted_bn", wanted_bn), ("most_blood_ml", most_blood_ml)):
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name}: {value:g} is not above zero")
    if not 0 < sure < 1:
        raise ValueError(f"sure: {sure:g} is not a chance between 0 and 1")
    if not (math.isfinite(least_count) and least_count >= 0):
        raise ValueError(f"least_count: {least_count:g} is not a count")
    goal = _Goal(wanted_bn, least_count, sure)
    found = [option for way in ways if (option := _fewest(way, blood, goal, most_blood_ml))]
    return tuple(sorted(found, key=lambda option: (not option.reaches, _rank(option))))


@dataclass(frozen=True, slots=True)
class _Goal:
    dose: float
    count: float
    sure: float


def _rank(option: Option) -> tuple[float, float, float]:
    """Likeliest first, to the whole percent; then what costs less for each billion; then less blood."""
    price = math.inf if option.cost_per_billion is None else option.cost_per_billion
    return -round(option.chance, 2), price, option.blood_ml


def _fewest(way: Way, blood: Blood, goal: _Goal, most_blood: float) -> Option | None:
    """The fewest units that are likely enough, or as many as the blood allows; None when not even one."""
    one = way.predict(blood)
    best = None
    for units in range(1, way.most + 1):
        if units * one.blood_ml > most_blood:
            break
        best = _option(way, one, units, goal)
        if best.reaches or best.dose.chance_at_least(goal.dose) >= goal.sure:
            break
    return best


def _option(way: Way, one: Prediction, units: int, goal: _Goal) -> Option:
    dose = one.dose.map(lambda values: units * values)
    enough, dense = dose.chance_at_least(goal.dose), one.concentration.chance_at_least(goal.count)
    # A good recovery gives more platelets and more in each millilitre: the two chances are one, the smaller.
    chance = min(enough, dense)
    cost = None if way.price is None else units * way.price
    return Option(
        way=way,
        units=units,
        one=one,
        dose=dose,
        blood_ml=units * one.blood_ml,
        chance=chance,
        cost=cost,
        cost_per_billion=None if cost is None or dose.median <= 0 else cost / dose.median,
        reaches=chance >= goal.sure,
        too_thin=dense < goal.sure,
    )
