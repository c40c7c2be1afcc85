"""How many improved, and how pain went: the sections about everybody treated with PRP."""

from collections.abc import Mapping

from buffycoat.registry.columns import WEEKS
from buffycoat.registry.definitions import DEFINITIONS
from buffycoat.registry.models.missing import Bounds
from buffycoat.registry.models.proportion import Share
from buffycoat.registry.models.small_sample import Estimate
from buffycoat.registry.report.drawing import Axes, Range, even
from buffycoat.registry.report.rows import SHARES, Line, Mark, pictures, plot
from buffycoat.registry.report.section import (
    Picture,
    Section,
    Table,
    about,
    counted,
    folded,
    listed,
    name,
    number,
    people,
    percent,
    share,
)
from buffycoat.registry.results import Mean, Results, Untold

NO_CONTROL = (
    "No control group: pain that brings people to treatment tends to ease by itself, so a fall is not an "
    "effect of PRP. Who stopped answering may have done worse or better."
)
WIDEST, WIDEST_MEAN = 0.4, 2.0  # intervals beyond which a title names no figure
DRAWN_WEEKS = (12, 26, 52)  # of the response; the table has all


def flow(found: Results) -> Section:
    """From all episodes to those counted at the main visit."""
    held, rule = found.flow, found.rule
    rows = (
        ("Episodes in the extract", held.episodes),
        ("Treated with PRP", held.prp),
        ("With pain before treatment", held.baseline),
        (f"Due at {found.week} weeks, with a score before to compare with", held.due),
        ("Answered", held.answered),
        ("Due and not answered", held.missing),
        ("Rescue injection or surgery at any time", held.rescued),
    )
    title = f"{about(found.rule)}{people(held.answered, rule)} of {people(held.due, rule)} people due at "
    rest = (
        f"; {people(held.missing, rule)} did not" if rule and held.missing else ""
    )  # rounded, 24 of 27 is all
    return Section(
        "flow",
        f"{title}{found.week} weeks answered{rest}"
        if held.due
        else f"Nobody is due at {found.week} weeks yet",
        f"{people(held.episodes, rule)} episodes",
        "Counted; everybody is in the rows that apply to them.",
        "Who did not agree to the registry is in none of these figures.",
        pictures=(_bars(found, rows),),
    )


def _bars(found: Results, rows: tuple[tuple[str, int], ...]) -> Picture:
    told = [(who, people(many, found.rule), many if many > 0 else 0) for who, many in rows]
    most = max(many for _, _, many in told) or 1
    lines = [Line(who, said, bar=float(many)) for who, said, many in told]
    drawn, height = plot(Range(0, most, ()), [("", lines)])
    said = "; ".join(f"{who} {many}" for who, many, _ in told)
    return Picture(drawn, f"Cohort flow: {said}.", height, "wide")


def response(found: Results) -> Section:
    """Responders of those who answered, and with the missing counted as failures."""
    rows, best, few = [], [], False
    for target in found.targets:
        for week in WEEKS[1:]:
            one = found.response[target, week]
            rows.append((name(target), f"{week} weeks", *_bounds(found, one)))
            few = few or (isinstance(one, Bounds) and one.answered.value != one.answered.value)
        main = found.response[target, found.week]
        if isinstance(main, Bounds) and main.answered.high - main.answered.low <= WIDEST:
            best.append(f"{percent(main.answered.value)} of {name(target).lower()}")
    definition = DEFINITIONS[found.definition]
    title = (
        f"{definition.title} at {found.week} weeks: {listed(best[:3])}, of those who answered"
        if best
        else f"Too few answers at {found.week} weeks to say how many improved"
    )
    heads = ("Target", "Visit", "Of those who answered", "Answered", "Missing as failures", "Due")
    return Section(
        "response",
        title,
        "Everybody treated with PRP and due, by target. In the figure filled: of those who answered; open: "
        "the missing counted as failures.",
        f"Responder ({found.definition} in our rule base): {definition.says}. 95% interval by Wilson. "
        "Missing as failures: everybody due who did not answer counts as not improved.",
        NO_CONTROL,
        pictures=_dots(found),
        tables=(Table(heads, folded(rows)),),
        notes=("Where 1 to 4 people responded, only the interval is told.",) if few else (),
    )


def _bounds(found: Results, one: Bounds | Untold) -> tuple[str, str, str, str]:
    if isinstance(one, Untold):
        return (one.why, "", "", "")
    return (
        share(one.answered),
        counted(one.answered, found.rule),
        share(one.failures),
        people(one.failures.people, found.rule),
    )


