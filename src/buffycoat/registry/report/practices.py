"""Practices beside each other, adjusted for whom they treat, and each drawn towards all of them."""

import numpy as np

from buffycoat.registry.models.funnel import Funnel
from buffycoat.registry.models.shrinkage import Shrunk
from buffycoat.registry.report.drawing import Axes, Range, apart, even
from buffycoat.registry.report.rows import SHARES, Line, Mark, pictures
from buffycoat.registry.report.section import Picture, Section, Table, about, percent, sentence, untold
from buffycoat.registry.results import Results, Untold

MOST_LINES = 40  # practices drawn one below the other; more are in the table only
A_SHEET = 20  # of them on one sheet of paper
FAR = 3.0902  # standard deviations: the 99.8 % limits


def practices(found: Results) -> Section:
    """The funnel, and each practice's share after shrinkage."""
    if isinstance(found.practices, Untold):
        return untold(
            "practices",
            "Practices are not compared",
            sentence(found.practices.why.split(": ", 1)[-1]),
            "One practice alone has nothing to lie inside or outside of.",
        )
    held, drawn_in = found.practices
    outside, many = int((np.abs(held.z) > FAR).sum()), len(held.z)
    title = (
        f"All {many} practices lie inside the funnel"
        if not outside
        else f"{outside} of {many} practices {'lies' if outside == 1 else 'lie'} outside the 99.8% limits"
    )
    rows = tuple(
        (label, f"{int(held.people[at])}", percent(float(held.adjusted[at])), _drawn_in(drawn_in, at))
        for at, label in enumerate(held.labels)
    )
    rounded = "Points are drawn from rounded counts; who lies outside was judged on exact ones. "
    everybody = f"{about(found.rule)}{int(held.people.sum())} people who answered"
    return Section(
        "practices",
        title,
        f"{everybody} at {found.week} weeks, of {len(held.labels)} practices.",
        "Adjusted for age, pain before and target. Limits 95% (line) and 99.8% (dashed), widened for "
        f"overdispersion {held.dispersion:.2f} (Spiegelhalter 2005). {rounded if found.rule else ''}Below it "
        "open: each practice's adjusted share; filled: its own share drawn towards all practices' by how "
        "little it knows alone, 95% interval (empirical Bayes; this one unadjusted).",
        "A place outside the limits is a reason to look, not a judgement: case mix that was not recorded and "
        "who did not answer can put a practice there.",
        pictures=(_funnel(held), *_towards_all(held, drawn_in)),
        tables=(Table(("Practice", "Answered", "Adjusted share", "Shrunken share"), rows),),
    )


def _drawn_in(held: Shrunk, at: int) -> str:
    value, low, high = (percent(float(one[at])) for one in (held.share, held.low, held.high))
    return f"{value} ({low.rstrip('%')} to {high})"


def _funnel(held: Funnel) -> Picture:
    top = float(held.people.max()) * 1.05
    step = float(10 ** np.floor(np.log10(top)))
    step = step if top / step >= 3 else step / 2 if top / step >= 1.5 else step / 5
    axes = Axes(Range(0, top, even(12, top, step)), Range(0, 100, even(5, 100, 25, "%")))
    sizes = np.linspace(max(1.0, float(held.people.min()) / 2), top, 60)
    drawn = [axes.frame(), axes.path([(0, 100 * held.overall), (top, 100 * held.overall)], "line thin")]
    ends = [(axes.at(0, 100 * held.overall)[1], f"mean {percent(held.overall)}")]
    for level, kind in ((0.95, "line"), (0.998, "line dash")):
        for side in held.limits(sizes, level):
            points = [(float(x), 100 * float(y)) for x, y in zip(sizes, side, strict=True)]
            drawn.append(axes.path(points, kind))
        ends.append((axes.at(0, points[-1][1])[1], f"{100 * level:g}%"))
    for y, (_, text) in zip(apart([one[0] for one in ends], 16), ends, strict=True):
        drawn.append(f'<text x="100%" y="{y}" dx="12" dy="4">{text}</text>')
    for people, value in zip(held.people, held.adjusted, strict=True):
        drawn.append(axes.point(float(people), 100 * float(value), "open"))
    said = (
        f"Adjusted share by number who answered, {len(held.labels)} practices, mean {percent(held.overall)}."
    )
    return Picture("".join(drawn), said, 260)


def _towards_all(held: Funnel, drawn_in: Shrunk) -> tuple[Picture, ...]:
    if len(held.labels) > MOST_LINES:
        return ()
    lines = [
        Line(
            f"Practice {label}",
            f"{_drawn_in(drawn_in, at)}; n {int(held.people[at])}",
            (
                Mark(float(drawn_in.share[at]), float(drawn_in.low[at]), float(drawn_in.high[at])),
                Mark(float(held.adjusted[at]), shape="ring", thin=True),
            ),
        )
        for at, label in enumerate(held.labels)
    ]
    sheets = [("Each practice", lines[at : at + A_SHEET]) for at in range(0, len(lines), A_SHEET)]
    return pictures(SHARES, sheets, "Shrunken share of responders", "share of responders")
