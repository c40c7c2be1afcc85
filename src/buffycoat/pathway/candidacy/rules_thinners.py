"""Blood thinners: anticoagulants, antiplatelets, aspirin. Never advice to stop; the prescriber is asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from buffycoat.pathway.candidacy.clock import planned_day
from buffycoat.pathway.candidacy.conditions import named, standing
from buffycoat.pathway.candidacy.listed import Listed, held_by, listed, taken_by
from buffycoat.pathway.candidacy.records import History, Medicines, Plan
from buffycoat.pathway.candidacy.target import BleedingClass, bleeding_class, thinners
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.record import in_words
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.records import Referral

ASK = "Ask the prescriber and document the agreement; nobody here advises stopping it."
BRIDGING = "Bridging is never decided by software."
AGREED = "The prescriber’s answer is signed with its day."


@rule("candidacy.anticoagulant")
def anticoagulant(
    day: date, plan: Plan | None, history: History | None, medicines: Medicines, referral: Referral | None
) -> Iterator[Card]:
    """An anticoagulant blocks until its prescriber has agreed on it, and until it is out of the body."""
    grade = bleeding_class(day, plan, history, medicines, referral)
    for one in listed(medicines, "anticoagulant"):
        yield from _thinner(one, grade, planned_day(plan, day), day, "anticoagulant", "critical")


@rule("candidacy.antiplatelet")
def antiplatelet(
    day: date, plan: Plan | None, history: History | None, medicines: Medicines, referral: Referral | None
) -> Iterator[Card]:
    """An antiplatelet other than aspirin blocks above low class until its prescriber has agreed."""
    grade = bleeding_class(day, plan, history, medicines, referral)
    for one in listed(medicines, "antiplatelet"):
        strong = replace(one, rows=tuple(row for row in one.rows if row.name != "aspirin"))
        free = all(getattr(row.hold_bleed, grade.grade) == "none" for row in strong.rows)
        level: Indicator = "warning" if free or grade.grade == "low" else "critical"
        if strong.rows:
            yield from _thinner(strong, grade, planned_day(plan, day), day, "antiplatelet", level)


def _thinner(
    one: Listed, grade: BleedingClass, on: date, day: date, code: str, level: Indicator
) -> Iterator[Card]:
    """What one blood thinner says: stopped, not agreed, refused, still inside its hold, or agreed."""
    drug, table = one.drug, one.table(grade)
    if code == "antiplatelet":
        table += " The platelets in the syringe are inhibited as well."
    first = one.window(grade, on).hold_from_bleeding
    if drug.use == "stopped":
        yield from _stopped(one, code, level, first, table)
    elif drug.hold_agreed is None:
        said = f"{code}; no agreement with the prescriber yet"
        yield one.card(
            level, code, said, detail=f"{ASK} {table} {BRIDGING}", clears=AGREED, ask="hold_agreed"
        )
    elif not drug.hold_agreed:
        yield _refused(one, grade, code, level, table)
    elif first and day >= first and not one.out_by(first):
        said = f"inside its agreed hold; {one.last}"
        clears = taken_by(first)
        detail = f"{held_by(first)}. {table}"
        yield one.card(level, code, said, detail=detail, clears=clears, ask="last_taken")
    else:
        agreed = f" on {in_words(drug.agreed_on)}" if drug.agreed_on else ""
        detail = (f"{held_by(first)}. " if first else "") + table
        yield one.card("info", code, f"{code}; hold agreed with the prescriber{agreed}", detail=detail)


def _refused(one: Listed, grade: BleedingClass, code: str, level: Indicator, table: str) -> Card:
    """The prescriber wants the drug to go on: possible at low class, and not above."""
    said = f"{code}; the prescriber does not want it held"
    if grade.grade == "low":
        detail = f"At low class it may go on, as a shared decision. {table}"
        return one.card("warning", code, said, detail=detail)
    clears = "The prescriber agrees after all, or the target changes to one of low class."
    return one.card(level, code, said, detail=table, clears=clears)


def _stopped(one: Listed, code: str, level: Indicator, first: date | None, table: str) -> Iterator[Card]:
    """A blood thinner that was stopped: by whom, and is it out of the body?"""
    if one.drug.stopped_by is None and not one.drug.hold_agreed:
        said = f"{code}; stopped, by whom is not known"
        yield one.card(
            "warning", code, said, detail=table, clears="Who stopped it is signed.", ask="stopped_by"
        )
    elif first and not one.out_by(first):
        detail = f"It has to be out of the body. {held_by(first)}. {table}"
        clears = taken_by(first)
        worst: Indicator = level if one.drug.last_taken else "warning"
        yield one.card(
            worst, code, f"{code}; stopped, {one.last}", detail=detail, clears=clears, ask="last_taken"
        )


@rule("candidacy.self_stopped")
def self_stopped(medicines: Medicines) -> Iterator[Card]:
    """A blood thinner that the patient stopped alone is a danger now, whatever becomes of PRP."""
    for one in listed(medicines, "anticoagulant"):
        if _alone(one):
            yield _call_today(one, "self_stopped_anticoagulant")
    for one in listed(medicines, "antiplatelet"):
        prevention = all(row.name == "aspirin" for row in one.rows) and one.drug.for_heart is False
        if _alone(one) and not prevention:
            yield _call_today(one, "antiplatelet")


def _alone(one: Listed) -> bool:
    """Stopped by the patient, and the prescriber has not agreed to it since."""
    return one.drug.use == "stopped" and one.drug.stopped_by == "self" and one.drug.hold_agreed is not True


def _call_today(one: Listed, code: str) -> Card:
    said = "stopped by the patient alone; call the prescriber today"
    detail = "Without it a clot, a stroke or a blocked stent can follow. The person comes first; PRP waits."
    clears = "The prescriber knows, and the answer is signed as an agreement."
    return one.card("critical", code, said, detail=detail, clears=clears, ask="hold_agreed")


@rule("candidacy.aspirin")
def aspirin(
    day: date, plan: Plan | None, history: History | None, medicines: Medicines, referral: Referral | None
) -> Iterator[Card]:
    """Aspirin for heart or vessels is never stopped for PRP; as prevention only, the prescriber is asked."""
    grade = bleeding_class(day, plan, history, medicines, referral)
    for one in listed(medicines, "antiplatelet"):
        only = replace(one, rows=tuple(row for row in one.rows if row.name == "aspirin"))
        if not only.rows or (_alone(one) and one.drug.for_heart is not False):
            continue
        if one.drug.for_heart is None:
            yield _why_aspirin(only, named(standing(history, "vascular", day)))
        elif one.drug.for_heart:
            level: Indicator = "info" if grade.grade == "low" else "warning"
            detail = (
                "Recorded as a modifier of the PRP. Above low class the decision is shared with cardiology."
            )
            yield only.card(
                level, "antiplatelet", "for heart or vessels; never stopped for PRP", detail=detail
            )
        else:
            yield from _prevention(only, grade, planned_day(plan, day))


def _why_aspirin(one: Listed, vessels: str) -> Card:
    detail = "After a heart attack, stroke, stent or clot it is never stopped for PRP."
    if vessels:
        detail += f" The history names {vessels}: it counts as taken for that until somebody says otherwise."
    said = "why it is taken is not known; it is not stopped for PRP"
    if one.drug.use == "stopped":
        said = "stopped; why it was taken is not known"
    clears = "The reason for aspirin is signed."
    return one.card("warning", "antiplatelet", said, detail=detail, clears=clears, ask="for_heart")


def _prevention(one: Listed, grade: BleedingClass, on: date) -> Iterator[Card]:
    """Aspirin as prevention only, until its last dose lies far enough back."""
    first = one.window(grade, on).hold_from
    if first is None or one.out_by(first):
        return
    detail = f"{held_by(first)}, for the platelets’ sake. {one.table(grade)}"
    if one.drug.hold_agreed:
        said = "prevention only; hold agreed with the prescriber"
        yield one.card("info", "antiplatelet", said, detail=detail, platelets=True)
        return
    said = "prevention only; no agreement with the prescriber yet"
    clears = f"The prescriber’s answer is signed, or a last dose by {in_words(first)}."
    detail = f"{ASK} {detail}"
    yield one.card(
        "warning", "antiplatelet", said, detail=detail, clears=clears, ask="hold_agreed", platelets=True
    )


@rule("candidacy.combined_antithrombotics")
def combined_antithrombotics(medicines: Medicines) -> Iterator[Card]:
    """Two or more blood thinners together raise the bleeding class by one."""
    thinned = thinners(medicines)
    if len(thinned) > 1:
        said = f"Several blood thinners raise the bleeding class by one: {', '.join(thinned)}"
        yield Card(
            indicator="warning",
            summary=said[:140],
            detail="The holds are read at the higher class. Decide with the prescribers together.",
            sources=("ASRA2018",),
            status="K",
            code="combined_antithrombotics",
            clears_when="One of them is no longer taken, by its prescriber’s decision.",
        )
