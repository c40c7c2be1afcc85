"""Scoring of what people answer: a blank is never a zero, and what cannot be scored says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.outcomes.records import Outcome

Status = Literal["ok", "not_scorable", "not_classifiable", "invalid"]
STATEMENTS = 24  # in the Roland-Morris questionnaire
NAMES: dict[str, str] = {
    "nrs": "Pain, 0 to 10",
    "three_questions": "Three questions (PEG-type, own words)",
    "rmdq": "Roland-Morris, 0 to 24",
    "pgic": "Change as the person rates it, 1 to 7",
}


class Threshold(Fact):
    """One number that a score or a rule is held against."""

    value: float
    unit: str
    meaning: str


LIMITS = read_table(__file__, "instruments.toml", Threshold)


@dataclass(frozen=True, slots=True)
class Score:
    """A score, or why there is none. `blanks` counts the answers that were left out."""

    instrument: str
    status: Status
    score: float | None = None
    why: str = ""
    blanks: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether somebody counts as a responder by one definition; None when that cannot be said."""

    status: Status
    responder: bool | None = None
    why: str = ""


def limit(key: str) -> float:
    """The number of a row of instruments.toml."""
    return LIMITS[key].value


def _whole(value: object, low: int, high: int) -> int | None:
    """The whole number from low to high that was given; None for anything else, such as a tick or 7.5."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    return int(value) if low <= value <= high and value == int(value) else None


def _single(instrument: str, value: object, low: int, high: int) -> Score:
    if value is None:
        return Score(instrument, "not_scorable", why="not answered", blanks=1)
    read = _whole(value, low, high)
    if read is None:
        return Score(instrument, "invalid", why=f"{value!r} is not a whole number from {low} to {high}")
    return Score(instrument, "ok", float(read))


def nrs(value: object) -> Score:
    """The 0 to 10 pain rating as given."""
    return _single("nrs", value, 0, 10)


def pgic(value: object) -> Score:
    """The 1 to 7 rating of change as given; 1 is very much better."""
    return _single("pgic", value, 1, 7)


def three_questions(values: Sequence[object]) -> Score:
    """The mean of the three questions; all three are needed."""
    name = "three_questions"
    if len(values) != 3:
        return Score(name, "invalid", why=f"{len(values)} answers where there are 3 questions")
    read = [_single(name, value, 0, 10) for value in values]
    wrong = next((one for one in read if one.status == "invalid"), None)
    if wrong:
        return wrong
    blanks = sum(one.score is None for one in read)
    if blanks:
        return Score(name, "not_scorable", why=f"{blanks} of 3 not answered; all are needed", blanks=blanks)
    return Score(name, "ok", sum(one.score or 0.0 for one in read) / 3)


def roland_morris(answers: Sequence[object]) -> Score:
    """The count of “yes”. A few blanks count as “no”, as its authors do, and are told; many make it void."""
    if len(answers) != STATEMENTS:
        return Score("rmdq", "invalid", why=f"{len(answers)} answers where there are {STATEMENTS} statements")
    if any(not isinstance(one, bool) and one is not None for one in answers):
        return Score("rmdq", "invalid", why="each statement is answered yes or no")
    blanks = sum(one is None for one in answers)
    if blanks * 100 > limit("rmdq_blank") * STATEMENTS:
        return Score("rmdq", "not_scorable", why=f"{blanks} of {STATEMENTS} left blank", blanks=blanks)
    return Score("rmdq", "ok", float(sum(one is True for one in answers)), blanks=blanks)


def roland_morris_of(outcome: Outcome) -> Score:
    """The Roland-Morris score of a visit, from its statements or else from the total counted on paper."""
    total = outcome.roland_morris_total
    if outcome.roland_morris is None:
        return _single("rmdq", total, 0, STATEMENTS)
    counted = roland_morris(outcome.roland_morris.answers)
    if counted.status == "ok" and total is not None and total != counted.score:
        return Score("rmdq", "invalid", why=f"{counted.score:g} by the statements, {total} by the total")
    return counted


def scores(outcome: Outcome) -> dict[str, Score]:
    """Every measure of a visit."""
    three = (outcome.three_pain, outcome.three_liked, outcome.three_everyday)
    return {
        "nrs": nrs(outcome.nrs_average),
        "three_questions": three_questions(three),
        "rmdq": roland_morris_of(outcome),
        "pgic": pgic(outcome.pgic),
    }


def fall(baseline: Score, later: Score) -> Verdict | tuple[float, float]:
    """By how much a score fell, in points and percent of the baseline; else a Verdict with the reason."""
    for when, one in (("before", baseline), ("now", later)):
        if one.score is None:
            status: Status = "invalid" if one.status == "invalid" else "not_classifiable"
            return Verdict(status, why=f"{when}: {one.why}")
    before, now = baseline.score or 0.0, later.score or 0.0
    if before == 0:
        return Verdict("not_classifiable", why="the baseline is 0: it cannot fall")
    return before - now, (before - now) * 100 / before


def _fell(change: Verdict | tuple[float, float], points: float, percent: float) -> Verdict:
    if isinstance(change, Verdict):
        return change
    return Verdict("ok", change[0] >= points and change[1] >= percent)


def responder(baseline: Outcome | None, later: Outcome) -> dict[str, Verdict]:
    """The responder definitions that these answers can decide, by the letters of the rule base.

    (c) needs the Oswestry score, which is not asked here, so it is never decided.
    """
    before = nrs(baseline.nrs_average if baseline else None)
    change = fall(before, nrs(later.nrs_average))
    rated = pgic(later.pgic)
    return {
        "a": _fell(change, 0, limit("nrs_half")),
        "b": _fell(change, limit("nrs_points"), limit("nrs_share")),
        "c": Verdict("not_classifiable", why="needs an Oswestry score, which is not recorded"),
        "d": Verdict("ok", rated.score <= limit("pgic_responder"))
        if rated.score is not None
        else Verdict("invalid" if rated.status == "invalid" else "not_classifiable", why=rated.why),
        "e": Verdict("not_classifiable", why="other treatment since: not known")
        if later.rescue is None
        else Verdict("ok", not later.rescue),
    }
