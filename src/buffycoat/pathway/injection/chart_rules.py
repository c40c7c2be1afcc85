"""What the chart says beside the ticks of a time-out: a tick is a person’s word, the chart is everybody’s."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from buffycoat.pathway.candidacy.anatomy import site_name
from buffycoat.pathway.candidacy.laboratory import Labs
from buffycoat.pathway.candidacy.listed import Listed, held_by, listed, taken_by
from buffycoat.pathway.candidacy.records import History, Medicines, Plan
from buffycoat.pathway.candidacy.target import BleedingClass, bleeding_class, sites
from buffycoat.pathway.card import Card
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.consent.scope import taken_back
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.records import Referral


def _stop(summary: str, detail: str, clears_when: str, source: str, about: str, code: str) -> Card:
    return Card(
        indicator="critical",
        summary=summary,
        detail=detail,
        sources=(source,),
        status="P",
        code=code,
        about=about,
        clears_when=clears_when,
        override_by=(),
    )


@rule("injection.consent_before")
def consent_before(
    time_out: TimeOut, plan: Plan | None, consent: Consent | None, withdrawals: tuple[Withdrawal, ...]
) -> Iterator[Card]:
    """Stops unless the chart holds a consent to this plan, signed before the time-out and not taken back."""
    until = [one for one in withdrawals if one.withdrawn_at <= time_out.taken_at]
    agreed = {(one.target, one.level, one.side) for one in (consent.sites if consent else None) or ()}
    open_places = [one for one in sites(plan) if (one.target, one.level, one.side) not in agreed]
    why = ""
    if consent is None or consent.signed_at > time_out.taken_at:
        why = "No consent is signed" if consent is None else "The consent is dated after the time-out"
    elif taken_back("care", consent, until):
        why = "The patient has taken the consent back"
    elif consent.scope_care is not True:
        why = "The consent does not say that the patient agrees to the treatment"
    elif open_places:
        one = open_places[0]
        why = f"The consent does not name {site_name(one.target, one.level, one.side)}"
    if why:
        ticked = " It was ticked as seen." if time_out.consent_confirmed else ""
        yield _stop(
            f"{why}: no needle",
            f"The time-out is a second look, not the consent itself.{ticked}",
            "A consent to this plan is signed, and the time-out taken again after it.",
            "rule-9.3",
            "",
            "consent",
        )


@rule("injection.holds")
def holds(
    time_out: TimeOut,
    injection: Injection | None,
    plan: Plan | None,
    history: History | None,
    medicines: Medicines,
    referral: Referral | None,
) -> Iterator[Card]:
    """Stops at a blood thinner whose hold the chart does not show as agreed and over, whatever was ticked."""
    needle = (injection.given_at if injection else time_out.taken_at).date()
    grade = bleeding_class(needle, plan, history, medicines, referral)
    for kind in ("anticoagulant", "antiplatelet"):
        for one in listed(medicines, kind):
            # Aspirin has rules of its own: for heart or vessels it is never stopped.
            strong = replace(one, rows=tuple(row for row in one.rows if row.name != "aspirin"))
            if strong.rows and (why := _not_held(strong, grade, needle)):
                yield _hold_card(strong, grade, needle, why)


def _not_held(one: Listed, grade: BleedingClass, needle: date) -> str:
    """Why the chart does not show it as held; "" when it does, or when its table asks for no hold."""
    times = [getattr(row.hold_bleed, grade.grade) for row in one.rows]
    drug, first = one.drug, one.window(grade, needle).hold_from_bleeding
    if all(time == "none" for time in times) or one.long_over:
        return ""
    if drug.use != "stopped" and drug.hold_agreed is None:
        return "no agreement with the prescriber is signed"
    if drug.use != "stopped" and drug.hold_agreed is False and grade.grade != "low":
        return "the prescriber did not agree to a hold"
    refused_at_low = drug.use != "stopped" and drug.hold_agreed is False
    return "" if refused_at_low or one.out_by(first) else one.last


def _hold_card(one: Listed, grade: BleedingClass, needle: date, why: str) -> Card:
    first = one.window(grade, needle).hold_from_bleeding
    card = one.card(
        "critical",
        "anticoagulant",
        f"not held for this needle: {why}",
        detail=f"{held_by(first)}. {one.table(grade)} Nobody here advises stopping it.",
        clears=taken_by(first) or "The prescriber’s answer is signed with its day.",
        ask="hold_agreed" if one.drug.hold_agreed is None else "last_taken",
    )
    return card.model_copy(update={"override_by": ("proceduralist",) if grade.grade == "low" else ()})


@rule("injection.chart_says")
def chart_says(time_out: TimeOut, history: History | None, labs: Labs | None) -> Iterator[Card]:
    """Stops when the chart says pregnant, or infected, whatever was ticked in the room."""
    test = labs.pregnancy_test if labs else None
    if test and test.positive:
        yield _otherwise("the pregnancy test is positive", "pregnancy", "YesPRP")
    elif history and history.pregnant == "yes":
        yield _otherwise("the history says pregnant", "pregnancy", "YesPRP")
    elif history and history.pregnant == "possible" and test is None:
        yield _otherwise("the history says possibly pregnant, and no test is signed", "pregnancy", "YesPRP")
    if history and history.infection_now:
        yield _otherwise(
            "the history says an infection now, or fever in the last 7 days", "infection", "Medscape-CI"
        )


def _otherwise(what: str, about: str, source: str) -> Card:
    return _stop(
        f"No needle: {what}",
        "Find out which of the two is true. If the chart is out of date, sign what is true now.",
        "The history or the laboratory is signed again.",
        source,
        about,
        about,
    ).model_copy(update={"status": "V"})
