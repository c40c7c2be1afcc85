"""What staff are signed off for, in words: one line for each competency of each person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from buffycoat.practice.competencies import TABLE, Held, Standing, standing
from buffycoat.web.forms.moments import day_text

SOON = timedelta(days=30)  # the middle of the alerts that the rule base names, 60, 30 and 0
WORDS: dict[Standing, str] = {
    "in force": "until",
    "expired": "expired",
    "withdrawn": "taken back",
    "never signed off": "never signed off",
}


@dataclass(frozen=True)
class Line:
    """One competency of one person. `trouble`: it is not in force; `soon`: it is for not much longer."""

    name: str
    stands: str
    trouble: bool
    soon: bool


def lines(held: Iterable[Held], day: date) -> tuple[Line, ...]:
    """What one person was ever signed off for, as it stands on a day; what they never were is left out."""
    mine = tuple(held)
    return tuple(_line(mine, key, day) for key in TABLE.rows if any(one.competency == key for one in mine))


def _line(mine: tuple[Held, ...], key: str, day: date) -> Line:
    found, when = standing(mine, key, day)
    soon = found == "in force" and when is not None and when <= day + SOON
    words = f"{WORDS[found]} {day_text(when)}" if when else WORDS[found]
    return Line(TABLE[key].name, words, found != "in force", soon)


def due(people: Iterable[tuple[str, tuple[Line, ...]]]) -> tuple[tuple[str, Line], ...]:
    """What has run out or soon will, with whose it is."""
    return tuple((name, line) for name, lines in people for line in lines if line.trouble or line.soon)
