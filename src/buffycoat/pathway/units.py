"""Units of measure as people and machines write them, held in one canonical unit per quantity.

Conversions are exact fractions, so 250 10^3/uL is 250.0 ×10^9/L and not 249.99999999999997. Spellings cover
UCUM (`10*3/uL`), laboratory print (`K/uL`, `x10E9/L`) and typed text (`×10⁹/L`).
"""

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


class UnitError(ValueError):
    """A number or unit that cannot be read; the message says what can."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a unit: canonical value = value × times + plus."""

    unit: str
    times: Fraction = Fraction(1)
    plus: Fraction = Fraction(0)


def _same(unit: str, *spellings: str) -> dict[tuple[str, str], Spelling]:
    return {(unit, text): Spelling(unit) for text in (unit, *spellings)}


def _scaled(
    unit: str, times: Fraction, *spellings: str, plus: Fraction = Fraction(0)
) -> dict[tuple[str, str], Spelling]:
    return {(unit, text): Spelling(unit, times, plus) for text in spellings}


# Keyed by (canonical unit, spelling): "g/L" is a tenth of a g/dL of haemoglobin, and no cell count.
_SPELLINGS: dict[tuple[str, str], Spelling] = {
    **_same(
        "10^9/L",
        "10*9/L",
        "10^3/uL",
        "10*3/uL",
        "K/uL",
        "K/mm3",
        "/nL",
        "G/L",
        "10^3/mm3",
        "10*3/mm3",
        "10^6/mL",
    ),
    **_scaled("10^9/L", Fraction(1, 1000), "/uL", "{cells}/uL", "cells/uL", "/mm3", "1/uL", "{#}/uL"),
    **_same("10^12/L", "10*12/L", "10^6/uL", "10*6/uL", "M/uL", "T/L", "10^6/mm3"),
    **_same("g/dL", "g/100mL"),
    **_scaled("g/dL", Fraction(1, 10), "g/L"),
    **_same("%"),
    **_scaled("%", Fraction(100), "1", "L/L", "{fraction}"),
    # HbA1c only: the IFCC-NGSP master equation, NGSP % = 0.09148 × IFCC mmol/mol + 2.152.
    **_scaled("%", Fraction(9148, 100000), "mmol/mol", plus=Fraction(2152, 1000)),
    **_same("mg/L"),
    **_scaled("mg/L", Fraction(10), "mg/dL"),
    **_same("mg/dL"),
    # Creatinine only: molar mass 113.12 g/mol.
    **_scaled("mg/dL", Fraction(11312, 1_000_000), "umol/L"),
    **_same("INR", "{INR}", "1", "ratio", "{ratio}"),
    **_same("mL", "cc", "cm3", "ml"),
    **_scaled("mL", Fraction(1000), "L", "l"),
    **_scaled("mL", Fraction(1, 1000), "uL", "ul"),
    **_same("kg"),
    **_scaled("kg", Fraction(45359237, 100_000_000), "lb", "lbs", "[lb_av]"),
    **_scaled("kg", Fraction(1, 1000), "g"),
    **_same("kg/m2", "kg/m^2", "kg/m²"),
    **_same("cm"),
    **_scaled("cm", Fraction(254, 100), "in", "[in_i]"),
    **_scaled("cm", Fraction(100), "m"),
    **_same("°C", "Cel", "C", "degC"),
    **_scaled("°C", Fraction(5, 9), "°F", "[degF]", "F", "degF", plus=Fraction(-160, 9)),
    **_same("g-force", "g", "x g", "xg", "RCF"),
    **_same("min", "minutes", "minute"),
    **_scaled("min", Fraction(60), "h", "hours"),
    **_scaled("min", Fraction(1, 60), "s", "sec", "seconds"),
    **_same("s", "sec", "seconds"),
    **_scaled("s", Fraction(60), "min", "minutes", "minute"),
    # What an X-ray unit gave: air kerma, and kerma times the area of its field.
    **_same("mGy"),
    **_scaled("mGy", Fraction(1000), "Gy"),
    **_scaled("mGy", Fraction(10), "cGy"),
    **_scaled("mGy", Fraction(1, 1000), "uGy"),
    **_same("uGy.m2", "uGy·m2", "uGym2", "cGy.cm2", "cGycm2"),
    **_scaled("uGy.m2", Fraction(1_000_000), "Gy.m2", "Gy·m2"),
    **_scaled("uGy.m2", Fraction(1000), "mGy.m2", "mGy·m2"),
    **_scaled("uGy.m2", Fraction(100), "Gy.cm2", "Gy·cm2", "Gycm2"),
    **_scaled("uGy.m2", Fraction(10), "dGy.cm2", "dGycm2"),
    **_scaled("uGy.m2", Fraction(1, 10), "mGy.cm2", "mGycm2"),
    **_same("mg", "milligram"),
    **_same("fL"),
    **_same("mm"),
    **_same("mmHg", "mm[Hg]"),
    **_same("/min", "1/min", "{beats}/min", "bpm"),
    **_same("h", "hours"),
    **_same("d", "days"),
    **_same("IU/L", "U/L"),
    **_same("G", "gauge"),
}
# How a canonical unit is shown to a person.
_SHOWN = {
    "10^9/L": "×10⁹/L",
    "10^12/L": "×10¹²/L",
    "INR": "",
    "g-force": "g",
    "kg/m2": "kg/m²",
    "uGy.m2": "µGy·m²",
}
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_GROUP = "[,\u0020\u00a0\u202f]"  # comma, space, no-break spaces between groups of three digits
_NUMBER = re.compile(rf"[-+]?(?:\d{{1,3}}(?:{_GROUP}\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_THOUSANDS = re.compile(rf"[-+]?\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:\.\d+)?$")
# Slips made at a keyboard or between two laboratories, the commonest first.
_SLIPS = (Fraction(1, 10), Fraction(10), Fraction(1, 1000), Fraction(1000), Fraction(1, 100), Fraction(100))


