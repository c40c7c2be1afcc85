"""The person: age, ability to decide, pregnancy, smoking, hopes, and what the record cannot settle."""

from collections.abc import Iterator
from datetime import date, timedelta

from buffycoat.pathway.candidacy.conditions import known, named, standing
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS, age_on
from buffycoat.pathway.candidacy.labs import pregnancy_excluded
from buffycoat.pathway.candidacy.records import History, Labs, Plan
from buffycoat.pathway.card import Card
from buffycoat.pathway.record import earliest, in_words
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.records import Referral


@rule("candidacy.minor")
def minor(day: date, referral: Referral | None) -> Iterator[Card]:
    """Nobody under 18 is treated outside a trial; an unknown age is asked."""
    row, age = CONTRAINDICATIONS["minor"], age_on(day, referral)
    if age is None:
        yield row.card(
            "missing_data",
            "Age is not known, or the birth date lies ahead",
            detail="Whether the patient is of age, and who consents, follows from it.",
            clears="The referral is signed with a date of birth.",
            indicator="warning",
            asks=("triage.referral.birth_date",),
        )
    elif age < row.to_age and referral:
        detail = "PRP for the spine under 18 belongs in trials only. A parent or guardian decides with them."
        yield row.card("minor", f"Under {row.to_age}: born {in_words(referral.birth_date)}", detail=detail)


@rule("candidacy.capacity")
def capacity(day: date, history: History) -> Iterator[Card]:
    """Who decides must be settled before anything is planned with someone whose capacity is in doubt."""
    row, found = CONTRAINDICATIONS["capacity"], standing(history, "capacity", day)
    clears = "Capacity is assessed for this decision, or the person who decides is named in the chart."
    if history.capacity_doubt or (found and history.capacity_doubt is None):
        why = named(found) or "doubt that the patient can decide"
        detail = (
            "No diagnosis takes capacity away by itself: assess it for this decision, settle who decides."
        )
        yield row.card("capacity", f"Capacity: {why}", detail=detail, clears=clears)
    elif found:
        detail = "The history says no doubt. Note who assessed it, and when."
        yield row.card("capacity", f"Capacity: {named(found)}", detail=detail, indicator="warning")


@rule("candidacy.pregnancy")
def pregnancy(day: date, history: History, labs: Labs | None, referral: Referral | None) -> Iterator[Card]:
    """Pregnancy blocks; someone who could be pregnant is asked and tested."""
    row = CONTRAINDICATIONS["pregnancy"]
    test = labs.pregnancy_test if labs else None
    positive = test is not None and test.positive and test.taken_on <= day
    found = tuple(
        one for one in standing(history, "pregnancy", day) if not _long_ago(one.condition.since, day)
    )
    if history.pregnant == "yes" or positive or (found and history.pregnant != "no"):
        why = named(found) or (
            f"test positive on {in_words(test.taken_on)}" if positive and test else "answered yes"
        )
        detail = "X-rays and an elective needle wait until after the pregnancy."
        yield row.card("pregnancy", f"Pregnant: {why}", detail=detail, clears="The pregnancy has ended.")
    elif not pregnancy_excluded(day, labs) and history.pregnant == "possible":
        detail = "A test settles it before any X-ray."
        clears = "A pregnancy test is negative."
        yield row.card("pregnancy", "Pregnancy is possible and not excluded", detail=detail, clears=clears)
    elif history.pregnant is None and not pregnancy_excluded(day, labs) and could_be(day, referral):
        yield CONTRAINDICATIONS["pregnancy_asked"].card(
            "pregnancy",
            "Pregnancy: not asked or not known, and no recent negative test",
            detail="Ask, and test before any X-ray. Not asked is not “no”.",
            clears="The answer “no, or cannot be” is signed, or a test is negative.",
            asks=("candidacy.history.pregnant",),
        )


def _long_ago(since: str | None, day: date) -> bool:
    longest = timedelta(days=CONTRAINDICATIONS["pregnancy_asked"].longest_days)
    return since is not None and earliest(since) < day - longest


def could_be(day: date, referral: Referral | None) -> bool:
    """Whether the patient is not known to be male, or of an age at which nobody is pregnant."""
    row, age = CONTRAINDICATIONS["pregnancy_asked"], age_on(day, referral)
    of_age = age is None or row.from_age <= age <= row.to_age
    return of_age and not (referral and referral.sex == "male")


@rule("candidacy.smoking")
def smoking(day: date, history: History) -> Iterator[Card]:
    """Smoking speaks against healing."""
    found = standing(history, "smoking", day)
    if history.smoker or (found and history.smoker is None):
        row = CONTRAINDICATIONS["smoking"]
        detail = (
            "Named among the relative contraindications. Offer help to stop; it helps the spine in any case."
        )
        yield row.card("smoking", f"Smokes{': ' + named(found) if found else ''}", detail=detail)


@rule("candidacy.expectation")
def expectation(plan: Plan) -> Iterator[Card]:
    """Someone who expects a cure, or carries a heavy psychosocial load, has a talk about it first."""
    if plan.expects_cure:
        row = CONTRAINDICATIONS["expectation"]
        detail = (
            "PRP does not rebuild a disc or reverse a herniation or stenosis. Some people do not improve."
        )
        clears = "A visit about expectations has been held, and the answer is signed again."
        yield row.card(
            "unrealistic_expectation", "Expects a cure or a rebuilt disc", detail=detail, clears=clears
        )
    if plan.psychosocial_load:
        row = CONTRAINDICATIONS["psychosocial"]
        detail = (
            "Depression, catastrophising or open litigation weigh on every result. Hold a visit about it."
        )
        yield row.card("psychosocial", "High psychosocial load", detail=detail, about="load")


@rule("candidacy.doubt")
def doubt(history: History) -> Iterator[Card]:
    """What does not fit in the record is asked until somebody has settled it; a recorded death stops all."""
    for place, one in enumerate(history.doubts or ()):
        if not one.settled:
            yield Card(
                indicator="critical" if one.stops else "warning",
                summary=_cut(f"{one.about}: {one.text}"),
                detail=" ".join(filter(None, [one.text, one.source])),
                sources=("practice",),
                status="P",
                code="data_quality",
                about=f"{one.about}#{place}",
                clears_when="How it was settled is signed.",
            )


def _cut(text: str) -> str:
    return text if len(text) <= 140 else f"{text[:139]}…"


@rule("candidacy.contradiction")
def contradiction(day: date, history: History) -> Iterator[Card]:
    """An answer “no” that the list of diagnoses contradicts is asked again."""
    answers = (
        ("infection_now", history.infection_now is False, ("infection", "minor_infection")),
        ("bleeding_disorder", history.bleeding_disorder is False, ("bleeding_disorder",)),
        ("cancer", history.cancer == "never", ("cancer",)),
        ("neurologic_risk", history.neurologic_risk is False, ("neurologic",)),
        ("capacity_doubt", history.capacity_doubt is False, ("capacity",)),
        ("pregnant", history.pregnant == "no", ("pregnancy",)),
        ("smoker", history.smoker is False, ("smoking",)),
    )
    for name, denied, concepts in answers:
        find = known if name == "cancer" else standing
        found = tuple(one for concept in concepts for one in find(history, concept, day))
        if denied and found:
            asked = History.items[name].ask
            yield Card(
                indicator="warning",
                summary=_cut(f"“{asked}” is answered no; the list names {named(found)}"),
                detail="Both were signed. The more cautious one counts until they agree.",
                sources=("practice",),
                status="P",
                code="contradiction",
                about=name,
                clears_when="The answer or the list is signed again.",
            )
