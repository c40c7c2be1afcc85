"""Made-up images of a C-arm, written with pydicom: who is on them, and of which study, as a test says."""

from io import BytesIO
from typing import Any

import numpy as np
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from tests.dose_reports import report, usual

CLASSES = {
    "XA": "1.2.840.10008.5.1.4.1.1.12.1",
    "US": "1.2.840.10008.5.1.4.1.1.6.1",
    "CT": "1.2.840.10008.5.1.4.1.1.2",
}
STUDY = "2.25.1001"
ANN = {"PatientID": "A-1", "PatientName": "Example^Ann", "PatientBirthDate": "19700517"}


def needle(size: int, slope: float) -> np.ndarray:
    """Something to look at: a bright field with bodies of vertebrae, and a dark needle across it."""
    down, across = np.mgrid[0:size, 0:size] / size
    body = 40 * ((down * 4) % 1 > 0.15) * (abs(across - 0.45) < 0.18)
    shaft = (abs(down - 0.3 - slope * (across - 0.2)) < 0.008) & (across > 0.35)
    return np.where(shaft, 20, 190 - body).astype(np.uint8)


def image(
    number: int = 1, study: str = STUDY, series: int = 1, modality: str = "XA", size: int = 256, **said: Any
) -> bytes:
    """The bytes of one image of Ann’s on the day of her injection; `said` puts another value in its place."""
    meta = FileMetaDataset()
    made = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    made.SOPClassUID, made.SOPInstanceUID = CLASSES[modality], f"{study}.{series}.{number}"
    made.StudyInstanceUID, made.SeriesInstanceUID = study, f"{study}.{series}"
    made.StudyDate, made.StudyTime, made.StudyID, made.AccessionNumber = "20261119", "100500", "1", ""
    made.StudyDescription, made.SeriesDescription = "Spine injection", "Needle position"
    made.Modality, made.SeriesNumber, made.InstanceNumber = modality, series, number
    made.ContentDate, made.ContentTime, made.PatientSex = "20261119", f"1006{number:02}", "F"
    made.ReferringPhysicianName, made.Manufacturer = "", "Acme"
    made.Rows = made.Columns = size
    made.SamplesPerPixel, made.PhotometricInterpretation, made.PixelRepresentation = 1, "MONOCHROME2", 0
    made.BitsAllocated, made.BitsStored, made.HighBit = 8, 8, 7
    for name, value in (ANN | said).items():
        setattr(made, name, value)
    made.PixelData = needle(size, 0.4 + number / 10).tobytes()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = made.SOPClassUID, made.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = BytesIO()
    made.save_as(out, enforce_file_format=True)
    return out.getvalue()


def dose_report(study: str = STUDY, **said: Any) -> bytes:
    """The usual dose report, in the study of the images."""

    def change(made: Any) -> None:
        made.StudyInstanceUID, made.SeriesInstanceUID = study, f"{study}.9"
        made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = f"{study}.9.1"
        for name, value in (ANN | said).items():
            setattr(made, name, value)

    return report(usual(), change)
