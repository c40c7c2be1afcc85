"""How an order says that a medicine is taken, in words."""

from buffycoat.interop.fhir.element import Resource, one, several, text
from buffycoat.interop.fhir.when import When, first
from buffycoat.pathway.units import number_text

_PERIODS = {"h": "hour", "d": "day", "wk": "week", "mo": "month", "min": "minute", "a": "year"}


def _dosages(resource: Resource) -> tuple[Resource, ...]:
    field = "dosageInstruction" if resource["resourceType"] == "MedicationRequest" else "dosage"
    return several(resource, field)


def dosage(resource: Resource) -> str:
    """The dosage as written; built from its parts when it has no text; "" when nothing is said."""
    return "; ".join(filter(None, dict.fromkeys(map(_one, _dosages(resource)))))[:400]


def _one(held: Resource) -> str:
    written = text(held.get("text")) or text(held.get("patientInstruction"))
    if written:
        return written
    return ", ".join(filter(None, (_amount(held), _rhythm(held), "as needed" if _as_needed(held) else "")))


def _amount(held: Resource) -> str:
    quantity = one(held, "doseAndRate", "doseQuantity")
    value = _number(one(quantity, "value"))
    return (
        " ".join(filter(None, (value, text(one(quantity, "unit")) or text(one(quantity, "code")))))
        if value
        else ""
    )


def _rhythm(held: Resource) -> str:
    repeat = one(held, "timing", "repeat")
    times, period = _number(one(repeat, "frequency")), _number(one(repeat, "period"))
    unit = _PERIODS.get(text(one(repeat, "periodUnit")), "")
    if not (times and period and unit):
        return text(one(held, "timing", "code", "text"))
    if times == "1" and period != "1":
        return f"every {period} {unit}s"
    every = f"a {unit}" if period == "1" else f"in {period} {unit}s"
    return f"{'once' if times == '1' else f'{times} times'} {every}"


def _number(value: object) -> str:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
    return number_text(float(value)) if usable else ""  # type: ignore[arg-type]  # checked in the line above


def _as_needed(held: Resource) -> bool:
    return held.get("asNeededBoolean") is True or bool(one(held, "asNeededCodeableConcept"))


def only_as_needed(resource: Resource) -> bool:
    """Whether every dosage of the order is one for when it is needed."""
    held = _dosages(resource)
    return bool(held) and all(map(_as_needed, held))


def ends(resource: Resource) -> When | None:
    """The day on which it ends or ended, where the bundle says one."""
    if resource["resourceType"] == "MedicationStatement":
        return first(resource, "effectivePeriod.end")
    found = [first(held, "timing.repeat.boundsPeriod.end") for held in _dosages(resource)]
    dated = [end for end in found if end]
    return max(dated, key=lambda end: end.latest) if dated and len(dated) == len(found) else None
