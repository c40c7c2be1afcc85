"""What a scanner gives for a GS1 barcode, and which ways of writing a lot are one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.practice.barcode import Barcode, key_of, lot_of, read

BOX = Barcode("07032069804988", "K27-Q1", date(2027, 5, 31), "0009")


@pytest.mark.parametrize(
    "text",
    [
        "(01)07032069804988(17)270500(10)K27-Q1(21)0009",  # as printed; day 00 is the month's last
        "010703206980498817270531" + "10K27-Q1\x1d210009",
        "]d2010703206980498817270531" + "10K27-Q1\x1d210009",
        "  ]C1010703206980498817270531" + "10K27-Q1\x1d210009 ",
    ],
)
def test_a_box_is_read_however_the_scanner_sends_it(text: str) -> None:
    assert read(text) == BOX
    assert (lot_of(text), key_of(text)) == ("K27-Q1", "k27q1")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("(01)07032069804989(10)K27", "a wrong check digit"),
        ("010703206980498910K27", "the same without parentheses"),
        ("(01)07032069804988(17)271301(10)K27", "there is no thirteenth month"),
        ("10ABC", "a lot number that looks like a barcode's second half"),
        ("0107", "cut off"),
        ("01", "nothing"),
        ("K27Q1", "a lot number"),
        ("", "nothing was scanned"),
    ],
)
def test_what_is_no_barcode_is_not_taken_for_one(text: str, why: str) -> None:
    assert read(text) is None, why
    assert lot_of(text) == text, "it stands as it was written"


def test_case_spaces_and_hyphens_do_not_tell_lots_apart() -> None:
    assert {key_of(text) for text in ("K27-Q1", "k27 q1", " K27Q1 ", "k27.q1")} == {"k27q1"}
    assert key_of("K27Q1") != key_of("K27Q2")
    assert key_of(None) == key_of(" - ") == ""


def test_a_barcode_without_a_lot_is_no_lot_number() -> None:
    text = "(01)07032069804988(17)270500"
    assert read(text) == Barcode("07032069804988", "", date(2027, 5, 31), "")


@given(st.text(max_size=60).map(lambda text: "01" + text) | st.text(max_size=60))
def test_any_text_is_read_or_is_not(text: str) -> None:
    found = read(text)
    assert found is None or len(found.device) == 14
