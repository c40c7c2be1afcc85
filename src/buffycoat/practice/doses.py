"""What procedures here give in radiation, by target: medians and quartiles, with how many they rest on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import quantiles
from typing import Literal

Quantity = Literal["time", "dap", "kerma"]
QUANTITIES: tuple[Quantity, ...] = ("time", "dap", "kerma")
FEWEST = 5  # procedures: of fewer a quartile is one patient's own dose


@dataclass(frozen=True)
class Given:
    """One procedure: where the needle went, and what was given. A figure that is not known is left out."""

    targets: frozenset[str]
    figures: Mapping[Quantity, float]


@dataclass(frozen=True)
class Spread:
    """The middle of a quantity: None where too few are known."""

    count: int
    lower: float | None = None
    median: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Line:
    """One target, or "" for procedures at several: a dose cannot be shared out between them."""

    name: str
    procedures: int
    spreads: Mapping[Quantity, Spread]


def by_target(procedures: Iterable[Given], names: Mapping[str, str]) -> tuple[Line, ...]:
    """The spread at each target, in the order of `names`; those at several targets, and all, at the end."""
    held = list(procedures)
    groups = {name: [one for one in held if one.targets == {key}] for key, name in names.items()}
    groups["Several targets"] = [one for one in held if len(one.targets) > 1]
    groups["All procedures"] = held
    return tuple(_line(name, group) for name, group in groups.items() if group)


def _line(name: str, group: list[Given]) -> Line:
    known = {key: [one.figures[key] for one in group if key in one.figures] for key in QUANTITIES}
    return Line(name, len(group), {key: spread(values) for key, values in known.items()})


def spread(values: list[float]) -> Spread:
    """Median and quartiles; of fewer than five values only how many there are."""
    if len(values) < FEWEST:
        return Spread(len(values))
    lower, median, upper = quantiles(values, n=4, method="inclusive")
    return Spread(len(values), lower, median, upper)
