"""The statistics of `sums`, as Ibis expressions over the three tables: written once, for every engine.

Each gives the same whole numbers in the same cells, so its fingerprint equals that of the plain sums, whether
DuckDB, Spark or a loop over the rows did the adding. Of a logistic regression the engine counts people by
their columns and outcome, whole numbers too; the exponential, which engines round differently, is taken here
of each combination, and every step of a fit comes from the one count.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.columns import WEEKS
from buffycoat.registry.files import NotAnExtract
from buffycoat.registry.models import logistic
from buffycoat.registry.models.covariance import Matrix
from buffycoat.registry.sources import Tables
from buffycoat.registry.statistics import Additive, Axis, Counts, Moments, Products, Survival
from buffycoat.registry.sums import ARM, DAYS, LATE, STATE, TARGET, VISIT

Expression: TypeAlias = Any  # an Ibis table or column; Ibis is imported only where it is used
KEY = ["site", "episode"]
GRADES = Axis("grade", tuple(map(str, range(6))))
TRIED = Axis("day", tuple(map(str, range(DAYS))))


@dataclass(frozen=True)
class Measure:
    """What to ask an engine, and how its rows are laid into the cells of a statistic."""

    expression: Expression
    laid: Callable[[Any], Additive]

    def take(self) -> Additive:
        """Ask, and lay."""
        return self.laid(self.expression.to_pyarrow())


def people(tables: Tables) -> Expression:
    """A row an episode: who, pain at each visit (`y0` before, `y2` at week 2, …), the worst event's grade.

    Let the engine keep it (`sources.kept`), then any measure of it is a short question. NotAnExtract where
    answers or events belong to no episode: a join would leave them out without a word.
    """
    import ibis

    for name, held in (("answers", tables.answers), ("events", tables.events)):
        if strays := held.anti_join(tables.episodes, KEY).count().to_pyarrow().as_py():
            raise NotAnExtract(f"{name}: rows that belong to no episode of their site: {strays}")
    pain = tables.answers.filter(tables.answers.instrument == "nrs")
    visits = {f"y{week}": pain.score.max(where=pain.week == week).cast("int64") for week in WEEKS}
    # An event whose grade nobody wrote down counts as one of grade 1, the least that it can have been.
    grade = ibis.greatest(tables.events.grade.fill_null(1), 1).cast("int64")
    scored = pain.group_by(KEY).agg(**visits)
    worst = tables.events.group_by(KEY).agg(worst=grade.max())
    held = tables.episodes.left_join(scored, KEY, rname="{name}_of_answers")
    held = held.left_join(worst, KEY, rname="{name}_of_events")
    numbers = ("age", "bmi", "months_of_pain", "dose", "elapsed", "followed", "rescue")
    return held.select(
        *KEY, "arm", "target", *visits, worst=held.worst.fill_null(0),
        **{name: held[name].cast("int64") for name in numbers},
    )  # fmt: skip


def response(of: Expression) -> Measure:
    """People by arm, target, visit and state."""
    standing = [_state(of, week) for week in WEEKS[1:]]
    asked = {
        f"w{at}s{code}": (state == code).cast("int64").sum()
        for at, state in enumerate(standing)
        for code in range(len(STATE.labels))
    }
    axes = (ARM, TARGET, VISIT, STATE)
    return _by_group(of, asked, lambda cells: Counts(
        "response: average pain down by half or more", axes, cells.reshape(*_shape(axes), 1)))  # fmt: skip


def _state(of: Expression, week: int) -> Expression:
    """Where each person stands at a visit: a code of STATE, as `sums.states` gives it."""
    import ibis

    before, now = of.y0, of[f"y{week}"]
    return ibis.cases(
        (before.isnull() | (before == 0), 1),
        (now.isnull() & (of.elapsed < week * 7 + LATE[week]), 0),
        (now.isnull(), 2),
        (2 * now <= before, 4),
        else_=3,
    )


def pain(of: Expression, change: bool = False) -> Measure:
    """Average pain by arm, target and visit; `change`: of those with both, the fall since before."""
    weeks = WEEKS[1:] if change else WEEKS
    asked: dict[str, Expression] = {}
    for week in weeks:
        score = of.y0 - of[f"y{week}"] if change else of[f"y{week}"]
        asked |= {f"n{week}": score.count(), f"s{week}": _sum(score), f"q{week}": _sum(score * score)}
    axes = (ARM, TARGET, Axis("week", tuple(map(str, weeks))))
    about = "fall of average pain" if change else "average pain"
    return _by_group(of, asked, lambda cells: Moments(about, axes, cells.reshape(*_shape(axes), 3)))


def rescue(of: Expression) -> Measure:
    """How long until another injection or operation, by arm and target."""
    import ibis

    had = (of.rescue >= 0).fill_null(False)
    day = ibis.ifelse(had, of.rescue, of.followed)
    held = of.mutate(day=ibis.least(day, DAYS - 1), event=(had & (day < DAYS)).cast("int64"))
    asked = held.group_by(["arm", "target", "day"]).agg(left=held.count(), events=held.event.sum())
    axes = (ARM, TARGET, TRIED)
    return Measure(asked, lambda rows: Survival("rescue", axes, _laid(rows, axes)))


def events(of: Expression) -> Measure:
    """People by arm, target and their worst adverse event (0: none was told)."""
    axes = (ARM, TARGET, GRADES)
    held = of.mutate(grade=of.worst)
    asked = held.group_by(["arm", "target", "grade"]).agg(n=held.count())
    return Measure(asked, lambda rows: Counts("worst adverse event", axes, _laid(rows, axes)))


def visits(of: Expression, covariates: Mapping[str, Expression], by_target: bool = False) -> Measure:
    """Cross-products of pain at the follow-up visits, by pattern (and target), for the mixed model.

    `covariates`: whole-number columns of `of`, never empty.
    """
    import ibis

    given = [of[f"y{week}"] for week in WEEKS[1:]]
    many = len(given)
    pattern = sum(one.notnull().cast("int64") * (1 << many - 1 - at) for at, one in enumerate(given))
    values = [
        ibis.literal(1),
        *(one.cast("int64") for one in covariates.values()),
        *(one.fill_null(0) for one in given),
    ]
    rows = of.select("target", pattern=pattern, **{f"z{at}": one for at, one in enumerate(values)})
    z = [rows[f"z{at}"] for at in range(len(values))]
    products = {f"p{i}_{j}": _sum(z[i] * z[j]) for i in range(len(z)) for j in range(i, len(z))}
    codes = Axis("pattern", tuple(map(str, range(1 << many))))
    patterns = Axis("pattern", tuple(format(code, f"0{many}b") for code in range(1 << many)))
    held: tuple[Axis, ...] = (codes, TARGET) if by_target else (codes,)
    names = ("1", *covariates, *(f"y{week}" for week in WEEKS[1:]))
    return Measure(
        rows.group_by([axis.name for axis in held]).agg(**products),
        lambda found: Products(
            "average pain", (patterns, *held[1:]), _laid(found, held), variables=names, visits=many
        ),
    )


def responded(of: Expression, week: int) -> Expression:
    """Who can be judged at a visit, with `responded` 1 or 0: the rows of a regression of response."""
    state = _state(of, week)
    judged = [STATE.labels.index(name) for name in ("no responder", "responder")]
    return of.mutate(state=state).filter(lambda held: held.state.isin(judged)).mutate(
        responded=lambda held: (held.state == judged[1]).cast("int64"))  # fmt: skip


def score(
    of: Expression, about: str, columns: Mapping[str, Expression], outcome: Expression, beta: Matrix
) -> Measure:
    """One step of a logistic regression at `beta`, as `models.logistic.step_of` takes it."""
    asked = _alike(of, columns, outcome)
    return Measure(asked, lambda rows: _step(about, tuple(columns), rows)(beta))


def step_of(
    of: Expression, about: str, columns: Mapping[str, Expression], outcome: Expression
) -> logistic.Step:
    """Every step of a fit (`models.logistic.fit`), of one question to the engine."""
    return _step(about, tuple(columns), _alike(of, columns, outcome).to_pyarrow())


def _alike(of: Expression, columns: Mapping[str, Expression], outcome: Expression) -> Expression:
    """How many people have each combination of whole-number columns, never empty, and outcome 0 or 1."""
    named = {f"x{at}": column.cast("int64") for at, column in enumerate([*columns.values(), outcome])}
    return of.select(**named).group_by(list(named)).agg(many=lambda held: held.count())


def _step(about: str, names: Sequence[str], rows: Any) -> logistic.Step:
    *columns, outcome, many = (rows[name].to_numpy() for name in rows.column_names)
    held = dict(zip(names, columns, strict=True))
    logistic.check(about, held)
    return logistic.step_of_many(about, held, outcome, many)


def _sum(column: Expression) -> Expression:
    """The sum, 0 when there is nothing to add."""
    return column.sum().fill_null(0)


def _shape(axes: Sequence[Axis]) -> tuple[int, ...]:
    return tuple(len(axis.labels) for axis in axes)


def _by_group(
    of: Expression, asked: Mapping[str, Expression], laid: Callable[[NDArray[np.int64]], Additive]
) -> Measure:
    """Numbers asked of every arm and target at once."""
    return Measure(of.group_by(["arm", "target"]).agg(**asked), lambda rows: laid(_laid(rows, (ARM, TARGET))))


def _laid(rows: Any, axes: Sequence[Axis]) -> NDArray[np.int64]:
    """The engine's rows in the cells of these axes; a group that it did not find is a group of nobody."""
    held = {name: rows[name] for name in rows.column_names}
    place = [_places(axis, held.pop(axis.name).to_pylist()) for axis in axes]
    cells = np.zeros((*_shape(axes), len(held)), np.int64)
    if len(rows):
        cells[tuple(place)] = np.column_stack([one.to_numpy() for one in held.values()])
    return cells


def _places(axis: Axis, words: Sequence[object]) -> NDArray[np.intp]:
    known = {label: at for at, label in enumerate(axis.labels)}
    unknown = sorted({str(word) for word in words} - set(known))
    if unknown:
        raise ValueError(f"{axis.name}: “{unknown[0]}” is not one of {', '.join(axis.labels[:12])}")
    return np.array([known[str(word)] for word in words], np.intp)
