"""What was told and judged after every injection, read for the practice's watch over harm."""

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
from buffycoat.store.board_readings import Readings
from buffycoat.store.stock import Lot

# All that accounts and lots are read from; each is amended by its own kind or taken back.
_KINDS = tuple(
    kind.kind
    for kind in (
        Injection, TimeOut, Draw, Product, CheckIn, Reading, Pain, Outcome, AdverseEvent, Settled, Retraction,
    )
)  # fmt: skip


def _treated(chart: Chart) -> Treated | None:
    injection = chart.newest(Injection)
    if injection is None:
        return None
    return Treated(
        episode=chart.episode,
        on=injected_on(injection),
        places=tuple(site.target for site in injection.sites),
        accounts=accounts(chart),
        lots=uses(chart),
        asked_on=tuple(check.on for check in chart.every(CheckIn)),
    )


_READINGS = Readings(Injection.kind, _KINDS, _treated)


def procedures() -> tuple[Treated, ...]:
    """Every episode with an injection in force."""
    return _READINGS.all()


def kit_on_list(chart: Chart) -> Lot | None:
    """The kit’s lot as the list has it; None where it is not on it, or two could be meant."""
    drawn = chart.newest(Draw)
    if drawn is None or not drawn.kit_lot:
        return None
    found = [lot for lot in recall.listed(drawn.kit_lot) if lot.supply == "kit"]
    found = [lot for lot in found if same_name(lot.name, drawn.kit)] or found
    return found[0] if len(found) == 1 else None
