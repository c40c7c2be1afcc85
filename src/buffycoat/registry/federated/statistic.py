"""What a question asks for: each kind is one statistic of the rows, whole numbers over fixed axes.

A row that lacks a covariate is left out or, where the question names it under `fill`, given the number that
stands here: the same at every site, and never one that whoever asks has chosen, for two such numbers in two
questions would tell of those who lack it. So the sum over sites is the statistic of the pooled rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry import frame as frames
from buffycoat.registry import sums
from buffycoat.registry.columns import ARMS, SEXES, WEEKS
from buffycoat.registry.federated.cohort import column
from buffycoat.registry.frame import UNKNOWN, Frame
from buffycoat.registry.models import logistic
from buffycoat.registry.statistics import Additive

KINDS: Mapping[str, str] = {
    "response": "people by arm, target, visit and whether pain is down by half",
    "events": "people by arm, target and their worst adverse event",
    "pain": "count, sum and sum of squares of average pain by arm, target and visit",
    "change": "the same of the fall of pain since before",
    "rescue": "how long until another injection or operation, by arm",
    "visits": "cross-products of pain over the visits, by pattern: for the mixed model",
    "logistic": "one step of a logistic regression of response at a visit",
}
COVARIATES = ("baseline", "age", "bmi", "prp", "smoker", "female")
MOST = 6  # covariates in one question
# About the middle; P. Only what is a quantity can be filled in: an unknown “smokes” is never “no”.
FILL = {"baseline": 6, "age": 55, "bmi": 28}
# Log-odds. Steeper coefficients would weigh only the few people on the edge, and so count them.
STEEPEST = 8
Asked = Mapping[str, Any]


def check(asked: Asked) -> None:
    """Refuse a statistic that is not one of these, naming what is wrong."""
    kind = asked.get("kind")
    extra = {"visits": {"columns"}, "logistic": {"columns", "week", "at"}}.get(str(kind), set())
    if kind not in KINDS or set(asked) - ({"fill"} if extra else set()) != {"kind"} | extra:
        raise ValueError(f"a statistic is a kind of {', '.join(KINDS)}, with {sorted(extra)}: {dict(asked)}")
    if "columns" in extra:
        _check_columns(asked["columns"])
        if not set(asked.get("fill", ())) <= set(asked["columns"]) & set(FILL):
            raise ValueError(f"fill: some of the columns, of {', '.join(FILL)}")
    if kind == "logistic":
        _check_step(asked)


def _check_columns(names: Sequence[str]) -> None:
    wrong = [one for one in names if one not in COVARIATES]
    if wrong or len(set(names)) != len(names) or len(names) > MOST:
        raise ValueError(f"columns are at most {MOST} of {', '.join(COVARIATES)}, each once: {list(names)}")


def _check_step(asked: Asked) -> None:
    if type(asked["week"]) is not int or asked["week"] not in WEEKS[1:]:
        raise ValueError(f"week is one of {WEEKS[1:]}, not {asked['week']!r}")
    at = asked["at"]
    fits = isinstance(at, list) and len(at) == len(asked["columns"]) + 1
    if not fits or not all(type(one) in (int, float) and abs(one) <= 50 for one in at):
        raise ValueError("at: a coefficient for 1 and for each column, each between -50 and 50")


def statistic(asked: Asked, frame: Frame) -> Additive:
    """The statistic of these rows."""
    kind = asked["kind"]
    if kind == "response":
        return sums.response(frame)
    if kind == "events":
        return sums.events(frame)
    if kind in ("pain", "change"):
        return sums.pain(frame, change=kind == "change")
    if kind == "rescue":
        return sums.rescue(frame).over("target")
    kept = frame.where(_complete(frame, asked))
    columns = {name: _covariate(kept, name) for name in asked["columns"]}
    if kind == "visits":
        return sums.visits(kept, columns)
    return _step(asked, kept, columns)


def counted(asked: Asked, frame: Frame) -> NDArray[np.bool_]:
    """Which rows enter the statistic: for a model those with every covariate, and judged at its visit."""
    found = _complete(frame, asked)
    if asked["kind"] == "logistic":
        found &= sums.states(frame, WEEKS.index(asked["week"])) >= sums.STATE.labels.index("no responder")
    return found


def _step(asked: Asked, frame: Frame, columns: Mapping[str, NDArray[np.int64]]) -> Additive:
    odds = asked["at"][0] + sum(
        held * slope for held, slope in zip(columns.values(), asked["at"][1:], strict=True)
    )
    if len(frame) and float(np.abs(odds).max()) > STEEPEST:
        raise ValueError(f"these coefficients give log-odds beyond {STEEPEST}")
    state = sums.states(frame, WEEKS.index(asked["week"]))
    judged = state >= sums.STATE.labels.index("no responder")
    responded = (state[judged] == sums.STATE.labels.index("responder")).astype(np.int64)
    about = f"response at week {asked['week']}"
    take = logistic.step_of(about, {name: held[judged] for name, held in columns.items()}, responded)
    return take(np.array(asked["at"], float))


def _complete(frame: Frame, asked: Asked) -> NDArray[np.bool_]:
    """The rows in which every covariate is known, or filled in as the question says."""
    found = np.ones(len(frame), bool)
    for name in asked.get("columns", ()):
        if name not in asked.get("fill", ()):
            found &= _known(frame, name)
    return found


def _known(frame: Frame, name: str) -> NDArray[np.bool_]:
    held = column(frame, {"prp": "arm", "female": "sex"}.get(name, name))
    return np.asarray((held != UNKNOWN) & (held >= 0))


def _covariate(frame: Frame, name: str) -> NDArray[np.int64]:
    if name == "prp":
        values = np.asarray(frame.columns["arm"] == tuple(ARMS).index("prp"), np.int64)
    elif name == "female":
        values = np.asarray(frame.columns["sex"] == tuple(SEXES).index("female"), np.int64)
    else:
        values = column(frame, name).astype(np.int64)
    return np.where(_known(frame, name), values, FILL.get(name, 0))


def blank(asked: Asked) -> Additive:
    """The statistic of nobody: its axes are what an answer's numbers are laid out over."""
    return statistic(asked, frames.nobody())
