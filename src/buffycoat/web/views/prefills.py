"""What imports read for a patient, and whether anybody has signed it since."""

import json
from dataclasses import dataclass

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.record import RECORDS, Record
from buffycoat.store import clock
from buffycoat.store.models import Patient, Prefill
from buffycoat.web.presenters.answers import summary


@dataclass(frozen=True)
class Waiting:
    """One record that a file filled in."""

    prefill: Prefill
    record: Record

    @property
    def text(self) -> str:
        """What it says, in one line."""
        return summary(self.record, clock.zone())


def waiting_files(patient: Patient) -> tuple[Prefill, ...]:
    """The patient's imports, newest first."""
    return tuple(patient.prefills.order_by("-as_of", "-imported_at"))


def records(prefill: Prefill) -> tuple[Waiting, ...]:
    """The records of a file that this version of Buffycoat can read."""
    return tuple(
        Waiting(prefill, RECORDS[one["kind"]].model_validate_json(_body(one["body"])))
        for one in prefill.records
        if one["kind"] in RECORDS
    )


def _body(body: object) -> str:
    return body if isinstance(body, str) else json.dumps(body)


def unsigned(files: tuple[Prefill, ...], chart: Chart) -> tuple[Waiting, ...]:
    """The newest reading of each kind that nobody has signed anything of that kind after."""
    newest: dict[str, Waiting] = {}
    for prefill in files:
        for waiting in records(prefill):
            newest.setdefault(waiting.record.kind, waiting)
    return tuple(one for one in newest.values() if not _signed_since(one, chart))


def _signed_since(waiting: Waiting, chart: Chart) -> bool:
    signed = chart.signed(type(waiting.record))
    return bool(signed) and signed[-1].signed_at >= waiting.prefill.imported_at
