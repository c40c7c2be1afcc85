"""What the laboratory says: each value with its day."""

from datetime import date
from typing import Any, ClassVar

from buffycoat.pathway.record import Part, Record, item, loinc

FROM = item("Where this is from", help="Filled in by an import: the resource and its date.")


def _result(ask: str, code: str, unit: str, low: float, high: float, plausible: tuple[float, float]) -> Any:
    return item(ask, unit=unit, low=low, high=high, plausible=plausible, coding=(loinc(code),), required=True)


class Result(Part):
    """A laboratory value and its day."""

    taken_on: date = item("Taken on", required=True)
    source: str | None = FROM


class Platelets(Result):
    """Platelet count in venous blood."""

    value: float = _result("Platelets", "777-3", "10^9/L", 0, 5000, (20, 1500))


class Haemoglobin(Result):
    """Haemoglobin."""

    value: float = _result("Haemoglobin", "718-7", "g/dL", 1, 30, (5, 22))


class Haematocrit(Result):
    """Haematocrit."""

    value: float = _result("Haematocrit", "4544-3", "%", 5, 80, (15, 65))


class WhiteCells(Result):
    """White cell count."""

    value: float = _result("White cells", "6690-2", "10^9/L", 0, 500, (1, 50))


class Inr(Result):
    """International normalised ratio."""

    value: float = _result("INR", "6301-6", "INR", 0.5, 20, (0.8, 6))


class Creatinine(Result):
    """Creatinine."""

    value: float = _result("Creatinine", "2160-0", "mg/dL", 0.05, 40, (0.3, 10))


class Hba1c(Result):
    """Glycated haemoglobin."""

    value: float = _result("HbA1c", "4548-4", "%", 2, 25, (3.5, 16))


class Crp(Result):
    """C-reactive protein."""

    value: float = _result("CRP", "1988-5", "mg/L", 0, 1000, (0, 400))


class PregnancyTest(Result):
    """Pregnancy test."""

    positive: bool = item("Pregnancy test positive?", required=True, coding=(loinc("2106-3"),))


class Labs(Record):
    """The newest laboratory values, each with its day."""

    stage: ClassVar[str] = "candidacy"
    title: ClassVar[str] = "Laboratory"

    platelets: Platelets | None = item("Platelets")
    haemoglobin: Haemoglobin | None = item("Haemoglobin")
    haematocrit: Haematocrit | None = item("Haematocrit")
    white_cells: WhiteCells | None = item("White cells")
    inr: Inr | None = item("INR")
    creatinine: Creatinine | None = item("Creatinine")
    hba1c: Hba1c | None = item("HbA1c")
    crp: Crp | None = item("CRP")
    pregnancy_test: PregnancyTest | None = item("Pregnancy test")
