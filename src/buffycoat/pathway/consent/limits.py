"""The numbers of consent: time to think, and what is known of harm at each target."""

from buffycoat.pathway.knowledge import Fact, read_table


class TimeToThink(Fact):
    """How long before the signature the information is given, and for which targets."""

    hours: float
    targets: tuple[str, ...]


class Risk(Fact):
    """What is known of harm at one target, in the words it is given in."""

    says: str
    es: str


LIMITS = read_table(__file__, "consent.toml", TimeToThink)
RISKS = read_table(__file__, "risks.toml", Risk)
