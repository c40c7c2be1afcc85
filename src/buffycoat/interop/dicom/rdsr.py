"""An X-ray Radiation Dose Structured Report: what fluoroscopy, acquisitions and all of it gave, by event.

Nothing is guessed. A figure that is missing, damaged or in an unknown unit is None, and a message says why.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from buffycoat.interop.dicom.accumulated import stated
from buffycoat.interop.dicom.concepts import Dictionary
from buffycoat.interop.dicom.dose_units import Quantity
from buffycoat.interop.dicom.events import QUANTITIES, Event, events
from buffycoat.interop.dicom.figures import Figures, Message
from buffycoat.interop.dicom.identity import Person
from buffycoat.interop.dicom.opening import UnreadableReport, opened, quiet
from buffycoat.interop.dicom.totals import Summing, Totals, field_that_cannot_be
from buffycoat.interop.dicom.tree import Item, Reader

_HEADS = (
    "Manufacturer", "ManufacturerModelName", "DeviceSerialNumber", "PatientID", "PatientName",
    "PatientBirthDate", "StudyInstanceUID", "SOPInstanceUID", "StudyDate", "CompletionFlag",
)  # fmt: skip
_MOST_NAMED = 5  # damaged places named in a message; the rest are counted


@dataclass(frozen=True)
class DoseReport:
    """What one file says. A quantity's totals are in s, Gy·m² and Gy."""

    totals: Mapping[Quantity, Totals]
    events: tuple[Event, ...]
    manufacturer: str
    model: str
    serial_number: str
    person: Person
    study_uid: str
    report_uid: str
    study_date: str
    sha256: str
    messages: tuple[Message, ...] = field(default=())


def read(content: bytes) -> DoseReport:
    """Read a file’s bytes; UnreadableReport where it is no dose report of a C-arm."""
    file = opened(content)
    with quiet():
        reader = Reader([])
        root, heads = reader.item(file.dataset), _heads(reader, file.dataset)
    names = Dictionary()
    figures = Figures(names)
    containers = _containers(root, names)
    found = tuple(events(containers["event"], names, figures))
    said = stated(containers["accumulated"], names, figures)
    whole = not reader.broken
    totals = {one: Summing(one, said, found, figures, whole).totals() for one in QUANTITIES}
    if cannot_be := field_that_cannot_be(totals["dap"], totals["kerma"]):
        figures.say("warning", "field", cannot_be)
    _say_of_events(figures, found)
    device = {names.of(one): one.value for one in root.below}
    return DoseReport(
        totals=totals,
        events=found,
        manufacturer=heads["Manufacturer"] or device.get("manufacturer", ""),
        model=heads["ManufacturerModelName"] or device.get("model", ""),
        serial_number=heads["DeviceSerialNumber"] or device.get("serial_number", ""),
        person=Person(heads["PatientID"], heads["PatientName"], heads["PatientBirthDate"]),
        study_uid=heads["StudyInstanceUID"],
        report_uid=heads["SOPInstanceUID"],
        study_date=heads["StudyDate"],
        sha256=hashlib.sha256(content).hexdigest(),
        messages=(*figures.messages, *_oddities(file.oddities, heads, reader, figures)),
    )


def _heads(reader: Reader, dataset: Any) -> dict[str, str]:
    return {name: reader.text(dataset, name) for name in _HEADS}


def _containers(root: Item, names: Dictionary) -> dict[str, list[Item]]:
    """The containers of totals and of events, however deep a maker has put them."""
    everything = [root, *root.within(lambda one: True)]
    found: dict[str, list[Item]] = {"event": [], "accumulated": []}
    keys = {names.of(one) for one in everything if one.kind == "CONTAINER"}
    for one in everything:
        if (key := names.of(one)) in found and one.kind == "CONTAINER":
            found[key].append(one)
    if keys & {"ct_accumulated", "ct_acquisition"} and not found["event"]:
        raise UnreadableReport(
            "a dose report of computed tomography: it has no fluoroscopy and no area product"
        )
    if names.of(root) != "root" and not any(found.values()):
        said = root.name.meaning or root.name.value or "nothing"
        raise UnreadableReport(
            f"not a dose report of projection X-ray (TID 10001): its root says {said[:60]}"
        )
    if not any(found.values()):
        raise UnreadableReport(
            "a dose report with neither totals nor irradiation events: nothing can be read of it"
        )
    return found


def _say_of_events(figures: Figures, found: tuple[Event, ...]) -> None:
    """What the events leave out, told once for all of them."""
    if not found:
        figures.say(
            "warning", "no_events", "The report holds no irradiation event; its stated totals stand alone."
        )
    words = {"time": "time", "dap": "dose area product", "kerma": "reference air kerma"}
    for quantity in QUANTITIES:
        missing = [str(number) for number, one in enumerate(found, start=1) if quantity not in one.figures]
        if missing:
            where = "no event" if len(missing) == len(found) else f"not event {', '.join(missing[:20])}"
            figures.say("info", "event_without", f"Events that state a {words[quantity]}: {where}.")
    derived = sum(one.derived for one in found)
    if derived:
        text = (
            f"The time of {derived} events is their number of pulses by the pulse rate: they state no time."
        )
        figures.say("info", "derived", text)


def _oddities(
    wrapping: tuple[str, ...], heads: Mapping[str, str], reader: Reader, figures: Figures
) -> list[Message]:
    """What was out of the standard and read all the same, or could not be read."""
    said = [Message("info", "wrapping", text) for text in wrapping]
    said += [Message("info", "code", text) for text in figures.names.odd]
    for remark, count in figures.remarks.items():
        times = f" ({count} times)" if count > 1 else ""
        said.append(Message("info", "unit", remark.rstrip(".") + f"{times}."))
    if heads["CompletionFlag"] == "PARTIAL":
        said.append(Message("info", "partial", "The report calls itself partial: more may have been given."))
    if reader.broken:
        named = "; ".join(dict.fromkeys(reader.broken[:_MOST_NAMED]))
        more = f" and {len(reader.broken) - _MOST_NAMED} more" if len(reader.broken) > _MOST_NAMED else ""
        text = f"Parts of the file are damaged and were not read ({named}{more}): events may be missing."
        said.append(Message("warning", "damaged", text))
    return said
