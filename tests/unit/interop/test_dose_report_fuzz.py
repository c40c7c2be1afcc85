"""Damaged dose reports: each is answered or refused in words; none crashes, hangs, or reads as no dose."""

import json
import math
import random
import re
import time
from copy import deepcopy
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from buffycoat.interop.dicom.answer import answer
from buffycoat.interop.dicom.opening import DAMAGE, UnreadableReport, quiet
from buffycoat.interop.dicom.rdsr import read
from tests.dose_reports import report, totals, usual

SHORT, LONG, SEED = 300, 10_000, 20261122
SLOWEST = 10  # seconds of computing for one file: these have some 10 KB
PLAIN = report(usual())
IMPLICIT = report(usual(), implicit=True)
TWO_PLANES = report([totals("A", dap_total="0.00004"), totals("B", dap_total="0.000022"), *usual()[1:]])
FIGURES = ("fluoroscopy_seconds", "dap_gy_m2", "air_kerma_gy")
NUMERIC_VALUE = b"\x40\x00\x0a\xa3"
WRONG: tuple[tuple[str, Any], ...] = (
    ("LO", "abc"), ("DS", "-1"), ("DS", "1e300"), ("DS", "nan"), ("DS", ""), ("LO", "inf"), ("LO", "0x10"),
    ("FD", 3.5), ("US", 7), ("UI", "1.2.3"), ("OB", b"\xff" * 8), ("PN", "A^B"), ("LO", ["1", "2"]),
    ("SQ", []), ("SQ", [Dataset()]), ("UN", b"\0\1\2\3"), ("LO", "mGy"), ("LO", "Gy.cm2"), ("LO", "113727"),
    ("CS", "NUM"),
)  # fmt: skip


def flipped(content: bytes, chance: random.Random) -> bytes:
    """A few bytes are others."""
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def spliced(content: bytes, chance: random.Random) -> bytes:
    """A stretch is missing, stands twice, or is noise; or the end is."""
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 2, 8, 100, 3000)))
    stretch = content[start:end]
    noise = chance.randbytes(chance.randrange(40))
    kinds = (b"", stretch * 2, noise, stretch * chance.randrange(40))
    return (
        content[:start] + chance.choice(kinds) + content[end:] if chance.random() < 0.7 else content[:start]
    )


def rearranged(content: bytes, chance: random.Random) -> bytes:
    """An element is missing, stands twice, is of the wrong type or wrapped; the file itself is in order."""
    dataset = dcmread(BytesIO(content))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        places = [(one, tag) for one in _all(dataset) for tag in list(one.keys())]
        held, tag = chance.choice(places)
        do = chance.choice(("drop", "wrong", "twice", "wrap"))
        if do == "drop":
            del held[tag]
        elif do == "wrong":
            held[tag] = DataElement(tag, *chance.choice(WRONG))
        elif held[tag].VR == "SQ" and held[tag].value:
            several = held[tag].value
            one = chance.choice(several)
            if do == "twice":
                several.append(deepcopy(one))
            else:
                outer = Dataset()
                outer.ValueType, outer.ContentSequence = "CONTAINER", [deepcopy(one)]
                several[several.index(one)] = outer
    out = BytesIO()
    dataset.save_as(out, enforce_file_format=False)
    return out.getvalue()


def _all(dataset: Dataset) -> list[Dataset]:
    found = [dataset]
    for element in dataset:
        if element.VR == "SQ":
            for one in element.value:
                found += _all(one)
    return found


def mutated(number: int) -> tuple[bytes, bytes, bool]:
    """The damaged file of a number, the file it was made of, and whether only its elements were moved."""
    chance = random.Random(SEED * 100_003 + number)
    content = chance.choice((PLAIN, PLAIN, IMPLICIT, TWO_PLANES))
    kind = chance.choice((flipped, spliced, rearranged))
    try:
        with quiet():
            return kind(content, chance), content, kind is rearranged
    except DAMAGE:  # pydicom will not write such an element; then bytes are damaged instead
        return flipped(content, chance), content, False


def states_a_zero(content: bytes) -> bool:
    """Whether any number in the bytes is written as zero, looked for without the reader or pydicom."""
    for found in re.finditer(re.escape(NUMERIC_VALUE), content):
        text = content[found.end() + 4 : found.end() + 24]
        shown = re.match(rb"\s*[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?", text)
        if shown and float(shown.group() if shown.group().strip(b" .+-") else b"1") == 0:
            return True
    return False


@cache
def undamaged(content: bytes) -> dict[str, Any]:
    """What a whole file says."""
    return answer(read(content))


def judged(content: bytes, whole: bytes, moved: bool) -> str:
    """How the reader took a file; AssertionError for a silent zero, nonsense, or a change not told."""
    began = time.process_time()
    try:
        found = answer(read(content))
    except UnreadableReport as error:
        return "refused" if str(error) else "wordless"
    finally:
        assert time.process_time() - began < SLOWEST
    json.dumps(found, allow_nan=False)
    warned = [one["text"] for one in found["messages"] if one["level"] == "warning"]
    held = [value for name in FIGURES for value in found[name].values()]
    held += [one[name] for one in found["events"] for name in ("seconds", "dap_gy_m2", "air_kerma_gy")]
    assert all(value is None or (math.isfinite(value) and value >= 0) for value in held)
    assert 0 not in held or states_a_zero(content), "a zero that nobody wrote"
    if any(value is None for name in FIGURES for value in found[name].values()):
        assert warned, "what is not known is told"
    if moved and any(found[name] != undamaged(whole)[name] for name in FIGURES):
        assert warned, "a figure changed, and no message says why"
    return "warned" if warned else "answered"


def run(numbers: range) -> dict[str, int]:
    """Judge the damaged files of these numbers, and count."""
    counts: dict[str, int] = {"answered": 0, "warned": 0, "refused": 0}
    for number in numbers:
        try:
            counts[judged(*mutated(number))] += 1
        except BaseException as error:
            raise AssertionError(f"mutation {number}") from error
    return counts


def test_damaged_files_are_answered_or_refused() -> None:
    assert min(run(range(SHORT)).values()) > SHORT // 20  # every way of taking a file is met


@pytest.mark.slow
def test_ten_thousand_damaged_files_are_answered_or_refused() -> None:
    counts = run(range(LONG))
    print(counts)
    assert sum(counts.values()) == LONG
