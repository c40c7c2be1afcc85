"""Everything that the outcomes report says, as numbers: each with its people, or why it is not said."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from buffycoat.registry import frame as frames
from buffycoat.registry import sums
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.definitions import DEFINITIONS
from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.frame import UNKNOWN, Frame
from buffycoat.registry.models import logistic, weighting
from buffycoat.registry.models.dose_response import DoseResponse, dose_response
from buffycoat.registry.models.funnel import Funnel, funnel
from buffycoat.registry.models.kaplan_meier import Curve, LogRank, kaplan_meier, log_rank
from buffycoat.registry.models.missing import (
    Bounds,
    Tipping,
    completeness,
    patterns,
    responder_bounds,
    tipping_point,
)
from buffycoat.registry.models.mmrm import fit
from buffycoat.registry.models.proportion import Share, exact
from buffycoat.registry.models.shrinkage import Shrunk, shrunk
from buffycoat.registry.models.small_sample import Estimate, estimate
from buffycoat.registry.statistics import Axis, Counts, Moments, Products, Survival

T = TypeVar("T")
MODELLED = 40  # people for a model; fewer are only counted
SPLINE = 100  # people, and a tenth as many of either outcome, for a dose curve
NEEDED = ("arm", "target", "age", "dose", "elapsed", "followed", "rescue")  # columns of the frame
DELTAS = tuple(one / 2 for one in range(9))  # points worse on the 0 to 10 scale


@dataclass(frozen=True, slots=True)
class Untold:
    """Why something is not said."""

    why: str


Maybe: TypeAlias = T | Untold


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
class Versus:
    """PRP less another arm at each visit, by the mixed model, and what the missing could change."""

    other: str
    people: tuple[int, int]
    differences: Mapping[int, Estimate]
    tipping: Tipping
    responders: Maybe[weighting.Comparison]


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
            other: pool.submit(_told, partial(_versus, frame, other, late)) for other in sums.ARM.labels[1:3]
        }
        judged = _judged(prp, late)
        practices = pool.submit(_told, partial(_practices, judged, least))
        answers = pool.submit(
            sums.visits, prp, {"baseline": _middled(prp.scores["nrs"][:, 0], UNKNOWN)}, True
        )
        dose = {one: pool.submit(_told, partial(_dose, judged, one)) for one in targets}
        pain, free = pool.submit(sums.pain, prp), pool.submit(sums.rescue, prp)
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
        {one: _told(partial(_expected, by_target.pick("target", one))) for one in targets},
        _told(partial(kaplan_meier, curves)),
        _told(partial(log_rank, curves)),
        {one: held.result() for one, held in dose.items()},
        {other: held.result() for other, held in versus.items()},
        practices.result(),
        {(one, grade): _harm(worst, one, grade, least) for one in targets for grade in (1, 3)},
        _told(partial(completeness, by_target.over("target"))),
        patterns(by_target.over("target")),
        Counted(counted, means, curves, worst, by_target),
        frame.definition,
    )  # fmt: skip


def _told(of: Callable[[], T]) -> Maybe[T]:
    """What a model says, or why it could not."""
    try:
        return of()
    except (ValueError, np.linalg.LinAlgError) as error:
        return Untold(str(error))


@dataclass(frozen=True, eq=False)
class _Judged:
    """Who answered at one visit and can be judged, who of them responded, and what is adjusted for."""

    frame: Frame
    responded: NDArray[np.int16]
    adjusted: Mapping[str, NDArray[np.int16]]


def _judged(frame: Frame, visit: int) -> _Judged:
    state = sums.states(frame, visit)
    rows = np.flatnonzero(state >= 3)
    adjusted = {name: values.take(rows) for name, values in _adjusted(frame).items()}
    return _Judged(frame.where(state >= 3), (state.take(rows) == 4).astype(np.int16), adjusted)


def _adjusted(frame: Frame) -> dict[str, NDArray[np.int16]]:
    """Pain before and age as covariates."""
    return {
        "baseline": _middled(frame.scores["nrs"][:, 0], UNKNOWN),
        "age": _middled(frame.columns["age"], -1),
    }


def _middled(values: NDArray[np.integer], unknown: int) -> NDArray[np.int16]:
    """A covariate; who has none is given the middle (the median, rounded down): the answers still count."""
    found = values.astype(np.int16)
    missing = found == unknown
    if missing.any():
        below = np.bincount(found[~missing], minlength=1).cumsum()
        people = int(below[-1])
        ends = np.searchsorted(below, [(people - 1) // 2, people // 2], "right")
        found[missing] = int(ends.sum()) // 2 if people else 0
    return found


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


def _expected(given: Products) -> Mapping[int, Estimate]:
    """The mean at each visit for somebody of average baseline, the missing as the rest of them explains."""
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


def _dose(judged: _Judged, target: str) -> DoseResponse:
    columns = judged.frame.columns
    rows = np.flatnonzero((columns["target"] == sums.TARGET.labels.index(target)) & (columns["dose"] >= 0))
    dose, responded = columns["dose"].take(rows).astype(np.int64), judged.responded.take(rows)
    few = min(int(responded.sum()), int(len(responded) - responded.sum()))
    if len(dose) < SPLINE or few < SPLINE // 10:
        raise ValueError(f"a dose curve needs {SPLINE} people with a counted dose; there are {len(dose)}")
    labels = tuple(map(str, range(int(dose.max()) + 1)))
    table = np.bincount(dose + responded * len(labels), minlength=2 * len(labels))
    axes = (Axis("responded", ("no", "yes")), Axis("dose", labels))
    held = Counts("response by dose", axes, table.reshape(2, len(labels), 1))
    adjusted = {name: values.take(rows) for name, values in judged.adjusted.items()}
    return dose_response(held, dose, responded, adjusted)


def _versus(frame: Frame, other: str, visit: int) -> Versus:
    code = sums.ARM.labels.index(other)
    pair = frame.where(np.isin(frame.columns["arm"], (0, code)), ("arm", "age", "elapsed"))
    treated = (pair.columns["arm"] == 0).astype(np.int16)
    sizes = int(treated.sum()), int(len(treated) - treated.sum())
    if min(sizes) < MODELLED:
        raise ValueError(
            f"a comparison needs {MODELLED} people in each arm; there are {sizes[0]} and {sizes[1]}"
        )
    columns = _adjusted(pair)
    model = fit(sums.visits(pair, {"prp": treated, **columns}), common=["age"])
    found = {week: estimate(model, model.contrast({f"y{week}:prp": 1})) for week in WEEKS[1:]}
    judged = _judged(pair, visit)
    prp = (judged.frame.columns["arm"] == 0).astype(np.int16)
    answered = int(prp.sum())
    missing = Share(sizes[0] - answered, sizes[0], 1 - answered / sizes[0], 0, 1, "")
    return Versus(
        other, sizes, found, tipping_point(found[WEEKS[visit]], missing, DELTAS),
        _told(partial(_weighted, judged.adjusted, prp, judged.responded)),
    )  # fmt: skip


def _weighted(
    columns: Mapping[str, NDArray[np.integer]], treated: NDArray[np.int16], responded: NDArray[np.int16]
) -> weighting.Comparison:
    propensity = logistic.fit(logistic.step_of("treated", columns, treated), len(columns) + 1)
    rows = weighting.rows("response", columns, treated, responded)
    return weighting.compare(rows.means, rows.spreads, propensity)


def _practices(judged: _Judged, least: int) -> tuple[Funnel, Shrunk]:
    held, columns = judged.frame, dict(judged.adjusted)
    for code in np.flatnonzero(np.bincount(held.columns["target"]))[1:]:
        columns[f"target {code}"] = (held.columns["target"] == code).astype(np.int16)
    axis = Axis("practice", held.sites)
    top = logistic.fit(logistic.step_of("response", columns, judged.responded), len(columns) + 1)
    # Only at the top does it matter who is whose.
    step = logistic.step_of("response", columns, judged.responded, (axis, held.columns["site"]))
    at_top = step(top.beta).suppress(least)
    found = funnel(at_top)
    return found, shrunk(found.observed, found.people)


def _harm(worst: Counts, target: str, grade: int, least: int) -> Maybe[Share]:
    people = worst.pick("target", target).people
    if people.sum() < least:
        return Untold(f"fewer than {least} people were treated")
    return exact(int(people[grade:].sum()), int(people.sum()))
