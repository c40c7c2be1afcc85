"""What in a mass balance cannot be, or is too unlikely to pass without a question."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from buffycoat.pathway.preparation.dose import (
    LIMITS,
    Balance,
    Bench,
    Limit,
    mass_balance,
    single_spin_ceiling,
)
from buffycoat.pathway.units import number_text


@dataclass(frozen=True, slots=True)
class Refusal:
    """A limit that was passed, by which value; `name` is its row in dose.toml."""

    name: str
    value: float
    says: str
    limit: Limit


def value_text(value: float, unit: str) -> str:
    """A number with its unit as a card prints it: 105 %, 7×, 4.5 h."""
    shown = number_text(round(value, 1)) if math.isfinite(value) else "∞"
    return f"{shown}×" if unit == "×" else f"{shown} {unit}"


def refuse(name: str, value: float, **more: str) -> Refusal:
    """The limit of this name, passed by this value, in its own words."""
    limit = LIMITS[name]
    return Refusal(name, value, limit.says.format(value=value_text(value, limit.unit), **more), limit)


def passed(name: str, value: float) -> Iterator[Refusal]:
    """A refusal when the value passes the limit of this name."""
    if LIMITS[name].passed(value):
        yield refuse(name, value)


def refusals(bench: Bench) -> tuple[Refusal, ...]:
    """Everything in the balance that is impossible or questionable, in the order of the work.

    Where the baseline is a range, only what is impossible at its kindest end is refused.
    """
    balance = mass_balance(bench)
    return (*_volumes(bench), *_counts(balance))


def _volumes(bench: Bench) -> Iterator[Refusal]:
    if bench.anticoagulant_ml is not None:
        yield from passed(
            "product_volume", 100 * bench.product_ml / (bench.blood_ml + bench.anticoagulant_ml)
        )
    yield from passed("injected", 100 * (sum(bench.sites_ml) + bench.sample_ml) / bench.product_ml)


def _counts(balance: Balance) -> Iterator[Refusal]:
    if balance.drawn is not None and balance.drawn[1] <= 0 and balance.product:
        yield refuse("recovery_highest", float("inf"))
    if balance.recovery is not None and balance.fold is not None:
        yield from passed("recovery_highest", 100 * balance.recovery[0])
        yield from passed("recovery_lowest", 100 * balance.recovery[1])
        yield from passed("fold_highest", balance.fold[0])


def single_spin(folded: float, haematocrit: float | None, buffy_coat: bool | None) -> Refusal | None:
    """Why one spin cannot have concentrated this much: with the buffy coat it can; unknown is a question."""
    if buffy_coat:
        return None
    ceiling = None if haematocrit is None else single_spin_ceiling(haematocrit)
    if buffy_coat is False and LIMITS["single_spin"].passed(folded) and folded > (ceiling or 0):
        return refuse("single_spin", folded)
    if ceiling is not None and LIMITS["single_spin_ceiling"].passed(folded / ceiling):
        return refuse("single_spin_ceiling", folded, ceiling=value_text(ceiling, "×"))
    if ceiling is None and LIMITS["single_spin"].passed(folded):
        return refuse("single_spin_ceiling", folded, ceiling="not known")
    return None
