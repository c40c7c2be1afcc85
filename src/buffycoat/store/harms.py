"""What was told and judged after every injection, read for the practice's watch over harm. One query."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.outcomes.accounts import accounts
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.outcomes.settled import Settled
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.triage.reading import Reading
from buffycoat.pathway.triage.records import Pain
from buffycoat.practice.copied import same_name
from buffycoat.practice.harms import Treated
from buffycoat.practice.lot_uses import uses
from buffycoat.store import recall
from buffycoat.store.models import EntryRow
from buffycoat.store.stock import Lot

# All that accounts and lots are read from; each is amended by its own kind or taken back.
_KINDS = tuple(
    kind.kind
    for kind in (
        Injection, TimeOut, Draw, Product, CheckIn, Reading, Pain, Outcome, AdverseEvent, Settled, Retraction,
    )
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A procedure with what of its chart it was read from."""

    treated: Treated
    chart: Chart


def procedures() -> Iterator[Held]:
    """Every episode with an injection in force."""
    given = EntryRow.objects.filter(kind=Injection.kind).values("episode_id")
    rows = EntryRow.objects.filter(kind__in=_KINDS, episode_id__in=given).order_by("episode_id", "number")
    for episode, held in groupby(rows.iterator(), key=lambda row: row.episode_id):
        chart = Chart(episode, tuple(row.entry() for row in held))
        injection = chart.newest(Injection)
        if injection is not None:
            yield Held(_treated(episode, chart, injection), chart)


def _treated(episode: str, chart: Chart, injection: Injection) -> Treated:
    return Treated(
        episode=episode,
        on=injected_on(injection),
        places=tuple(site.target for site in injection.sites),
        accounts=accounts(chart),
        lots=uses(chart),
        asked_on=tuple(check.on for check in chart.every(CheckIn)),
    )


def kit_on_list(chart: Chart) -> Lot | None:
    """The kit’s lot as the list has it; None where it is not on it, or two could be meant."""
    drawn = chart.newest(Draw)
    if drawn is None or not drawn.kit_lot:
        return None
    found = [lot for lot in recall.listed(drawn.kit_lot) if lot.supply == "kit"]
    found = [lot for lot in found if same_name(lot.name, drawn.kit)] or found
    return found[0] if len(found) == 1 else None
