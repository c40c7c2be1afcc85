"""The patient’s blood as it will be drawn: an earlier count is a guess at the count of that day."""

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.preparation.prediction import Blood, Spread


class Drift(Fact):
    """How far a count may have moved since it was taken, as a coefficient of variation."""

    cv: float
    says: str


TABLE = read_table(__file__, "baseline.toml", Drift)


def blood_of(
    platelets: float,
    days_old: int | None,
    haematocrit: float | None = None,
    white_cells: float | None = None,
) -> Blood:
    """The counts to expect in the draw. `days_old` is None where nobody knows when the count was taken.

    A count of the same day is taken as it stands; its counting error is not known here.
    """
    same_day = days_old == 0
    spread = Spread.exactly(platelets) if same_day else Spread.lognormal(platelets, TABLE["another_day"].cv)
    return Blood(platelets=spread, haematocrit=haematocrit, white_cells=white_cells)
