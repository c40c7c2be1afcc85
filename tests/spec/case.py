"""The form of the clinical spec: given these records on this day, this rule says this, or is silent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record

DAY = date(2026, 11, 19)
NURSE = Signer(id="nurse-1", name="Nurse One", role="nurse")


@dataclass(frozen=True)
class Case:
    """One example of a rule. `says` has each card's indicator and words that stand in it; () is silence."""

    rule: str
    title: str
    given: tuple[Record, ...]
    says: tuple[tuple[str, str], ...]
    day: date = DAY

    def chart(self) -> Chart:
        """The records, signed one after the other on the morning of the day."""
        chart = Chart("spec")
        morning = datetime(self.day.year, self.day.month, self.day.day, 8, tzinfo=UTC)
        for record in self.given:
            chart = chart.sign(record, NURSE, morning)
        return chart


def words(card: Card) -> str:
    """Everything a card says in one line, for looking words up in it."""
    return f"{card.summary} {card.detail} {card.clears_when}"
