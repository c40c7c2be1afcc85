"""Whether a DICOM file is all there: its elements' lengths, followed from the first byte to the last.

pydicom takes what it gets: of a file cut in half it reads the half, without a word. Of a dose report that
would be half the events. So the lengths are followed here first, without unpacking anything.
"""

import struct
from typing import Literal

Standing = Literal["whole", "cut short", "inconsistent"]
_LONG = {b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"}
_SHORT = {b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FD", b"FL", b"IS", b"LO", b"LT", b"PN", b"SH",
          b"SL", b"SS", b"ST", b"TM", b"UI", b"UL", b"US"}  # fmt: skip
_OPEN = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
IMPLICIT, BIG_ENDIAN = "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"


def standing(data: bytes, start: int, syntax: str) -> Standing:
    """How the elements from `start` on stand to the end of the data."""
    order = ">" if syntax == BIG_ENDIAN else "<"
    position = start
    # Each open sequence and item: where it ends (-1: at its delimiter), and whether elements name their type.
    within = [(len(data), syntax != IMPLICIT)]
    while True:
        while within and position == within[-1][0]:
            within.pop()
        if not within:
            return "whole" if position == len(data) else "inconsistent"
        if len(data) - position < 8:
            return "cut short"
        group, element = struct.unpack_from(f"{order}HH", data, position)
        tag, (end, explicit) = group << 16 | element, within[-1]
        if tag in (_ITEM_END, _SEQUENCE_END):
            position += 8
            if within.pop()[0] != -1:
                return "inconsistent"
            continue
        step = _step(data, position, tag, order, explicit)
        if step is None:
            return "inconsistent"
        position, length, opens, typed = step
        if position > len(data) or (length != _OPEN and position + length > len(data)):
            return "cut short"
        if length != _OPEN and 0 <= end < position + length:
            return "inconsistent"
        if opens or length == _OPEN:
            within.append((-1 if length == _OPEN else position + length, typed))
        else:
            position += length


def _step(
    data: bytes, position: int, tag: int, order: str, explicit: bool
) -> tuple[int, int, bool, bool] | None:
    """Where a value begins, its length, whether it holds elements, and if those name their type; or None."""
    if tag == _ITEM or not explicit:
        (length,) = struct.unpack_from(f"{order}I", data, position + 4)
        inside = struct.unpack_from(f"{order}HH", data, position + 8) if len(data) - position >= 12 else ()
        return position + 8, length, tag == _ITEM or (length >= 8 and inside == (0xFFFE, 0xE000)), explicit
    kind = data[position + 4 : position + 6]
    if kind in _SHORT:
        return position + 8, struct.unpack_from(f"{order}H", data, position + 6)[0], False, True
    if kind not in _LONG or len(data) - position < 12:
        return None
    # Of unknown type (UN) and open at its end: by the standard such a sequence is written without types.
    return position + 12, struct.unpack_from(f"{order}I", data, position + 8)[0], kind == b"SQ", kind != b"UN"
