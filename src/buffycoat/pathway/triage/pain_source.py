"""Where the pain may come from: sources ranked by chance, each with its interval. Never a diagnosis.

Several sources can be true at once, so the chances do not add up to 100%. What the warning signs point to is
named first and has no chance here: no likelihood ratio ranks an emergency away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from buffycoat.pathway.card import Tier
from buffycoat.pathway.knowledge import Mark
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.findings import Findings, findings
from buffycoat.pathway.triage.pain_chance import Prior, chance, interval
from buffycoat.pathway.triage.pain_named import Named, leading, pointed_to
from buffycoat.pathway.triage.pain_next import Next, Standpoint, next_test
from buffycoat.pathway.triage.pain_tables import (
    FEATURES,
    PAIN_LIMITS,
    SOURCES,
    SourceRow,
    weakest,
)
from buffycoat.pathway.triage.pain_weigh import Moved, reach, weigh
from buffycoat.pathway.triage.records import Pain
from buffycoat.pathway.triage.urgency import Suspicion

SPINE = ("disc", "facet", "sacroiliac", "radicular", "stenosis")


@dataclass(frozen=True)
class Options:
    """What a practice may set: bounds in %, how many answers are needed, and its own ranges of priors."""

    floor: int = PAIN_LIMITS["floor"].value
    ceiling: int = PAIN_LIMITS["ceiling"].value
    answers: int = PAIN_LIMITS["answers"].value
    together: int = PAIN_LIMITS["together"].value
    priors: Mapping[str, Prior] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most that is ever shown, as chances."""
        return self.floor / 100, self.ceiling / 100


USUAL = Options()


@dataclass(frozen=True, slots=True)
class Line:
    """One ranked source: its chance and 95% interval from 0 to 1, the range before, and what moved it.

    Sources that are the same to the whole percent share a rank. `word` is the contract’s word for the source.
    """

    source: str
    word: str
    name: str
    rank: int
    probability: float
    interval: tuple[float, float]
    before: tuple[float, float]
    moved: tuple[Moved, ...]
    next: Next
    note: str
    sources: tuple[str, ...]
    status: Mark


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole answer. No lines: not enough was answered, and `missing` says what would help most.

    first: what the warning signs point to, worst first. also: what an answer points to without any ratio.
    not_ranked: sources left out, each with its reason. together: hip and spine sources that are both likely.
    """

    first: tuple[Named, ...]
    lines: tuple[Line, ...]
    also: tuple[Named, ...]
    not_ranked: tuple[tuple[str, str], ...]
    answers: int
    needed: int
    missing: tuple[Next, ...]
    next: Next | None
    together: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether enough was answered to rank anything."""
        return self.answers >= self.needed

    @property
    def status(self) -> Mark:
        """The weakest mark of anything that was used."""
        marks = [one.status for one in (*self.first, *self.also)] + [one.status for one in self.lines]
        return weakest(marks) if marks else "P"

    @property
    def by_word(self) -> tuple["Said", ...]:
        """One answer for each word of the contract: warning signs, then by chance, then what has no ratio."""
        chances: dict[str, Line] = {}
        for line in self.lines:
            chances.setdefault(line.word, line)
        tiers = {one.source: one.tier for one in self.first}
        words = (*tiers, *chances, *(one.source for one in self.also))
        return tuple(
            Said(
                source=word,
                part=line.source if line and line.source != word else "",
                probability=line.probability if line else None,
                interval=line.interval if line else None,
                tier=tiers.get(word, ""),
            )
            for word in dict.fromkeys(words)
            for line in (chances.get(word),)
        )


@dataclass(frozen=True, slots=True)
class Said:
    """A source as another program is told of it. No probability: it is named and cannot be ranked."""

    source: str
    part: str
    probability: float | None
    interval: tuple[float, float] | None
    tier: Tier


