"""The same results as they may leave the clinic: none small, none that others give away, all rounded.

Every share is worked out anew from the rounded counts, so that it tells nothing that they do not; its
interval is made wide enough to hold the exact one. What a model says of forty people or more stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from buffycoat.registry.columns import WEEKS
from buffycoat.registry.disclosure import BASE, LEAST
from buffycoat.registry.frame import CODES
from buffycoat.registry.linked import FEW, HIDDEN, Name, leaves, release, rounded
from buffycoat.registry.models.dose_response import Bin, DoseResponse
from buffycoat.registry.models.funnel import Funnel
from buffycoat.registry.models.kaplan_meier import Curve, kaplan_meier
from buffycoat.registry.models.missing import Bounds, tipping_point
from buffycoat.registry.models.proportion import Share, exact, wilson
from buffycoat.registry.models.shrinkage import Shrunk, shrunk
from buffycoat.registry.models.weighting import Comparison
from buffycoat.registry.report.ties import MOST_PATTERNS, ties
from buffycoat.registry.results import Flow, Maybe, Mean, Results, Rule, Untold, Versus
from buffycoat.registry.statistics import Axis, Survival
from buffycoat.registry.statistics.additive import Whole

REST = "rest"  # all patterns of answers but the commonest
SPREAD = 5  # tenths of a billion: what doses are rounded to, so that none is one person's
GRID = 7  # days: rescue is told by week
T = TypeVar("T")
Interval = Callable[[int, int], Share]


@dataclass(frozen=True, eq=False)
class _Told:
    """What is printed of each number."""

    shown: Mapping[Name, int]
    rule: Rule

    def share(self, events: Name, people: Name, of: Interval = wilson) -> Maybe[Share]:
        """A share from what is printed of its counts."""
        few, many = self.shown[events], self.shown[people]
        if many in (FEW, HIDDEN) or few == HIDDEN:
            return Untold(_why(HIDDEN if few == HIDDEN else many, self.rule))
        return blurred(few, many, self.rule, of) if many else Untold("nobody")


def _why(shown: int, rule: Rule) -> str:
    return f"fewer than {rule.least} people" if shown == FEW else "not told, to protect a smaller number"


def blurred(events: int, people: int, rule: Rule, of: Interval = wilson) -> Share:
    """A share of rounded counts; its interval holds that of every pair of counts that would print the same.

    For 1 to 4 events there is no one share: its value is not a number, and the interval tells.
    """
    least, most = (int(one) for one in leaves(people, rule.least, rule.base))
    low, high = (int(one) for one in leaves(events, rule.least, rule.base))
    value = float("nan") if events == FEW else min(events / people, 1.0)
    ends = of(min(low, most), most).low, of(min(high, least), least).high
    return Share(events, people, value, *ends, f"{of(0, 1).method}, from rounded counts")


def released(found: Results, least: int = LEAST, base: int = BASE) -> Results:
    """These results for release. The minimum may be raised and never lowered."""
    if least < LEAST or base < 1:
        raise ValueError(f"the minimum is {LEAST} people or more, and the base 1 or more")
    rule = Rule(least, base)
    told = _Told(release(ties(found), least, base), rule)
    return replace(
        found,
        expected={one: _unsaid(held) for one, held in found.expected.items()},
        flow=_flow(found, told),
        response={(one, week): _bounds(found, told, one, week) for one, week in found.response},
        observed={(one, week): _mean(found, told, one, week) for one, week in found.observed},
        rescue=found.rescue if isinstance(found.rescue, Untold) else _curve(found, told),
        dose={one: _dose(found.dose[one], told, one) for one in found.targets},
        versus={other: _versus(held, told, other) for other, held in found.versus.items()},
        practices=_practices(found, told),
        harms={(one, grade): told.share((kind, one), ("treated", one), exact)
               for one in found.targets for grade, kind in ((1, "event"), (3, "serious"))},
        complete=_complete(found, told),
        patterns=_patterns(found, told),
        rule=rule,
    )  # fmt: skip


def _unsaid(held: Maybe[T]) -> Maybe[T]:
    """Why something is not said, without how many there are."""
    return Untold(held.why.split(";")[0]) if isinstance(held, Untold) else held


def _flow(found: Results, told: _Told) -> Flow:
    names = ("episodes", "prp", "baseline", "due", "answered", "rescued", "serious")
    shown = {name: told.shown["flow", name] for name in names}
    return Flow(**shown, missing=told.shown["missing", "flow", "due"])


def _bounds(found: Results, told: _Told, target: str, week: int) -> Maybe[Bounds]:
    if isinstance(found.response[target, week], Untold):
        return found.response[target, week]
    responded, at = ("responded", target, str(week)), (target, str(week))
    answered = told.share(responded, ("answered", *at))
    due = told.share(responded, ("due", *at))
    if isinstance(answered, Untold):
        return answered
    return due if isinstance(due, Untold) else Bounds(answered, due, ())


def _mean(found: Results, told: _Told, target: str, week: int) -> Maybe[Mean]:
    """Means of twice the least: from that of five whole scores and its interval the five can be guessed."""
    held, people = found.observed[target, week], told.shown["pain", target, str(week)]
    if isinstance(held, Untold):
        return held
    if 0 < people < 2 * told.rule.least:
        return Untold(f"fewer than {2 * told.rule.least} people")
    return replace(held, people=people) if people > 0 else Untold(_why(people, told.rule))


def _curve(found: Results, told: _Told) -> Curve:
    """By week and from rounded counts; not a number where fewer than the least had the event."""
    given = found.counted.rescue
    axes = (Axis("target", CODES["target"]), given.axes[-1])
    risk = np.stack([_followed(given.pick("target", one), told, one) for one in CODES["target"]])
    cells = np.stack([
        _weeks(given.pick("target", one), risk[at], told.rule) for at, one in enumerate(CODES["target"])
    ])  # fmt: skip
    curve = kaplan_meier(Survival(given.about, axes, cells))
    free, low, high = curve.free.copy(), curve.low.copy(), curve.high.copy()
    happened = given.cells[..., 1].cumsum(axis=-1)
    for at, one in enumerate(CODES["target"]):
        if told.shown.get(("rescued", one), 0) in (FEW, HIDDEN):
            free[at] = np.nan
        elif risk[at, 0] > 0:  # the first few are not yet in the rounded sum
            early = (free[at] == 1) & (happened[at] > 0)
            low[at, early], high[at, early] = 1 - told.rule.base / risk[at, 0], 1.0
    return replace(curve, free=free, low=low, high=high, at_risk=risk)


def _followed(given: Survival, told: _Told, target: str) -> Whole:
    """How many are still followed by day, as printed; nobody where nothing is told of the target."""
    if told.shown.get(("treated", target), 0) <= 0:
        return np.zeros(len(given.days), np.int64)
    rule = told.rule
    return np.array([rounded(int(one), rule.least, rule.base) for one in given.at_risk])


def _weeks(given: Survival, risk: Whole, rule: Rule) -> Whole:
    """What the curve is drawn from: each week's events, added up and rounded, of those followed before it."""
    ends = np.arange(0, len(given.days), GRID)
    starts = np.maximum(ends - GRID + 1, 0)
    held = np.maximum(risk[starts], 0)  # fewer than the least: the curve ends
    events = given.cells[:, 1].cumsum()[ends]
    events = (events + rule.base // 2) // rule.base * rule.base
    cells = np.zeros((len(given.days), 2), np.int64)
    cells[ends, 0] = held - np.append(held[1:], 0)
    cells[ends, 1] = np.minimum(np.diff(events, prepend=0), held)
    return cells


def _dose(held: Maybe[DoseResponse], told: _Told, target: str) -> Maybe[DoseResponse]:
    if isinstance(held, Untold):
        return _unsaid(held)
    bins: list[Bin] = []
    top = int(-(-held.bins[-1].high // (10 * SPREAD)) * 10 * SPREAD)
    edges = [0, *(round(one.low / SPREAD) * SPREAD for one in held.bins[1:]), top]
    for at in range(len(held.bins)):
        share = told.share(("dose responded", target, str(at)), ("dose", target, str(at)))
        if isinstance(share, Untold):
            share = Share(HIDDEN, HIDDEN, float("nan"), 0.0, 1.0, share.why)
        bins.append(Bin(edges[at], edges[at + 1], share))
    kept = held.doses % SPREAD == 0
    return replace(held, bins=tuple(bins), doses=held.doses[kept], curve=held.curve[kept])


def _versus(held: Maybe[Versus], told: _Told, other: str) -> Maybe[Versus]:
    if isinstance(held, Untold):
        return _unsaid(held)
    main = next(one for one in held.differences.values() if one.value == held.tipping.rows[0].value)
    deltas = [one.delta for one in held.tipping.rows]
    return replace(
        held,
        people=(told.shown["flow", "prp"], told.shown["arm", other]),
        tipping=tipping_point(main, _lost(told), deltas),
        responders=_weighted(held.responders, told.rule),
    )


def _weighted(held: Maybe[Comparison], rule: Rule) -> Maybe[Comparison]:
    """Weighted shares in whole per cent: of few responders, or few others, they would nearly count them."""
    if isinstance(held, Untold):
        return held
    arms = zip((held.treated, held.others), held.effective, strict=True)
    few = min(many * min(share, 1 - share) for share, many in arms)
    return held if few >= 2 * rule.least else Untold("too few responded, or did not, to be told of")


def _lost(told: _Told) -> Share:
    """The share missing, from rounded counts: the table of shifts rises by just that, and would give it away.

    Of a few, or of a number that is not told, as many are taken as they can be called few: it errs on the
    side of the missing changing more.
    """
    due, missing = max(told.shown["flow", "due"], told.rule.least), told.shown["missing", "flow", "due"]
    many = min(missing if missing >= 0 else told.rule.least - 1, due)
    return Share(many, due, many / due, 0.0, 1.0, "from rounded counts")


def _practices(found: Results, told: _Told) -> Maybe[tuple[Funnel, Shrunk]]:
    if isinstance(found.practices, Untold):
        return _unsaid(found.practices)
    held = found.practices[0]
    people = np.array([told.shown["practice", one] for one in held.labels])
    observed = np.array([told.shown["practice responded", one] for one in held.labels])
    kept = (people > 0) & (observed >= 0)
    if kept.sum() < 2:
        return Untold("too few practices can be told of without telling of few people")
    labels = tuple(one for one, keep in zip(held.labels, kept, strict=True) if keep)
    many, yes = people[kept].astype(float), np.minimum(observed, people)[kept].astype(float)
    adjusted = np.minimum(yes / held.expected[kept] * held.overall, 1.0)
    shown = replace(held, labels=labels, people=many, observed=yes, adjusted=adjusted)
    return shown, shrunk(yes, many)


def _complete(found: Results, told: _Told) -> Maybe[tuple[Share, ...]]:
    if isinstance(found.complete, Untold):
        return found.complete
    shares = [told.share(("all pain", str(week)), ("flow", "prp")) for week in WEEKS[1:]]
    untold = [one for one in shares if isinstance(one, Untold)]
    return untold[0] if untold else tuple(one for one in shares if isinstance(one, Share))


def _patterns(found: Results, told: _Told) -> tuple[tuple[str, int], ...]:
    common = [(label, told.shown["pattern", label]) for label, _ in found.patterns[:MOST_PATTERNS]]
    rest = told.shown.get(("pattern", REST))
    return (*common, *([(REST, rest)] if rest is not None else []))
