"""How long until something else was needed, what harm was told of, what is missing; the evidence beside."""

import numpy as np

from buffycoat.library.evidence import evidence
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.frame import CODES
from buffycoat.registry.models.kaplan_meier import Curve
from buffycoat.registry.models.proportion import Share
from buffycoat.registry.report.drawing import STROKES, Axes, Range, apart, even
from buffycoat.registry.report.section import Picture, Section, Table, name, p_value, percent, share
from buffycoat.registry.results import Results, Untold

DAYS = (0, 91, 182, 365, 730)
CERTAIN = 0.05


def durability(found: Results, least: int = LEAST) -> Section:
    """Free of another injection or operation, by target; small targets are left out."""
    if isinstance(found.rescue, Untold):
        return Section(
            "durability",
            "How long it lasted is not known",
            "Nobody is counted here.",
            found.rescue.why + ".",
            "Nothing can be said of durability.",
        )
    curve, test = found.rescue, found.rescue_test
    places = [CODES["target"].index(one) for one in found.targets]
    shown = [
        (one, at) for one, at in zip(found.targets, places, strict=True) if curve.at_risk[at, 0] >= least
    ]
    few = [one for one in found.targets if one not in [held for held, _ in shown]]
    rows = tuple((name(one), *(_free(curve, at, day) for day in DAYS[1:])) for one, at in shown)
    risk = tuple((name(one), *(_risk(curve, at, day, least) for day in DAYS)) for one, at in shown)
    if isinstance(test, Untold):
        title, tested = (
            "How long until another injection or operation",
            f"Targets are not compared: {test.why}.",
        )
    else:
        clear = test.p < CERTAIN
        title = (
            "Time to another injection or operation differs between targets"
            if clear
            else "No clear difference between targets in time to another injection or operation"
        )
        tested = f"Log-rank over targets: {p_value(test.p)}."
    return Section(
        "durability",
        title if shown else "Too few people to say how long it lasted",
        f"{sum(int(curve.at_risk[at, 0]) for _, at in shown)} people treated with PRP, of targets with "
        f"{least} people or more.",
        f"Kaplan-Meier, 95% interval by log-minus-log. {tested} Followed until rescue or the last answer "
        "that denied it.",
        "Targets differ in their patients; a difference between them is no effect of the target. Treatment "
        "elsewhere that nobody told of is not seen.",
        pictures=_curves(curve, shown, least),
        tables=(
            Table(("Free of rescue", *(f"{day} days" for day in DAYS[1:])), rows),
            Table(("At risk", *(f"{day} days" for day in DAYS)), risk),
        ),
        notes=tuple(f"{name(one)}: fewer than {least} people, not shown." for one in few),
    )


def _free(curve: Curve, at: int, day: int) -> str:
    if curve.at_risk[at, min(day, curve.at_risk.shape[1] - 1)] == 0:
        return "nobody followed so long"
    free, low, high = (float(one[at]) for one in curve.after(day))
    return percent(free) if np.isnan(low) else f"{percent(free)} ({percent(low)} to {percent(high)})"


def _risk(curve: Curve, at: int, day: int, least: int) -> str:
    many = int(curve.at_risk[at, min(day, curve.at_risk.shape[1] - 1)])
    return str(many) if many == 0 or many >= least else f"under {least}"


def _curves(curve: Curve, shown: list[tuple[str, int]], least: int) -> tuple[Picture, ...]:
    axes = Axes(
        Range(0, 730, tuple((day, f"{day} d" if day else "0") for day in DAYS)),
        Range(0, 100, even(5, 100, 25, "%")),
    )
    drawn, ends, said = [], [], []
    for place, (target, at) in enumerate(shown[: len(STROKES)]):
        days = np.flatnonzero(curve.at_risk[at] >= least)
        steps = [0, *(int(day) for day in days if curve.events[at, day])]
        points = [(0.0, 100.0)]
        for day in steps:
            points += [(float(day), points[-1][1]), (float(day), 100 * float(curve.free[at, day]))]
        points.append((float(days[-1]), points[-1][1]))
        drawn.append(axes.path(points, STROKES[place]))
        ends.append((axes.at(0, points[-1][1])[1], name(target), "u" if place == 0 else "k"))
        said.append(f"{name(target)} {points[-1][1]:.0f}% at {int(points[-1][0])} days")
    if not drawn:
        return ()
    for y, (_, text, kind) in zip(apart([one[0] for one in ends], 16), ends, strict=True):
        drawn.append(f'<text class="{kind}" x="100%" y="{y}" dx="12" dy="4">{text}</text>')
    return (
        Picture(axes.frame() + "".join(drawn), "Share free of rescue by days: " + "; ".join(said) + ".", 260),
    )


