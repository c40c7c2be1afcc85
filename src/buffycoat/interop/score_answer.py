"""What the answer of `score` holds: its schema is printed from here."""

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict  # pydantic asks for this one on Python 3.11

Status = Literal["ok", "not_scorable", "not_classifiable", "invalid"]
CLOSED = ConfigDict(extra="forbid", allow_inf_nan=False)


@with_config(CLOSED)
class Scale(TypedDict):
    """The bounds of the score, and which end is better; of the parts those where higher is better."""

    low: float
    high: float
    better: Literal["lower", "higher"]
    higher_is_better: list[str]


@with_config(CLOSED)
class Row(TypedDict):
    """A published number that a score is held against; `highest` where values lie between two."""

    rule: str
    means: str
    value: float
    highest: float | None
    unit: str
    source: list[str]
    mark: str


@with_config(CLOSED)
class Cut(Row):
    """Whether the score itself is past a cut."""

    holds: bool | None


@with_config(CLOSED)
class Important(Row):
    """Whether the change reached a published important difference; null where that cannot be said."""

    of: str | None
    improved: bool | None
    worsened: bool | None
    why: str | None


@with_config(CLOSED)
class Before(TypedDict):
    """The score of the baseline."""

    status: Status
    score: float | None
    why: str | None
    scores: NotRequired[dict[str, float | None]]


@with_config(CLOSED)
class Change(TypedDict):
    """The score now less the score before; negative is a fall."""

    points: float | None
    percent: float | None


@with_config(CLOSED)
class Responder(TypedDict):
    """One definition of a responder; null with the reason where it cannot be decided."""

    responder: bool | None
    status: Status
    why: str | None
    means: str


@with_config(CLOSED)
class Scored(TypedDict):
    """One instrument. `scores` are scores within it, such as domains."""

    status: Status
    score: float | None
    why: str | None
    instrument: NotRequired[str]
    version: NotRequired[str | None]
    blanks: NotRequired[int]
    scale: NotRequired[Scale]
    licence: NotRequired[str]
    missing_rule: NotRequired[str]
    scores: NotRequired[dict[str, Any]]
    grade: NotRequired[str]
    cuts: NotRequired[list[Cut]]
    baseline: NotRequired[Before]
    change: NotRequired[Change | None]
    important: NotRequired[list[Important]]


class ScoreAnswer(Scored):
    """The answer of `buffycoat score`; with `measures`, `scores` holds one such answer an instrument."""

    id: Any
    not_read: list[str]
    responder: NotRequired[dict[Literal["a", "b", "c", "d", "e"], Responder]]
    rule_version: NotRequired[str]
