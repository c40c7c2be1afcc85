"""A radiation dose in figures that a person reads: what is not known says so, and is never an empty place."""

from dataclasses import dataclass

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.units import shown as unit_shown
from buffycoat.practice.doses import Line, Spread

UNKNOWN = "not known"
WORDS = {
    "time": "Time",
    "dap": "Dose area product",
    "kerma": "Air kerma at the reference point",
}
UNITS = {"time": "s", "dap": unit_shown("uGy.m2"), "kerma": "mGy"}


@dataclass(frozen=True)
class Row:
    """One quantity in fluoroscopy, in acquisitions and in all."""

    name: str
    fluoroscopy: str
    acquisition: str
    total: str


@dataclass(frozen=True)
class Dose:
    """The figures of one record, of which equipment and day, and what the reader had to say."""

    rows: tuple[Row, Row, Row]
    about: str
    remarks: tuple[str, ...]


def signed(chart: Chart) -> list[tuple[int, Dose]]:
    """Every dose in force with the number of its entry, the newest first."""
    entries = reversed(chart.signed(Radiation))
    return [(one.number, shown(one.record)) for one in entries if isinstance(one.record, Radiation)]


def given(chart: Chart) -> bool:
    """Whether a needle was placed or is about to be, so that there may be a dose to read."""
    return bool(chart.signed(TimeOut) or chart.signed(Injection))


def shown(record: Radiation) -> Dose:
    """A record as a table and a line."""
    fluoroscopy, acquisition = record.fluoroscopy_time, record.acquisition_time
    time = None if fluoroscopy is None or acquisition is None else fluoroscopy + acquisition
    machine = " ".join(filter(None, [record.manufacturer, record.model]))
    events = f"{record.events} events" if record.events is not None else ""
    return Dose(
        rows=(
            _row("time", fluoroscopy, acquisition, time),
            _row("dap", record.dap_fluoroscopy, record.dap_acquisition, record.dap_total),
            _row("kerma", record.kerma_fluoroscopy, record.kerma_acquisition, record.kerma_total),
        ),
        about=", ".join(filter(None, [machine, events])),
        remarks=tuple(filter(None, (record.remarks or "").splitlines())),
    )


def _row(quantity: str, *values: float | None) -> Row:
    fluoroscopy, acquisition, total = (figure(value, quantity) for value in values)
    return Row(WORDS[quantity], fluoroscopy, acquisition, total)


def figure(value: float | None, quantity: str) -> str:
    """A number with its unit, to three figures; a small one is never cut to nothing."""
    if value is None:
        return UNKNOWN
    text = f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
    return f"{text} {UNITS[quantity]}"


def spread(held: Spread, quantity: str) -> tuple[str, str, str]:
    """The median, the middle half and the count of one quantity."""
    if held.median is None:
        return "too few to show", "", f"n {held.count}"
    quartiles = f"{_bare(held.lower)} to {_bare(held.upper)}"
    return f"{_bare(held.median)} {UNITS[quantity]}", quartiles, f"n {held.count}"


def _bare(value: float | None) -> str:
    return figure(value, "time").removesuffix(" s")


def lines(held: tuple[Line, ...]) -> list[tuple[str, int, list[tuple[str, tuple[str, str, str]]]]]:
    """The statistics by target: name, procedures, and each quantity's spread."""
    return [
        (one.name, one.procedures, [(WORDS[key], spread(one.spreads[key], key)) for key in WORDS])
        for one in held
    ]
