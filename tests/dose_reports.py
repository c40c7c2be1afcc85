"""Made-up dose reports, written with pydicom: each test says only what is odd about its own."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

DOSE_REPORT = "1.2.840.10008.5.1.4.1.1.88.67"
DCM, SRT, SCT, UCUM = "DCM", "SRT", "SCT", "UCUM"
FLUOROSCOPY = ("P5-06000", SRT, "Fluoroscopy")
STATIONARY = ("113611", DCM, "Stationary Acquisition")
PLANES = {
    "single": ("113622", DCM, "Single Plane"),
    "A": ("113620", DCM, "Plane A"),
    "B": ("113621", DCM, "Plane B"),
    "all": ("113890", DCM, "All Planes"),
}
NUMBERS = {
    "dap": ("122130", "Dose Area Product"),
    "kerma": ("113738", "Dose (RP)"),
    "time": ("113742", "Irradiation Duration"),
    "pulses": ("113768", "Number of Pulses"),
    "rate": ("113791", "Pulse Rate"),
    "dap_total": ("113722", "Dose Area Product Total"),
    "dap_fluoroscopy": ("113726", "Fluoro Dose Area Product Total"),
    "dap_acquisition": ("113727", "Acquisition Dose Area Product Total"),
    "kerma_total": ("113725", "Dose (RP) Total"),
    "kerma_fluoroscopy": ("113728", "Fluoro Dose (RP) Total"),
    "kerma_acquisition": ("113729", "Acquisition Dose (RP) Total"),
    "time_fluoroscopy": ("113730", "Total Fluoro Time"),
    "time_acquisition": ("113855", "Total Acquisition Time"),
}
UNITS = {"dap": "Gy.m2", "kerma": "Gy", "time": "s", "pulses": "1", "rate": "{pulse}/s"}
# Two of fluoroscopy and one acquisition, and their sums. No figure is zero, so that no zero can be read.
EVENTS = (
    {"kind": FLUOROSCOPY, "time": "12.5", "dap": "0.0000213", "kerma": "0.00125"},
    {"kind": FLUOROSCOPY, "time": "7.3", "dap": "0.0000128", "kerma": "0.00074"},
    {"kind": STATIONARY, "time": "1.4", "dap": "0.0000311", "kerma": "0.00187"},
)
TOTALS = {
    "dap_total": "0.0000652", "dap_fluoroscopy": "0.0000341", "dap_acquisition": "0.0000311",
    "kerma_total": "0.00386", "kerma_fluoroscopy": "0.00199", "kerma_acquisition": "0.00187",
    "time_fluoroscopy": "19.8", "time_acquisition": "1.4",
}  # fmt: skip


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """A coded name."""
    made = Dataset()
    for name, text in (("CodeValue", value), ("CodingSchemeDesignator", scheme), ("CodeMeaning", meaning)):
        if text:
            setattr(made, name, text)
    return made


def item(kind: str, name: tuple[str, str, str], below: Sequence[Dataset] = (), **held: Any) -> Dataset:
    """A content item."""
    made = Dataset()
    made.RelationshipType, made.ValueType = "CONTAINS", kind
    made.ConceptNameCodeSequence = [code(*name)]
    for field, value in held.items():
        setattr(made, field, value)
    if below:
        made.ContentSequence = list(below)
    return made


def number(
    name: str,
    value: str,
    unit: str | None = None,
    scheme: str = UCUM,
    said: tuple[str, str, str] | None = None,
) -> Dataset:
    """A measured number, in the contract’s unit unless another is told; `said`: another name for it."""
    value_code, meaning = NUMBERS[name]
    wanted = UNITS.get(name, UNITS[name.split("_")[0]]) if unit is None else unit
    measured = Dataset()
    measured.NumericValue = value
    if wanted:
        measured.MeasurementUnitsCodeSequence = [code(wanted, scheme, wanted)]
    return item("NUM", said or (value_code, DCM, meaning), MeasuredValueSequence=[measured])


def coded(name: tuple[str, str, str], value: tuple[str, str, str]) -> Dataset:
    """A coded answer."""
    return item("CODE", name, ConceptCodeSequence=[code(*value)])


def plane(name: str) -> Dataset:
    """The plane that a container is about."""
    return coded(("113764", DCM, "Acquisition Plane"), PLANES[name])


def event(
    kind: tuple[str, str, str] | None = FLUOROSCOPY,
    at: str = "single",
    more: Sequence[Dataset] = (),
    **figures: str,
) -> Dataset:
    """One irradiation event; figures that are left out are not in it."""
    below = [plane(at)]
    if kind:
        below.append(coded(("113721", DCM, "Irradiation Event Type"), kind))
    below += [number(name, value) for name, value in figures.items()]
    return item("CONTAINER", ("113706", DCM, "Irradiation Event X-Ray Data"), [*below, *more])


def totals(at: str = "single", more: Sequence[Dataset] = (), **figures: str) -> Dataset:
    """The accumulated dose of one plane."""
    below = [plane(at), *(number(name, value) for name, value in figures.items()), *more]
    return item("CONTAINER", ("113702", DCM, "Accumulated X-Ray Dose Data"), below)


def usual(**without: None) -> list[Dataset]:
    """Totals and three events that agree; `name=None` leaves a total out."""
    held = {name: value for name, value in TOTALS.items() if name not in without}
    return [totals(**held), *(event(**one) for one in EVENTS)]  # type: ignore[arg-type]  # its kind, then figures


def report(
    content: Sequence[Dataset], change: Callable[[Dataset], None] | None = None, implicit: bool = False
) -> bytes:
    """The bytes of a file that holds this content."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DOSE_REPORT
    meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    meta.TransferSyntaxUID = "1.2.840.10008.1.2" if implicit else ExplicitVRLittleEndian
    made = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    root = item("CONTAINER", ("113701", DCM, "X-Ray Radiation Dose Report"), content)
    made.update(root)
    del made.RelationshipType
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = DOSE_REPORT, "1.2.3.4", "SR"
    made.StudyInstanceUID, made.StudyDate = "1.2.3", "20261119"
    made.Manufacturer, made.ManufacturerModelName, made.DeviceSerialNumber = "Acme", "C-arm 9", "S-1"
    made.PatientID, made.PatientName, made.PatientBirthDate = "M-1", "Ruiz^Ana", "19700102"
    if change:
        change(made)
    out = BytesIO()
    made.save_as(out, enforce_file_format=True)
    return out.getvalue()
