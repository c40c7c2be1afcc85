"""A key-object note: which images of a study show what, as other viewers of the archive read it."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from buffycoat.pathway.injection.images import SHOWS, Images, LinkedImage
from buffycoat.pathway.record import in_words

NOTE = "1.2.840.10008.5.1.4.1.1.88.59"
EXPLICIT = "1.2.840.10008.1.2.1"
# Of the images, so that the archive keeps the note with them.
_COPIED = (
    "PatientName", "PatientID", "IssuerOfPatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID",
    "StudyDate", "StudyTime", "StudyID", "AccessionNumber", "ReferringPhysicianName", "StudyDescription",
)  # fmt: skip
_NEEDED = tuple(name for name in _COPIED if name not in ("IssuerOfPatientID", "StudyDescription"))


def uid(entry_hash: str, what: str = "note") -> str:
    """The name of an entry’s note: the same each time, so that sent twice it is in the archive once."""
    return f"2.25.{uuid5(NAMESPACE_OID, f'{entry_hash} {what}').int}"


def title(record: Images, given_at: datetime) -> str:
    """What the note says: the day of the injection, and each image."""
    lines = [f"{number}. {words(one)}" for number, one in enumerate(record.images, start=1)]
    return "\n".join([f"Spine injection of {in_words(given_at.date())}", *lines])


def words(one: LinkedImage) -> str:
    """“Facet joint L4-5, right: needle in place”."""
    return f"{one.where}: {SHOWS[one.shows].lower()}"


def note(record: Images, entry_hash: str, said: str, signed_by: str, at: datetime, beside: Any) -> Any:
    """The note on a record’s images. `beside`: one of them, opened, whose patient and study it shares."""
    from pydicom.dataset import Dataset

    made = Dataset()
    for name in _COPIED:
        if name in beside:
            setattr(made, name, beside[name].value)
        elif name in _NEEDED:
            setattr(made, name, "")
    made.SpecificCharacterSet = "ISO_IR 192"
    made.SOPClassUID, made.SOPInstanceUID = NOTE, uid(entry_hash)
    made.Modality, made.SeriesInstanceUID = "KO", uid(entry_hash, "series")
    made.SeriesNumber, made.InstanceNumber = 1, 1
    made.Manufacturer = "Buffycoat"
    made.ReferencedPerformedProcedureStepSequence = []
    made.ContentDate, made.ContentTime = f"{at:%Y%m%d}", f"{at:%H%M%S}"
    made.CurrentRequestedProcedureEvidenceSequence = [_evidence(record)]
    _content(made, record, said, signed_by)
    return _as_read(made)


def _evidence(record: Images) -> Any:
    """The images by series."""
    from pydicom.dataset import Dataset

    held: dict[str, list[LinkedImage]] = {}
    for one in record.images:
        held.setdefault(one.series_uid, []).append(one)
    study = Dataset()
    study.StudyInstanceUID = record.study_uid
    study.ReferencedSeriesSequence = []
    for series_uid, group in held.items():
        series = Dataset()
        series.ReferencedSOPSequence = [_reference(one) for one in group]
        series.SeriesInstanceUID = series_uid
        study.ReferencedSeriesSequence.append(series)
    return study


def _reference(one: LinkedImage) -> Any:
    from pydicom.dataset import Dataset

    made = Dataset()
    made.ReferencedSOPClassUID, made.ReferencedSOPInstanceUID = one.class_uid, one.instance_uid
    return made


def _content(made: Any, record: Images, said: str, signed_by: str) -> None:
    """The template of key-object notes (TID 2010): who, a description, and the images."""
    from pydicom.dataset import Dataset

    template = Dataset()
    template.MappingResource, template.TemplateIdentifier = "DCMR", "2010"
    made.ValueType, made.ContinuityOfContent = "CONTAINER", "SEPARATE"
    made.ConceptNameCodeSequence = [_code("113000", "Of Interest")]
    made.ContentTemplateSequence = [template]
    made.ContentSequence = [
        _item("HAS OBS CONTEXT", "CODE", ("121005", "Observer Type"), _set("ConceptCodeSequence", _person())),
        _item("HAS OBS CONTEXT", "PNAME", ("121008", "Person Observer Name"), _set("PersonName", signed_by)),
        _item("CONTAINS", "TEXT", ("113012", "Key Object Description"), _set("TextValue", said)),
        *(
            _item("CONTAINS", "IMAGE", None, _set("ReferencedSOPSequence", [_reference(one)]))
            for one in record.images
        ),
    ]


def _person() -> list[Any]:
    return [_code("121006", "Person")]


def _set(name: str, value: Any) -> Callable[[Any], None]:
    return lambda made: setattr(made, name, value)


def _item(relation: str, kind: str, name: tuple[str, str] | None, fill: Callable[[Any], None]) -> Any:
    from pydicom.dataset import Dataset

    made = Dataset()
    made.RelationshipType, made.ValueType = relation, kind
    if name:
        made.ConceptNameCodeSequence = [_code(*name)]
    fill(made)
    return made


def _code(value: str, meaning: str) -> Any:
    from pydicom.dataset import Dataset

    made = Dataset()
    made.CodeValue, made.CodingSchemeDesignator, made.CodeMeaning = value, "DCM", meaning
    return made


def _as_read(made: Any) -> Any:
    """As if read from a file: without a file’s opening the archive would give it back without one."""
    from pydicom import dcmread
    from pydicom.dataset import FileDataset, FileMetaDataset

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = made.SOPClassUID, made.SOPInstanceUID
    meta.TransferSyntaxUID = EXPLICIT
    file = FileDataset("", made, file_meta=meta, preamble=b"\0" * 128)
    out = BytesIO()
    file.save_as(out, enforce_file_format=True)
    return dcmread(BytesIO(out.getvalue()))
