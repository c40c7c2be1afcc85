"""What the diagnostic blocks on record say."""

from datetime import date

from buffycoat.pathway.candidacy.records import Block, Plan
from tests.spec.candidacy.given import case


def _block(kind: str, relief: float | None, on: date | None = None, level: str | None = None) -> Block:
    side = None if kind == "DISCOGRAM" else "R"
    return Block.model_validate(
        {"block": kind, "relief": relief, "done_on": on, "level": level, "side": side}
    )


def _says(title: str, says: str, *blocks: Block):
    return case("block_reading", title, Plan(blocks=blocks), says=(("info", says),))


BLOCKS = (
    case("block_reading", "No block on record", Plan(blocks=())),
    case(
        "block_reading",
        "A block planned for next week",
        Plan(blocks=(_block("MBB", None, date(2026, 11, 26)),)),
    ),
    _says("Half the pain gone after a medial branch block", "right: positive; relief 50%", _block("MBB", 50)),
    _says("It says how often such a block is wrong", "falsely positive in 25 to 40%", _block("MBB", 90)),
    _says("A little less than half", "negative; relief 49%", _block("MBB", 49)),
    _says("Relief not known", "not known; relief not known", _block("MBB", None)),
    _says("Two blocks that disagree", "unclear; relief 80%, 10%", _block("MBB", 80), _block("MBB", 10)),
    _says("A sacroiliac block with 70% relief", "negative", _block("SIJ", 70, level="SI")),
    _says(
        "A nerve-root block with 60% relief", "edge of what is asked for", _block("SNRB", 60, level="L4-5")
    ),
    _says("A hip block with half the pain gone", "Hip joint block, right: positive", _block("HIP", 50)),
    _says(
        "Discography is not read from relief",
        "negative control disc",
        _block("DISCOGRAM", None, level="L4-5"),
    ),
)
