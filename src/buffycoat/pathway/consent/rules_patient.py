"""What the rules say of the patient’s own part: is it there, does it stand, is it told as it was signed."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.change import asked_again, places, plan_differs
from buffycoat.pathway.consent.patient_part import Offer, PatientPart
from buffycoat.pathway.consent.records import Consent
from buffycoat.pathway.consent.rules import NOBODY, _card
from buffycoat.pathway.consent.scope import SCOPES, completes
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.records import Referral

AGAIN = {
    "text": "the text says something else",
    "places": "other places are proposed",
    "offer": "something was proposed anew",
}


@rule("consent.offer_and_plan")
def offer_and_plan(offer: Offer, plan: Plan) -> Iterator[Card]:
    """Warns when a place is planned that was not proposed to the patient."""
    if plan_differs(offer, plan):
        yield _card(
            "warning",
            "The plan names a place that was not proposed to the patient",
            "Their link does not let them sign until it does.",
            "What is proposed is signed again, with the places of the plan.",
        )


@rule("consent.countersign")
def countersign(own: PatientPart, consent: Consent | None) -> Iterator[Card]:
    """Says that the patient has signed and the clinician has not yet."""
    if consent is None or consent.signed_at < own.signed_at:
        yield _card(
            "info",
            f"{own.signed_name[:60]} has signed; the clinician has not yet",
            "Go over what had to be explained again, then sign the consent.",
            "The clinician signs the consent.",
        )


@rule("consent.signed_name")
def signed_name(own: PatientPart, referral: Referral) -> Iterator[Card]:
    """Warns when the name that was typed as a signature has nothing of the patient's own name."""
    if not _words(own.signed_name) & _words(referral.name):
        yield _card(
            "warning",
            f"Signed as “{own.signed_name[:50]}”; the patient is {referral.name[:50]}",
            "The link is for the patient alone. Ask who read and signed; a representative signs here.",
            "The patient signs again under their own name.",
        )


def _words(name: str) -> frozenset[str]:
    """The words of a name by their plain letters: “Núñez” is “nunez”."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return frozenset("".join(one for one in plain if not unicodedata.combining(one)).split())


@rule("consent.said_back")
def said_back(own: PatientPart) -> Iterator[Card]:
    """Names what had to be explained again, for the clinician to go over with the patient."""
    for one in own.said_back:
        if one.tries > 1:
            yield _card(
                "info",
                f"Explained again, answered {one.tries} times: {one.ask}"[:140],
                f"Chosen before: {'; '.join(one.wrong or ())}. Go over it with the patient.",
                "",
                about=one.key,
            )


@rule("consent.as_signed")
def as_signed(own: PatientPart, consent: Consent) -> Iterator[Card]:
    """Stops when the consent says something else than the patient signed."""
    if not completes(consent, own):  # signed anew since, on paper; or not countersigned yet
        return
    other = [
        SCOPES[scope]
        for scope in SCOPES
        if getattr(consent, f"scope_{scope}") is not getattr(own, f"scope_{scope}")
    ]
    if consent.sites is not None and not places(consent.sites) <= places(own.sites):
        other.append("the places")
    if consent.text_version != own.text_version:
        other.append("the version of the text")
    if consent.signed_name != own.signed_name:
        other.append("the name")
    if other:
        yield _card(
            "critical",
            f"The consent does not say what the patient signed: {', '.join(other)}"[:140],
            "The patient’s own part stands. Amend the consent to say the same, or let them sign again.",
            "The consent says the same as the patient’s own part.",
            override_by=NOBODY,
        )


@rule("consent.again")
def again(day: date, own: PatientPart, chart: Chart) -> Iterator[Card]:
    """Asks for the patient’s signature again when text, places or proposal are not those that were signed."""
    why = [AGAIN[one] for one in asked_again(chart, day) if one in AGAIN]
    if why:
        yield _card(
            "warning",
            f"To be signed again by the patient: {', '.join(why)}",
            f"Signed on {own.signed_at:%d %B %Y}. A new link shows what changed.",
            "The patient signs again.",
        )
