"""What the boards of the whole practice read of each chart, so that a look reads only charts that have grown.

It is kept in memory beside the hash of the chart's newest entry, and nowhere else: after a start every chart
is read anew, and nothing that is kept can differ from the charts.
"""

from collections.abc import Callable, Collection, Iterator
from itertools import groupby
from threading import Lock
from typing import Generic, TypeVar

from django.db.models import OuterRef, Subquery

from buffycoat.pathway.chart import Chart
from buffycoat.store.models import EntryRow, Episode

T = TypeVar("T")
BATCH = 200  # charts that are read at a time


class Readings(Generic[T]):
    """One board's readings. `needs`: charts without this kind of record are not looked at.

    `kinds`: all that is read, each amended by its own kind or taken back. `read`: None for nothing to tell.
    """

    def __init__(self, needs: str, kinds: Collection[str], read: Callable[[Chart], T | None]) -> None:
        self._needs, self._kinds, self._read = needs, kinds, read
        self._held: dict[str, tuple[str, T | None]] = {}
        self._lock = Lock()

    def all(self) -> tuple[T, ...]:
        """What every chart tells today, in the order of their names."""
        with self._lock:
            heads = self._heads()
            same = {one: kept for one, kept in self._held.items() if kept[0] == heads.get(one)}
            grown = [one for one in heads if one not in same]
            same |= {
                chart.episode: (heads[chart.episode], self._read(chart)) for chart in self._charts(grown)
            }
            self._held = {one: same[one] for one in heads}
            return tuple(told for _, told in self._held.values() if told is not None)

    def _heads(self) -> dict[str, str]:
        """The hash of each chart's newest entry, as the entries themselves have it."""
        newest = EntryRow.objects.filter(episode_id=OuterRef("pk")).order_by("-number").values("hash")[:1]
        given = EntryRow.objects.filter(kind=self._needs).values("episode_id")
        looked_at = Episode.objects.filter(pk__in=given).order_by("pk")
        return dict(looked_at.annotate(newest=Subquery(newest)).values_list("pk", "newest"))

    def _charts(self, ids: list[str]) -> Iterator[Chart]:
        """These charts, with the kinds that are read and no others."""
        for start in range(0, len(ids), BATCH):
            rows = EntryRow.objects.filter(episode_id__in=ids[start : start + BATCH], kind__in=self._kinds)
            for episode, held in groupby(
                rows.order_by("episode_id", "number"), key=lambda row: row.episode_id
            ):
                yield Chart(episode, tuple(row.entry() for row in held))
