"""Every platelet from vein to level: the lines of the ledger, drawn on one scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from buffycoat.pathway.preparation.dose import Range
from buffycoat.pathway.preparation.ledger import Amount, Ledger, Step
from buffycoat.pathway.units import number_text

Fill = Literal["fill", "ours", "open"]
NAMES = {
    "drawn": "Drawn from the vein",
    "left_behind": "Left in red cells and plasma",
    "kept": "Kept of spin",
    "product": "PRP in the syringe",
    "sample": "Count sample",
    "discarded": "Thrown away",
    "left_over": "Left over",
}
SMALLEST = 0.005  # billions: less is not a line


@dataclass(frozen=True)
class Bar:
    """One line, in percent of the scale: the bar, what is not sure of it (`doubt`), its whiskers, its joint.

    `joint` is where the next line takes over; None on the last.
    """

    name: str
    volume: str
    billions: str
    x: float
    width: float
    fill: Fill
    doubt: tuple[float, float] | None
    whiskers: tuple[float, float] | None
    joint: float | None


@dataclass(frozen=True)
class Drawn:
    """The ledger as a picture, with the facts that follow from it."""

    bars: tuple[Bar, ...]
    top: str
    sums: str
    recovery: str
    fold: str
    made: str
    made_within: str  # its interval, "" without one
    unsure: tuple[str, ...]


def drawn(ledger: Ledger, sites: Sequence[str], counts: tuple[str, str], asked: bool = False) -> Drawn:
    """Draw the lines. `counts`: of blood and product. `asked`: sites are thought of, not injected."""
    held = [step.platelets for step in ledger.steps if step.where != "site"]
    ends = [end for one in held for end in (*one.best, *(one.interval or ()))]
    whole = max(ends, default=0) or 1
    bars = tuple(_bars(ledger.steps, sites, counts, whole, asked))
    product = ledger.step("product")
    return Drawn(
        bars,
        _bn(whole),
        _sums(ledger),
        percent(ledger.recovery),
        times(ledger.fold),
        said(product.platelets, interval=False) if product else "",
        _between(*product.platelets.interval, 2) if product and product.platelets.interval else "",
        ledger.unsure,
    )


def _bars(
    steps: Sequence[Step], sites: Sequence[str], counts: tuple[str, str], whole: float, asked: bool
) -> Iterator[Bar]:
    top = 0.0  # where the line before left the rest
    lines = [step for step in steps if _worth(step)]
    for place, step in enumerate(lines):
        low, high = step.platelets.best
        name, volume = _name(step, sites, asked), _volume(step, counts)
        if step.where in ("drawn", "kept", "product", "left_over"):
            start, end, top = 0.0, low, low
        elif step.where == "left_behind":
            after = lines[place + 1].platelets.best[0] if place + 1 < len(lines) else 0.0
            start, end, top = after, after + low, after
        else:
            start, end, top = top - low, top, top - low
        joint = None if place + 1 == len(lines) else high if step.where == "drawn" else top
        yield _bar(step, name, volume, (start, end), (high - low), whole, joint)


def _bar(
    step: Step, name: str, volume: str, ends: Range, more: float, whole: float, joint: float | None
) -> Bar:
    def x(value: float) -> float:
        return round(100 * min(max(value, 0), whole) / whole, 2)

    start, end = ends
    held = step.platelets.interval
    whiskers = (x(start + held[0]), x(start + held[1])) if held else None
    fill: Fill = "fill" if step.where == "drawn" else "ours" if step.where in ("product", "site") else "open"
    return Bar(
        name=name,
        volume=volume,
        billions=said(step.platelets, interval=False),
        x=x(start),
        width=max(round(x(end) - x(start), 2), 0),
        fill=fill,
        doubt=(x(end), round(x(end + more) - x(end), 2)) if more > SMALLEST else None,
        whiskers=whiskers,
        joint=None if joint is None else x(joint),
    )


def _worth(step: Step) -> bool:
    """A sample of nothing, and nothing thrown away, are no lines."""
    return step.where not in ("sample", "discarded") or step.platelets.best[1] >= SMALLEST


def _name(step: Step, sites: Sequence[str], asked: bool) -> str:
    if step.where == "site":
        return sites[step.number - 1]
    if step.where == "left_over" and asked:
        return "Will be left over" if sites else "To inject"
    spin = f" {step.number}" if step.where == "kept" else ""
    left = f", spin {step.number}" if step.where == "left_behind" and step.number else ""
    return NAMES[step.where] + spin + left


def _volume(step: Step, counts: tuple[str, str]) -> str:
    if step.where == "left_behind":
        return "by difference, not counted"
    volume = "" if step.volume_ml is None else f"{number_text(round(step.volume_ml, 2))} mL"
    if step.where == "drawn":
        return f"{volume} blood, {counts[0]}"
    return f"{volume}, {counts[1]}" if step.where == "product" else volume


def _sums(ledger: Ledger) -> str:
    """What went in, and what is accounted for: the same, or the ledger is wrong."""
    first = ledger.step("drawn")
    if first is None or ledger.step("product") is None:
        return ""
    ends = [step for step in ledger.steps if step.where not in ("drawn", "kept", "product")]
    low, high = (sum(step.platelets.best[end] for step in ends) for end in (0, 1))
    return f"{said(first.platelets, interval=False)} in, {_between(low, high, 2)} accounted for."


def said(amount: Amount, interval: bool = True) -> str:
    """2.46, or 2.46 to 2.71 where the baseline allows both; with its 80 % interval where there is one."""
    best = _between(*amount.best, 2)
    if not interval or amount.interval is None:
        return best
    return f"{best} ({_between(*amount.interval, 2)})"


def percent(found: Amount | None) -> str:
    """53 %, or from where to where."""
    return "–" if found is None else _between(found.best[0] * 100, found.best[1] * 100, 0) + " %"


def times(found: Amount | None) -> str:
    """6.9 times."""
    return "–" if found is None else _between(*found.best, 1) + " times"


def _bn(value: float) -> str:
    return f"{value:.2f}"


def _between(low: float, high: float, places: int) -> str:
    first, last = f"{low:.{places}f}", f"{high:.{places}f}"
    return first if first == last else f"{first} to {last}"
