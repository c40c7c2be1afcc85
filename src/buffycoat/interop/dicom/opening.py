"""A DICOM file's bytes, opened with its faults told: not DICOM, another kind, cut short, far too large."""

import logging
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from buffycoat.interop.dicom.wholeness import standing

LIMIT = (
    16 * 1024 * 1024
)  # bytes; a report of 2,000 events has about 15 MB, and nobody stands at a C-arm for more
DEFLATED = "1.2.840.10008.1.2.1.99"
DOSE_REPORT = "1.2.840.10008.5.1.4.1.1.88.67"
# Makers whose equipment is older than the dose report's own class keep it as one of these.
PLAIN_REPORTS = ("1.2.840.10008.5.1.4.1.1.88.22", "1.2.840.10008.5.1.4.1.1.88.33")
EXTRA = "reading DICOM needs the extra “imaging”: pip install buffycoat[imaging]"
# pydicom raises whatever the damage leads to, some of it of no class but Exception itself. It is caught
# only around pydicom, and each time told in words.
DAMAGE = Exception
CUT = "cut short: the file ends inside an element. Export it again"
LENGTHS = "damaged: the lengths of its elements do not add up. Export it again"
DAMAGED = "not a DICOM file, or a damaged one: its elements cannot be told apart"


class UnreadableReport(Exception):
    """A file that is no dose report that can be read; the text says why, as it stands on a page."""


@dataclass(frozen=True)
class Opened:
    """A file's dataset, and what was odd about its wrapping."""

    dataset: Any
    oddities: tuple[str, ...]


def opened(content: bytes) -> Opened:
    """The dataset of a file that calls itself a report of radiation dose; UnreadableReport for all else."""
    if len(content) > LIMIT:
        raise UnreadableReport(f"too large: {len(content)} bytes; a dose report has at most {LIMIT}")
    oddities: list[str] = []
    content = _inflated(content)
    with quiet():
        dataset = _dataset(content, oddities)
        _of_its_class(dataset, oddities)
        stands = _standing(content, dataset)
    if stands != "whole":
        raise UnreadableReport(CUT if stands == "cut short" else LENGTHS)
    return Opened(dataset, tuple(oddities))


def library() -> Any:
    """pydicom, an extra that only a practice with a C-arm needs; UnreadableReport without it."""
    try:
        import pydicom
    except ImportError as error:
        raise UnreadableReport(EXTRA) from error
    return pydicom


@contextmanager
def quiet() -> Iterator[None]:
    """pydicom keeps silent: it would print a patient’s values beside a damaged element."""
    log = logging.getLogger("pydicom")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _dataset(content: bytes, oddities: list[str]) -> Any:
    pydicom = library()
    wrapped = content[128:132] == b"DICM"
    if not wrapped:
        oddities.append("The file has no DICOM preamble.")
    try:
        found = pydicom.dcmread(BytesIO(content), force=not wrapped)
        empty = not len(found)
    except DAMAGE as error:
        raise UnreadableReport(DAMAGED) from error
    if empty:
        raise UnreadableReport("not a DICOM file: it holds no element")
    return found


def _start(content: bytes) -> int:
    """Where the dataset begins: after the preamble and the file’s own header, if it has them."""
    start = 132 if content[128:132] == b"DICM" else 0
    if content[start : start + 8] == b"\x02\x00\x00\x00UL\x04\x00":
        start += 12 + int.from_bytes(content[start + 8 : start + 12], "little")
    return start


def _inflated(content: bytes) -> bytes:
    """A compressed file unpacked, but never past the limit: pydicom itself would fill the memory."""
    start = _start(content)
    if DEFLATED.encode() not in content[:start]:
        return content
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(content[start:], LIMIT + 1)
    except zlib.error as error:
        raise UnreadableReport(DAMAGED) from error
    if len(unpacked) > LIMIT:
        raise UnreadableReport(f"too large: unpacked it has more than {LIMIT} bytes")
    if not unpacker.eof:
        raise UnreadableReport(CUT)
    # Under the name of the same syntax without compression, padded to its length: pydicom would unpack again.
    return content[:start].replace(DEFLATED.encode(), DEFLATED[:-3].encode() + b"\0\0\0") + unpacked


def _standing(content: bytes, dataset: Any) -> str:
    try:
        syntax = str(dataset.file_meta.get("TransferSyntaxUID", "")).strip("\0 ")
        implicit, little = dataset.original_encoding
    except DAMAGE:
        return "inconsistent"
    # Without a header pydicom has looked at the bytes; what it found counts more than what a header says.
    found = syntax if not implicit and little else "1.2.840.10008.1.2" if implicit else "1.2.840.10008.1.2.2"
    return standing(content, _start(content), found)


def _of_its_class(dataset: Any, oddities: list[str]) -> None:
    """Refuse another kind of object by the name of its class."""
    try:
        held = dataset.get("SOPClassUID")
        uid = str(held or "").strip("\0 ")
        name = getattr(held, "name", "") or ""
    except DAMAGE as error:
        raise UnreadableReport("damaged: its class cannot be read") from error
    if not uid and oddities:
        raise UnreadableReport(DAMAGED)
    if not uid:
        raise UnreadableReport("not a dose report: it does not say what it is (no SOP class)")
    if uid in PLAIN_REPORTS:
        oddities.append(f"Its class is {name}, as older equipment writes it; its content is read.")
    elif uid != DOSE_REPORT:
        shown = f"{name} ({uid})" if name and name != uid else uid
        raise UnreadableReport(
            f"not an X-ray radiation dose report: its SOP class is {shown[:120]}; wanted is {DOSE_REPORT}"
        )
