"""Recall: from a lot to every patient and level, from a patient to every lot, each in one query."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.db.models import Count, F, Q, QuerySet

from buffycoat.pathway.candidacy.anatomy import site_name
from buffycoat.practice.barcode import key_of
from buffycoat.practice.copied import same_name
from buffycoat.store.models import Patient
from buffycoat.store.stock import Lot, LotUse

COLUMNS = (
    "supply", "lot", "product", "name", "birth_date", "mrn", "telephone", "used_on", "injected_on",
    "place", "volume_ml", "dose_billion_platelets", "episode", "entry",
)  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """One lot at one place of one patient, as the chart names it."""

    use: LotUse
    patient: Patient

    @property
    def where(self) -> str:
        """The place; empty where nothing was injected."""
        use = self.use
        return site_name(use.target, use.level, use.side) if use.target else ""


def _rows(wanted: Q) -> Iterator[Reached]:
    rows = LotUse.objects.filter(wanted).select_related("episode__patient")
    order = ("episode__patient__name", "episode__patient_id", "used_on", "episode_id", "entry", "place")
    return (Reached(one, one.episode.patient) for one in rows.order_by(*order))


def of_lot(text: str) -> tuple[Reached, ...]:
    """Everybody whom a lot reached, with each level, by name. `text`: as typed or as scanned."""
    key = key_of(text)
    return tuple(_rows(Q(key=key))) if key else ()


def of_patient(patient: Patient) -> tuple[Reached, ...]:
    """Every lot that a patient's charts name."""
    return tuple(_rows(Q(episode__patient=patient)))


def listed(text: str) -> tuple[Lot, ...]:
    """What the list says of a lot number, whatever the product."""
    key = key_of(text)
    return tuple(Lot.objects.filter(key=key)) if key else ()


def patients(found: Iterable[Reached]) -> int:
    """How many people they are."""
    return len({one.patient.pk for one in found})


def used() -> dict[int, int]:
    """How many of each lot on the list the signed charts have used; never a counter of its own.

    Where two products share a lot number and a chart names neither, it counts for both.
    """
    counted = (
        LotUse.objects.filter(place=0, key__in=Lot.objects.values("key"))
        .values("supply", "key", "product")
        .annotate(count=Count("pk"))
    )
    lots: dict[tuple[str, str], list[Lot]] = {}
    for lot in Lot.objects.all():
        lots.setdefault((lot.supply, lot.key), []).append(lot)
    total = {lot.pk: 0 for group in lots.values() for lot in group}
    for row in counted:
        group = lots.get((row["supply"], row["key"]), [])
        for lot in [one for one in group if same_name(one.name, row["product"])] or group:
            total[lot.pk] += row["count"]
    return total


def open_recalls() -> tuple[tuple[Lot, int], ...]:
    """Recalled lots that reached patients who were not all told, and how many those are."""
    stopped = Lot.objects.filter(standing="recalled", closed_on=None)
    people = Count("episode__patient", distinct=True)
    found = [(lot, _reached(lot).aggregate(count=people)["count"]) for lot in stopped]
    return tuple((lot, count) for lot, count in found if count)


def _reached(lot: Lot) -> QuerySet[LotUse]:
    """Uses of a lot; those of another product with the same lot number are left out where it is named."""
    others = Lot.objects.filter(supply=lot.supply, key=lot.key).exclude(pk=lot.pk)
    uses = LotUse.objects.filter(supply=lot.supply, key=lot.key)
    for name in others.values_list("name", flat=True):
        uses = uses.exclude(product__iexact=name)
    return uses


def strangers() -> tuple[dict[str, object], ...]:
    """Lots that charts name and the list does not have, the newest first."""
    lots = Lot.objects.annotate(both=F("key")).values("both")
    unknown = LotUse.objects.filter(place=0).exclude(key__in=lots).values("supply", "lot", "product")
    return tuple(unknown.annotate(count=Count("pk")).order_by("-count", "lot")[:50])


def as_csv(found: Iterable[Reached]) -> str:
    """The list for whoever telephones, one line for each place."""
    out = StringIO()
    write = csv.writer(out)
    write.writerow(COLUMNS)
    for one in found:
        use, who = one.use, one.patient
        write.writerow(
            _harmless(value)
            for value in (
                use.supply, use.lot, use.product, who.name, who.birth_date, who.mrn, who.phone, use.used_on,
                use.given_on or "", one.where, _figure(use.volume), _figure(use.dose), use.episode_id,
                use.entry,
            )
        )  # fmt: skip
    return out.getvalue()


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _harmless(value: object) -> str:
    """A spreadsheet would run a text that begins like a formula; telephone numbers may begin with a plus."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
