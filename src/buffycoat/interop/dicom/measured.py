"""One number of a report, exact and in the contract's unit, with the step it was rounded to; or why not."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from buffycoat.interop.dicom.dose_units import UNIT, Quantity, UnknownUnit, factor
from buffycoat.interop.dicom.tree import Item
from buffycoat.pathway.injection.radiation import BOUNDS

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Measured:
    """A number, and the unit of its last written digit: what is lost by rounding is half of that."""

    value: Fraction
    step: Fraction


class NotRead(Exception):
    """Why a number does not count; shown as it stands, after the item's name."""


def measured(item: Item, quantity: Quantity) -> tuple[Measured, str]:
    """The number of an item and a remark on its unit; NotRead where there is none to believe."""
    number, step = _number(item)
    try:
        times, remark = factor(item.unit, quantity)
    except UnknownUnit as error:
        raise NotRead(str(error)) from error
    value, most = number * times, Fraction(repr(BOUNDS[quantity].most))
    if value < 0:
        raise NotRead(f"{item.value} {_unit(item)} is below zero")
    if value > most:
        raise NotRead(f"{item.value} {_unit(item)} is more than can be ({float(most):g} {UNIT[quantity]})")
    return Measured(value, step * times), remark


def plain(item: Item) -> Fraction | None:
    """A bare number, such as a count of pulses or their rate; None where it is none or not above zero."""
    try:
        number, _ = _number(item)
    except NotRead:
        return None
    return number if number > 0 else None


def _number(item: Item) -> tuple[Fraction, Fraction]:
    text = item.value
    if not text:
        why = item.qualifier.meaning or item.qualifier.value if item.qualifier else ""
        raise NotRead(f"no number is given{f' (“{why[:40]}”)' if why else ''}")
    if "\\" in text:
        raise NotRead("several numbers stand in one place")
    if not _NUMBER.fullmatch(text):
        raise NotRead(f"“{text[:40]}” is not a number")
    try:
        read = Decimal(text)
    except InvalidOperation as error:
        raise NotRead(f"“{text[:40]}” is not a number") from error
    if read == 0 and "." not in text:
        return Fraction(0), Fraction(0)  # a bare 0 is no figure rounded to whole grays: it says “none”
    exponent = read.as_tuple().exponent
    return Fraction(read), Fraction(10) ** (exponent if isinstance(exponent, int) else 0)


def _unit(item: Item) -> str:
    return (item.unit.value or item.unit.meaning)[:40] if item.unit else ""
