"""How the pages read a file: pages and other systems know nothing of each other; this joins them."""

from datetime import date

from buffycoat.interop import fhir
from buffycoat.interop.dicom.opening import UnreadableReport
from buffycoat.interop.dicom.rdsr import read
from buffycoat.interop.dicom.signed import as_record, refuse_another
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.store.models import Patient
from buffycoat.web.views.imports import CannotRead


def read_file(data: bytes, file_name: str, on: date) -> fhir.Imported:
    """One patient's FHIR bundle; CannotRead with the reason in words."""
    try:
        return fhir.read(data, on=on, file_name=file_name)
    except fhir.UnreadableFile as error:
        raise CannotRead(error.why) from error


def read_dose(data: bytes, chart: Chart, patient: Patient) -> Radiation:
    """A dose report as the record to sign; CannotRead in words, Refused where it is another patient’s."""
    try:
        report = read(data)
    except UnreadableReport as error:
        raise CannotRead(str(error)) from error
    return as_record(report, refuse_another(report, chart, patient))
