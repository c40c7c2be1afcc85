"""PRP beside other treatments, by dose and by practice. The words follow the interval, never the hope."""

import numpy as np

from buffycoat.registry.columns import ARMS, WEEKS
from buffycoat.registry.models.dose_response import DoseResponse
from buffycoat.registry.models.shrinkage import Shrunk
from buffycoat.registry.models.small_sample import Estimate
from buffycoat.registry.report.drawing import Axes, Range, even
from buffycoat.registry.report.section import Picture, Section, Table, name, p_value, percent, share, signed
from buffycoat.registry.results import Results, Untold, Versus

NOT_RANDOM = (
    "Nobody drew lots. Clinicians and patients decided who was given which treatment, and only age and "
    "pain before are adjusted for; a difference may come from the people and not from the treatment."
)
CERTAIN = 0.05


def verdict(one: Estimate, other: str) -> str:
    """What a difference in pain may be called: lower, higher, or no clear difference."""
    if one.low <= 0 <= one.high:
        return f"no clear difference from {other}"
    return f"{'lower' if one.value < 0 else 'higher'} pain than with {other}"


def comparison(found: Results, other: str) -> Section:
    """PRP less another arm at each visit, with what the missing could change."""
    held, called = found.versus[other], ARMS[other].lower()
    if isinstance(held, Untold):
        return Section(
            f"versus-{other}",
            f"PRP is not compared with {called}",
            "Nobody is counted here.",
            held.why + ".",
            "Without enough people in both arms, nothing can be said of one against the other.",
        )
    main = held.differences[found.week]
    rows = tuple(
        (f"{week} weeks", signed(one), p_value(one.p), verdict(one, called))
        for week, one in held.differences.items()
    )
    shifts = tuple(
        (f"{one.delta:g}", f"{one.value:+.2f} ({one.low:+.2f} to {one.high:+.2f})")
        for one in held.tipping.rows
    )
    return Section(
        f"versus-{other}",
        f"Those given PRP, at {found.week} weeks: {verdict(main, called)}",
        f"{held.people[0]} with PRP, {held.people[1]} with {called}.",
        "Difference in average pain in points (below 0: lower with PRP), 95% interval, mixed model for "
        "repeated measures by REML, Kenward-Roger, adjusted for age and pain before. Each visit is tested by "
        "itself, with no correction for looking at several.",
        NOT_RANDOM,
        pictures=(_differences(held, called),),
        tables=(
            Table(("Visit", "Difference", "Test", "In words"), rows),
            Table(("Missing with PRP worse by, points", f"Difference at {found.week} weeks"), shifts),
        ),
        notes=(_tipping(held, main), _responders(held)),
    )


def _tipping(held: Versus, main: Estimate) -> str:
    if main.low <= 0 <= main.high:
        return "There is no clear difference for the missing to overturn."
    if held.tipping.tips_at is None:
        return (
            f"The interval keeps clear of no difference up to {held.tipping.rows[-1].delta:g} points worse."
        )
    return (
        f"If those missing with PRP were {held.tipping.tips_at:g} points worse than the model expects, the "
        "interval would include no difference."
    )


def _responders(held: Versus) -> str:
    one = held.responders
    if isinstance(one, Untold):
        return f"Responders are not compared: {one.why}."
    clear = "" if one.low > 0 or one.high < 0 else ", no clear difference"
    return (
        f"Responders among those who answered, overlap-weighted: {percent(one.treated)} with PRP, "
        f"{percent(one.others)} otherwise; difference {100 * one.difference:+.0f} points "
        f"({100 * one.low:+.0f} to {100 * one.high:+.0f}{clear})."
    )


def _differences(held: Versus, called: str) -> Picture:
    most = max(1.0, *(max(abs(one.low), abs(one.high)) for one in held.differences.values()))
    top = float(np.ceil(most))
    weeks = WEEKS[1:]
    marks = tuple((at, f"{at:+g}" if at else "0") for at in (-top, 0.0, top))
    axes = Axes(
        Range(-0.5, len(weeks) - 0.5, tuple((at, f"{week} wk") for at, week in enumerate(weeks))),
        Range(-top, top, marks),
    )
    zero = axes.at(0, 0)[1]
    drawn = [axes.frame(), f'<line class="zero" x1="0%" x2="100%" y1="{zero}" y2="{zero}"/>']
    for at, week in enumerate(weeks):
        one = held.differences[week]
        drawn += [axes.upright(at, one.low, one.high, "ci u"), axes.point(at, one.value, "pt u")]
    told = "; ".join(f"week {week} {signed(one)}" for week, one in held.differences.items())
    return Picture("".join(drawn), f"PRP less {called}, points of pain, 95% intervals: {told}.", 260)