def ranked(
    pain: Pain | None,
    examination: Examination | None,
    age: int | None,
    options: Options = USUAL,
    suspicions: tuple[Suspicion, ...] = (),
) -> Ranking:
    """Rank the sources of pain by what was answered; not known counts exactly as not asked."""
    found = findings(pain, examination, age)
    first = leading(suspicions)
    weighed = {key: weigh(key, found) for key, row in SOURCES.rows.items() if row.prior}
    out = {key: why for key in weighed if (why := _left_out(SOURCES[key], weighed[key], pain))}
    lines = tuple(_line(key, moved, found, options) for key, moved in weighed.items() if key not in out)
    answers = _answers(lines)
    enough = answers >= options.answers
    tests = sorted((one.next for one in lines if one.next.kind == "test"), key=lambda one: -one.expected)
    lines = _in_order(lines) if enough else ()
    return Ranking(
        first=first,
        lines=lines,
        also=pointed_to(found, {one.source for one in first}, max((x.probability for x in lines), default=1)),
        not_ranked=tuple(out.items()),
        answers=answers,
        needed=options.answers,
        missing=() if enough else tuple({one.finding: one for one in tests}.values())[: options.answers],
        next=_overall(tests, lines) if enough else None,
        together=_together(lines, options.together / 100),
    )


def _answers(lines: tuple[Line, ...]) -> int:
    """How many answers with a published ratio there are; those of one group are one answer."""
    groups: dict[tuple[str, str], int] = {}
    for one in (one for line in lines for one in line.moved if one.ratio):
        row = FEATURES[one.feature]
        groups[row.source, row.group] = max(row.made_of, groups.get((row.source, row.group), 0))
    return sum(groups.values())


def _left_out(row: SourceRow, moved: tuple[Moved, ...], pain: Pain | None) -> str:
    """Why a source is not ranked: it does not hurt where it would, and no finding raises it."""
    if pain is None or not pain.regions or any(one.startswith(row.regions) for one in pain.regions):
        return ""
    raised = any(one.counts and one.there and one.ratio and one.ratio.value > 1 for one in moved)
    return "" if raised else "no pain marked where it would be felt, and no finding points to it"


def _line(source: str, moved: tuple[Moved, ...], found: Findings, options: Options) -> Line:
    row = SOURCES[source]
    own = options.priors.get(source)
    prior: Prior = own or row.prior or (options.floor, options.ceiling)
    low, high = options.bounds
    shift, variance = reach(moved)
    ends = interval(prior, shift, variance)
    used = [one for one in moved if one.counts]
    proposed = any(one.ratio.proposed for one in used if one.ratio)
    marks: list[Mark] = [
        row.status,
        *(one.status for one in used),
    ]
    marks += ["P"] if own or proposed else []
    return Line(
        source=source,
        word=row.word or source,
        name=row.name,
        rank=0,
        probability=min(max(chance(prior, shift), low), high),
        interval=(min(max(ends[0], low), high), min(max(ends[1], low), high)),
        before=(prior[0] / 100, prior[1] / 100),
        moved=moved,
        next=next_test(Standpoint(source, prior, found, options.bounds), moved),
        note=row.note,
        sources=tuple(dict.fromkeys([*row.sources, *(key for one in used for key in one.sources)])),
        status=weakest(marks),
    )


def _in_order(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    ordered = sorted(lines, key=lambda one: -one.probability)
    shown = [round(100 * one.probability) for one in ordered]
    return tuple(
        replace(one, rank=shown.index(percent) + 1) for one, percent in zip(ordered, shown, strict=True)
    )


def _overall(tests: list[Next], lines: tuple[Line, ...]) -> Next | None:
    """The one test to do next; when none is worth it, the block of the likeliest source that has one."""
    if tests:
        return tests[0]
    return next((one.next for one in lines if one.next.kind == "block"), None)


def _together(lines: tuple[Line, ...], above: float) -> tuple[str, ...]:
    likely = [one.source for one in lines if round(one.probability, 9) > above]
    spine = [one for one in likely if one in SPINE]
    return ("hip", *spine) if "hip" in likely and spine else ()
