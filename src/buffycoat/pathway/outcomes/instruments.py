"""The scores of what people answered at a visit, and whether they count as responders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.scoring import Score, Status, entered, scored, together

NAMES: dict[str, str] = {
    "nrs": "Pain, 0 to 10",
    "three_questions": "Three questions (PEG-type, own words)",
    "rmdq": "Roland-Morris, 0 to 24",
    "pgic": "Change as the person rates it, 1 to 7",
}


class Threshold(Fact):
    """One number that a score or a rule is held against.

    Of an instrument (`part`: of one of its scores) it is read as a change in points, a share of the
    baseline, or a cut of the score itself. `highest`: published values lie between `value` and this.
    """

    value: float
    highest: float | None = None
    unit: str
    instrument: str = ""
    part: str = ""
    reads: Literal["", "points", "share", "at_most", "at_least"] = ""
    meaning: str


LIMITS = read_table(__file__, "instruments.toml", Threshold)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether somebody counts as a responder by one definition; None when that cannot be said."""

    status: Status
    responder: bool | None = None
    why: str = ""


def limit(key: str) -> float:
    """The number of a row of instruments.toml."""
    return LIMITS[key].value


def nrs(value: object) -> Score:
    """The 0 to 10 pain rating as given."""
    return scored("NRS", (value,))


def pgic(value: object) -> Score:
    """The 1 to 7 rating of change as given; 1 is very much better."""
    return scored("PGIC", (value,))


def three_questions(values: Sequence[object]) -> Score:
    """The mean of the three questions; all three are needed."""
    return scored("THREE", values)


def roland_morris(answers: Sequence[object]) -> Score:
    """The count of “yes”. A few blanks count as “no”, as its authors do, and are told; many make it void."""
    return scored("RMDQ", answers)


def roland_morris_of(outcome: Outcome) -> Score:
    """The Roland-Morris score of a visit, from its statements or else from the total counted on paper."""
    ticked, total = outcome.roland_morris, outcome.roland_morris_total
    found = [] if ticked is None else [roland_morris(ticked.answers)]
    return together("RMDQ", found if total is None else [*found, entered("RMDQ", total)])


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
    # Rounded where binary fractions end, so that exactly 30 % is 30 %.
    return round(before - now, 9), round((before - now) * 100 / before, 9)


def _fell(change: Verdict | tuple[float, float], points: float, percent: float) -> Verdict:
    if isinstance(change, Verdict):
        return change
    return Verdict("ok", change[0] >= points and change[1] >= percent)


def responder(
    baseline: Outcome | None, later: Outcome, odi: tuple[Score, Score] | None = None
) -> dict[str, Verdict]:
    """The responder definitions that these answers can decide; `odi` is the Oswestry score before and now."""
    before = {"NRS": nrs(baseline.nrs_average)} if baseline else {}
    now = {"NRS": nrs(later.nrs_average), "PGIC": pgic(later.pgic)}
    if odi:
        before["ODI"], now["ODI"] = odi
    return responders(before, now, later.rescue)


def responders(
    before: Mapping[str, Score], now: Mapping[str, Score], rescue: bool | None
) -> dict[str, Verdict]:
    """The five responder definitions, by the letters of the rule base; each says why it cannot be decided."""

    def change(name: str) -> Verdict | tuple[float, float]:
        held = [
            moment.get(name, Score(name, "not_scorable", why=f"{name} not given")) for moment in (before, now)
        ]
        return fall(held[0], held[1])

    pain, rated = change("NRS"), now.get("PGIC", Score("PGIC", "not_scorable", why="PGIC not given"))
    half = _fell(pain, 0, limit("nrs_half"))
    return {
        "a": half,
        "b": _fell(pain, limit("nrs_points"), limit("nrs_share")),
        "c": _both(half, _fell(change("ODI"), 0, limit("odi_share"))),
        "d": Verdict("ok", rated.score <= limit("pgic_responder"))
        if rated.score is not None
        else Verdict("invalid" if rated.status == "invalid" else "not_classifiable", why=rated.why),
        "e": Verdict("not_classifiable", why="other treatment since: not known")
        if rescue is None
        else Verdict("ok", not rescue),
    }


def _both(one: Verdict, other: Verdict) -> Verdict:
    """Both must hold: one that does not is enough to say no, one that is not known leaves a yes open."""
    if "invalid" in (one.status, other.status):
        return one if one.status == "invalid" else other
    if False in (one.responder, other.responder):
        return Verdict("ok", False)
    return next((verdict for verdict in (one, other) if verdict.responder is None), Verdict("ok", True))
