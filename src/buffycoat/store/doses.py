"""What was signed of radiation in all charts, read for the practice's own statistics: no patient is in it."""

from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.pathway.injection.records import Injection
from buffycoat.practice.doses import Given, Quantity
from buffycoat.store.board_readings import Readings

# A dose or an injection can be amended by its own kind, or taken back; nothing else tells what is in force.
_KINDS = (Radiation.kind, Injection.kind, Retraction.kind)
_FIELDS: dict[Quantity, str] = {"time": "fluoroscopy_time", "dap": "dap_total", "kerma": "kerma_total"}


def procedures() -> tuple[Given, ...]:
    """Every episode with an injection and a dose in force."""
    return _READINGS.all()


def _given(chart: Chart) -> Given | None:
    injection, doses = chart.newest(Injection), counted(chart.every(Radiation))
    if injection is None or not doses:
        return None
    return Given(frozenset(site.target for site in injection.sites), _added(doses))


_READINGS = Readings(Radiation.kind, _KINDS, _given)


def counted(doses: tuple[Radiation, ...]) -> list[Radiation]:
    """Of two reports of one study the newest: it holds the earlier one’s dose again."""
    by_study = {one.study_uid or str(place): one for place, one in enumerate(doses)}
    return list(by_study.values())


def _added(doses: list[Radiation]) -> dict[Quantity, float]:
    """The figures of a procedure; one that a report leaves open is not known for the whole."""
    found: dict[Quantity, float] = {}
    for quantity, field in _FIELDS.items():
        values = [getattr(one, field) for one in doses]
        if None not in values:
            found[quantity] = sum(values)
    return found
