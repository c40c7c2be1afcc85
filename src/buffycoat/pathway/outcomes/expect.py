"""What may be expected at a time after the injection, in words that promise nothing."""

from buffycoat.pathway.knowledge import Fact, read_table


class Expected(Fact):
    """What is said from one week to another. `band`: the weeks in which change often comes, if it comes."""

    first_week: int
    last_week: int | None = None
    band: bool = False
    text: str
    text_es: str


EXPECT = read_table(__file__, "expect.toml", Expected)
BAND = next(row for row in EXPECT.rows.values() if row.band)


def expected(days: int) -> Expected:
    """The row of a day; before the injection the first, after the last row that row still holds."""
    rows = tuple(EXPECT.rows.values())
    return next((row for row in reversed(rows) if row.first_week * 7 <= days), rows[0])
