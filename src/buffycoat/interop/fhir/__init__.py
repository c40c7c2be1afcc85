"""FHIR R4 bundles as an EHR exports them.

`read(data, on=day, file_name=name)` gives an Imported, or raises UnreadableFile.
"""

from buffycoat.interop.fhir.bundle import Bundle, read_bundle
from buffycoat.interop.fhir.parse import LIMIT
from buffycoat.interop.fhir.patient import Who, who
from buffycoat.interop.fhir.reading import Imported, read, read_object, read_record
from buffycoat.interop.fhir.report import error_line, human_line, line
from buffycoat.interop.fhir.unreadable import UnreadableFile

__all__ = [
    "LIMIT",
    "Bundle",
    "Imported",
    "UnreadableFile",
    "Who",
    "error_line",
    "human_line",
    "line",
    "read",
    "read_bundle",
    "read_object",
    "read_record",
    "who",
]
