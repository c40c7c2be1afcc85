"""What a patient still agrees to: the consent, less what was taken back after it."""

from collections.abc import Sequence
from typing import Literal

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.patient_part import PatientPart
from buffycoat.pathway.consent.records import Consent, Withdrawal

Scope = Literal["care", "registry", "photographs", "contact"]
SCOPES: dict[Scope, str] = {
    "care": "the treatment",
    "registry": "data in the registry",
    "photographs": "photographs",
    "contact": "later contact",
}


def taken_back(scope: Scope, consent: Consent | None, withdrawals: Sequence[Withdrawal]) -> Withdrawal | None:
    """The withdrawal that ends this scope, if one does; a consent signed after it begins anew.

    A withdrawal that does not say whether it covers the scope covers it, until the patient is asked.
    """
    for withdrawal in withdrawals:
        after = consent is None or withdrawal.withdrawn_at >= consent.signed_at
        if after and getattr(withdrawal, scope) is not False:
            return withdrawal
    return None


def permitted(scope: Scope, consent: Consent | None, withdrawals: Sequence[Withdrawal]) -> bool:
    """Whether the patient said yes to this scope and has not taken it back. Not asked is not yes."""
    said_yes = consent is not None and getattr(consent, f"scope_{scope}") is True
    return said_yes and taken_back(scope, consent, withdrawals) is None


def chart_permits(scope: Scope, chart: Chart) -> bool:
    """The one place that every export asks: the consent in force, less what was taken back since.

    Where the patient signed for themselves, their own “no” stands over what a clinician wrote later about it.
    """
    consent, own = chart.newest(Consent), chart.newest(PatientPart)
    if own is not None and consent is not None:
        newest = own.signed_at > consent.signed_at or completes(consent, own)
        if newest and getattr(own, f"scope_{scope}") is not True:
            return False
    return permitted(scope, consent, chart.every(Withdrawal))


def completes(consent: Consent, own: PatientPart) -> bool:
    """Whether this is the clinician’s signature under that part of the patient, and not one of its own."""
    return consent.signed_at >= own.signed_at and (
        consent.signed_at == own.signed_at or consent.text_hash == own.text_hash
    )
