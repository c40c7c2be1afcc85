"""What the C-arm gave in one procedure: time, dose area product and reference air kerma, as signed."""

from datetime import date
from typing import Any, ClassVar

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.record import Record, item


class Bound(Fact):
    """More than `most` cannot be; more than `asked_above` is asked about. In s, Gy·m² or Gy."""

    most: float
    asked_above: float


class Field(Fact):
    """The field at the reference point that a report's figures may mean, in m²."""

    least: float
    most: float


BOUNDS = read_table(__file__, "radiation.toml", Bound)
FIELD = read_table(__file__, "radiation_field.toml", Field)["field"]
TIME, PRODUCT, KERMA, FROM = "Time", "Dose area product", "Air kerma at the reference point", "The report"
# What a page shows: µGy·m² and mGy are what a C-arm prints; the table is in the units of the dose report.
PER = {"time": 1.0, "dap": 1e6, "kerma": 1e3}


def _figure(ask: str, quantity: str, unit: str, group: str) -> Any:
    bound, per = BOUNDS[quantity], PER[quantity]
    return item(
        ask,
        unit=unit,
        low=0,
        high=bound.most * per,
        plausible=(0, bound.asked_above * per),
        group=group,
        sources=("rule-9.6",),
    )


class Radiation(Record):
    """The radiation of one procedure. Zero is a figure; what the report does not say stays open."""

    stage: ClassVar[str] = "injection"
    title: ClassVar[str] = "Radiation dose"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True  # it was given, whatever else stands in the way

    fluoroscopy_time: float | None = _figure("Fluoroscopy time", "time", "s", TIME)
    acquisition_time: float | None = _figure("Acquisition time", "time", "s", TIME)
    dap_fluoroscopy: float | None = _figure("Area product, fluoroscopy", "dap", "uGy.m2", PRODUCT)
    dap_acquisition: float | None = _figure("Area product, acquisitions", "dap", "uGy.m2", PRODUCT)
    dap_total: float | None = _figure("Area product, total", "dap", "uGy.m2", PRODUCT)
    kerma_fluoroscopy: float | None = _figure("Air kerma, fluoroscopy", "kerma", "mGy", KERMA)
    kerma_acquisition: float | None = _figure("Air kerma, acquisitions", "kerma", "mGy", KERMA)
    kerma_total: float | None = _figure("Air kerma, total", "kerma", "mGy", KERMA)

    given_on: date | None = item("Day of the procedure", group=FROM)
    events: int | None = item("Irradiation events", low=0, high=100_000, group=FROM)
    manufacturer: str | None = item("Manufacturer", group=FROM)
    model: str | None = item("Model", group=FROM)
    serial_number: str | None = item("Serial number", group=FROM)
    study_uid: str | None = item("Study UID", group=FROM)
    report_uid: str | None = item("Report UID", group=FROM)
    file_sha256: str | None = item(
        "SHA-256 of the file", help="Empty when the figures were typed.", group=FROM
    )
    remarks: str | None = item("What the reader had to say of it", long=True, group=FROM)
