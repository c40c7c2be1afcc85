"""The index of lots: derived from a chart whenever it grows, and compared with it by `verify`."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, fields

from buffycoat.pathway.chart import Chart
from buffycoat.practice.lot_uses import Use, uses
from buffycoat.store.stock import LotUse

COLUMNS = tuple(field.name for field in fields(Use))


def of(chart: Chart) -> tuple[Use, ...]:
    """What the index is to hold of a chart, in the index's order."""
    return tuple(sorted(uses(chart), key=_place))


def _place(use: Use) -> tuple[int, str, int]:
    return use.entry, use.supply, use.place


def kept(episodes: Collection[str]) -> dict[str, tuple[Use, ...]]:
    """What the index holds of each of these charts, in one query."""
    found: dict[str, list[Use]] = defaultdict(list)
    rows = LotUse.objects.filter(episode_id__in=episodes).values_list("episode_id", *COLUMNS)
    for episode, *values in rows:
        found[episode].append(Use(*values))
    return {key: tuple(sorted(found[key], key=_place)) for key in episodes}


def write(episode_id: str, chart: Chart) -> None:
    """Bring the index to what the chart says; most entries name no lot, and then nothing is written."""
    said = of(chart)
    if said == kept([episode_id])[episode_id]:
        return
    LotUse.objects.filter(episode_id=episode_id).delete()
    LotUse.objects.bulk_create(LotUse(episode_id=episode_id, **asdict(one)) for one in said)
