"""What was signed of radiation in all charts, read for the practice's own statistics: no patient is in it."""

from collections.abc import Iterator
from itertools import groupby

from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.pathway.injection.records import Injection
from buffycoat.practice.doses import Given, Quantity
from buffycoat.store.models import EntryRow

# A dose or an injection can be amended by its own kind, or taken back; nothing else tells what is in force.
_KINDS = (Radiation.kind, Injection.kind, Retraction.kind)
_FIELDS: dict[Quantity, str] = {"time": "fluoroscopy_time", "dap": "dap_total", "kerma": "kerma_total"}


def procedures() -> Iterator[Given]:
    """Every episode with an injection and a dose in force. One query, read as it comes."""
    dosed = EntryRow.objects.filter(kind=Radiation.kind).values("episode_id")
    rows = EntryRow.objects.filter(kind__in=_KINDS, episode_id__in=dosed).order_by("episode_id", "number")
    for episode, held in groupby(rows.iterator(), key=lambda row: row.episode_id):
        chart = Chart(episode, tuple(row.entry() for row in held))
        injection, doses = chart.newest(Injection), counted(chart.every(Radiation))
        if injection is not None and doses:
            yield Given(frozenset(site.target for site in injection.sites), _added(doses))


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
