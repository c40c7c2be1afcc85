"""What diagnostic blocks say, read against the relief and the number that the practice asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from buffycoat.pathway.candidacy.anatomy import Level, Side
from buffycoat.pathway.candidacy.records import Block
from buffycoat.pathway.knowledge import Fact, Mark, read_table
from buffycoat.pathway.triage.pain_tables import weakest

Verdict = Literal["positive", "one more", "unclear", "negative", "not known", "not read"]


class Threshold(Fact):
    """The relief from which one kind of block counts as positive, who asks for it, and what to beware of."""

    block: Literal["MBB", "SNRB", "SIJ", "HIP"]
    relief: float
    clear: float | None = None
    above: bool = False
    used_by: str
    caution: str


class Count(Fact):
    """How many positive blocks are asked for, and what that choice did in a trial."""

    says: str


THRESHOLDS = read_table(__file__, "blocks.toml", Threshold)
COUNTS = read_table(__file__, "block_counts.toml", Count)


@dataclass(frozen=True)
class BlockOptions:
    """What the practice asks for; only what a row of the tables has a source for."""

    mbb_threshold: int = 50
    mbb_count: int = 1
    sij_threshold: int = 75

    def __post_init__(self) -> None:
        for key in (f"MBB_{self.mbb_threshold}", f"SIJ_{self.sij_threshold}"):
            if key not in THRESHOLDS.rows:
                raise ValueError(f"{key.replace('_', ' at ')}% has no source in the table")
        if str(self.mbb_count) not in COUNTS.rows:
            raise ValueError(f"{self.mbb_count} medial branch blocks have no source in the table")

    def threshold(self, block: str) -> Threshold:
        """The row that a kind of block is read against."""
        relief = {"MBB": self.mbb_threshold, "SIJ": self.sij_threshold}.get(block, 50)
        return THRESHOLDS[f"{block}_{relief}"]

    def count(self, block: str) -> int:
        """How many positive blocks of a kind are asked for."""
        return self.mbb_count if block == "MBB" else 1


AS_USUAL = BlockOptions()


@dataclass(frozen=True, slots=True)
class Reading:
    """All blocks of one kind at one place, taken together. `asked`: the relief, in %; None when not read."""

    block: str
    level: Level | None
    side: Side | None
    verdict: Verdict
    reliefs: tuple[float | None, ...]
    asked: float | None
    count: int
    why: str
    caution: str
    sources: tuple[str, ...]
    status: Mark


def block_reading(blocks: Iterable[Block], options: BlockOptions = AS_USUAL) -> tuple[Reading, ...]:
    """Each kind of block at each place, read together, in the order in which they were first written."""
    places: dict[tuple[str, Level | None, Side | None], list[Block]] = {}
    for one in blocks:
        places.setdefault((one.block, one.level, one.side), []).append(one)
    return tuple(_read(block, level, side, done, options) for (block, level, side), done in places.items())


def _read(
    block: str, level: Level | None, side: Side | None, done: list[Block], options: BlockOptions
) -> Reading:
    reliefs = tuple(one.relief for one in done)
    if block == "DISCOGRAM":
        why = "it is read from pressure, concordant pain and a negative control disc, not from relief"
        return Reading(block, level, side, "not read", reliefs, None, 1, why, "", ("SIS-ISIS",), "K")
    row = options.threshold(block)
    count = options.count(block)
    verdict, why = _verdict(done, row, count)
    twice = COUNTS[str(count)] if block == "MBB" else None
    return Reading(
        block=block,
        level=level,
        side=side,
        verdict=verdict,
        reliefs=reliefs,
        asked=row.relief,
        count=count,
        why=why,
        caution=f"{row.caution} {twice.says}" if twice else row.caution,
        sources=tuple(dict.fromkeys((*row.sources, *(twice.sources if twice else ())))),
        status=weakest([row.status, *([twice.status] if twice else [])]),
    )


def _verdict(done: list[Block], row: Threshold, count: int) -> tuple[Verdict, str]:
    """Positive only when every block whose relief is known agrees, on as many days as are asked for."""
    known = [one for one in done if one.relief is not None]
    if not known:
        return "not known", "the relief is not known"
    passed = [one for one in known if _passes(one.relief or 0, row)]
    failed = [one for one in known if (one.relief or 0) < row.relief]
    if passed and failed:
        return "unclear", "the blocks disagree"
    if failed:
        return "negative", "less relief than is asked for"
    if len(passed) < len(known):
        return "unclear", "the relief lies at the edge of what is asked for"
    # Without a day nobody can tell a second block from the first, written twice.
    days = max(1, len({one.done_on for one in passed if one.done_on}))
    if days < count:
        return "one more", f"positive on {days} of the {count} days asked for"
    return "positive", "as much relief as is asked for"


def _passes(relief: float, row: Threshold) -> bool:
    least = row.clear or row.relief
    return relief > least if row.above else relief >= least
