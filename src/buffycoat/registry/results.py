"""Everything that the outcomes report says, as numbers: each with its people, or why it is not said."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from buffycoat.registry import frame as frames
from buffycoat.registry import sums
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.definitions import DEFINITIONS
from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.frame import UNKNOWN, Frame
from buffycoat.registry.modelled import MODELLED as MODELLED
from buffycoat.registry.modelled import Maybe as Maybe
from buffycoat.registry.modelled import Untold as Untold
from buffycoat.registry.modelled import Versus as Versus
from buffycoat.registry.modelled import compared, dose_at, judged_at, middled, practices, told
from buffycoat.registry.models.dose_response import DoseResponse
from buffycoat.registry.models.funnel import Funnel
from buffycoat.registry.models.kaplan_meier import Curve, LogRank, kaplan_meier, log_rank
from buffycoat.registry.models.missing import (
    Bounds,
    completeness,
    patterns,
    responder_bounds,
)
from buffycoat.registry.models.mmrm import fit
from buffycoat.registry.models.proportion import Share, exact
from buffycoat.registry.models.shrinkage import Shrunk
from buffycoat.registry.models.small_sample import Estimate, estimate
from buffycoat.registry.statistics import Counts, Moments, Products, Survival

NEEDED = ("arm", "target", "age", "dose", "elapsed", "followed", "rescue")  # columns of the frame


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its 95 % interval, and of how many people."""

    people: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Flow:
    """From all episodes to those counted at the main visit; `due`: with something to compare with."""

    episodes: int
    prp: int
    baseline: int
    due: int
    answered: int
    missing: int
    rescued: int
    serious: int  # with an event of grade 3 or worse


@dataclass(frozen=True, eq=False)
class Counted:
    """The counts of those treated with PRP that the numbers come from: what a release has to hide is here."""

    response: Counts
    pain: Moments
    rescue: Survival
    events: Counts
    visits: Products


@dataclass(frozen=True, slots=True)
class Rule:
    """How a report for release was made: the smallest number shown, and what the rest is rounded to."""

    least: int
    base: int


@dataclass(frozen=True, eq=False)
class Results:
    """The report's numbers. `week` is the main visit; `targets` are those with anybody, the largest first."""

    week: int
    targets: tuple[str, ...]
    flow: Flow
    response: Mapping[tuple[str, int], Maybe[Bounds]]
    observed: Mapping[tuple[str, int], Maybe[Mean]]
    expected: Mapping[str, Maybe[Mapping[int, Estimate]]]
    rescue: Maybe[Curve]
    rescue_test: Maybe[LogRank]
    dose: Mapping[str, Maybe[DoseResponse]]
    versus: Mapping[str, Maybe[Versus]]
    practices: Maybe[tuple[Funnel, Shrunk]]
    harms: Mapping[tuple[str, int], Maybe[Share]]
    complete: Maybe[tuple[Share, ...]]
    patterns: tuple[tuple[str, int], ...]
    counted: Counted
    definition: str = "a"
    rule: Rule | None = None  # None: every count is exact


def read(folder: Path, workers: int = 2, definition: str = "a") -> Frame:
    """The frame of a folder with what `results` needs, and no more: half the time of reading all."""
    instruments = tuple(dict.fromkeys(("nrs", DEFINITIONS[definition].instrument)))
    return replace(frames.read(folder, workers, NEEDED, instruments), definition=definition)


