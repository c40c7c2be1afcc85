"""A quantity of a dose report in the unit of the contract, from the unit that the item itself states.

UCUM is what the standard asks for. Makers also write `Gym2` and `dGycm2`; those have one meaning only and are
read, and said. Anything else is refused by name: a guessed factor is a hundred or ten thousand.
"""

import re
from fractions import Fraction
from typing import Literal

from buffycoat.interop.dicom.tree import Code

Quantity = Literal["time", "dap", "kerma"]
UNIT: dict[Quantity, str] = {"time": "s", "dap": "Gy·m²", "kerma": "Gy"}
# As a person reads them: how many of it make one of the contract's unit.
SHOWN: dict[Quantity, tuple[int, str]] = {"time": (1, "s"), "dap": (10**6, "µGy·m²"), "kerma": (1000, "mGy")}
_PREFIX = {
    "": Fraction(1),
    "k": Fraction(1000),
    "d": Fraction(1, 10),
    "c": Fraction(1, 100),
    "m": Fraction(1, 1000),
    "u": Fraction(1, 10**6),
    "n": Fraction(1, 10**9),
}
_SECONDS = {
    "s": Fraction(1),
    "ms": Fraction(1, 1000),
    "us": Fraction(1, 10**6),
    "min": Fraction(60),
    "h": Fraction(3600),
}
_DOSE = re.compile(r"([kdcmun]?)Gy(?:[.*· ]?([dcm]?)m2)?")
_UCUM = re.compile(r"[kdcmun]?Gy(?:\.[dcm]?m2)?|m?s|us|min|h")


class UnknownUnit(ValueError):
    """A unit that is not read; the text names it."""


def shown(value: Fraction, quantity: Quantity) -> str:
    """A figure in a message, as a page shows it too."""
    times, unit = SHOWN[quantity]
    return f"{float(value * times):.4g} {unit}"


def factor(unit: Code | None, quantity: Quantity) -> tuple[Fraction, str]:
    """What the number is multiplied with, and a remark where the unit is not written as UCUM writes it."""
    if unit is None or not (unit.value or unit.meaning):
        raise UnknownUnit("no unit is stated")
    written = unit.value or unit.meaning
    plain = re.sub(r"\{[^}]*\}", "", written).translate({0x00B2: "2", 0x00B5: "u", 0x03BC: "u"}).strip()
    found = _factor(plain)
    if found is None:
        raise UnknownUnit(f"the unit “{written[:40]}” is not known")
    times, of = found
    if of != quantity:
        raise UnknownUnit(f"“{written[:40]}” is no unit of this quantity, which is held in {UNIT[quantity]}")
    return times, _remark(unit, re.sub(r"(?<=Gy)[*· ]?(?=[dcm]?m2)", ".", plain))


def _factor(plain: str) -> tuple[Fraction, Quantity] | None:
    if plain in _SECONDS:
        return _SECONDS[plain], "time"
    found = _DOSE.fullmatch(plain)
    if not found:
        return None
    prefix, area = found.groups()
    if area is None:
        return _PREFIX[prefix], "kerma"
    return _PREFIX[prefix] * _PREFIX[area] ** 2, "dap"


def _remark(unit: Code, plain: str) -> str:
    if not unit.value:
        return f"A unit has no code, only the words “{unit.meaning[:40]}”; they are read."
    if not _UCUM.fullmatch(unit.value):
        return f"The unit “{unit.value[:40]}” is not written as UCUM writes it; read as {plain}."
    if unit.scheme != "UCUM":
        shown = f"“{unit.scheme[:16]}”" if unit.scheme else "no scheme"
        return f"The unit {unit.value} is of {shown} and not of UCUM; read as UCUM."
    return ""
