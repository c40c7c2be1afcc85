"""How much goes in at one place, and so how concentrated a product must be for a dose to fit."""

from buffycoat.pathway.candidacy.anatomy import Target
from buffycoat.pathway.knowledge import Fact, read_table


class Most(Fact):
    """The largest usual volume at one place of a target, in mL."""

    most: float


VOLUMES = read_table(__file__, "site_volume.toml", Most)


def least_count(target: Target, wanted_bn: float) -> float:
    """The count (10^9/L) at which a dose fits the largest usual volume of a place; 0 where none is known.

    1.5 billion in the 2 mL of a disc need 750: more kits give more platelets, not more in a millilitre.
    """
    row = VOLUMES.rows.get(target)
    return 0.0 if row is None else 1000 * wanted_bn / row.most
