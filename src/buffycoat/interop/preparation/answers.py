"""What the answers of `dose`, `spin` and `classify` hold: their schemas are printed from here."""

from typing import Any, Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict  # pydantic asks for this one on Python 3.11

Status = Literal["ok", "warning", "refused"]
CLOSED = ConfigDict(extra="forbid", allow_inf_nan=False)


@with_config(CLOSED)
class Quantity(TypedDict):
    """A figure, its unit, and the ends between which it lies (80 % where it is a chance); null: not known."""

    value: float | None
    unit: str
    interval: list[float] | None


@with_config(CLOSED)
class Said(TypedDict):
    """A message: how much it matters, about what, and where that comes from."""

    level: Literal["critical", "warning", "info"]
    code: str
    field: str | None
    text: str
    why: str
    source: list[str]
    mark: str


@with_config(CLOSED)
class Answer(TypedDict):
    """What every answer holds."""

    id: Any
    status: Status
    messages: list[Said]


@with_config(CLOSED)
class SiteDose(TypedDict, total=False):
    """What went, or will go, into one site."""

    site: str
    target: str
    level: str
    side: str
    volume: Quantity
    dose: Quantity


@with_config(CLOSED)
class Line(TypedDict):
    """One line of the ledger: platelets are in it, and nowhere twice."""

    where: Literal["drawn", "left_behind", "kept", "product", "sample", "site", "discarded", "left_over"]
    number: int | None
    volume: Quantity
    platelets: Quantity


@with_config(CLOSED)
class GrowthFactor(TypedDict):
    """How much of one growth factor a dose may hold: a range, or why there is none."""

    name: str
    range: list[float] | None
    unit: str
    studies: str
    why_not: str | None
    note: str | None


@with_config(CLOSED)
class Bounds(TypedDict):
    """A dose from and to; null where nothing is published."""

    unit: str
    range: list[float] | None


@with_config(CLOSED)
class DoseBand(TypedDict):
    """What is known of the dose at one site of a target: shown beside a dose, never a threshold."""

    target: str
    dose: Bounds
    fold: float | None
    text: str
    source: list[str]
    mark: str


@with_config(CLOSED)
class Ranked(TypedDict):
    """One way of preparing, with as many units as it takes."""

    way: str
    units: int
    blood: Quantity
    dose: Quantity
    chance: float
    reaches: bool
    too_thin: bool
    cost: float | None
    cost_per_billion: float | None
    recovery: Quantity
    concentration: Quantity
    rests_on: str
    notes: list[str]
    source: list[str]


@with_config(CLOSED)
class Outlook(TypedDict, total=False):
    """What a kit or protocol was expected to give, beside what was measured."""

    way: str
    rests_on: str
    blood: Quantity
    volume: Quantity
    recovery: Quantity
    fold: Quantity
    dose: Quantity
    concentration: Quantity


class _DoseAlways(Answer):
    mode: Literal["measured", "predicted"]
    dose: Quantity
    concentration: Quantity
    fold: Quantity
    recovery: Quantity
    dose_of: Literal["injected", "at hand", "product"] | None
    per_site: list[SiteDose]
    interval_holds: float
    growth_factors: list[GrowthFactor]
    band: DoseBand | None
    unknown: list[str]


class DoseAnswer(_DoseAlways, total=False):
    """The answer of `buffycoat dose`: measured with a ledger, or predicted with a chance and a plan."""

    drawn: Quantity
    made: Quantity
    ledger: list[Line]
    expected: Outlook
    way: str
    rests_on: str
    blood: Quantity
    volume: Quantity
    chance: float | None
    plan: list[Ranked]


@with_config(CLOSED)
class Window(TypedDict):
    """The forces that work for so many minutes, and the turns that give them."""

    minutes: float
    rcf: list[float]
    rpm: list[float]


@with_config(CLOSED)
class Moved(TypedDict):
    """The recovery when one thing is otherwise."""

    change: str
    recovery: Quantity


@with_config(CLOSED)
class Designed(TypedDict):
    """Where a tube and rotor work, and what the best hangs on."""

    region: list[Window]
    sensitivity: list[Moved]
    single_spin_ceiling: Quantity


class _SpinAlways(Answer):
    recovery: Quantity
    fold: Quantity
    rpm: Quantity
    rcf: Quantity
    volume: Quantity
    dose: Quantity
    concentration: Quantity
    interval_holds: float
    unknown: list[str]


class SpinAnswer(_SpinAlways, total=False):
    """The answer of `buffycoat spin`: one protocol with its intervals, or a design."""

    rcf_along: dict[str, float]
    blood: Quantity
    first_spin: dict[str, Quantity]
    minutes: Quantity
    design: Designed


class ClassAnswer(Answer):
    """The answer of `buffycoat classify`: one code a system, or null and the reason in `why_not`."""

    paw: str | None
    mishra: str | None
    dohan_ehrenfest: str | None
    plra: str | None
    depa: str | None
    marspill: str | None
    isth: None
    why_not: dict[str, str]
    notes: dict[str, str]
    recovery: Quantity
    rule_version: str


ANSWERS = {"dose": DoseAnswer, "spin": SpinAnswer, "classify": ClassAnswer}
