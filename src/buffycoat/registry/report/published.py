"""Ours beside the published studies of the same targets: never mixed with them, and none left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from buffycoat.library.evidence import Headline, Ratio, Row, evidence, ratio
from buffycoat.library.evidence.row import Point
from buffycoat.registry import sums
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.frame import Frame
from buffycoat.registry.limits import whole
from buffycoat.registry.modelled import MODELLED, judged_at
from buffycoat.registry.models import logistic, weighting
from buffycoat.registry.models.shrinkage import paule_mandel
from buffycoat.registry.report.drawing import Range
from buffycoat.registry.report.rows import Line, Mark, Shape, pictures
from buffycoat.registry.report.section import Picture, Section, Table, name
from buffycoat.registry.results import Results

LEVEL = 0.95
FEWEST = whole("ratio")
TICKS = ((0.1, "0.1"), (1 / 3, "0.33"), (1, "1"), (3, "3"), (10, "10"))
BETTER = ("pain", "leg_pain", "responders", "function", "all")
MAIN = ("responders", "pain", "leg_pain", "all")  # function and the like only where nothing else is told
SIDES: Mapping[str, tuple[float, Shape, str]] = {
    "control": (0.25, "left", "comparison"),
    "none": (1.0, "ring", "neither"),
    "prp": (4.0, "right", "PRP"),
}


MINE = (
    "Ours (first, in the accent colour): responders with PRP to those with steroid, overlap-weighted for age "
    "and pain before, drawn towards all targets' mean by how little each knows alone (empirical Bayes). "
)
STUDIES = (
    "Studies filled: ratio of people who improved, PRP to its comparison, with 95% interval (own arithmetic "
    "from their counts). Open: no counts at the source we read, so direction only: to the left the "
    "comparison was ahead, in the middle neither, to the right PRP, at the times named; the place means "
    "nothing more. Newest first."
)


@dataclass(frozen=True, slots=True)
class Own:
    """Our ratio of responders, PRP to steroid, at one target: by itself, and drawn towards all targets'."""

    people: tuple[int, int]
    alone: Ratio
    drawn_in: Ratio


def ours(frame: Frame, week: int = 26) -> Mapping[str, Own]:
    """Every target with enough people in both arms. Overlap-weighted for age and pain before.

    The log ratios are drawn towards their mean by how little each knows alone (empirical Bayes; variance
    between targets by Paule and Mandel 1982). With one target nothing is drawn anywhere.
    """
    found = {}
    for at, target in enumerate(sums.TARGET.labels):
        kept = (frame.columns["target"] == at) & (frame.columns["arm"] <= 1)
        if kept.any():
            held = _ratio(frame.where(kept), WEEKS.index(week))
            if held:
                found[target] = held
    if not found:
        return {}
    effect = np.array([one[1] for one in found.values()])
    variance = np.array([one[2] for one in found.values()])
    between = paule_mandel(effect, variance)
    known = 1 / (variance + between)
    mean, weight = float((known * effect).sum() / known.sum()), between / (between + variance)
    if len(found) == 1:
        weight = np.ones(1)
    middle = weight * effect + (1 - weight) * mean
    spread = np.sqrt(weight * variance + (1 - weight) ** 2 / known.sum())
    return {
        target: Own(one[0], _interval(one[1], one[2] ** 0.5), _interval(float(middle[at]), float(spread[at])))
        for at, (target, one) in enumerate(found.items())
    }


def _interval(middle: float, spread: float) -> Ratio:
    reach = float(ndtri(0.5 + LEVEL / 2)) * spread
    value, low, high = (float(np.exp(one)) for one in (middle, middle - reach, middle + reach))
    return Ratio(value, low, high)


def _ratio(pair: Frame, visit: int) -> tuple[tuple[int, int], float, float] | None:
    """People, log ratio and its variance; None where there are too few to compare."""
    judged = judged_at(pair, visit)
    prp, columns = (judged.frame.columns["arm"] == 0).astype(np.int16), judged.adjusted
    sizes = int(prp.sum()), int(len(prp) - prp.sum())
    if min(sizes) < MODELLED:
        return None
    try:
        model = logistic.fit(logistic.step_of("treated", columns, prp), len(columns) + 1)
        rows = weighting.rows("response", columns, prp, judged.responded)
        held = weighting.compare(rows.means, rows.spreads, model)
    except (ValueError, np.linalg.LinAlgError):
        return None
    shares, effective = (held.treated, held.others), held.effective
    arms = zip(shares, effective, strict=True)
    if min(many * min(share, 1 - share) for share, many in arms) < FEWEST:
        return None
    alone = [share * (1 - share) / many for share, many in zip(shares, effective, strict=True)]
    # On the log scale by the delta method; what weighting adds is taken from the difference's own variance.
    wider = held.se**2 / sum(alone)
    variance = wider * sum(one / share**2 for one, share in zip(alone, shares, strict=True))
    return sizes, float(np.log(shares[0] / shares[1])), float(variance)