def dose(found: Results, target: str) -> Section:
    """Responders by dose at one target: bins as counted, and a curve beside them."""
    held = found.dose[target]
    if isinstance(held, Untold):
        return Section(
            f"dose-{target}",
            f"{name(target)}: dose is not looked at",
            "Nobody is counted here.",
            held.why + ".",
            "Without enough counted doses, no dose can be called better than another.",
        )
    clear = held.p < CERTAIN
    title = (
        f"{name(target)}: the share of responders varies with dose"
        if clear
        else f"{name(target)}: no clear relation between dose and response"
    )
    people = sum(one.share.people for one in held.bins)
    rows = tuple(
        (
            f"{one.low / 10:g} to {one.high / 10:g}",
            f"{one.share.events} of {one.share.people}",
            share(one.share),
        )
        for one in held.bins
    )
    return Section(
        f"dose-{target}",
        title,
        f"{people} people with a counted dose who answered at {found.week} weeks.",
        "Points: fifths of the people, Wilson 95%. Band: restricted cubic spline with 4 knots, logistic, for "
        f"somebody of average age and pain before. Test of any relation with dose: {p_value(held.p)}.",
        "Observational: blood, kit and clinician decided who got a high dose. No threshold is shown, and no "
        "dose is shown to work better.",
        pictures=(_curve(held),),
        tables=(Table(("Dose, billion", "Responded", "Share"), rows),),
    )


def _curve(held: DoseResponse) -> Picture:
    doses = held.doses / 10
    top = float(np.ceil(max([float(doses.max()), *(one.high / 10 for one in held.bins)])))
    step = float(max(1, np.ceil(top / 6)))
    axes = Axes(Range(0, top, even(8, top, step, " bn")), Range(0, 100, even(5, 100, 25, "%")))
    keep = range(0, len(doses), max(1, len(doses) // 60))
    low, mid, high = (
        [(float(doses[at]), 100 * float(held.curve[at, one])) for at in keep] for one in (1, 0, 2)
    )
    drawn = [axes.frame(), axes.band(low, high), axes.path(mid)]
    for one in held.bins:
        x = (one.low + one.high) / 20
        drawn += [
            axes.upright(x, 100 * one.share.low, 100 * one.share.high, "ci u"),
            axes.point(x, 100 * one.share.value, "pt u"),
        ]
    said = "; ".join(f"{one.low / 10:g} to {one.high / 10:g} billion {share(one.share)}" for one in held.bins)
    return Picture("".join(drawn), f"Share of responders by dose in billions: {said}.", 260)


def practices(found: Results) -> Section:
    """Practices beside each other, adjusted for whom they treat."""
    if isinstance(found.practices, Untold):
        return Section(
            "practices",
            "Practices are not compared",
            "Nobody is counted here.",
            found.practices.why + ".",
            "One practice alone has nothing to lie inside or outside of.",
        )
    held, drawn_in = found.practices
    low, high = held.limits(held.people, 0.998)
    outside = int(((held.adjusted < low) | (held.adjusted > high)).sum())
    many = len(held.labels)
    title = (
        f"All {many} practices lie inside the funnel"
        if not outside
        else f"{outside} of {many} practices lie outside the 99.8% limits"
    )
    rows = tuple(
        (label, f"{int(held.people[at])}", percent(float(held.adjusted[at])), _drawn_in(drawn_in, at))
        for at, label in enumerate(held.labels)
    )
    return Section(
        "practices",
        title,
        f"{int(held.people.sum())} people who answered at {found.week} weeks, of {many} practices.",
        "Adjusted for age, pain before and target. Limits 95% (line) and 99.8% (dashed), widened for "
        f"overdispersion {held.dispersion:.2f} (Spiegelhalter 2005). Beside it each practice's own share "
        "drawn towards all practices' by how little it knows alone (empirical Bayes; this one unadjusted).",
        "A place outside the limits is a reason to look, not a judgement: case mix that was not recorded and "
        "who did not answer can put a practice there.",
        pictures=(_funnel(found),),
        tables=(Table(("Practice", "Answered", "Adjusted share", "Shrunken share"), rows),),
    )


def _drawn_in(held: Shrunk, at: int) -> str:
    value, low, high = (percent(float(one[at])) for one in (held.share, held.low, held.high))
    return f"{value} ({low} to {high})"


def _funnel(found: Results) -> Picture:
    assert not isinstance(found.practices, Untold)  # noqa: S101  # the caller has looked
    held = found.practices[0]
    top = float(held.people.max()) * 1.05
    step = float(10 ** np.floor(np.log10(top)))
    step = step if top / step >= 3 else step / 2 if top / step >= 1.5 else step / 5
    axes = Axes(Range(0, top, even(12, top, step)), Range(0, 100, even(5, 100, 25, "%")))
    sizes = np.linspace(max(1.0, float(held.people.min()) / 2), top, 60)
    drawn = [axes.frame()]
    for level, kind in ((0.95, "line"), (0.998, "line dash")):
        for side in held.limits(sizes, level):
            points = [(float(x), 100 * float(y)) for x, y in zip(sizes, side, strict=True)]
            drawn.append(axes.path(points, kind))
    for people, value in zip(held.people, held.adjusted, strict=True):
        drawn.append(axes.point(float(people), 100 * float(value), "open"))
    said = (
        f"Adjusted share by number who answered, {len(held.labels)} practices, mean {percent(held.overall)}."
    )
    return Picture("".join(drawn), said, 260)
