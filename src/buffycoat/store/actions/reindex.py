"""Rebuilding the indexes of charts, after rules changed or an index was found to differ."""

from django.db import transaction

from buffycoat import __version__
from buffycoat.store import clock, index
from buffycoat.store.charts import chart
from buffycoat.store.models import Episode


def reindex(*, everything: bool = False) -> int:
    """Rebuild the index of each episode that another version wrote, or of every one; how many there were."""
    wanted = Episode.objects.all() if everything else Episode.objects.exclude(indexed_by=__version__)
    ids = list(wanted.order_by("pk").values_list("pk", flat=True))
    for episode_id in ids:
        with transaction.atomic():
            episode = Episode.objects.select_for_update().get(pk=episode_id)
            index.write(episode, chart(episode_id), clock.today())
    return len(ids)