def beside(found: Results, own: Mapping[str, Own] | None = None) -> Section:
    """What the published studies found at the same targets, with ours drawn beside them."""
    table, own = evidence(), own or {}
    held: dict[str, tuple[Headline, list[str]]] = {}
    for target in found.targets:
        for key, headline in table.headlines.items():
            if target in headline.targets:
                held.setdefault(key, (headline, []))[1].append(target)
    rows = tuple((one.title.en, one.says.en, one.certainty.en) for one, _ in held.values())
    lines = [
        (headline.title.en, [*_own_lines(targets, own), *_studies(key)])
        for key, (headline, targets) in held.items()
    ]
    groups = [(title, drawn) for title, drawn in lines if drawn]
    return Section(
        "evidence",
        "The published studies of these targets, those without benefit drawn as large as those with"
        if groups
        else "No studies of these targets",
        "Each study's own people" + (", and ours from this extract." if own else ", none of ours."),
        f"{MINE if own else ''}{STUDIES}",
        "Trials choose their patients, and each calls something else an improvement: a registry and a trial "
        "do not measure the same people alike. Ours compares people who were not drawn by lot.",
        pictures=_forest(groups),
        tables=(Table(("Target", "The studies", "How sure"), rows),),
    )


def _forest(groups: list[tuple[str, list[Line]]]) -> tuple[Picture, ...]:
    marks = tuple((float(np.log(value)), text) for value, text in TICKS)
    axis = Range(marks[0][0], marks[-1][0], marks)
    return pictures(axis, groups, "Ratios", "ratio; above 1 more improved with PRP", 0.0)


def _own_lines(targets: list[str], own: Mapping[str, Own]) -> list[Line]:
    return [
        Line(
            "This registry" + (f", {name(target).lower()}" if len(targets) > 1 else "") + ", steroid",
            str(own[target].drawn_in),
            (_dot(own[target].drawn_in, mine=True),),
        )
        for target in targets
        if target in own
    ]


def _dot(one: Ratio, mine: bool = False) -> Mark:
    value, low, high = (float(np.log(end)) for end in (one.value, one.low, one.high))
    return Mark(value, low, high, mine=mine)


def _studies(key: str) -> list[Line]:
    return [line for row in evidence().of(key).values() if row.compares for line in [_study(row)] if line]


def _study(row: Row) -> Line | None:
    """A ratio where there are counts; else which side was ahead in pain, and when. None: neither is told."""
    told = [one for one in row.points if one.what in BETTER]
    title = ", ".join([row.study.en, *([row.year] if row.year and row.year not in row.study.en else [])])
    name_of = f"{title} ({row.against})"
    counts = [(one, held) for one in told for held in [ratio(one)] if held]
    if counts:
        last, held = max(counts, key=lambda pair: (pair[0].what in MAIN, pair[0].weeks))
        return Line(name_of, f"{held}, {last.at}", (_dot(held),))
    sided = [one for one in told if one.direction in SIDES]
    pain = [one for one in sided if one.what in MAIN] or sided
    if not pain:
        return None
    sides = [side for side in SIDES if any(one.direction == side for one in pain)]
    marks = tuple(Mark(float(np.log(SIDES[side][0])), shape=SIDES[side][1]) for side in sides)
    return Line(name_of, "; ".join(_when(row, side, pain) for side in sides), marks)


def _when(row: Row, side: str, points: Sequence[Point]) -> str:
    """“steroid 1 mo”, “PRP 3, 6 mo”, “neither 12 mo”."""
    who = row.against if side == "control" else SIDES[side][2]
    times = list(dict.fromkeys(one.at for one in points if one.direction == side))
    units = {time.split()[-1] for time in times}
    if len(units) == 1 and len(times[0].split()) == 2:
        return f"{who} {', '.join(time.split()[0] for time in times)} {units.pop()}"
    return f"{who} {', '.join(times)}"
