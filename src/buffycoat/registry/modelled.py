"""What the report models and does not only count: dose, other treatments, practices; or why it could not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry import sums
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.frame import UNKNOWN, Frame
from buffycoat.registry.limits import whole
from buffycoat.registry.models import logistic, weighting
from buffycoat.registry.models.dose_response import DoseResponse, dose_response
from buffycoat.registry.models.funnel import Funnel, funnel
from buffycoat.registry.models.missing import Tipping, tipping_point
from buffycoat.registry.models.mmrm import fit
from buffycoat.registry.models.proportion import Share
from buffycoat.registry.models.shrinkage import Shrunk, shrunk
from buffycoat.registry.models.small_sample import Estimate, estimate
from buffycoat.registry.statistics import Axis, Counts

T = TypeVar("T")
MODELLED = whole("modelled")
SPLINE = whole("dose_curve")
EITHER = whole("adjusted_for")
DELTAS = tuple(one / 2 for one in range(9))  # points worse on the 0 to 10 scale


@dataclass(frozen=True, slots=True)
class Untold:
    """Why something is not said."""

    why: str


Maybe: TypeAlias = T | Untold


@dataclass(frozen=True, eq=False)
class Versus:
    """PRP less another arm at each visit, by the mixed model, and what the missing could change."""

    other: str
    people: tuple[int, int]
    differences: Mapping[int, Estimate]
    tipping: Tipping
    responders: Maybe[weighting.Comparison]


def told(of: Callable[[], T]) -> Maybe[T]:
    """What a model says, or why it could not."""
    try:
        return of()
    except (ValueError, np.linalg.LinAlgError) as error:
        return Untold(str(error))


@dataclass(frozen=True, eq=False)
class Judged:
    """Who answered at one visit and can be judged, who of them responded, and what is adjusted for."""

    frame: Frame
    responded: NDArray[np.int16]
    adjusted: Mapping[str, NDArray[np.int16]]


def judged_at(frame: Frame, visit: int) -> Judged:
    """Those of a frame who can be judged at a visit."""
    state = sums.states(frame, visit)
    rows = np.flatnonzero(state >= 3)
    own = {name: values.take(rows) for name, values in adjusted(frame).items()}
    return Judged(frame.where(state >= 3), (state.take(rows) == 4).astype(np.int16), own)


def adjusted(frame: Frame) -> dict[str, NDArray[np.int16]]:
    """Pain before and age as covariates."""
    return {
        "baseline": middled(frame.scores["nrs"][:, 0], UNKNOWN),
        "age": middled(frame.columns["age"], -1),
    }


def middled(values: NDArray[np.integer], unknown: int) -> NDArray[np.int16]:
    """A covariate; who has none is given the middle (the median, rounded down): the answers still count."""
    found = values.astype(np.int16)
    many = np.bincount(found - min(unknown, 0), minlength=UNKNOWN + 1)
    many[max(unknown, 0)] = 0  # -1 has moved to 0
    below = many.cumsum()
    people = int(below[-1])
    if 0 < people < len(found):
        ends = np.searchsorted(below, [(people - 1) // 2, people // 2], "right")
        found[values == unknown] = int(ends.sum()) // 2 + min(unknown, 0)
    elif not people:
        found[:] = 0
    return found


def dose_at(judged: Judged, target: str) -> DoseResponse:
    """Whether response goes with dose at one target; ValueError where too few are counted."""
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
    own = {name: values.take(rows) for name, values in judged.adjusted.items()}
    return dose_response(held, dose, responded, own)


def compared(frame: Frame, other: str, visit: int) -> Versus:
    """PRP beside another arm, of everybody given either; ValueError where too few were."""
    code = sums.ARM.labels.index(other)
    arm = frame.columns["arm"]
    pair = frame.where((arm == 0) | (arm == code), ("arm", "age", "elapsed"))
    treated = (pair.columns["arm"] == 0).astype(np.int16)
    sizes = int(treated.sum()), int(len(treated) - treated.sum())
    if min(sizes) < MODELLED:
        raise ValueError(
            f"a comparison needs {MODELLED} people in each arm; there are {sizes[0]} and {sizes[1]}"
        )
    columns = adjusted(pair)
    model = fit(sums.visits(pair, {"prp": treated, **columns}), common=["age"])
    found = {week: estimate(model, model.contrast({f"y{week}:prp": 1})) for week in WEEKS[1:]}
    judged = judged_at(pair, visit)
    prp = (judged.frame.columns["arm"] == 0).astype(np.int16)
    lost = _lost(pair.where(treated == 1), visit)
    return Versus(
        other, sizes, found, tipping_point(found[WEEKS[visit]], lost, DELTAS),
        told(partial(_weighted, judged.adjusted, prp, judged.responded)),
    )  # fmt: skip


def _lost(prp: Frame, visit: int) -> Share:
    """Of those who answered or whose visit has closed, who did not answer. Who is not due yet is not lost."""
    given = prp.scores["nrs"][:, visit] != UNKNOWN
    due = given | (prp.columns["elapsed"] >= WEEKS[visit] * 7 + sums.LATE[WEEKS[visit]])
    lost, many = int((due & ~given).sum()), max(int(due.sum()), 1)
    return Share(lost, many, lost / many, 0, 1, "")


def _weighted(
    columns: Mapping[str, NDArray[np.integer]], treated: NDArray[np.int16], responded: NDArray[np.int16]
) -> weighting.Comparison:
    propensity = logistic.fit(logistic.step_of("treated", columns, treated), len(columns) + 1)
    rows = weighting.rows("response", columns, treated, responded)
    return weighting.compare(rows.means, rows.spreads, propensity)


def practices(judged: Judged, least: int) -> tuple[Funnel, Shrunk]:
    """Practices of `least` people and more beside each other, adjusted; and each drawn towards all."""
    held, columns = judged.frame, dict(judged.adjusted)
    for code in np.flatnonzero(np.bincount(held.columns["target"]))[1:]:
        here = held.columns["target"] == code
        responded = int(judged.responded[here].sum())
        if min(responded, int(here.sum()) - responded) >= EITHER:
            columns[f"target {code}"] = here.astype(np.int16)
    axis = Axis("practice", held.sites)
    top = logistic.fit(logistic.step_of("response", columns, judged.responded), len(columns) + 1)
    # Only at the top does it matter who is whose.
    step = logistic.step_of("response", columns, judged.responded, (axis, held.columns["site"]))
    at_top = step(top.beta).suppress(least)
    found = funnel(at_top)
    return found, shrunk(found.observed, found.people)
