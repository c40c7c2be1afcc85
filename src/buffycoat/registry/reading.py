"""One chart read for the registry: its row of episodes, its answers and its events, and nothing that names.

What was never asked stays empty. Days are counted from the injection. Free text is left out, and the kit,
which is written freely, is told only where it is one that is known by name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.candidacy.records import History, Plan
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes import instruments
from buffycoat.pathway.outcomes.accounts import counted
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.pathway.preparation.classes import known
from buffycoat.pathway.preparation.classification import TABLE
from buffycoat.pathway.preparation.dose import dose_bn
from buffycoat.pathway.preparation.kits import MEASURED
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.triage.records import Referral
from buffycoat.registry.columns import SEXES, WEEKS
from buffycoat.registry.sums import LATE

OLDEST = 90  # years; older people are told as one group
# An episode's age is told only down to the last of these days: the exact one and the day of the extract
# would together give the date of the treatment away. Each is when a visit's answers are no longer awaited.
CLOSED = (0, *(week * 7 + late for week, late in LATE.items()))
OTHER_KIT, OPEN_TUBES = "another", "open tubes"
WIDE = 32_000  # days either way: what lies beyond is a slip of the pen, and is left out
Row = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """What one chart gives: a row of episodes without pseudonyms and without `elapsed`, its other rows."""

    injected: date
    episode: Row
    answers: tuple[Row, ...]
    events: tuple[Row, ...]

    def elapsed(self, on: date) -> int:
        """Days since the injection, brought down to the last day of `CLOSED`."""
        since = (on - self.injected).days
        return max((day for day in CLOSED if day <= since), default=0)


def read(chart: Chart) -> Reading | None:
    """A chart with an injection in force; None for any other."""
    injection = chart.newest(Injection)
    if injection is None:
        return None
    on = injected_on(injection)
    answered = _newest(chart.every(Outcome))
    return Reading(
        on,
        {**_person(chart, on), **_treatment(chart, injection), **_rescue(answered, on)},
        tuple(_answers(answered, on)),
        tuple(_events(counted(chart), on)),
    )


def _person(chart: Chart, on: date) -> Row:
    said, history, plan = chart.newest(Referral), chart.newest(History), chart.newest(Plan)
    months = plan.months_of_pain if plan else None
    return {
        "arm": "prp",
        "year": on.year,
        "age": min(_age(said.birth_date, on), OLDEST) if said else None,
        "sex": said.sex if said and said.sex in SEXES else None,
        "smoker": history.smoker if history else None,
        "bmi": _rounded(history.body_mass_index if history else None),
        "months_of_pain": _rounded(months),
        "fused": None if history is None or history.fusions is None else bool(history.fusions),
    }


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _rounded(value: float | None, steps: int = 1) -> int | None:
    return None if value is None else round(value * steps)


def _treatment(chart: Chart, injection: Injection) -> Row:
    volumes: Row = {}
    for site in injection.sites:
        volumes[site.target] = volumes.get(site.target, 0.0) + site.volume
    order = list(TARGET_NAMES)
    total = sum(site.volume for site in injection.sites)
    draw, product = chart.newest(Draw), chart.newest(Product)
    counted = product.platelets if product and not product.clumps else None
    return {
        "target": max(volumes, key=lambda one: (volumes[one], -order.index(one))),
        "targets": len(volumes),
        "places": len({(one.target, one.level, one.side) for one in injection.sites}),
        "guidance": injection.guidance,
        "volume": _rounded(total, 10),
        "dose": _rounded(None if counted is None else dose_bn(counted, total), 10),
        "leukocytes": _leukocytes(draw, product, chart.every(Spin)),
        "kit": _kit(draw.kit if draw else None),
    }


def _leukocytes(draw: Draw | None, product: Product | None, spins: tuple[Spin, ...]) -> str | None:
    """Rich or poor against the blood; None unless both ends of what the blood may have held agree."""
    if product is None:
        return None
    found = set()
    for end in (0, 1):
        made = known(draw, product, spins, None, end)
        if made.white_cells is None or not made.blood_white_cells:
            return None
        found.add(TABLE["white_cells"].code("white cells", made.white_cells / made.blood_white_cells))
    return found.pop() if len(found) == 1 else None


@cache
def _kits() -> Mapping[str, str]:
    names = {OPEN_TUBES: OPEN_TUBES}
    for row in MEASURED.rows.values():
        names |= {row.kit.casefold(): row.kit, row.way.casefold(): row.way}
    return names


def _kit(written: str | None) -> str | None:
    return None if written is None else _kits().get(written.strip().casefold(), OTHER_KIT)


def _newest(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """The answers given last for each visit, first visit first."""
    ordered = sorted(outcomes, key=lambda one: (_week(one), one.answered_on))
    return tuple(list(held)[-1] for _, held in groupby(ordered, _week))


def _week(outcome: Outcome) -> int:
    return WEEKS[0] if outcome.visit == "baseline" else int(outcome.visit.removeprefix("week_"))


def _rescue(answered: tuple[Outcome, ...], on: date) -> Row:
    """The day of rescue; where no believable day was given, the day on which somebody told of it."""
    told = sorted((one for one in answered if one.answered_on >= on), key=lambda one: one.answered_on)
    days = []
    for one in told:
        if one.rescue:
            day = one.rescue_on if one.rescue_on and on <= one.rescue_on <= one.answered_on else None
            days.append(((day or one.answered_on) - on).days)
    denied = [(one.answered_on - on).days for one in told if one.rescue is False]
    first = min(days, default=None)
    return {"rescue": first, "followed": max(denied, default=0) if first is None else first}


def _days(day: date, on: date) -> int | None:
    return (day - on).days if abs(day - on) < timedelta(days=WIDE) else None


def _answers(answered: tuple[Outcome, ...], on: date) -> Iterator[Row]:
    for one in answered:
        scores = instruments.scores(one)
        three = (one.three_pain, one.three_liked, one.three_everyday)
        steps = {
            "nrs": scores["nrs"].score,
            "rmdq": scores["rmdq"].score,
            "three": sum(part or 0 for part in three) if scores["three_questions"].status == "ok" else None,
            "pgic": scores["pgic"].score if _week(one) else None,  # before, there is no change to rate
        }
        for name, score in steps.items():
            if score is not None:
                day = _days(one.answered_on, on)
                yield {"week": _week(one), "day": day, "instrument": name, "score": int(score)}


def _events(events: tuple[AdverseEvent, ...], on: date) -> Iterator[Row]:
    for one in events:
        yield {
            "day": _days(one.began_on, on),
            "what": one.what,
            "grade": one.grade,
            "serious": None if one.serious is None else bool(one.serious),
            "related": one.related,
            "infection": one.infection,
            "target": one.target,
            "told_by": one.found_by,
        }
