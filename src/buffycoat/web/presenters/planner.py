"""Which kit or protocol, how many, how much blood: the ways ranked for one patient, each on one scale."""

from dataclasses import dataclass
from urllib.parse import urlencode

from buffycoat.pathway.preparation.planner import Option, plan
from buffycoat.pathway.units import number_text
from buffycoat.web.presenters.planner_ask import Goal, Question
from buffycoat.web.presenters.planner_ways import Ways
from buffycoat.web.presenters.scale import Interval, Scale, in_words, of_spread, scale, short

RESTS = {
    "own counts": "Own counts",
    "published counts": "Published counts",
    "one study": "One published study",
    "no counts": "No counts: an unknown kit",
    "physics": "Calculated from the spin",
}
OPEN_TUBES = "open tubes"  # as the draw record asks for it
SHOWN = 6  # ways that are seen at once; the others are folded


@dataclass(frozen=True)
class Row:
    """One way, as it is drawn."""

    name: str
    takes: str
    chance: str
    reaches: bool
    dose: Interval
    cost: str
    rests_on: str
    count: str  # how concentrated it is expected to be
    too_thin: bool
    notes: tuple[str, ...]
    query: str  # what carries the kit into the draw


@dataclass(frozen=True)
class Ranked:
    """The ways compared. `band`: the soft target of all sites together, from and to in percent."""

    wanted: str
    fits: str  # how concentrated the product must be, and why
    wanted_x: float
    axis: Scale
    band: tuple[float, float] | None
    band_text: str
    rows: tuple[Row, ...]
    best: Row | None
    left_out: tuple[str, ...]

    @property
    def first(self) -> tuple[Row, ...]:
        """The rows that are seen at once."""
        return self.rows[:SHOWN]

    @property
    def rest(self) -> tuple[Row, ...]:
        """The rows that are folded."""
        return self.rows[SHOWN:]


def ranked(asked: Question, ways: Ways) -> Ranked | None:
    """The answer; None where something is still to be said (`asked.why_not`)."""
    if asked.why_not or asked.most_blood.number is None:
        return None
    densest = asked.densest
    found = plan(
        asked.blood,
        asked.wanted,
        ways.ways,
        most_blood_ml=asked.most_blood.number,
        sure=asked.sure,
        least_count=densest.least_count if densest else 0,
    )
    soft = [goal for goal in asked.goals if goal.band.low is not None and goal.band.high is not None]
    low, high = (sum((getattr(goal.band, end) or 0) * goal.count for goal in soft) for end in ("low", "high"))
    axis = scale([asked.wanted, high, *(one.dose.interval()[1] for one in found)], " bn")
    currency = ways.currencies[0] if len(ways.currencies) == 1 else ""
    rows = tuple(_row(one, axis, currency) for one in found)
    return Ranked(
        wanted=number_text(asked.wanted),
        fits=_fits(densest) if densest else "",
        wanted_x=axis.x(asked.wanted),
        axis=axis,
        band=(axis.x(low), axis.x(high)) if soft else None,
        band_text=f"soft target {low:g} to {high:g}" if soft else "",
        rows=rows,
        best=rows[0] if rows and rows[0].reaches else None,
        left_out=ways.left_out,
    )


def _row(option: Option, axis: Scale, currency: str) -> Row:
    return Row(
        name=option.way.name,
        takes=f"{_units(option)}, {number_text(option.blood_ml)} mL of blood",
        chance=in_words(option.chance),
        reaches=option.reaches,
        dose=of_spread(axis, option.dose),
        cost=_cost(option, currency),
        rests_on=RESTS[option.one.rests_on],
        count=_count(option),
        too_thin=option.too_thin,
        notes=option.one.notes,
        query=urlencode({"kit": OPEN_TUBES if option.one.rests_on == "physics" else option.way.name}),
    )


def _fits(goal: Goal) -> str:
    """Why a product must be concentrated: a disc holds little."""
    return (
        f"{number_text(goal.box.number or 0)} billion in at most {goal.most_ml:g} mL at {goal.name} "
        f"need {number_text(round(goal.least_count))} ×10⁹/L or more; more kits do not make it denser."
    )


def _count(option: Option) -> str:
    low, high = (f"{bound:,.0f}" for bound in option.one.concentration.interval())
    return f"{option.one.concentration.median:,.0f} ({low} to {high})"


def _units(option: Option) -> str:
    thing = "set of tubes" if option.one.rests_on == "physics" else "kit"
    if option.units == 1:
        return f"1 {thing}"
    return f"{option.units} " + ("sets of tubes" if thing != "kit" else "kits")


def _cost(option: Option, currency: str) -> str:
    if option.cost is None or option.cost_per_billion is None:
        return "no price given"
    unit = f" {currency}" if currency else ""
    return f"{short(option.cost_per_billion)}{unit} a billion; {number_text(round(option.cost, 2))} in all"
