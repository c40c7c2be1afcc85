"""A consent as it was signed: the patient’s own part, the clinician’s signature, what was taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.consent.patient_part import PatientPart
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.consent.scope import Scope, completes


@dataclass(frozen=True)
class Signed:
    """One patient’s part with the entry that completes it, if one does, and the withdrawals after it."""

    entry: Entry
    completed: Entry | None
    withdrawals: tuple[Withdrawal, ...]

    @property
    def own(self) -> PatientPart:
        """What the patient signed."""
        return cast(PatientPart, self.entry.record)

    @property
    def consent(self) -> Consent | None:
        """What the clinician signed."""
        return cast(Consent, self.completed.record) if self.completed else None

    @property
    def clinician(self) -> str:
        """Who countersigned."""
        return self.completed.signer.name if self.completed else ""

    def gone(self, scope: Scope) -> Withdrawal | None:
        """The withdrawal that took this scope back."""
        return next((one for one in self.withdrawals if getattr(one, scope) is not False), None)

    def stands(self, scope: Scope) -> bool:
        """Whether the patient said yes to it and has not taken it back."""
        return getattr(self.own, f"scope_{scope}") is True and self.gone(scope) is None


def every(chart: Chart) -> tuple[Signed, ...]:
    """Each consent that the patient signed here, oldest first; none is ever lost from sight."""
    own = chart.signed(PatientPart)
    made = []
    for place, entry in enumerate(own):
        record = cast(PatientPart, entry.record)
        until = cast(PatientPart, own[place + 1].record).signed_at if place + 1 < len(own) else None
        made.append(Signed(entry, _completing(chart, record, until), _taken_back(chart, record, until)))
    return tuple(made)


def newest(chart: Chart) -> Signed | None:
    """The consent that the patient signed last."""
    found = every(chart)
    return found[-1] if found else None


def _completing(chart: Chart, own: PatientPart, until: datetime | None) -> Entry | None:
    signed = [(one, cast(Consent, one.record)) for one in chart.signed(Consent)]
    under = [
        one for one, held in signed if completes(held, own) and (until is None or held.signed_at < until)
    ]
    return under[-1] if under else None


def _taken_back(chart: Chart, own: PatientPart, until: datetime | None) -> tuple[Withdrawal, ...]:
    after = [one for one in chart.every(Withdrawal) if one.withdrawn_at >= own.signed_at]
    return tuple(one for one in after if until is None or one.withdrawn_at < until)
