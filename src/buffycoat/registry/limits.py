"""From how many people the registry tells, rounds and models: read from the reviewed table beside it."""

from buffycoat.pathway.knowledge import Fact, read_table


class Limit(Fact):
    """One bound, its unit, and what it bounds."""

    value: float
    unit: str
    meaning: str


LIMITS = read_table(__file__, "limits.toml", Limit)


def whole(name: str) -> int:
    """A bound that is a whole number."""
    return int(LIMITS[name].value)
