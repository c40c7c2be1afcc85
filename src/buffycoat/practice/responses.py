"""Whose answers came at which visit, and how: with everybody counted who should have answered."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from buffycoat.pathway.outcomes.entered import NoAnswers
from buffycoat.pathway.outcomes.instruments import limit
from buffycoat.pathway.outcomes.records import Visit
from buffycoat.pathway.outcomes.visits import FOLLOW_UPS, Due, newest, schedule
from buffycoat.practice.exact import Rate, rate

State = Literal["ahead", "open", "late", "in_window", "outside", "missing"]
JUDGED: Visit = "week_12"  # the visit at which completeness is aimed at
NOT_RECORDED = ""  # a way of answering that nobody wrote down


@dataclass(frozen=True, slots=True)
class Answers:
    """Of the answers at one visit: when and how they came, and whether pain is in them."""

    visit: Visit
    answered_on: date
    mode: str | None = None
    nrs_average: int | None = None


@dataclass(frozen=True)
class Followed:
    """One injection: its day, the answers and the reasons for missing ones so far."""

    episode: str
    on: date
    answers: tuple[Answers, ...] = ()
    reasons: tuple[NoAnswers, ...] = ()

    def reason(self, visit: Visit) -> NoAnswers | None:
        """Why this visit's answers did not come."""
        return reason_for(self.reasons, visit)


def reason_for(reasons: Sequence[NoAnswers], visit: Visit) -> NoAnswers | None:
    """Why a visit's answers do not come: said for it, or for good at an earlier one."""
    own = [one for one in reasons if one.visit == visit]
    if own:
        return own[-1]
    earlier = ("baseline", *FOLLOW_UPS[: FOLLOW_UPS.index(visit)])
    lasting = [one for one in reasons if one.for_good and one.visit in earlier]
    return lasting[-1] if lasting else None


@dataclass(frozen=True)
class Asked:
    """One visit of one person: where its answers are."""

    who: Followed
    due: Due
    state: State
    answer: Answers | None
    reason: NoAnswers | None


@dataclass(frozen=True)
class Line:
    """One visit over all people. `closed`: those whose window is past, who are what every share is of."""

    visit: Visit
    states: Counter[State]
    closed: int
    in_window: Rate
    any_time: Rate
    no_pain: int
    modes: Counter[str]
    reasons: Counter[str]


@dataclass(frozen=True)
class Responses:
    """The board: a line a visit, the people to ask now, those who are missing, and the baselines."""

    people: int
    baselines: Rate
    lines: tuple[Line, ...]
    waiting: tuple[Asked, ...]
    missing: tuple[Asked, ...]

    @property
    def judged(self) -> Line:
        """The line of the visit at which completeness is aimed at."""
        return next(line for line in self.lines if line.visit == JUDGED)

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached in the window; None while nobody's window is past."""
        line = self.judged
        least = limit("completeness_aim") * line.closed
        return line.in_window.events * 100 >= least if line.closed else None


def asked(who: Followed, day: date) -> Iterator[Asked]:
    """Every visit of one person as it stands on a day."""
    for due in schedule(who.on):
        answer = newest((one for one in who.answers if one.answered_on <= day), due.visit)
        yield Asked(who, due, _state(due, answer, day), answer, None if answer else who.reason(due.visit))


def _state(due: Due, answer: Answers | None, day: date) -> State:
    if answer is not None:
        return "in_window" if due.opens <= answer.answered_on <= due.closes else "outside"
    if day < due.opens:
        return "ahead"
    if day > due.closes:
        return "missing"
    return "late" if day > due.on else "open"


def responses(followed: Iterable[Followed], day: date) -> Responses:
    """The board of a day. Who said that they will not answer is asked no more, and stays in every count."""
    held = list(followed)
    every = [one for who in held for one in asked(who, day)]
    begun = [one for one in every if one.state in ("open", "late") and one.reason is None]
    missing = [one for one in every if one.state == "missing" and one.reason is None]
    return Responses(
        people=len(held),
        baselines=rate(sum(_has_baseline(who) for who in held), len(held)),
        lines=tuple(
            _line(visit, [one for one in every if one.due.visit == visit], day) for visit in FOLLOW_UPS
        ),
        waiting=tuple(sorted(begun, key=lambda one: one.due.closes)),
        missing=tuple(sorted(missing, key=lambda one: one.due.closes, reverse=True)),
    )


def _has_baseline(who: Followed) -> bool:
    """Answers from before the injection; later ones are a memory."""
    return any(one.visit == "baseline" and one.answered_on <= who.on for one in who.answers)


def _line(visit: Visit, every: list[Asked], day: date) -> Line:
    past = [one for one in every if one.due.closes < day]
    given = [one.answer for one in every if one.answer]
    inside = sum(one.state == "in_window" for one in past)
    return Line(
        visit=visit,
        states=Counter(one.state for one in every),
        closed=len(past),
        in_window=rate(inside, len(past)),
        any_time=rate(sum(one.answer is not None for one in past), len(past)),
        no_pain=sum(one.nrs_average is None for one in given),
        modes=Counter(one.mode or NOT_RECORDED for one in given),
        reasons=Counter(one.reason.reason if one.reason else "" for one in past if one.state == "missing"),
    )
