"""What a change in a score amounts to, by published important differences and never more than they say."""

from dataclasses import dataclass

from buffycoat.pathway.outcomes.definitions import HIGHER_IS_BETTER, INSTRUMENTS
from buffycoat.pathway.outcomes.instruments import LIMITS, Threshold
from buffycoat.pathway.outcomes.scoring import Score


@dataclass(frozen=True, slots=True)
class Held:
    """A change held against one threshold; None where that cannot be said, with the reason."""

    key: str
    part: str
    threshold: Threshold
    improved: bool | None
    worsened: bool | None
    why: str = ""


def thresholds(name: str, *reads: str) -> dict[str, Threshold]:
    """The rows of an instrument that are read so."""
    return {key: row for key, row in LIMITS.rows.items() if row.instrument == name and row.reads in reads}


def important(name: str, before: Score, now: Score) -> tuple[Held, ...]:
    """Whether the change reached each published important difference of the instrument."""
    return tuple(_held(key, row, before, now) for key, row in thresholds(name, "points", "share").items())


def _held(key: str, row: Threshold, before: Score, now: Score) -> Held:
    pair = [one.parts.get(row.part) if row.part else one.score for one in (before, now)]
    for when, value, whole in (("before", pair[0], before), ("now", pair[1], now)):
        if value is None:
            return Held(key, row.part, row, None, None, f"{when}: {whole.why or 'not given'}")
    first, last = pair[0] or 0.0, pair[1] or 0.0
    better = last - first if _higher(row) else first - last
    if row.reads == "points":
        room = _room(row, first)
        if room is not None and room < row.value:
            why = f"a baseline of {first:g} leaves no room to improve by {row.value:g}"
            return Held(key, row.part, row, None, _reached(row, -better), why)
        return _between(Held(key, row.part, row, _reached(row, better), _reached(row, -better)))
    if first == 0:
        return Held(key, row.part, row, None, None, "the baseline is 0: no share of it can be taken")
    share = better * 100 / first
    return _between(Held(key, row.part, row, _reached(row, share), _reached(row, -share)))


def _higher(row: Threshold) -> bool:
    return row.part in HIGHER_IS_BETTER if row.part else INSTRUMENTS[row.instrument].better == "higher"


def _room(row: Threshold, first: float) -> float | None:
    """How far a score can improve at all, where its range is known exactly."""
    whole = INSTRUMENTS[row.instrument]
    if row.part or whole.better == "higher":
        return first if row.part == "pain_intensity" else None
    return first - whole.low


def _reached(row: Threshold, change: float) -> bool | None:
    """Yes past the highest published value, no below the lowest, and not known between them."""
    change = round(change, 9)
    if change < row.value:
        return False
    return True if row.highest is None or change >= row.highest else None


def _between(held: Held) -> Held:
    if held.improved is not None and held.worsened is not None:
        return held
    row = held.threshold
    why = f"published values lie between {row.value:g} and {row.highest:g}, and the change between them"
    return Held(held.key, held.part, row, held.improved, held.worsened, why)


def cuts(name: str, now: Score) -> tuple[tuple[str, Threshold, bool | None], ...]:
    """What the score itself says by published cuts, such as “recovered”; None without a score."""
    found = thresholds(name, "at_most", "at_least")
    return tuple((key, row, _cut(row, now.score)) for key, row in found.items())


def _cut(row: Threshold, score: float | None) -> bool | None:
    if score is None:
        return None
    return score <= row.value if row.reads == "at_most" else score >= row.value
