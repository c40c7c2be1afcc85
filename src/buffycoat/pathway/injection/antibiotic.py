"""The antibiotic before a disc: which drug a name means, and how many minutes before it is due."""

from datetime import datetime

from buffycoat.pathway.candidacy.words import whole_words
from buffycoat.pathway.knowledge import Fact, read_table


class Window(Fact):
    """A drug into a vein, and the minutes before the puncture between which it reaches the disc."""

    words: tuple[str, ...]
    least: float
    most: float
    never_near_dura: bool = False


WINDOWS = read_table(__file__, "antibiotic.toml", Window)


def window_of(drug: str | None) -> Window | None:
    """The row of a drug by its name; None for one that the table does not know."""
    found = (row for row in WINDOWS.rows.values() if whole_words(row.words).search(drug or ""))
    return next(found, None)


def minutes(start: datetime, end: datetime) -> float:
    """Whole and part minutes from one instant to another."""
    return (end - start).total_seconds() / 60
