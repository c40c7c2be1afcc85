"""What would change our mind about a source: the open test that is expected to move it most, or the block.

The expected change weighs both results of a test by how likely they are. Sensitivity and specificity follow
from the two ratios; where only one ratio is published, the finding is taken to be as likely as the source.
A test that says the same as one already answered is not proposed.
"""

from dataclasses import dataclass
from typing import Literal

from buffycoat.pathway.knowledge import Mark
from buffycoat.pathway.triage.findings import Findings
from buffycoat.pathway.triage.pain_chance import Prior, chance
from buffycoat.pathway.triage.pain_tables import (
    FEATURES_OF,
    PAIN_LIMITS,
    SOURCES,
    Feature,
    finding_of,
    weakest,
)
from buffycoat.pathway.triage.pain_weigh import Moved, reach, weigh


@dataclass(frozen=True, slots=True)
class Next:
    """The next test or block for a source. `expected`: the change to be expected, as a chance from 0 to 1."""

    kind: Literal["test", "block", "nothing"]
    words: str
    says: str
    finding: str = ""
    if_there: float | None = None
    if_not: float | None = None
    expected: float = 0.0
    sources: tuple[str, ...] = ("practice",)
    status: Mark = "P"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A source as it stands: where its chance starts, what is known, and the least and most ever shown."""

    source: str
    prior: Prior
    found: Findings
    bounds: tuple[float, float]

    def chance(self, **then: bool) -> float:
        """The chance with these findings added."""
        shift = reach(weigh(self.source, {**self.found, **then}))[0]
        return min(max(chance(self.prior, shift), self.bounds[0]), self.bounds[1])


def next_test(here: Standpoint, moved: tuple[Moved, ...]) -> Next:
    """The open test with the largest expected change; the block when no test is worth it; else nothing."""
    rows, now = FEATURES_OF[here.source], here.chance()
    answered = {rows[one.feature].group for one in moved if one.ratio}
    tests = [
        _test(key, row, here, now)
        for key, row in rows.items()
        if row.test and row.group not in answered and here.found.get(finding_of(key), True) is None
    ]
    best = max(tests, key=lambda one: one.expected, default=None)
    if best and best.expected >= PAIN_LIMITS["worth"].value / 100:
        return best
    against = [one for one in moved if one.counts and one.ratio and one.ratio.value < 1]
    if now <= here.bounds[0] and against:
        least = min(against, key=lambda one: one.ratio.value if one.ratio else 1)
        words = f"Nothing more: {least.words[0].lower()}{least.words[1:]} makes it unlikely"
        return Next("nothing", words, "", sources=least.sources, status=least.status)
    row = SOURCES[here.source]
    if row.block:
        return Next("block", row.block, row.block_says, sources=row.block_sources, status=row.block_status)
    return Next("nothing", "Nothing more: no open test in the table moves this", "")


def _test(key: str, row: Feature, here: Standpoint, now: float) -> Next:
    finding, ratios = finding_of(key), (row.ratio(True), row.ratio(False))
    there, absent = here.chance(**{finding: True}), here.chance(**{finding: False})
    marks: list[Mark] = [one.status for one in ratios if one]
    marks += ["P" for one in ratios if one and one.proposed]
    likely = _likely(row, now)
    return Next(
        kind="test",
        words=row.test,
        says=f"{now:.0%} now, {there:.0%} if so" + (f", {absent:.0%} if not" if ratios[1] else ""),
        finding=finding,
        if_there=there,
        if_not=absent if ratios[1] else None,
        expected=likely * abs(there - now) + (1 - likely) * abs(absent - now),
        sources=row.sources,
        status=weakest(marks),
    )


def _likely(row: Feature, now: float) -> float:
    """How likely the finding is: from sensitivity and specificity, which two ratios give together."""
    there, absent = row.ratio(True), row.ratio(False)
    if there is None or absent is None or not absent.value < 1 < there.value:
        return now
    false_positive = (1 - absent.value) / (there.value - absent.value)
    return now * there.value * false_positive + (1 - now) * false_positive
