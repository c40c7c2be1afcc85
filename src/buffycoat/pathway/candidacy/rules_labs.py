"""Laboratory values: missing, too old, or beyond their gate. Each card names the value and its day."""

from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.candidacy.clock import planned_day
from buffycoat.pathway.candidacy.labs import GATES, LABS, needs, stale, value_on
from buffycoat.pathway.candidacy.records import (
    Crp,
    Haemoglobin,
    Hba1c,
    History,
    Inr,
    Labs,
    Medicines,
    Plan,
    Platelets,
    Result,
)
from buffycoat.pathway.candidacy.target import bleeding_class
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.knowledge import Fact
from buffycoat.pathway.record import in_words
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.records import Referral
from buffycoat.pathway.units import number_text, shown


@rule("candidacy.labs")
def labs(
    day: date, plan: Plan | None, history: History | None, medicines: Medicines | None, labs: Labs | None
) -> Iterator[Card]:
    """A value that is needed and missing, or too old for the day of the needle, is asked for."""
    on = planned_day(plan, day)
    for need in needs(day, plan, history, medicines):
        row, result = LABS[need.test], value_on(day, labs, need.test)
        if result is None:
            said, why = f"{row.name} missing", ""
        elif stale(need.test, result, on):
            days = (on - result.taken_on).days
            when = "on the planned day" if on > day else "old"
            said = (
                f"{row.name} {_value(result)} of {in_words(result.taken_on)} is too old: {days} days {when}"
            )
            why = f"At most {row.max_age_days} days count. "
        else:
            continue
        yield _card(
            row,
            "warning",
            "missing_data",
            said,
            detail=f"{why}Needed: {need.why}.",
            clears=f"A value no older than {row.max_age_days} days on the day of the needle is signed.",
            about=need.test,
            asks=(f"candidacy.labs.{need.test}",),
        )


def _card(
    row: Fact,
    indicator: Indicator,
    code: str,
    summary: str,
    *,
    detail: str = "",
    clears: str = "",
    about: str = "",
    asks: tuple[str, ...] = (),
    nobody: bool = False,
) -> Card:
    return Card(
        indicator=indicator,
        summary=summary[:140],
        detail=detail,
        clears_when=clears,
        sources=row.sources,
        status=row.status,
        code=code,
        about=about,
        asks=asks,
        override_by=() if nobody else ("proceduralist",),
    )


def _value(result: Result) -> str:
    """The value with its unit, as printed."""
    number = getattr(result, "value", None)
    if number is None:
        return ""
    unit = shown(type(result).items["value"].unit)
    text = number_text(round(number, 1 if number >= 10 else 2))
    return text + (unit if unit == "%" else f" {unit}" if unit else "")


@rule("candidacy.platelets")
def platelets(day: date, labs: Labs) -> Iterator[Card]:
    """Too few platelets are a danger and a weak product; many are a finding of their own."""
    result = value_on(day, labs, "platelets")
    if not isinstance(result, Platelets):
        return
    said, code, fresh = _said("Platelets", result), "thrombocytopenia", "A fresh count is higher."
    if not (gate := GATES["platelets_never"]).passed(result.value):
        detail = f"Below {gate.below:g} is an absolute bar: bleeding, and no PRP worth the name."
        yield _card(gate, "critical", code, said, detail=detail, clears=fresh, nobody=True)
    elif not (gate := GATES["platelets_stop"]).passed(result.value):
        detail = f"Below {gate.below:g} it stops unless a physician decides otherwise, with a signed reason."
        yield _card(gate, "critical", code, said, detail=detail, clears=fresh)
    elif not (gate := GATES["platelets_low_dose"]).passed(result.value):
        detail = f"Below {gate.below:g} the dose will be low for the same volume of blood."
        yield _card(gate, "info", code, said, detail=detail)
    elif not (gate := GATES["platelets_many"]).passed(result.value):
        detail = f"Above {gate.above:g}: repeat it, and ask why before PRP is planned from it."
        fresh = "A fresh count is lower."
        yield _card(gate, "warning", "thrombocytosis", said, detail=detail, clears=fresh)


def _said(name: str, result: Result) -> str:
    return f"{name} {_value(result)} on {in_words(result.taken_on)}"


@rule("candidacy.haemoglobin")
def haemoglobin(day: date, labs: Labs) -> Iterator[Card]:
    """Anaemia by its value: drawing blood takes more away."""
    gate, result = GATES["haemoglobin"], value_on(day, labs, "haemoglobin")
    if isinstance(result, Haemoglobin) and not gate.passed(result.value):
        detail = f"Below {gate.below:g} g/dL speaks against drawing blood for PRP. Find the reason first."
        clears = "A fresh value is higher."
        yield _card(gate, "warning", "anemia", _said("Haemoglobin", result), detail=detail, clears=clears)


@rule("candidacy.inr")
def inr(
    day: date,
    plan: Plan | None,
    history: History | None,
    medicines: Medicines | None,
    labs: Labs,
    referral: Referral | None,
) -> Iterator[Card]:
    """An INR above the gate of the bleeding class blocks."""
    result = value_on(day, labs, "inr")
    grade = bleeding_class(day, plan, history, medicines, referral).grade
    gate = GATES["inr_low_class" if grade == "low" else "inr"]
    if isinstance(result, Inr) and not gate.passed(result.value):
        said = f"{_said('INR', result)}, above {gate.above:g}"
        detail = f"The most that {grade} bleeding class allows is {gate.above:g}."
        clears = f"An INR of {gate.above:g} or less is signed."
        yield _card(gate, "critical", "anticoagulant", said, detail=detail, clears=clears)


@rule("candidacy.crp")
def crp(day: date, labs: Labs) -> Iterator[Card]:
    """A raised CRP that nobody has explained defers the needle."""
    gate, result = GATES["crp"], value_on(day, labs, "crp")
    if isinstance(result, Crp) and not gate.passed(result.value):
        detail = f"Above {gate.above:g} mg/L and unexplained: defer, and look for an infection."
        clears = "It is explained in the chart, or a fresh value is lower."
        yield _card(gate, "warning", "active_infection", _said("CRP", result), detail=detail, clears=clears)


@rule("candidacy.hba1c")
def hba1c(day: date, labs: Labs) -> Iterator[Card]:
    """Sugar that is badly controlled raises the risk of infection."""
    gate, result = GATES["hba1c"], value_on(day, labs, "hba1c")
    if isinstance(result, Hba1c) and not gate.passed(result.value):
        detail = f"Above {gate.above:g}% infection is likelier; better control first, where it can wait."
        clears = "A fresh value is lower."
        yield _card(gate, "warning", "infection_risk", _said("HbA1c", result), detail=detail, clears=clears)
