"""Which answers count for a source, and how far together they move its chance."""

import math
from dataclasses import dataclass, replace

from buffycoat.pathway.knowledge import Mark
from buffycoat.pathway.triage.findings import Findings
from buffycoat.pathway.triage.pain_tables import FEATURES_OF, Feature, Ratio, finding_of

_STRONGER = "a stronger answer of the same kind counts"
_IMAGE_ALONE = (
    "an MRI finding without anything in story or examination does not count: it is common without pain"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """One answer and what it does to one source. `counts`: it moved the chance; else `why_not` says why."""

    feature: str
    source: str
    there: bool
    words: str
    ratio: Ratio | None
    counts: bool
    why_not: str
    note: str
    sources: tuple[str, ...]
    status: Mark


def weigh(source: str, found: Findings) -> tuple[Moved, ...]:
    """Every answer that bears on a source; of each correlated group the strongest answered one counts."""
    answered = [
        _moved(key, row, there)
        for key, row in FEATURES_OF[source].items()
        if (there := found.get(finding_of(key))) is not None
        and (row.ratio(there) or (there and not row.group))
    ]
    allowed = [one for one in answered if one.ratio and not _image_alone(one, answered)]
    groups: dict[str, list[Moved]] = {}
    for one in allowed:
        groups.setdefault(FEATURES_OF[source][one.feature].group, []).append(one)
    best = {max(group, key=_strength).feature for group in groups.values()}
    return tuple(_judged(one, one.feature in best, one in allowed) for one in answered)


def _moved(key: str, row: Feature, there: bool) -> Moved:
    ratio = row.ratio(there)
    return Moved(
        feature=key,
        source=row.source,
        there=there,
        words=row.words if there else row.words_absent,
        ratio=ratio,
        counts=False,
        why_not="",
        note=row.note,
        sources=row.sources,
        status=ratio.status if ratio else row.status,
    )


def _judged(one: Moved, counts: bool, allowed: bool) -> Moved:
    if counts:
        return replace(one, counts=True)
    if one.ratio is None:
        return replace(one, why_not="no usable ratio")
    return replace(one, why_not=_STRONGER if allowed else _IMAGE_ALONE)


def _image_alone(one: Moved, answered: list[Moved]) -> bool:
    """An image that would raise a source, while nothing a person told or showed points the same way."""
    rows = FEATURES_OF[one.source]
    if not rows[one.feature].images or (one.ratio and one.ratio.value <= 1):
        return False
    return not any(
        other.there and not rows[other.feature].images and (other.ratio is None or other.ratio.value > 1)
        for other in answered
    )


def _strength(one: Moved) -> tuple[float, float, str]:
    """The farthest from 1 in either direction; of two as far, the one that raises."""
    log = one.ratio.log if one.ratio else 0.0
    return round(abs(log), 12), log, one.feature


def reach(moved: tuple[Moved, ...]) -> tuple[float, float]:
    """How far the answers that count move the log-odds, and the variance of that."""
    ratios = [one.ratio for one in moved if one.counts and one.ratio]
    return math.fsum(one.log for one in ratios), math.fsum(one.variance for one in ratios)
