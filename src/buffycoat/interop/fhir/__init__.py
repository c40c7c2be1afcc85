"""FHIR R4 bundles as an EHR exports them.

`read(data, on=day, file_name=name)` gives an Imported, or raises UnreadableFile.
"""

from buffycoat.interop.fhir.parse import LIMIT
from buffycoat.interop.fhir.reading import Imported, read, read_object
from buffycoat.interop.fhir.report import error_line, human_line, line
from buffycoat.interop.fhir.unreadable import UnreadableFile

__all__ = ["LIMIT", "Imported", "UnreadableFile", "error_line", "human_line", "line", "read", "read_object"]
