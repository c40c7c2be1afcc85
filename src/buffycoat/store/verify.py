"""Walking every chain: is each chart as it was signed, is its end there, do the indexes say the same?"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from buffycoat import __version__
from buffycoat.pathway.chart import Break, Chart
from buffycoat.pathway.triage.records import Referral
from buffycoat.practice.lot_uses import Use
from buffycoat.store import identity, index, lot_index
from buffycoat.store.audit import SIGNED
from buffycoat.store.charts import charts
from buffycoat.store.models import AuditEvent, EntryRow, Episode, Patient

AT_ONCE = 100  # patients whose charts are held in memory together


@dataclass
class Tally:
    """How much was walked."""

    chains: int = 0
    entries: int = 0


def verify(tally: Tally | None = None) -> Iterator[Break]:
    """The first break of each chart that is not whole, then charts that are gone altogether."""
    tally = tally if tally is not None else Tally()
    patients = list(Patient.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(patients), AT_ONCE):
        yield from _some(patients[start : start + AT_ONCE], tally)
    yield from _gone()


def _some(patients: list[str], tally: Tally) -> Iterator[Break]:
    """Breaks of these patients' charts. Nothing is locked while all is well: people go on signing."""
    known = _episodes(patients)
    held = charts([one.pk for one in known])
    tally.chains += len(known)
    tally.entries += sum(len(chart.entries) for chart in held.values())
    suspects = {one.patient_id for one in _breaks(known, held)}
    for patient in sorted(suspects):
        yield from (suspect.found for suspect in _again(patient))


@dataclass(frozen=True)
class _Suspect:
    patient_id: str
    found: Break


def _again(patient: str) -> list[_Suspect]:
    """Look once more with the charts locked: an entry may have been signed between two reads."""
    with transaction.atomic():
        known = list(_episodes([patient]).select_for_update(of=("self",)))
        return list(_breaks(known, charts([one.pk for one in known])))


def _episodes(patients: Collection[str]) -> QuerySet[Episode]:
    known = Episode.objects.filter(patient_id__in=patients).select_related("patient")
    return known.order_by("-opened_at", "-pk")


def _breaks(known: Collection[Episode], held: dict[str, Chart]) -> Iterator[_Suspect]:
    signed = defaultdict(set)
    events = AuditEvent.objects.filter(episode_id__in=held, action__in=SIGNED)
    for episode_id, digest in events.values_list("episode_id", "entry_hash"):
        signed[episode_id].add(digest)
    lots = lot_index.kept(held)
    named: set[str] = set()  # patients whose newest referral was seen: episodes come newest first
    for episode in known:
        chart = held[episode.pk]
        found = chart.broken() or _tail(episode, chart, signed[episode.pk])
        if found:
            named.add(episode.patient_id)  # a chart that is not whole says nothing about who somebody is
        found = found or _indexes(episode, chart, named) or _lots(episode, chart, lots[episode.pk])
        if found:
            yield _Suspect(episode.patient_id, found)


def _tail(episode: Episode, chart: Chart, signed: set[str]) -> Break | None:
    """Entries that the audit or the index knows and the chart has not, or the other way round."""
    have = [entry.hash for entry in chart.entries]
    after = len(have) + 1
    if signed - set(have):
        return Break(chart.episode, after, "an entry is missing: the audit says that it was signed")
    for entry in chart.entries:
        if entry.hash not in signed:
            return Break(chart.episode, entry.number, "the audit does not say that this entry was signed")
    if episode.entries > len(have):
        return Break(chart.episode, after, f"entries are missing: there were {episode.entries}")
    if (episode.head or chart.head, episode.entries) != (chart.head, len(have)):
        return Break(chart.episode, len(have), "the index of episodes names another last entry")
    return None


def _indexes(episode: Episode, chart: Chart, named: set[str]) -> Break | None:
    """Whether the tables of episodes and patients say what the chart says."""
    last, kept = len(chart.entries), index.kept(episode)
    try:
        for entry in chart.entries:
            entry.record  # noqa: B018  # read, so that one which cannot be is found
        said = identity.of(chart)
        now = index.summarise(chart, episode.indexed_on) if episode.indexed_on else kept
    except (ValueError, KeyError) as error:  # its declaration cannot read it, or there is none
        return Break(chart.episode, last, f"a signed record cannot be read: {type(error).__name__}")
    # The index of another version may differ with its rules: `buffycoat migrate` rebuilds it.
    if episode.indexed_by == __version__ and now != kept:
        return Break(chart.episode, last, f"the index of episodes differs in: {_differ(kept, now)}")
    if said is None or episode.patient_id in named:
        return None
    named.add(episode.patient_id)
    held = identity.kept(episode.patient)
    if said == held:
        return None
    number = chart.signed(Referral)[-1].number
    return Break(chart.episode, number, f"the table of patients differs from it in: {_differ(held, said)}")


def _lots(episode: Episode, chart: Chart, kept: tuple[Use, ...]) -> Break | None:
    """Whether the table that a recall is read from says what the chart says."""
    if episode.indexed_by != __version__ or lot_index.of(chart) == kept:
        return None
    return Break(chart.episode, len(chart.entries), "the index of lots differs from the chart")


def _differ(one: object, other: object) -> str:
    """The names of the fields that differ; not their values, which are somebody's."""
    return ", ".join(name for name, value in vars(one).items() if value != getattr(other, name))


def _gone() -> Iterator[Break]:
    """Charts that only the audit remembers, and entries whose episode is gone."""
    episodes = Episode.objects.values("pk")
    remembered = AuditEvent.objects.filter(action__in=SIGNED).exclude(episode_id__in=episodes)
    for episode_id in remembered.order_by("episode_id").values_list("episode_id", flat=True).distinct():
        yield Break(episode_id, 1, "the chart is gone: the audit says that entries were signed")
    orphans = EntryRow.objects.exclude(episode_id__in=episodes).order_by("episode_id")
    for episode_id in orphans.values_list("episode_id", flat=True).distinct():
        yield Break(episode_id, 1, "entries stand here without their episode")