def results(frame: Frame, week: int = 26, least: int = LEAST, workers: int = 2) -> Results:
    """All of it, from a frame. Nothing is said of fewer than `least` people."""
    prp = frame.where(frame.columns["arm"] == 0)
    sizes = np.bincount(prp.columns["target"], minlength=256)[: len(sums.TARGET.labels)]
    targets = tuple(sums.TARGET.labels[one] for one in np.argsort(-sizes, kind="stable") if sizes[one])
    late = WEEKS.index(week)
    with ThreadPoolExecutor(workers) as pool:  # the largest first
        versus = {
            other: pool.submit(told, partial(compared, frame, other, late)) for other in sums.ARM.labels[1:3]
        }
        judged = judged_at(prp, late)
        by_practice = pool.submit(told, partial(practices, judged, least))
        answers = pool.submit(sums.visits, prp, {"baseline": middled(prp.scores["nrs"][:, 0], UNKNOWN)}, True)
        dose = {one: pool.submit(told, partial(dose_at, judged, one)) for one in targets}
        pain, free = pool.submit(sums.pain, prp), pool.submit(sums.rescue, prp)
        # After `answers` in the queue, so that waiting for them cannot hold up what they wait for.
        expected = {one: pool.submit(told, partial(_expected, answers, one)) for one in targets}
        counted, worst = sums.response(prp).pick("arm", "prp"), sums.events(prp).pick("arm", "prp")
    means, curves, by_target = (
        pain.result().pick("arm", "prp"),
        free.result().pick("arm", "prp"),
        answers.result(),
    )
    return Results(
        week,
        targets,
        _flow(frame, prp, late),
        {(one, at): _bounds(counted, one, at, least) for one in targets for at in WEEKS[1:]},
        {(one, at): _mean(means.pick("target", one).cells[place], least)
         for one in targets for place, at in enumerate(WEEKS)},
        {one: held.result() for one, held in expected.items()},
        told(partial(kaplan_meier, curves)),
        told(partial(log_rank, curves)),
        {one: held.result() for one, held in dose.items()},
        {other: held.result() for other, held in versus.items()},
        by_practice.result(),
        {(one, grade): _harm(worst, one, grade, least) for one in targets for grade in (1, 3)},
        told(partial(completeness, by_target.over("target"))),
        patterns(by_target.over("target")),
        Counted(counted, means, curves, worst, by_target),
        frame.definition,
    )  # fmt: skip


def _flow(frame: Frame, prp: Frame, visit: int) -> Flow:
    state = sums.states(prp, visit)
    return Flow(
        episodes=len(frame),
        prp=len(prp),
        baseline=int((prp.scores["nrs"][:, 0] != UNKNOWN).sum()),
        due=int((state >= 2).sum()),
        answered=int((state >= 3).sum()),
        missing=int((state == 2).sum()),
        rescued=int((prp.columns["rescue"] >= 0).sum()),
        serious=int((prp.columns["worst_event"] >= 3).sum()),
    )


def _bounds(counted: Counts, target: str, week: int, least: int) -> Maybe[Bounds]:
    at = counted.pick("target", target).pick("week", str(week)).people
    missing, failed, responded = (int(at[sums.STATE.labels.index(name)])
                                  for name in ("not answered", "no responder", "responder"))  # fmt: skip
    answered = failed + responded
    if answered + missing < least or not answered:
        return Untold(
            f"fewer than {least} people are due" if answered + missing < least else "nobody answered"
        )
    return responder_bounds(responded, answered, answered + missing, (0.0, 0.5, 1.0))


def _mean(cells: NDArray[np.int64], least: int) -> Maybe[Mean]:
    people, total, squares = (int(one) for one in cells)
    if people < least:
        return Untold(f"fewer than {least} people answered")
    variance = (people * squares - total * total) / (people * (people - 1))
    reach = float(stdtrit(people - 1, 0.975)) * (variance / people) ** 0.5
    return Mean(people, total / people, total / people - reach, total / people + reach)


def _expected(answers: Future[Products], target: str) -> Mapping[int, Estimate]:
    """The mean at each visit for somebody of average baseline, the missing as the rest of them explains."""
    given = answers.result().pick("target", target)
    people = int(given.people.sum())
    if people < MODELLED:
        raise ValueError(f"a model needs {MODELLED} people; there are {people}")
    model = fit(given)
    total = given.cells.reshape(-1, len(given.parts)).sum(axis=0)
    average = total[given.parts.index("1*baseline")] / people
    return {
        week: estimate(model, model.contrast({f"y{week}:1": 1, f"y{week}:baseline": average}))
        for week in WEEKS[1:]
    }


def _harm(worst: Counts, target: str, grade: int, least: int) -> Maybe[Share]:
    people = worst.pick("target", target).people
    if people.sum() < least:
        return Untold(f"fewer than {least} people were treated")
    return exact(int(people[grade:].sum()), int(people.sum()))
