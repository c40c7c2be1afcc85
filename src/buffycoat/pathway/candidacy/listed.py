"""A medicine in its place in the list, with its lines of the drug table; what the drug rules speak about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.candidacy.clock import DrugWindow, window
from buffycoat.pathway.candidacy.drugs import DRUGS, DrugRow, Kind, recognise, time_text
from buffycoat.pathway.candidacy.records import Drug, Medicines
from buffycoat.pathway.candidacy.target import BleedingClass
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.knowledge import Mark
from buffycoat.pathway.record import in_words, latest

MARKS: tuple[Mark, ...] = ("V", "K", "K~", "P")  # the surest first


def held_by(last: date | None) -> str:
    """The one wording of a hold: a dose on this day still keeps it, a dose on the next day does not."""
    return f"Last dose by {in_words(last)}" if last else "No hold is asked"


def taken_by(last: date | None) -> str:
    """What clears a card about a hold."""
    return f"A last dose by {in_words(last)} is signed, or another day is planned." if last else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One medicine of the list and the rows of one kind that it holds."""

    place: int
    drug: Drug
    rows: tuple[DrugRow, ...]

    @property
    def short(self) -> str:
        """Its name, cut so that a summary stays one line."""
        return self.drug.name if len(self.drug.name) <= 60 else f"{self.drug.name[:57]}…"

    @property
    def last(self) -> str:
        """The day of the last dose in words."""
        return (
            f"last dose {in_words(self.drug.last_taken)}"
            if self.drug.last_taken
            else "day of the last dose not known"
        )

    @property
    def long_over(self) -> bool:
        """Whether an export calls the order stopped and gives no day; of late ones the import asks itself."""
        return self.drug.use == "stopped" and self.drug.last_taken is None and self.drug.source is not None

    def window(self, grade: BleedingClass, on: date) -> DrugWindow:
        """Its window as if it were taken today, so that a stopped drug can be held against it."""
        return window(self.drug.model_copy(update={"use": "taking"}), grade.grade, on)

    def out_by(self, first: date | None) -> bool:
        """Whether the last dose is known to lie no later than the day by which it has to be taken."""
        if first is None:
            return True
        return self.drug.last_taken is not None and latest(self.drug.last_taken) <= first

    def table(self, grade: BleedingClass) -> str:
        """The table's holds in words, at the bleeding class of the plan."""
        why = f" ({'; '.join(grade.why)})" if grade.why else ""
        said = ". ".join(_row_words(row, grade) for row in self.rows)
        return f"Table at {grade.grade} bleeding class{why}: {said}."

    def card(
        self,
        indicator: Indicator,
        code: str,
        said: str,
        *,
        detail: str = "",
        clears: str = "",
        ask: str = "",
        platelets: bool = False,
    ) -> Card:
        """A card about this medicine. `platelets`: it speaks of platelet function and cites that column."""
        marks = [row.prp_status if platelets and row.prp_status else row.status for row in self.rows]
        keys = [key for row in self.rows for key in (row.prp_sources if platelets else ()) or row.sources]
        return Card(
            indicator=indicator,
            summary=f"{self.short}: {said}",
            detail=detail,
            clears_when=clears,
            sources=tuple(dict.fromkeys(keys)),
            status=max(marks, key=MARKS.index),
            code=code,
            about=f"{self.drug.name}#{self.place}",
            asks=(f"candidacy.medicines.drugs.{self.place}.{ask}",) if ask else (),
        )


def _row_words(row: DrugRow, grade: BleedingClass) -> str:
    said = f"{row.name}: {time_text(getattr(row.hold_bleed, grade.grade))}"
    said += f", {row.note}" if row.note else ""
    return said + (f"; back after {time_text(row.restart)}" if row.restart not in ("none", "unknown") else "")


def listed(medicines: Medicines, kind: Kind) -> Iterator[Listed]:
    """Medicines of this kind that reach the whole body, with their place in the list."""
    for place, drug in enumerate(medicines.drugs or ()):
        keys = recognise(drug.name, drug.rxnorm)
        rows = tuple(DRUGS[key] for key in keys if DRUGS[key].kind == kind)
        if rows:
            yield Listed(place, drug, rows)
