"""One laboratory value as written: a number in our unit, positive or negative, or why it is neither."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import ValidationError

from buffycoat.interop.fhir.codes import analyte, means, says
from buffycoat.interop.fhir.element import Resource, one, several, status, text
from buffycoat.interop.fhir.known import refused
from buffycoat.interop.fhir.when import When, first
from buffycoat.pathway import units
from buffycoat.pathway.candidacy.records import Labs, Result
from buffycoat.pathway.record import part_of

RESULTS: Mapping[str, type[Result]] = {
    key: found
    for key, field in Labs.model_fields.items()
    if (found := part_of(field.annotation)) and issubclass(found, Result)
}
_WHEN = ("effectiveDateTime", "effectivePeriod.start", "effectivePeriod.end", "effectiveInstant", "issued")
NO_RESULT = ("cancelled", "entered-in-error", "registered")
_BOUND = re.compile(r"^\s*(<=?|>=?|≤|≥|less than|more than|greater than|under|over)\s*", re.IGNORECASE)
_ZERO_DIMENSION = ("inr",)  # the only one that is written without a unit


@dataclass(frozen=True)
class Measured:
    """One value of one analyte. `trouble` says why it cannot be taken over."""

    analyte: str
    when: When | None
    written: str
    value: float | bool | None = None
    trouble: str = ""
    preliminary: bool = False

    @property
    def about(self) -> str:
        """The analyte and its day, as a doubt names it."""
        return f"{Labs.items[self.analyte].ask} {self.when.day if self.when else 'undated'}"

    def result(self) -> Result:
        """The value as our record holds it; ValidationError when the record refuses it."""
        return self._held

    @cached_property
    def _held(self) -> Result:
        field = "positive" if self.analyte == "pregnancy_test" else "value"
        taken = self.when.day if self.when else None
        said = {"taken_on": taken, field: self.value, "source": f"Observation {taken}"}
        return RESULTS[self.analyte].model_validate(said)

    def refusal(self) -> str:
        """Why it cannot be taken over; "" when it can."""
        if self.trouble:
            return self.trouble
        try:
            self.result()
        except ValidationError as error:
            return f"is refused: {refused(error)}"
        return ""

    def same(self, other: "Measured") -> bool:
        """Whether both say one thing, once in the same unit."""
        if self.trouble or other.trouble or self.value is None or other.value is None:
            return self.written == other.written
        return math.isclose(self.value, other.value, rel_tol=1e-6)


def measured(resource: Resource) -> tuple[Measured, ...]:
    """The values of an observation and of its components that our laboratory record holds."""
    if status(resource, "status") in NO_RESULT:
        return ()
    when = first(resource, *_WHEN)
    early = status(resource, "status") == "preliminary"
    found = [(analyte(part.get("code")), part) for part in (resource, *several(resource, "component"))]
    return tuple(read for key, part in found if key and (read := _measured(key, part, when, early)))


def _measured(key: str, part: Resource, when: When | None, early: bool) -> Measured | None:
    written, value, trouble = _positive(part) if key == "pregnancy_test" else _number(key, part)
    if not written:
        return None
    if not trouble and when and len(when.day) < 10:
        trouble = f"is dated {when.day}, not to the day"
    return Measured(key, when, written, value, trouble, early)


def _number(key: str, part: Resource) -> tuple[str, float | None, str]:
    """As written, in our unit, and why not."""
    unit = RESULTS[key].items["value"].unit
    quantity = part.get("valueQuantity")
    if isinstance(quantity, dict):
        return _quantity(quantity, unit, key)
    said = (
        text(part.get("valueString"), 60)
        or _bare(part.get("valueInteger"))
        or _bare(part.get("valueDecimal"))
    )
    if said:
        return _typed(said, unit, key)
    concept = part.get("valueCodeableConcept")
    return (text(one(concept, "text")) or "a code", None, "is not a number") if concept else ("", None, "")


def _bare(value: object) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _quantity(quantity: Resource, unit: str, key: str) -> tuple[str, float | None, str]:
    value = quantity.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "", None, ""
    code, name, sign = (
        text(quantity.get("code"), 30),
        text(quantity.get("unit"), 30),
        text(quantity.get("comparator"), 4),
    )
    written = f"{sign}{units.number_text(float(value))} {name or code}".strip()
    if sign:
        return written, None, "is a bound and not a value"
    if not (code or name):
        return _without_unit(written, float(value), key)
    read = [_converted(float(value), spelled, unit) for spelled in dict.fromkeys(filter(None, (code, name)))]
    numbers = {number for number, _ in read if number is not None}
    if len(numbers) > 1:
        return written, None, f"is {code} by its code and {name} by its unit"
    return (written, numbers.pop(), "") if numbers else (written, None, read[0][1])


def _converted(value: float, spelled: str, unit: str) -> tuple[float | None, str]:
    try:
        return units.convert(value, spelled, unit), ""
    except (units.UnitError, OverflowError):
        return None, f"is in “{spelled}”, which cannot be read as {units.shown(unit) or unit}"


def _without_unit(written: str, value: float, key: str) -> tuple[str, float | None, str]:
    return (written, value, "") if key in _ZERO_DIMENSION else (written, None, "has no unit")


def _typed(said: str, unit: str, key: str) -> tuple[str, float | None, str]:
    if _BOUND.match(said):
        return said, None, "is a bound and not a value"
    try:
        return _without_unit(said, units.read_number(said), key)
    except units.UnitError:
        pass  # not a bare number: perhaps one with its unit
    try:
        return said, units.read_quantity(said, unit), ""
    except (units.UnitError, OverflowError):
        return said, None, "is not a number with a unit"


def _positive(part: Resource) -> tuple[str, bool | None, str]:
    """Positive or negative. “Not detected” is read before “detected”."""
    if isinstance(part.get("valueBoolean"), bool):
        return str(part["valueBoolean"]).lower(), part["valueBoolean"], ""
    concept = part.get("valueCodeableConcept") or {"text": text(part.get("valueString"), 60)}
    said = (
        text(one(concept, "text"))
        or text(one(concept, "coding", "display"))
        or text(one(concept, "coding", "code"))
    )
    if not said:
        return (
            ("a number", None, "is neither positive nor negative")
            if "valueQuantity" in part
            else ("", None, "")
        )
    if means("negative", concept):
        mixed = says("positive", said) and not says("negative", said)
        return (said, None, "is both positive and negative") if mixed else (said, False, "")
    return (
        (said, True, "") if means("positive", concept) else (said, None, "is neither positive nor negative")
    )
