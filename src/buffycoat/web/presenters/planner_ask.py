"""What the planner is asked: the blood, the sites with the dose wanted at each, and how much may be drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES, Target, sites_named
from buffycoat.pathway.candidacy.labs import stale, value_on
from buffycoat.pathway.candidacy.records import Haematocrit, Labs, Plan, Platelets, Result, Site
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.preparation.baseline import blood_of
from buffycoat.pathway.preparation.planner import Band, band
from buffycoat.pathway.preparation.prediction import Blood
from buffycoat.pathway.preparation.records import Draw
from buffycoat.pathway.preparation.site_volume import VOLUMES, least_count
from buffycoat.pathway.record import Item
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.boxes import Box, box
from buffycoat.web.presenters.cards import short_mark, source_title

BLOOD, COUNT, RED = (
    Draw.items[name] for name in ("blood_volume", "baseline_platelets", "baseline_haematocrit")
)
DOSE, SITES = Item(ask="Platelets wanted", low=0), Item(ask="At how many sites?", low=1, high=12)
YEAR = 365
SURE = (("0.5", "in 5 of 10"), ("0.8", "in 8 of 10"), ("0.95", "in 95 of 100"))
MOST_BLOOD = (
    BLOOD.plausible[1] if BLOOD.plausible else 180.0
)  # above it a draw is questioned, so it is the start


@dataclass(frozen=True)
class Goal:
    """Sites of one target: what is known of the dose there, and what is wanted at each."""

    target: Target
    name: str
    count: int
    band: Band
    box: Box

    @property
    def soft(self) -> str:
        """“soft target 1.5 to 3 bn”, or that there is none."""
        if self.band.low is None:
            return "no published dose"
        return f"soft target {self.band.low:g} to {self.band.high:g} bn"

    @property
    def least_count(self) -> float:
        """The count at which the dose fits into one place, in ×10⁹/L; 0 where nothing is asked or known."""
        return least_count(self.target, self.box.number or 0)

    @property
    def most_ml(self) -> float:
        """The largest usual volume at one place; 0 where none is known."""
        row = VOLUMES.rows.get(self.target)
        return row.most if row else 0.0

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Where the band is from."""
        return tuple((key, source_title(key)) for key in self.band.sources)

    @property
    def mark(self) -> str:
        """How sure it is."""
        return short_mark(self.band.status)


@dataclass(frozen=True)
class Question:
    """Everything that was asked. `targets`: a free question chooses its own; an episode has a plan."""

    platelets: Box
    haematocrit: Box
    most_blood: Box
    sites: Box | None
    goals: tuple[Goal, ...]
    target: Target | None
    sure: float
    today: bool
    old: bool  # older than the practice's rule allows
    days_old: int | None

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All boxes with a number."""
        more = (self.sites,) if self.sites else ()
        return (self.platelets, self.haematocrit, self.most_blood, *more, *(one.box for one in self.goals))

    @property
    def wanted(self) -> float:
        """Billions of platelets over all sites; a site without a number adds nothing."""
        return sum((goal.box.number or 0) * goal.count for goal in self.goals)

    @property
    def densest(self) -> Goal | None:
        """The site that asks for the most concentrated product; None where no volume is known."""
        fitted = [goal for goal in self.goals if goal.least_count > 0]
        return max(fitted, key=lambda goal: goal.least_count, default=None)

    @property
    def without(self) -> tuple[Goal, ...]:
        """Sites for which no dose is given."""
        return tuple(goal for goal in self.goals if not goal.box.number)

    @property
    def why_not(self) -> str:
        """Why nothing can be worked out yet; "" when it can."""
        if any(one.error or one.doubt for one in self.boxes):
            return "Nothing is worked out until every number above is clear."
        if self.platelets.number is None:
            return "Without a platelet count no dose can be foreseen. Sign the laboratory, or type a count."
        if not self.platelets.number or self.most_blood.number is None:
            return "Say how much blood may be drawn, and a platelet count above zero."
        if self.wanted <= 0:
            return "Say how many platelets are wanted: no dose is published for these sites."
        return ""

    @property
    def blood(self) -> Blood:
        """The counts to expect in the draw."""
        return blood_of(self.platelets.number or 0, self.days_old, self.haematocrit.number)


def question(typed: Mapping[str, str], today: date, chart: Chart | None = None) -> Question:
    """Read what was typed over what the chart says."""
    labs, plan = (chart.newest(Labs), chart.newest(Plan)) if chart else (None, None)
    planned = tuple(plan.sites or ()) if plan else ()
    target = None if planned else _target(typed)
    number = None if planned else box(typed, "sites", SITES, 1)
    counted, red = value_on(today, labs, "platelets"), value_on(today, labs, "haematocrit")
    platelets = box(typed, "platelets", COUNT, _value(counted), help=_age(counted, today))
    own = counted is not None and platelets.number == _value(counted)
    fresh = typed.get("today") == "yes"
    return Question(
        platelets=platelets,
        haematocrit=box(typed, "haematocrit", RED, _value(red)),
        most_blood=box(typed, "most", BLOOD, MOST_BLOOD, "At most, blood of this patient"),
        sites=number,
        goals=_goals(planned, typed) or _free(target, number, typed),
        target=target,
        sure=next((float(value) for value, _ in SURE if value == typed.get("sure")), 0.8),
        today=fresh and not own,
        old=own and counted is not None and stale("platelets", counted, today),
        days_old=(today - counted.taken_on).days if own and counted else 0 if fresh else None,
    )


def _age(counted: Result | None, today: date) -> str:
    """Of which day the count is, and how old."""
    if counted is None:
        return "No venous count is signed."
    days = (today - counted.taken_on).days
    return f"Signed: venous blood of {day_text(counted.taken_on)}, {_ago(days)}."


def _value(result: Result | None) -> float | None:
    """The value as a person types it: a machine may send ten decimals."""
    return round(result.value, 1) if isinstance(result, Platelets | Haematocrit) else None


def _ago(days: int) -> str:
    if days > 2 * YEAR:
        return f"{days // YEAR} years ago"
    return {0: "today", 1: "1 day ago"}.get(days, f"{days} days ago")


def _target(typed: Mapping[str, str]) -> Target:
    return next((one for one in get_args(Target) if one == typed.get("target")), "DISC")


def _goals(planned: Iterable[Site], typed: Mapping[str, str]) -> tuple[Goal, ...]:
    """The planned sites, those of one target together."""
    by: dict[Target, list[Site]] = {}
    for site in planned:
        by.setdefault(site.target, []).append(site)
    return tuple(
        _goal(target, sites_named((one.target, one.level, one.side) for one in sites), len(sites), typed)
        for target, sites in by.items()
    )


def _free(target: Target | None, number: Box | None, typed: Mapping[str, str]) -> tuple[Goal, ...]:
    if target is None or number is None:
        return ()
    return (_goal(target, TARGET_NAMES[target], int(number.number or 1), typed),)


def _goal(target: Target, name: str, count: int, typed: Mapping[str, str]) -> Goal:
    known = band(target)
    ask = f"{name}: billions at {'this site' if count == 1 else 'each site'}"
    return Goal(target, name, count, known, box(typed, f"bn.{target}", DOSE, known.low, ask))
