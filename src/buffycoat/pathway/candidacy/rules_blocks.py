"""What the diagnostic blocks on record say, each with what to beware of."""

from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.candidacy.anatomy import SIDE_NAMES
from buffycoat.pathway.candidacy.blocks import Reading, block_reading
from buffycoat.pathway.candidacy.records import Block, Plan
from buffycoat.pathway.card import Card
from buffycoat.pathway.stage import rule


@rule("candidacy.block_reading")
def block_results(day: date, plan: Plan) -> Iterator[Card]:
    """Each diagnostic block, read against the relief and the number of blocks that the practice asks for."""
    for one in block_reading(b for b in plan.blocks or () if b.done_on is None or b.done_on <= day):
        name = _name(one)
        yield Card(
            indicator="info",
            summary=f"{name}: {one.verdict}; {_reliefs(one)}"[:140],
            detail=f"{one.why[0].upper()}{one.why[1:]}.{_asked(one)} {one.caution}".strip(),
            sources=one.sources,
            status=one.status,
            code="block_result",
            about=name,
        )


def _name(one: Reading) -> str:
    kind = Block.items["block"].options[one.block]
    place = f" {one.level}" if one.level and one.level != "SI" else ""
    return f"{kind}{place}" + (f", {SIDE_NAMES[one.side]}" if one.side in ("L", "R") else "")


def _reliefs(one: Reading) -> str:
    if one.verdict == "not read":
        return "not read from relief"
    return "relief " + ", ".join("not known" if r is None else f"{r:g}%" for r in one.reliefs)


def _asked(one: Reading) -> str:
    if one.asked is None:
        return ""
    often = "" if one.count == 1 else f", on {one.count} days"
    return f" Asked for: {one.asked:g}%{often}."
