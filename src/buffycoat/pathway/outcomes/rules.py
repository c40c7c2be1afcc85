"""What the answers and adverse events of an episode mean, and which are missing."""

from collections.abc import Iterator
from datetime import date, timedelta

from buffycoat.pathway.aftercare.plan import VISITS
from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.instruments import LIMITS, fall, limit, nrs
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.visits import Due, injected_on, latest_follow_up, newest, waiting
from buffycoat.pathway.record import in_words
from buffycoat.pathway.stage import rule

ANSWERS = "outcomes.outcome"


def _name(visit: str) -> str:
    return words.VISITS[visit][0]


@rule("outcomes.baseline")
def baseline(
    day: date, plan: Plan | None, injection: Injection | None, outcomes: tuple[Outcome, ...]
) -> Iterator[Card]:
    """The answers before the injection are what every later one is compared with."""
    given = injected_on(injection) if injection else None
    planned = given or (plan.planned_on if plan else None)
    before = newest(outcomes, "baseline")
    age = timedelta(days=limit("baseline_age"))
    if planned is None or (given is None and day < planned - age):
        return
    if before is None:
        when = f"given on {in_words(given)}" if given else f"planned for {in_words(planned)}"
        yield _baseline(f"No baseline answers; injection {when}", asks=(f"{ANSWERS}.visit",))
    elif before.answered_on > planned:
        yield _baseline(f"Baseline answered on {in_words(before.answered_on)}, after the injection")
    elif before.answered_on < planned - age:
        yield _baseline(
            f"Baseline answers are {(planned - before.answered_on).days} days older than the injection"
        )


def _baseline(summary: str, asks: tuple[str, ...] = ()) -> Card:
    row = LIMITS["baseline_age"]
    return Card(
        indicator="warning",
        summary=summary,
        detail=f"Without answers from the {row.value:g} days before the injection nobody can say later "
        "whether it helped. They cannot be asked for afterwards: memory of pain is not a baseline.",
        sources=row.sources,
        status=row.status,
        code="missing_data",
        asks=asks,
        clears_when="Baseline answers are signed before the injection.",
    )


@rule("outcomes.visit")
def visit(day: date, injection: Injection, outcomes: tuple[Outcome, ...]) -> Iterator[Card]:
    """Answers that are due are asked for; those whose window has closed count as missing."""
    late = waiting(injection, outcomes, day)
    closed = tuple(due for due in late if due.closes < day)
    if closed:
        names = ", ".join(_name(due.visit) for due in closed)
        yield _visit(
            "warning", f"Answers missing: {names}; window closed {in_words(closed[-1].closes)}", closed[-1]
        )
    for due in late:
        if due.closes >= day:
            days = (day - due.on).days
            when = "today" if days == 0 else f"{days} day{'s' * (days > 1)} ago"
            yield _visit("info", f"{_name(due.visit)}: answers fell due {when}", due)


def _visit(indicator: Indicator, summary: str, due: Due) -> Card:
    row = VISITS[due.visit]
    return Card(
        indicator=indicator,
        summary=summary,
        detail="Call, or send the link again. Answers given later keep their own date. Missing ones "
        "are reported as missing, and counted as failure beside the main result; nothing stands in for them.",
        sources=row.sources,
        status=row.status,
        code="visit_overdue",
        about=indicator,
        asks=(f"{ANSWERS}.visit",),
        clears_when="The answers are signed.",
    )


def _change(before: Outcome, now: Outcome) -> str:
    return f"{before.nrs_average} → {now.nrs_average} of 10 at {_name(now.visit)}"


@rule("outcomes.worse")
def worse(outcomes: tuple[Outcome, ...]) -> Iterator[Card]:
    """Pain that is worse than before the injection is looked at by a clinician."""
    before, now = newest(outcomes, "baseline"), latest_follow_up(outcomes)
    if before is None or now is None or before.nrs_average is None or now.nrs_average is None:
        return
    row = LIMITS["worse_points"]
    if now.nrs_average - before.nrs_average >= row.value:
        yield Card(
            indicator="warning",
            summary=f"Pain worse than before: {_change(before, now)}",
            detail="Look for another source of pain, a progressing disc, or infection: in a disc it can come "
            "without fever.",
            sources=row.sources,
            status=row.status,
            code="worse_than_baseline",
            about=now.visit,
            clears_when="Later answers are better.",
        )


@rule("outcomes.no_response")
def no_response(outcomes: tuple[Outcome, ...]) -> Iterator[Card]:
    """Too little improvement when response is judged: no repeat without a new diagnosis."""
    before, now = newest(outcomes, "baseline"), latest_follow_up(outcomes)
    row = LIMITS["repeat_share"]
    if before is None or now is None or VISITS[now.visit].weeks < limit("repeat_week"):
        return
    change = fall(nrs(before.nrs_average), nrs(now.nrs_average))
    if isinstance(change, tuple) and change[1] < row.value:
        yield Card(
            indicator="info",
            summary=f"No response: pain {_change(before, now)}",
            detail=f"Less than {row.value:g} % better. No repeat without a new diagnosis: ask again where "
            "the pain comes from.",
            sources=row.sources,
            status=row.status,
            code="no_response",
            about=now.visit,
            clears_when="Later answers are better.",
        )


@rule("outcomes.rescue")
def rescue(outcomes: tuple[Outcome, ...]) -> Iterator[Card]:
    """Another injection or an operation for the same pain counts as failure; not asked is not “none”."""
    later = [one for one in outcomes if one.visit != "baseline"]
    rescued = next((one for one in later if one.rescue), None)
    if rescued:
        what = "an operation" if rescued.rescue_surgery else "another injection"
        yield _rescue(
            "info", f"Counts as failure: {what} for the same pain, told at {_name(rescued.visit)}", "rescue"
        )
        return
    now = latest_follow_up(later)
    if now and now.rescue is None:
        open_ones = [one for one in ("rescue_injection", "rescue_surgery") if getattr(now, one) is None]
        asks = tuple(f"{ANSWERS}.{one}" for one in open_ones)
        said = f"Other injection or operation since: not known at {_name(now.visit)}"
        yield _rescue("warning", said, "missing_data", asks)


def _rescue(indicator: Indicator, summary: str, code: str, asks: tuple[str, ...] = ()) -> Card:
    return Card(
        indicator=indicator,
        summary=summary,
        detail="Whatever the pain scores say afterwards, they cannot be credited to PRP.",
        sources=("practice",),
        status="P",
        code=code,
        asks=asks,
        clears_when="The answers say whether there was one."
        if asks
        else "It stays: it is part of the result.",
    )
