"""How many improved, and how pain went: the sections about everybody treated with PRP."""

from buffycoat.registry.columns import WEEKS
from buffycoat.registry.models.missing import Bounds
from buffycoat.registry.report.drawing import STROKES, Axes, Range, apart, even
from buffycoat.registry.report.section import Picture, Section, Table, listed, name, number, percent, share
from buffycoat.registry.results import Mean, Results, Untold

NO_CONTROL = (
    "No control group: pain that brings people to treatment tends to ease by itself, so a fall is not an "
    "effect of PRP. Who stopped answering may have done worse or better."
)


def flow(found: Results) -> Section:
    """From all episodes to those counted at the main visit."""
    held = found.flow
    missing = held.due - held.answered
    title = (
        f"{held.answered} of {held.due} people due at {found.week} weeks answered"
        if held.due
        else f"Nobody is due at {found.week} weeks yet"
    )
    rows = (
        ("Episodes in the extract", str(held.episodes)),
        ("Treated with PRP", str(held.prp)),
        ("With pain before treatment", str(held.baseline)),
        (f"Due at {found.week} weeks", str(held.due)),
        ("Answered", str(held.answered)),
        ("Due and not answered", str(max(missing, 0))),
        ("Rescue injection or surgery at any time", str(held.rescued)),
    )
    return Section(
        "flow",
        title,
        f"{held.episodes} episodes",
        "Counted; everybody is in the rows that apply to them.",
        "Who did not agree to the registry is in none of these figures.",
        tables=(Table(("Who", "People"), rows),),
    )


def response(found: Results) -> Section:
    """Responders of those who answered, and with the missing counted as failures."""
    rows, best = [], []
    for target in found.targets:
        for week in WEEKS[1:]:
            one = found.response[target, week]
            rows.append((name(target), f"{week} weeks", *_bounds(one)))
        main = found.response[target, found.week]
        if isinstance(main, Bounds):
            best.append(f"{percent(main.answered.value)} of {name(target).lower()}")
    title = (
        f"Half the pain or less at {found.week} weeks: {listed(best[:3])}, of those who answered"
        if best
        else f"Too few answers at {found.week} weeks to say how many improved"
    )
    heads = ("Target", "Visit", "Of those who answered", "Answered", "Missing as failures", "Due")
    return Section(
        "response",
        title,
        "Everybody treated with PRP and due, by target.",
        "Responder: average pain down by half or more since before. 95% interval by Wilson. Missing as "
        "failures: everybody due who did not answer counts as not improved.",
        NO_CONTROL,
        tables=(Table(heads, tuple(rows)),),
    )


def _bounds(one: Bounds | Untold) -> tuple[str, str, str, str]:
    if isinstance(one, Untold):
        return (one.why, "", "", "")
    return (
        share(one.answered),
        f"{one.answered.events} of {one.answered.people}",
        share(one.failures),
        str(one.failures.people),
    )


def trajectories(found: Results) -> Section:
    """Mean pain by visit: as answered, and as the mixed model expects of everybody."""
    rows = []
    for target in found.targets:
        expected = found.expected[target]
        for week in WEEKS:
            seen = found.observed[target, week]
            people = str(seen.people) if isinstance(seen, Mean) else ""
            told = number(seen) if isinstance(seen, Mean) else seen.why
            model = expected.why if isinstance(expected, Untold) else ""
            if not isinstance(expected, Untold):
                model = number(expected[week]) if week in expected else "not modelled"
            rows.append((name(target), f"{week} weeks", people, told, model))
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
        "Everybody treated with PRP, by target; how many answered stands in the table.",
        "Average pain over 7 days, 0 to 10, with 95% intervals. The figure shows the observed means. Model: "
        "mixed model for repeated measures, unstructured covariance, REML, Kenward-Roger; it takes what is "
        "missing as like the rest with the same earlier answers. Visits are spaced evenly.",
        NO_CONTROL,
        pictures=_lines(found),
        tables=(Table(heads, tuple(rows)),),
    )


def _trajectory_title(found: Results) -> str:
    parts = []
    for target in found.targets[:3]:
        first, last = found.observed[target, 0], found.observed[target, found.week]
        if isinstance(first, Mean) and isinstance(last, Mean):
            parts.append(f"{name(target).lower()} {first.value:.1f} to {last.value:.1f}")
    if not parts:
        return "Too few answers to show how pain went"
    return f"Mean pain of those who answered, before and at {found.week} weeks: {listed(parts)}"


def _lines(found: Results) -> tuple[Picture, ...]:
    axes = Axes(
        Range(
            0,
            len(WEEKS) - 1,
            tuple((at, f"{week} wk" if week == WEEKS[-1] else f"{week}") for at, week in enumerate(WEEKS)),
        ),
        Range(0, 10, even(6, 10, 2)),
    )
    drawn, said, ends = [], [], []
    for place, target in enumerate(found.targets[: len(STROKES)]):
        means = [(at, found.observed[target, week]) for at, week in enumerate(WEEKS)]
        seen = [(at, one) for at, one in means if isinstance(one, Mean)]
        if not seen:
            continue
        mine, shift = " u" if place == 0 else "", 5 * (place - 1)
        drawn.append(axes.path([(at, one.value) for at, one in seen], STROKES[place]))
        for at, one in seen:
            drawn.append(axes.upright(at, max(one.low, 0), min(one.high, 10), "ci" + mine, shift))
            drawn.append(axes.point(at, one.value, "pt" + mine, shift))
        ends.append((axes.at(0, seen[-1][1].value)[1], name(target), "u" if place == 0 else "k"))
        said.append(
            f"{name(target)} " + ", ".join(f"{one.value:.1f} at week {WEEKS[at]}" for at, one in seen)
        )
    if not drawn:
        return ()
    for y, (_, text, kind) in zip(apart([end[0] for end in ends], 16), ends, strict=True):
        drawn.append(f'<text class="{kind}" x="100%" y="{y}" dx="12" dy="4">{text}</text>')
    return (
        Picture(axes.frame() + "".join(drawn), "Mean pain, 0 to 10, by weeks. " + "; ".join(said) + ".", 260),
    )
