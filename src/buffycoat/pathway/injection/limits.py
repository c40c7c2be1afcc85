"""The numbers of the injection: guidance for each target, and times after the needle."""

from buffycoat.pathway.card import Indicator
from buffycoat.pathway.knowledge import Fact, read_table


class Guidance(Fact):
    """The guidance that a target takes; `regions`, when given, are where another one is only worth a note."""

    takes: tuple[str, ...]
    else_indicator: Indicator
    else_says: str
    regions: tuple[str, ...] = ()
    outside_says: str = ""


class Observed(Fact):
    """A time after the needle, in minutes."""

    minutes: float


GUIDANCE = read_table(__file__, "guidance.toml", Guidance)
LEAVING = read_table(__file__, "leaving.toml", Observed)
