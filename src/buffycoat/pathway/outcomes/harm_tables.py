"""The tables behind adverse events: what is proposed, what counts as one, what has been published."""

from buffycoat.pathway.candidacy.anatomy import Target
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.outcomes.instruments import Threshold
from buffycoat.pathway.outcomes.records import Harm


class Proposes(Fact):
    """The kind of adverse event that something suspected at a check-in proposes."""

    what: Harm


class Published(Fact):
    """Events among people at some targets, as published. `around`: the people are not counted exactly."""

    targets: tuple[Target, ...]
    events: int
    people: int
    around: bool = False
    comparator: bool = False
    what: str
    says: str


PROPOSED = read_table(__file__, "proposed.toml", Proposes)
PUBLISHED = read_table(__file__, "published_harms.toml", Published)
NUMBERS = read_table(__file__, "harms.toml", Threshold)
