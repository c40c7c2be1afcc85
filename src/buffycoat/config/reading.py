"""How the pages read a file: pages and other systems know nothing of each other; this joins them."""

from datetime import date

from buffycoat.interop import fhir
from buffycoat.web.views.imports import CannotRead


def read_file(data: bytes, file_name: str, on: date) -> fhir.Imported:
    """One patient's FHIR bundle; CannotRead with the reason in words."""
    try:
        return fhir.read(data, on=on, file_name=file_name)
    except fhir.UnreadableFile as error:
        raise CannotRead(error.why) from error
