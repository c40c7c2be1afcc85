"""Small records that hold every type of item, for the tests of forms."""

from datetime import date
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from buffycoat.pathway.record import Instant, Part, PartialDate, Record, item

ZONE = ZoneInfo("America/New_York")
COLOURS = {"r": "Red", "g": "Green", "b": "Blue"}


class Thing(Part):
    """A row."""

    name: str = item("Thing", required=True)
    weight: float | None = item("Weight", unit="kg", low=0, high=500, plausible=(2, 300), matters="warning")
    seen: PartialDate | None = item("Seen")
    source: str | None = item("From where")


class Reading(Part):
    """A single part."""

    taken_on: date = item("Taken on", required=True)
    value: float = item("Count", unit="10^9/L", low=0, high=5000, plausible=(20, 1500), required=True)


class Everything(Record):
    """Every type of item."""

    stage: ClassVar[str] = "test"
    title: ClassVar[str] = "Everything"

    sure: bool | None = item("Is it so?", es="¿Es así?", matters="critical")
    colour: Literal["r", "g", "b"] | None = item("Colour", options=COLOURS)
    colours: tuple[Literal["r", "g", "b"], ...] | None = item("Colours", options=COLOURS, matters="info")
    pain: int | None = item("Pain", low=0, high=10, group="Scores")
    grade: int | None = item("Grade", options={"1": "Mild", "2": "Bad"}, low=1, high=2, group="Scores")
    months: float | None = item("Months", low=0, high=1200)
    heat: float | None = item("Temperature", unit="°C", low=30, high=45, plausible=(35, 42))
    on: date | None = item("On", matters="warning")
    since: PartialDate | None = item("Since")
    at: Instant | None = item("At")
    note: str | None = item("Note", long=True)
    names: tuple[str, ...] | None = item("Names")
    things: tuple[Thing, ...] | None = item("Things", matters="warning")
    reading: Reading | None = item("Reading", matters="warning")
