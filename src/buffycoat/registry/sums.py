"""From the frame to the statistics, in plain NumPy: every sum is of whole numbers, in any order the same."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.columns import ARMS, WEEKS
from buffycoat.registry.definitions import DEFINITIONS
from buffycoat.registry.frame import CODES, Frame
from buffycoat.registry.statistics import Axis, Counts, Moments, Products, Survival
from buffycoat.registry.statistics.crossed import crossed

ARM, TARGET = Axis("arm", tuple(ARMS)), Axis("target", CODES["target"])
VISIT = Axis("week", tuple(map(str, WEEKS[1:])))
LATE = {2: 7, 6: 14, 12: 21, 26: 28, 52: 56}  # days after a visit's day until its window closes
# What can be said of somebody at a visit; the last two answered, and have a baseline to compare with.
STATE = Axis("state", ("not due", "no baseline", "not answered", "no responder", "responder"))
DAYS = 731  # rescue is followed for two years at most


def groups(frame: Frame) -> NDArray[np.uint16]:
    """The place of each row in a table of arms and targets."""
    found: NDArray[np.uint16] = frame.columns["arm"].astype(np.uint16)
    found *= len(TARGET.labels)
    found += frame.columns["target"].astype(np.uint16)
    return found


def states(frame: Frame, visit: int) -> NDArray[np.uint8]:
    """Where each person stands at a follow-up visit (1 to 5): a code of STATE."""
    rule = DEFINITIONS[frame.definition]
    before, now = frame.scores["nrs"][:, 0], frame.scores[rule.instrument][:, visit]
    pair = before.astype(np.uint16)
    pair <<= 8
    pair |= now
    found: NDArray[np.uint8] = rule.table.reshape(-1).take(pair)
    week = WEEKS[visit]
    early = frame.columns["elapsed"] < week * 7 + LATE[week]
    # An answer that came before its window closed counts; only its absence is not yet a failure.
    found[early & (found == 2)] = 0
    return found


def response(frame: Frame) -> Counts:
    """People by arm, target, visit and state."""
    place, size = groups(frame), len(ARM.labels) * len(TARGET.labels)
    cells = np.empty((size, len(VISIT.labels), len(STATE.labels)), np.int64)
    for visit in range(1, len(WEEKS)):
        code = place * np.uint16(len(STATE.labels)) + states(frame, visit)
        counted = np.bincount(code, minlength=size * len(STATE.labels))
        cells[:, visit - 1] = counted.reshape(size, len(STATE.labels))
    shape = (len(ARM.labels), len(TARGET.labels), len(VISIT.labels), len(STATE.labels), 1)
    about = f"response: {DEFINITIONS[frame.definition].says}"
    return Counts(about, (ARM, TARGET, VISIT, STATE), cells.reshape(shape))


def pain(frame: Frame, change: bool = False) -> Moments:
    """Average pain by arm, target and visit; `change`: of those with both, the fall since before."""
    place, size = groups(frame), len(ARM.labels) * len(TARGET.labels)
    scores, weeks = frame.scores["nrs"], WEEKS[1:] if change else WEEKS
    cells = np.zeros((size, len(weeks), 3), np.int64)
    table = np.arange(11)
    before = np.minimum(scores[:, 0], 11)
    for at, week in enumerate(weeks):
        # Each score, or pair of scores, is a cell of its own, so that one count gives every moment; the
        # twelfth score is that there is none.
        code = np.minimum(scores[:, WEEKS.index(week)], 11) + place * np.uint16(12)
        if change:
            counted = np.bincount(code.astype(np.intp) * 12 + before, minlength=size * 144)
            many = counted.reshape(size, 12, 12)[:, :11, :11].reshape(size, 121)
            values = (table - table[:, None]).reshape(-1)
        else:
            many = np.bincount(code, minlength=size * 12).reshape(size, 12)[:, :11]
            values = table
        cells[:, at] = np.column_stack([many.sum(axis=1), many @ values, many @ values**2])
    shape = (len(ARM.labels), len(TARGET.labels), len(weeks), 3)
    about = "fall of average pain" if change else "average pain"
    return Moments(about, (ARM, TARGET, Axis("week", tuple(map(str, weeks)))), cells.reshape(shape))


def rescue(frame: Frame) -> Survival:
    """How long until another injection or operation, by arm and target."""
    place, size = groups(frame), len(ARM.labels) * len(TARGET.labels)
    had = frame.columns["rescue"] >= 0
    day = np.where(had, frame.columns["rescue"], frame.columns["followed"]).astype(np.intp)
    event = had & (day < DAYS)
    code = (place.astype(np.intp) * DAYS + np.minimum(day, DAYS - 1)) * 2 + event
    table = np.bincount(code, minlength=size * DAYS * 2).reshape(len(ARM.labels), len(TARGET.labels), DAYS, 2)
    cells = np.stack([table.sum(axis=-1), table[..., 1]], axis=-1)
    return Survival("rescue", (ARM, TARGET, Axis("day", tuple(map(str, range(DAYS))))), cells)


def events(frame: Frame) -> Counts:
    """People by arm, target and their worst adverse event (0: none was told)."""
    place, size = groups(frame), len(ARM.labels) * len(TARGET.labels)
    worst = Axis("grade", tuple(map(str, range(6))))
    table = np.bincount(place * np.uint16(6) + frame.columns["worst_event"], minlength=size * 6)
    cells = table.reshape(len(ARM.labels), len(TARGET.labels), 6, 1)
    return Counts("worst adverse event", (ARM, TARGET, worst), cells)


def visits(frame: Frame, covariates: Mapping[str, NDArray[np.integer]], by_target: bool = False) -> Products:
    """Cross-products of pain at the follow-up visits, by pattern (and target), for the mixed model.

    `covariates`: whole numbers (n,), none unknown. The plain twin is `statistics.products.products`.
    """
    pain, known = frame.scores["nrs"][:, 1:], list(covariates.values())
    many = pain.shape[1]
    names = ("1", *covariates, *(f"y{week}" for week in WEEKS[1:]))
    patterns = Axis("pattern", tuple(format(one, f"0{many}b") for one in range(1 << many)))
    if not by_target:
        return Products("average pain", (patterns,), crossed(known, pain), variables=names, visits=many)
    width = len(names) * (len(names) + 1) // 2
    cells = np.zeros((1 << many, len(TARGET.labels), width), np.int64)
    for target in np.flatnonzero(np.bincount(frame.columns["target"])):
        rows = np.flatnonzero(frame.columns["target"] == target)
        cells[:, target] = crossed([one.take(rows) for one in known], pain.T.take(rows, axis=1).T)
    return Products("average pain", (patterns, TARGET), cells, variables=names, visits=many)
