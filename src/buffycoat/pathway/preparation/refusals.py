"""What in a mass balance cannot be, or is too unlikely to pass without a question."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from buffycoat.pathway.preparation.dose import (
    LIMITS,
    Bench,
    Limit,
    single_spin_ceiling,
)
from buffycoat.pathway.preparation.ledger import Amount, Ledger, ledger
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

    Where the baseline is a range or a counting error is stated, only what is impossible at its kindest end is
    refused; what is merely above is questioned.
    """
    followed = ledger(bench)
    return (*_volumes(bench), *_spins(followed), *_counts(bench, followed))


def _volumes(bench: Bench) -> Iterator[Refusal]:
    if bench.anticoagulant_ml is not None:
        yield from passed(
            "product_volume", 100 * bench.product_ml / (bench.blood_ml + bench.anticoagulant_ml)
        )
    sampled = tuple(passed("sampled", 100 * bench.sample_ml / bench.product_ml))
    taken = sum(bench.sites_ml) + bench.sample_ml + bench.discarded_ml
    yield from sampled or passed("injected", 100 * taken / bench.product_ml)


def _spins(followed: Ledger) -> Iterator[Refusal]:
    """A spin with more platelets after it than before; the last one's product is the recovery's business."""
    held = [one.platelets.best for one in followed.steps if one.where in ("drawn", "kept", "product")]
    between = held if any(one.where == "kept" for one in followed.steps) else []
    for before, after in pairwise(between):
        if before[1] > 0:
            yield from passed("spin_gain", 100 * after[0] / before[1])


def _counts(bench: Bench, followed: Ledger) -> Iterator[Refusal]:
    blood, made = bench.blood_counts(), bench.product_count
    if blood is not None and blood[1] <= 0 and made:
        yield refuse("recovery_highest", float("inf"))
    if followed.recovery is not None and followed.fold is not None:
        yield from _recovery(followed.recovery)
        yield from passed("fold_highest", followed.fold.best[0])


def _recovery(found: Amount) -> Iterator[Refusal]:
    best = 100 * found.best[0]
    if not LIMITS["recovery_highest"].passed(best):
        yield from passed("recovery_lowest", 100 * found.best[1])
    elif found.interval and not LIMITS["recovery_highest"].passed(100 * found.interval[0]):
        yield refuse("recovery_within_error", best)
    else:
        yield refuse("recovery_highest", best)


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
