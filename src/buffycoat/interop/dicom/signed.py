"""A dose report as the record that is signed, once it is known to be this patient’s and not there already."""

from datetime import date
from fractions import Fraction
from typing import Any

from buffycoat.interop.dicom.identity import AnotherPatient, same_patient
from buffycoat.interop.dicom.rdsr import DoseReport
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.radiation import PER, Radiation
from buffycoat.store.actions import Refused
from buffycoat.store.models import Patient

CHECK = "Check: "  # begins each line of the remarks that somebody has to look at
_LONGEST = 4000  # characters of remarks; a damaged file can have thousands, and the worst stand first


def refuse_another(report: DoseReport, chart: Chart, patient: Patient) -> str:
    """What is to be said of the match, or ""; Refused for another’s report, or one that is signed already."""
    for entry in chart.signed(Radiation):
        held = entry.record
        if isinstance(held, Radiation) and held.file_sha256 == report.sha256:
            raise Refused(f"This very file is in the chart already, as entry {entry.number}.")
    try:
        return same_patient(report.person, mrn=patient.mrn, name=patient.name, birth_date=patient.birth_date)
    except AnotherPatient as error:
        raise Refused(str(error)) from error


def as_record(report: DoseReport, remark: str = "") -> Radiation:
    """What is signed: figures in µGy·m² and mGy, the equipment, the study, the file’s hash, what was odd."""
    time, dap, kerma = (report.totals[quantity] for quantity in ("time", "dap", "kerma"))
    warned = [f"{CHECK}{one.text}" for one in report.messages if one.level == "warning"]
    noted = [one.text for one in report.messages if one.level == "info"]
    held: dict[str, Any] = {
        "fluoroscopy_time": _in(time["fluoroscopy"], "time"),
        "acquisition_time": _in(time["acquisition"], "time"),
        **{f"dap_{part}": _in(value, "dap") for part, value in dap.items()},
        **{f"kerma_{part}": _in(value, "kerma") for part, value in kerma.items()},
        "given_on": _day(report.study_date),
        "events": len(report.events),
        "manufacturer": report.manufacturer or None,
        "model": report.model or None,
        "serial_number": report.serial_number or None,
        "study_uid": report.study_uid or None,
        "report_uid": report.report_uid or None,
        "file_sha256": report.sha256,
        "remarks": "\n".join(filter(None, [remark, *warned, *noted]))[:_LONGEST] or None,
    }
    return Radiation.model_validate(held)


def _in(value: Fraction | None, quantity: str) -> float | None:
    return None if value is None else float(value * Fraction(PER[quantity]))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 8 else None
    except ValueError:
        return None