def _dots(found: Results) -> tuple[Picture, ...]:
    weeks = sorted({*DRAWN_WEEKS, found.week})
    drawn = []
    for target in found.targets:
        held = [(week, found.response[target, week]) for week in weeks]
        lines = [_dot(week, one, found) for week, one in held if isinstance(one, Bounds)]
        if lines:
            drawn.append((name(target), lines))
    return pictures(SHARES, drawn, "Share of responders of those who answered", "share of responders")


def _dot(week: int, one: Bounds, found: Results) -> Line:
    text = f"{share(one.answered)}; {counted(one.answered, found.rule)}; "
    text += f"{people(one.failures.people, found.rule)} due"
    marks = (_mark(one.answered, mine=week == found.week), _mark(one.failures, ring=True))
    return Line(f"{week} wk", text, marks)


def _mark(one: Share, mine: bool = False, ring: bool = False) -> Mark:
    value = None if one.value != one.value else one.value
    return Mark(value, one.low, one.high, "ring" if ring else "dot", mine, thin=ring)


def trajectories(found: Results) -> Section:
    """Mean pain by visit: as answered, and as the mixed model expects of everybody."""
    rows = []
    for target in found.targets:
        expected = found.expected[target]
        for week in WEEKS:
            seen = found.observed[target, week]
            many = people(seen.people, found.rule) if isinstance(seen, Mean) else ""
            told = number(seen) if isinstance(seen, Mean) else seen.why
            model = expected.why if isinstance(expected, Untold) else ""
            if not isinstance(expected, Untold):
                model = number(expected[week]) if week in expected else "not modelled"
            rows.append((name(target), f"{week} weeks", many, told, model))
    heads = (
        "Target",
        "Visit",
        "Answered",
        "Mean pain of those who answered",
        "Expected of everybody (model)",
    )
    return Section(
        "trajectories",
        _trajectory_title(found),
        "Everybody treated with PRP, by target. In the figures filled: expected of everybody by the model; "
        "open: mean of those who answered; below, how many they were.",
        "Average pain over 7 days, 0 to 10, with 95% intervals. Model: mixed model for repeated measures, "
        "unstructured covariance, REML, Kenward-Roger; it takes what is missing as like the rest with the "
        "same earlier answers. Visits are spaced evenly.",
        NO_CONTROL,
        pictures=tuple(one for target in found.targets for one in _course(found, target)),
        tables=(Table(heads, folded(rows)),),
    )


def _trajectory_title(found: Results) -> str:
    parts = []
    for target in found.targets[:3]:
        first, last = found.observed[target, 0], found.observed[target, found.week]
        if isinstance(first, Mean) and isinstance(last, Mean) and last.high - last.low <= WIDEST_MEAN:
            parts.append(f"{name(target).lower()} {first.value:.1f} to {last.value:.1f}")
    if not parts:
        return f"Too few answers at {found.week} weeks to say how pain went"
    return f"Mean pain of those who answered, before and at {found.week} weeks: {listed(parts)}"


def _course(found: Results, target: str) -> tuple[Picture, ...]:
    """One target's figure; none where nobody may be told of."""
    last = len(WEEKS) - 1
    marks = tuple((at, f"{week} wk" if at == last else f"{week}") for at, week in enumerate(WEEKS))
    axes = Axes(Range(-0.3, last + 0.3, marks), Range(0, 10, even(6, 10, 2)), 170)
    held = [(at, found.observed[target, week]) for at, week in enumerate(WEEKS)]
    seen = [(at, one) for at, one in held if isinstance(one, Mean)]
    if not seen:
        return ()
    expected = found.expected[target]
    drawn = [axes.frame(), _modelled(axes, {} if isinstance(expected, Untold) else expected)]
    alone = isinstance(expected, Untold)
    for at, mean in seen:
        if alone:
            drawn.append(axes.upright(at, max(mean.low, 0), min(mean.high, 10)))
        drawn.append(axes.point(at, mean.value, "open", 0 if alone else 7))
    counts = [(float(at), people(mean.people, found.rule)) for at, mean in seen]
    drawn.append(axes.counts(0, counts, ""))
    said = ", ".join(f"{mean.value:.1f} at week {WEEKS[at]} (n {people(mean.people)})" for at, mean in seen)
    words = f"{name(target)}, mean pain 0 to 10 of those who answered: {said}."
    return (Picture("".join(drawn), words, 220, "small", name(target)),)


def _modelled(axes: Axes, expected: Mapping[int, Estimate]) -> str:
    held = [(at, expected[week]) for at, week in enumerate(WEEKS) if week in expected]
    drawn = [axes.path([(at, one.value) for at, one in held], "line u")]
    for at, one in held:
        drawn.append(axes.upright(at, max(one.low, 0), min(one.high, 10), "ci u"))
        drawn.append(axes.point(at, one.value, "pt u"))
    return "".join(drawn)
