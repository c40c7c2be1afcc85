"""The table of contraindications, and the age that some of them ask."""

from datetime import date

from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.knowledge import Fact, Table, read_table
from buffycoat.pathway.triage.records import Referral


class Contraindication(Fact):
    """One line: how much it matters, whether anybody may go past it, and its numbers."""

    indicator: Indicator
    nobody: bool = False
    days: int = 0
    longest_days: int = 0
    months: int = 0
    from_age: int = 0
    to_age: int = 0

    def card(
        self,
        code: str,
        summary: str,
        *,
        detail: str = "",
        clears: str = "",
        about: str = "",
        indicator: Indicator | None = None,
        asks: tuple[str, ...] = (),
    ) -> Card:
        """A card that cites this line; it matters as much as the line says, unless it is told otherwise."""
        return Card(
            indicator=indicator or self.indicator,
            summary=summary if len(summary) <= 140 else f"{summary[:139]}…",
            detail=detail,
            clears_when=clears,
            sources=self.sources,
            status=self.status,
            code=code,
            about=about,
            asks=asks,
            override_by=() if self.nobody and indicator in (None, "critical") else ("proceduralist",),
        )


CONTRAINDICATIONS: Table[Contraindication] = read_table(__file__, "contraindications.toml", Contraindication)


def age_on(day: date, referral: Referral | None) -> int | None:
    """Age in whole years on the day, None when the birth date is not known or lies after the day."""
    born = referral.birth_date if referral else None
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