def safety(found: Results) -> Section:
    """Adverse events by target, with exact intervals; a rare harm is never hidden behind a small count."""
    rows, people = [], 0
    for target in found.targets:
        for grade, words in ((1, "any"), (3, "grade 3 or worse")):
            one = found.harms[target, grade]
            if isinstance(one, Share):
                people += one.people if grade == 1 else 0
                per = f"{1000 * one.value:.1f} ({1000 * one.low:.1f} to {1000 * one.high:.1f})"
                rows.append((name(target), words, f"{one.events} of {one.people}", per))
            else:
                rows.append((name(target), words, one.why, ""))
    events = sum(
        one.events for (_, grade), one in found.harms.items() if grade == 3 and isinstance(one, Share)
    )
    title = (
        f"{events} of {people} people had an adverse event of grade 3 or worse"
        if people
        else "Too few people to give a rate of harm"
    )
    return Section(
        "safety",
        title,
        f"{people} people treated with PRP.",
        "People with at least one event, by their worst grade; exact (Clopper-Pearson) 95% intervals. An "
        "event without a grade counts as grade 1.",
        "What nobody told is not counted, and not every event was caused by the treatment. None seen is not "
        "none possible: the upper end of the interval says how many there could be.",
        tables=(Table(("Target", "Event", "People", "Per 1,000 (95%)"), tuple(rows)),),
    )


def missing(found: Results, least: int = LEAST) -> Section:
    """Who answered at each visit, and in which patterns; rare patterns are put together."""
    common = [one for one in found.patterns if one[1] >= least][:8]
    rest = sum(many for _, many in found.patterns) - sum(many for _, many in common)
    rows = [(_pattern(label), str(many)) for label, many in common]
    rows += [("Any other pattern", str(rest) if rest >= least else f"under {least}")] if rest else []
    visits: tuple[tuple[str, ...], ...] = ()
    if isinstance(found.complete, Untold):
        title = "Nobody's answers can be missed yet"
    else:
        last = found.complete[WEEKS[1:].index(found.week)]
        title = f"{percent(1 - last.value)} of everybody treated has no answer at {found.week} weeks"
        visits = tuple(
            (f"{week} weeks", f"{one.events} of {one.people}", share(one))
            for week, one in zip(WEEKS[1:], found.complete, strict=True)
        )
    return Section(
        "missing",
        title,
        f"{found.flow.prp} people treated with PRP, whether due or not.",
        "Answers of average pain by visit, Wilson 95%. Nothing is carried forward.",
        "The answers cannot say why others did not answer; the comparisons show what it would take for the "
        "missing to change them.",
        tables=(
            Table(("Visit", "Answered", "Share"), visits),
            Table(("Weeks answered", "People"), tuple(rows)),
        ),
    )


def _pattern(label: str) -> str:
    weeks = [str(week) for week, mark in zip(WEEKS[1:], label, strict=True) if mark == "1"]
    return ", ".join(weeks) or "None"


def beside(found: Results) -> Section:
    """What the published studies found at the same targets, never mixed into our figures."""
    table = evidence()
    held = {
        headline.title.en: headline
        for one in found.targets
        for headline in table.headlines.values()
        if one in headline.targets
    }
    rows = tuple((title, one.says.en, one.certainty.en) for title, one in held.items())
    return Section(
        "evidence",
        "What the published studies found at these targets" if rows else "No studies of these targets",
        "The studies' own people, none of ours.",
        "Headlines of the evidence table, each checked against its rows.",
        "Trials choose their patients: a registry and a trial do not measure the same people alike.",
        tables=(Table(("Target", "The studies", "How sure"), rows),),
    )
