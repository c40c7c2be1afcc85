"""Where the pain might come from, as a picture: before and after the answers on one axis, what moved it."""

import math
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.candidacy.anatomy import SIDE_NAMES
from buffycoat.pathway.candidacy.blocks import Reading, block_reading
from buffycoat.pathway.candidacy.records import Block, Plan
from buffycoat.pathway.knowledge import MARKS
from buffycoat.pathway.triage.pain_rules import percent
from buffycoat.pathway.triage.pain_source import Line, Ranking
from buffycoat.pathway.triage.pain_tables import SOURCES
from buffycoat.pathway.triage.pain_weigh import Moved
from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.web.presenters.cards import short_mark, source_title

FARTHEST = 50  # the likelihood ratios at the ends of the axis: 1/50 and 50
LR_TICKS = ("0.02", "0.1", "1", "10", "50")
TIER_TITLES = {row.name: row.title for row in TIERS.rows.values()}
Cited = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Source:
    """One ranked source. x, low, high, was: places on the axis in percent. `says`: now, if so, if not."""

    name: str
    chance: str
    ends: str
    before: str
    x: float
    low: float
    high: float
    was: tuple[float, float]
    next: str
    says: str
    cited: Cited
    mark: str
    said: str


@dataclass(frozen=True)
class Weight:
    """One answer and how far it moved one source. Without a ratio, or not counted, it is drawn open."""

    words: str
    source: str
    ratio: str
    x: float
    low: float
    high: float
    counts: bool
    why_not: str
    cited: Cited
    mark: str


@dataclass(frozen=True)
class BlockLine:
    """One kind of block at one place, read against what the practice asks for."""

    name: str
    relief: str
    asked: str
    verdict: str
    why: str
    cited: Cited
    mark: str


@dataclass(frozen=True)
class Picture:
    """The whole ranking. `first`: named by the warning signs, before all ranking."""

    first: tuple[tuple[str, str, str], ...]
    sources: tuple[Source, ...]
    counted: tuple[Weight, ...]
    uncounted: tuple[Weight, ...]
    also: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]
    answers: int
    needed: int
    missing: tuple[str, ...]
    next: str
    mark: str
    lr_ticks: tuple[tuple[float, str], ...]


def picture(found: Ranking) -> Picture:
    """A ranking as it is drawn."""
    weights = [_weight(line, one) for line in found.lines for one in line.moved]
    return Picture(
        first=tuple((one.name, TIER_TITLES.get(one.tier, ""), one.why) for one in found.first),
        sources=tuple(_source(line) for line in found.lines),
        counted=tuple(one for one in weights if one.counts),
        uncounted=tuple(one for one in weights if not one.counts),
        also=tuple((one.name, one.why) for one in found.also),
        left_out=tuple((SOURCES[key].name, why) for key, why in found.not_ranked),
        answers=found.answers,
        needed=found.needed,
        missing=tuple(one.words for one in found.missing),
        next=found.next.words if found.next else "",
        mark=MARKS[found.status],
        lr_ticks=tuple((_log_x(float(text)), text) for text in LR_TICKS),
    )


def _source(line: Line) -> Source:
    low, high = (round(100 * end) for end in line.interval)
    before = f"{100 * line.before[0]:.0f} to {100 * line.before[1]:.0f}%"
    chance = percent(line.probability)
    interval = f"95% interval {low} to {high}" if low < high else "held at the least that is ever shown"
    return Source(
        name=line.name,
        chance=chance,
        ends=f"({low} to {high})" if low < high else "",
        before=before,
        x=round(100 * line.probability, 2),
        low=round(100 * line.interval[0], 2),
        high=round(100 * line.interval[1], 2),
        was=(round(100 * line.before[0], 2), round(100 * line.before[1], 2)),
        next=line.next.words,
        says=line.next.says,
        cited=_cited(line.sources),
        mark=short_mark(line.status),
        said=f"{line.name}: {chance}, {interval}; before the answers {before}",
    )


def _weight(line: Line, one: Moved) -> Weight:
    ratio = one.ratio
    if ratio is None:
        text, places = "none", (50.0, 50.0, 50.0)
    else:
        proposed = ", proposed" if ratio.proposed else ""
        text = f"{ratio.value:.2g} ({ratio.low:.2g} to {ratio.high:.2g}{proposed})"
        places = (_log_x(ratio.value), _log_x(ratio.low), _log_x(ratio.high))
    return Weight(
        words=one.words,
        source=line.name,
        ratio=text,
        x=places[0],
        low=places[1],
        high=places[2],
        counts=one.counts,
        why_not=one.why_not,
        cited=_cited(one.sources),
        mark=short_mark(one.status),
    )


def _log_x(ratio: float) -> float:
    """Where a likelihood ratio stands on the axis: 1 in the middle, each side on a log scale."""
    return round(min(max(50 + 50 * math.log(ratio) / math.log(FARTHEST), 0), 100), 2)


def blocks(plan: Plan | None, day: date) -> tuple[BlockLine, ...]:
    """Every diagnostic block that was done, against the practice's thresholds."""
    done = [one for one in (plan.blocks if plan else None) or () if one.done_on is None or one.done_on <= day]
    return tuple(_block(one) for one in block_reading(done))


def _block(one: Reading) -> BlockLine:
    place = f" {one.level}" if one.level and one.level != "SI" else ""
    side = f", {SIDE_NAMES[one.side]}" if one.side in ("L", "R") else ""
    often = f", on {one.count} days" if one.count > 1 else ""
    why = f"{one.why[:1].upper()}{one.why[1:]}."
    return BlockLine(
        name=f"{Block.items['block'].options[one.block]}{place}{side}",
        relief=", ".join("not known" if relief is None else f"{relief:g}%" for relief in one.reliefs),
        asked="Not read from relief" if one.asked is None else f"{one.asked:g}%{often}",
        verdict=one.verdict.capitalize(),
        why=f"{why} {one.caution}".strip(),
        cited=_cited(one.sources),
        mark=short_mark(one.status),
    )


def _cited(keys: tuple[str, ...]) -> Cited:
    return tuple((key, source_title(key)) for key in keys)
