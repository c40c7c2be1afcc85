"""A dose report as one line of the command-line contract: seconds, Gy·m² and Gy."""

from fractions import Fraction
from typing import Any

from buffycoat.interop.dicom.dose_units import Quantity
from buffycoat.interop.dicom.events import Event
from buffycoat.interop.dicom.rdsr import DoseReport
from buffycoat.interop.dicom.totals import Totals


def answer(report: DoseReport) -> dict[str, Any]:
    """What is known, in the contract's names; null is not known, and a message says why."""
    return {
        "events": [_event(number, one) for number, one in enumerate(report.events, start=1)],
        "fluoroscopy_seconds": _totals(report.totals["time"]),
        "dap_gy_m2": _totals(report.totals["dap"]),
        "air_kerma_gy": _totals(report.totals["kerma"]),
        "manufacturer": report.manufacturer or None,
        "model": report.model or None,
        "serial_number": report.serial_number or None,
        "patient": {
            "id": report.person.id or None,
            "name": report.person.name or None,
            "birth_date": report.person.birth_date or None,
        },
        "study_uid": report.study_uid or None,
        "study_date": report.study_date or None,
        "report_uid": report.report_uid or None,
        "sha256": report.sha256,
        "messages": [{"level": one.level, "code": one.code, "text": one.text} for one in report.messages],
    }


def _event(number: int, one: Event) -> dict[str, Any]:
    def figure(quantity: Quantity) -> float | None:
        held = one.figures.get(quantity)
        return _number(held.value) if held else None

    return {
        "number": number,
        "type": one.kind or None,
        "type_as_written": one.type_words or None,
        "plane": one.plane or None,
        "started": one.started or None,
        "seconds": figure("time"),
        "seconds_from": None if "time" not in one.figures else "pulses" if one.derived else "stated",
        "dap_gy_m2": figure("dap"),
        "air_kerma_gy": figure("kerma"),
        "uid": one.uid or None,
    }


def _totals(totals: Totals) -> dict[str, float | None]:
    return {part: _number(value) for part, value in totals.items()}


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
