"""How complete a chart is by the MIBO checklist for PRP: 23 items, and what is missing of each."""

from dataclasses import dataclass

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.knowledge import Fact, read_table


class Item(Fact):
    """One item of the checklist. `needs` are fields as kind.field; "a | b" is met by either."""

    category: str
    item: str
    needs: tuple[str, ...]
    kept_elsewhere: str = ""


TABLE = read_table(__file__, "mibo.toml", Item)


@dataclass(frozen=True, slots=True)
class Reported:
    """An item and the fields that it still lacks; complete when there are none and it belongs to a chart."""

    key: str
    item: Item
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether everything the item asks for is recorded in this chart."""
        return not self.missing and not self.item.kept_elsewhere


def checklist(chart: Chart) -> tuple[Reported, ...]:
    """Every item of MIBO with what this chart lacks."""
    return tuple(
        Reported(key, item, tuple(need for need in item.needs if not _met(chart, need)))
        for key, item in TABLE.rows.items()
    )


def completeness(chart: Chart) -> tuple[int, int]:
    """How many of how many items are complete: filled of 23, as published reviews count."""
    items = checklist(chart)
    return sum(item.complete for item in items), len(items)


def _met(chart: Chart, need: str) -> bool:
    return any(_recorded(chart, one.strip()) for one in need.split("|"))


def _recorded(chart: Chart, path: str) -> bool:
    """Whether any entry in force of this kind holds a value there; in a list of parts, every part must."""
    stage, kind, *names = path.split(".")
    entries = (entry for entry in chart.in_force if entry.kind == f"{stage}.{kind}")
    return any(_holds(entry.record, names) for entry in entries)


def _holds(value: object, names: list[str]) -> bool:
    if isinstance(value, tuple) and names:
        return bool(value) and all(_holds(part, names) for part in value)
    if names:
        return _holds(getattr(value, names[0]), names[1:])
    # An empty list is an answer: asked, and there are none.
    return value is not None
