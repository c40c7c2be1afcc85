"""What a scanner gives for the barcode on a box (UDI, GS1), and the lot number in it."""

from dataclasses import dataclass
from datetime import date

LONGEST = 300  # characters: a GS1 symbol holds far fewer
LONGEST_LOT = 100  # GS1 allows twenty; the rest is somebody's remark


@dataclass(frozen=True, slots=True)
class Barcode:
    """Which product, which lot, until when, which piece; empty where the barcode does not say."""

    device: str
    lot: str
    expires_on: date | None
    serial: str


def read(text: str | None) -> Barcode | None:
    """A GS1 barcode, as scanned or as printed with parentheses; None for anything else.

    Only with a product number whose check digit is right: “10ABC” would be lot ABC too, and is somebody's lot
    number as it stands.
    """
    found = _elements((text or "").strip())
    if not found.get("01"):
        return None
    return Barcode(
        device=found["01"],
        lot=found.get("10", ""),
        expires_on=date.fromisoformat(found["17"]) if found.get("17") else None,
        serial=found.get("21", ""),
    )


def _elements(text: str) -> dict[str, str]:
    """The values by GS1's application identifiers; none when it cannot be read to its end."""
    if not text.startswith(("(01)", "01", "]")) or len(text) > LONGEST:
        return {}
    import biip  # here: it takes a tenth of a second, which most commands need not wait for
    from biip.gs1_messages import GS1Message

    try:
        message = GS1Message.parse_hri(text) if text.startswith("(") else biip.parse(text).gs1_message
    except biip.ParseError:
        return {}
    values: dict[str, str] = {}
    for one in message.element_strings if message else ():
        if one.ai.ai == "01" and one.gtin is None:  # a wrong check digit
            return {}
        values.setdefault(one.ai.ai, one.date.isoformat() if one.date else one.value)
    return values


def lot_of(text: str | None) -> str:
    """The lot number in what was scanned or typed; "" where there is none."""
    written = " ".join((text or "").split())
    found = read(text)
    return (found.lot or written if found else written)[:LONGEST_LOT]


def key_of(text: str | None) -> str:
    """By which two ways of writing one lot are the same: only letters and digits tell lots apart.

    Two lots that differ in a hyphen alone are taken for one: a recall rather asks once too often.
    """
    return "".join(one for one in lot_of(text).casefold() if one.isalnum())
