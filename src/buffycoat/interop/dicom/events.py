"""The irradiation events of a report (TID 10003), each with its type, time, area product and kerma."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from buffycoat.interop.dicom.concepts import Dictionary
from buffycoat.interop.dicom.dose_units import Quantity
from buffycoat.interop.dicom.figures import Figures
from buffycoat.interop.dicom.measured import Measured, plain
from buffycoat.interop.dicom.tree import Item

EventType = Literal["fluoroscopy", "acquisition", ""]
QUANTITIES: tuple[Quantity, ...] = ("time", "dap", "kerma")
_ACQUISITIONS = ("stationary", "stepping", "rotational")


@dataclass(frozen=True, slots=True)
class Event:
    """One press of the pedal. A figure not known is absent. `derived`: its time is pulses by their rate."""

    kind: EventType
    type_words: str
    plane: str
    started: str
    uid: str
    figures: Mapping[Quantity, Measured]
    derived: bool = False


def events(containers: list[Item], names: Dictionary, figures: Figures) -> list[Event]:
    """Every event once, in the order of the report."""
    found: list[Event] = []
    for number, container in enumerate(containers, start=1):
        one = _event(container, number, names, figures)
        if one.uid and one in found:
            figures.say(
                "warning", "event_twice", f"Event {number} stands twice, the same each time; counted once."
            )
            continue
        found.append(one)
    return found


def _event(container: Item, number: int, names: Dictionary, figures: Figures) -> Event:
    inner = list(container.within(lambda one: names.of(one) not in ("event", "accumulated")))
    coded = {names.of(one): one for one in reversed(inner) if one.kind == "CODE"}
    texts = {
        names.of(one): one.value for one in reversed(inner) if one.kind in ("TEXT", "DATETIME", "UIDREF")
    }
    where = f"event {number}"
    kind, words = _kind(coded.get("event_type"), where, names, figures)
    read: dict[Quantity, Measured] = {
        quantity: got
        for quantity in QUANTITIES
        if (got := figures.one(inner, quantity, quantity, where)) is not None
    }
    event = Event(kind, words, plane_of(coded.get("plane"), names), texts.get("started", ""),
                  texts.get("event_uid", ""), read)  # fmt: skip
    return event if "time" in read else _timed(event, inner, names)


def _kind(item: Item | None, where: str, names: Dictionary, figures: Figures) -> tuple[EventType, str]:
    code = item.code if item else None
    key = names.key(code)
    words = (code.meaning or code.value)[:60] if code else ""
    if key == "fluoroscopy":
        return "fluoroscopy", words
    if key in _ACQUISITIONS:
        return "acquisition", words
    said = f"its type “{words}” is not known" if words else "its type is not stated"
    figures.say("warning", "event_type", f"{where.capitalize()}: {said}; it counts in the total only.")
    return "", words


def plane_of(item: Item | None, names: Dictionary) -> str:
    """The plane of an item that names one: A, B, single or all; else in its own words, or none."""
    if item is None or item.code is None:
        return ""
    key = names.key(item.code)
    return key if key in ("A", "B", "single", "all") else (item.code.meaning or item.code.value)[:60]


def _timed(event: Event, inner: list[Item], names: Dictionary) -> Event:
    """An event that tells pulses and their rate, and no time: the time is the one by the other."""
    held = {names.of(one): plain(one) for one in reversed(inner) if one.kind == "NUM"}
    pulses, rate = held.get("pulses"), held.get("pulse_rate")
    if not pulses or not rate:
        return event
    # The last pulse may fall anywhere in its interval, so the time is known to two halves of one.
    time = Measured(pulses / rate, Fraction(2) / rate)
    return replace(event, figures={**event.figures, "time": time}, derived=True)
