"""From the frame to the statistics, in plain NumPy: every sum is of whole numbers, in any order the same."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.columns import ARMS, WEEKS
from buffycoat.registry.definitions import DEFINITIONS
from buffycoat.registry.frame import CODES, UNKNOWN, Frame
from buffycoat.registry.statistics import Axis, Counts, Moments, Products, Survival

ARM, TARGET = Axis("arm", tuple(ARMS)), Axis("target", CODES["target"])
VISIT = Axis("week", tuple(map(str, WEEKS[1:])))
LATE = {2: 7, 6: 14, 12: 21, 26: 28, 52: 56}  # days after a visit's day until its window closes
# What can be said of somebody at a visit; the last two answered, and have a baseline to compare with.
STATE = Axis("state", ("not due", "no baseline", "not answered", "no responder", "responder"))
DAYS = 731  # rescue is followed for two years at most
BLOCK = 1 << 15  # rows of a block: small enough to stay in the cache


def groups(frame: Frame) -> NDArray[np.intp]:
    """The place of each row in a table of arms and targets."""
    return frame.columns["arm"].astype(np.intp) * len(TARGET.labels) + frame.columns["target"]


def states(frame: Frame, visit: int) -> NDArray[np.uint8]:
    """Where each person stands at a follow-up visit (1 to 5): a code of STATE."""
    rule = DEFINITIONS[frame.definition]
    before, now = frame.scores["nrs"][:, 0], frame.scores[rule.instrument][:, visit]
    found: NDArray[np.uint8] = rule.table[before, now]
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
        code = place * len(STATE.labels) + states(frame, visit)
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
    for at, week in enumerate(weeks):
        score = scores[:, WEEKS.index(week)]
        if change:
            # Each pair of whole numbers is a cell of its own, so that one count gives every moment.
            code = (place * 11 + np.minimum(scores[:, 0], 10)) * 11 + np.minimum(score, 10)
            kept = (score != UNKNOWN) & (scores[:, 0] != UNKNOWN)
            many = np.bincount(code[kept], minlength=size * 121).reshape(size, 121)
            values = (table[:, None] - table).reshape(-1)
        else:
            kept = score != UNKNOWN
            many = np.bincount((place * 11 + np.minimum(score, 10))[kept], minlength=size * 11).reshape(
                size, 11
            )
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
    code = (place * DAYS + np.minimum(day, DAYS - 1)) * 2 + event
    table = np.bincount(code, minlength=size * DAYS * 2).reshape(len(ARM.labels), len(TARGET.labels), DAYS, 2)
    cells = np.stack([table.sum(axis=-1), table[..., 1]], axis=-1)
    return Survival("rescue", (ARM, TARGET, Axis("day", tuple(map(str, range(DAYS))))), cells)


def events(frame: Frame) -> Counts:
    """People by arm, target and their worst adverse event (0: none was told)."""
    place, size = groups(frame), len(ARM.labels) * len(TARGET.labels)
    worst = Axis("grade", tuple(map(str, range(6))))
    table = np.bincount(place * 6 + frame.columns["worst_event"], minlength=size * 6)
    cells = table.reshape(len(ARM.labels), len(TARGET.labels), 6, 1)
    return Counts("worst adverse event", (ARM, TARGET, worst), cells)


def visits(frame: Frame, covariates: Mapping[str, NDArray[np.integer]], by_target: bool = False) -> Products:
    """Cross-products of pain at the follow-up visits, by pattern (and target), for the mixed model.

    `covariates`: whole numbers (n,), none unknown. The plain twin is `statistics.products.products`.
    """
    y = frame.scores["nrs"][:, 1:]
    many, count = y.shape[1], 1 << y.shape[1]
    given = y != UNKNOWN
    pattern = given @ (1 << np.arange(many)[::-1]).astype(np.intp)
    targets = len(TARGET.labels) if by_target else 1
    group = pattern * targets + (frame.columns["target"] if by_target else 0)
    width = 1 + len(covariates) + many
    rows, columns = np.triu_indices(width)
    total = np.zeros((count * targets, width, width))
    for start in range(0, len(y), BLOCK):
        here = slice(start, start + BLOCK)
        order = np.argsort(group[here], kind="stable")
        z = np.empty((len(order), width))
        z[:, 0] = 1
        for at, values in enumerate(covariates.values(), start=1):
            z[:, at] = values[here][order]
        z[:, 1 + len(covariates) :] = np.where(given[here], y[here], 0)[order]
        code = group[here][order]
        edges = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1], [True]]))
        for first, last in pairwise(edges):
            part = z[first:last]
            total[code[first]] += part.T @ part
    cells = total[:, rows, columns].astype(np.int64).reshape(count, targets, -1)
    axes: Sequence[Axis] = [Axis("pattern", tuple(format(one, f"0{many}b") for one in range(count)))]
    names = ("1", *covariates, *(f"y{week}" for week in WEEKS[1:]))
    if by_target:
        return Products("average pain", (*axes, TARGET), cells, variables=names, visits=many)
    return Products("average pain", tuple(axes), cells[:, 0], variables=names, visits=many)