def shown(unit: str) -> str:
    """The unit as printed on a page, `10^9/L` as `×10⁹/L`."""
    return _SHOWN.get(unit, unit)


def spellings(unit: str) -> tuple[str, ...]:
    """Every spelling that can be read into the canonical unit."""
    return tuple(text for canonical, text in _SPELLINGS if canonical == unit)


def known(unit: str) -> bool:
    """Whether the text is a canonical unit."""
    return (unit, unit) in _SPELLINGS


@lru_cache(maxsize=4096)  # bounded: spellings come from outside; one that cannot be read is not kept
def _spelling(text: str, to: str) -> Spelling:
    plain = text.strip().translate(_SUPERSCRIPT).replace("µ", "u").replace("μ", "u").replace("mcL", "uL")
    plain = re.sub(r"^[x×*]\s*10", "10", plain, flags=re.IGNORECASE)
    plain = re.sub(r"^10[eE](\d+)/", r"10^\1/", plain)
    plain = re.sub(r"^109/", "10^9/", re.sub(r"^103/", "10^3/", re.sub(r"^1012/", "10^12/", plain)))
    for candidate in (plain, plain.lower(), plain.replace(" ", "")):
        if (to, candidate) in _SPELLINGS:
            return _SPELLINGS[to, candidate]
    raise UnitError(
        f"unit “{text}” cannot be read as {shown(to) or to}; use one of: {', '.join(spellings(to))}"
    )


def convert(value: float, unit: str, to: str) -> float:
    """The value in the canonical unit `to`; UnitError for an unknown unit, NaN or infinity."""
    if not math.isfinite(value):
        raise UnitError(f"{value} is not a number that can be measured")
    if not unit and not to:
        return float(value)
    way = _spelling(unit, to)
    if way.times == 1 and not way.plus:
        return float(value) + 0.0  # as it stands, and 0.0 for −0.0, as the fraction would have it
    return float(Fraction(repr(value)) * way.times + way.plus)


def read_number(text: str) -> float:
    """A typed number: `2 500`, `2,500`, `2500.0` and the decimal comma `7,2`; UnitError for anything else."""
    plain = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(plain):
        raise UnitError(f"“{text}” is not a number")
    if _THOUSANDS.match(plain):
        plain = re.sub(_GROUP, "", plain)
    try:
        value = float(plain.replace(",", "."))
    except ValueError as error:
        raise UnitError(f"“{text}” is not a number") from error
    if not math.isfinite(value):
        raise UnitError(f"“{text}” is too large to be a measurement")
    return value


def read_quantity(given: object, to: str) -> float:
    """A number in the canonical unit from 250, "250", "250 10^3/uL" or {"value": 250, "unit": "10^3/uL"}."""
    if isinstance(given, bool) or given is None:
        raise UnitError(f"{given} is not a number")
    if isinstance(given, int | float):
        return convert(float(given), to, to)
    if isinstance(given, dict):
        return _from_pair(given, to)
    text = str(given).strip()
    found = _NUMBER.match(text.replace("−", "-"))
    if not found:
        raise UnitError(f"“{text}” is not a number with a unit such as {shown(to) or to}")
    number, unit = found.group().strip(), text[found.end() :].strip()
    return convert(read_number(number), unit or to, to)


def _from_pair(given: dict[object, object], to: str) -> float:
    if set(given) - {"value", "unit"} or "value" not in given:
        raise UnitError('a quantity is {"value": number, "unit": text}')
    value = given["value"]
    number = read_number(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise UnitError(f"{number!r} is not a number")
    return convert(float(number), str(given.get("unit") or to), to)


def likely_slip(value: float, unit: str, low: float, high: float) -> float | None:
    """The value probably meant, when one common slip brings it between low and high (canonical unit)."""
    for times in _SLIPS:
        meant = float(Fraction(repr(value)) * times)
        if low <= meant <= high:
            return meant
    for (canonical, _), way in _SPELLINGS.items():
        if canonical == unit and (way.plus or way.times not in (1, *_SLIPS)):
            meant = float(Fraction(repr(value)) * way.times + way.plus)
            if low <= meant <= high:
                return meant
    return None


def number_text(value: float) -> str:
    """A number as printed: no trailing zeros, at most four significant decimals."""
    if value and abs(value) < 1e-4:
        return f"{value:.2g}"  # cut to four decimals it would read as none at all
    return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
