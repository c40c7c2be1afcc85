"""PRP beside other treatments, and by dose. The words follow the interval, never the hope."""

from collections.abc import Sequence

import numpy as np

from buffycoat.registry.columns import ARMS, WEEKS
from buffycoat.registry.linked import HIDDEN
from buffycoat.registry.models.dose_response import Bin, DoseResponse
from buffycoat.registry.models.small_sample import Estimate
from buffycoat.registry.report.drawing import Axes, Range, even
from buffycoat.registry.report.section import (
    CERTAIN,
    Picture,
    Section,
    Table,
    about,
    counted,
    listed,
    name,
    p_value,
    people,
    percent,
    plus,
    sentence,
    share,
    signed,
    untold,
)
from buffycoat.registry.results import Results, Untold, Versus

NOT_RANDOM = (
    "Nobody drew lots. Clinicians and patients decided who was given which treatment, and only age and "
    "pain before are adjusted for; a difference may come from the people and not from the treatment."
)


def verdict(one: Estimate, other: str) -> str:
    """What a difference in pain may be called: lower, higher, or no clear difference."""
    if one.low <= 0 <= one.high:
        return f"no clear difference from {other}"
    return f"{'lower' if one.value < 0 else 'higher'} pain than with {other}"


def comparison(found: Results, other: str) -> Section:
    """PRP less another arm at each visit, with what the missing could change."""
    held, called = found.versus[other], ARMS[other].lower()
    if isinstance(held, Untold):
        return untold(
            f"versus-{other}",
            f"PRP is not compared with {called}",
            sentence(held.why),
            "Without enough people in both arms, nothing can be said of one against the other.",
        )
    main = held.differences[found.week]
    rows = tuple(
        (f"{week} weeks", signed(one), p_value(one.p), verdict(one, called))
        for week, one in held.differences.items()
    )
    shifts = tuple(
        (f"{one.delta:g}", f"{plus(one.value)} ({plus(one.low)} to {plus(one.high)})")
        for one in held.tipping.rows
    )
    prp, others = (people(one, found.rule) for one in held.people)
    return Section(
        f"versus-{other}",
        f"Those given PRP, at {found.week} weeks: {verdict(main, called)}",
        f"{prp} with PRP, {others} with {called}, of all targets.",
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
        f"{percent(one.others)} otherwise; difference {plus(100 * one.difference, 0)} "
        f"points ({plus(100 * one.low, 0)} to {plus(100 * one.high, 0)}{clear})."
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
    last = axes.x.high
    drawn += [axes.word(last, top, "higher with PRP", dx=12), axes.word(last, -top, "lower with PRP", dx=12)]
    told = "; ".join(f"week {week} {signed(one)}" for week, one in held.differences.items())
    return Picture("".join(drawn), f"PRP less {called}, points of pain, 95% intervals: {told}.", 260)


def dose(found: Results, target: str) -> Section:
    """Responders by dose at one target: bins as counted, and a curve beside them."""
    held = found.dose[target]
    if isinstance(held, Untold):
        return untold(
            f"dose-{target}",
            f"{name(target)}: dose is not looked at",
            sentence(held.why),
            "Without enough counted doses, no dose can be called better than another.",
        )
    title = (
        f"{name(target)}: the share of responders varies with dose"
        if held.p < CERTAIN
        else f"{name(target)}: no clear relation between dose and response"
    )
    many = sum(one.share.people for one in held.bins if one.share.people > 0)
    rows = tuple((_doses(one), *_shares(found, one)) for one in held.bins)
    return Section(
        f"dose-{target}",
        title,
        f"{about(found.rule)}{many} people with a counted dose who answered at {found.week} weeks.",
        "Points: fifths of the people, Wilson 95%, over the doses that each spans. Band: restricted cubic "
        "spline with 4 knots, logistic, for somebody of average age and pain before. Test of any relation "
        f"with dose: {p_value(held.p)}.",
        "Observational: blood, kit and clinician decided who got a high dose. No threshold is shown, and no "
        "dose is shown to work better.",
        pictures=(_curve(held),),
        tables=(Table(("Dose, billion", "Responded", "Share"), rows),),
    )


def no_dose(found: Results, targets: Sequence[str]) -> Section:
    """The targets of which too few doses are counted, together."""
    held = [(target, found.dose[target]) for target in targets]
    whys = [(target, one.why) for target, one in held if isinstance(one, Untold)]
    return untold(
        "dose-none",
        f"Dose is not looked at: {listed([name(target).lower() for target, _ in whys])}",
        " ".join(f"{name(target)}: {why}." for target, why in whys),
        "Without enough counted doses, no dose can be called better than another.",
    )


def _doses(one: Bin) -> str:
    return f"{one.low / 10:g} to {one.high / 10:g}"


def _shares(found: Results, one: Bin) -> tuple[str, str]:
    if one.share.events == HIDDEN:
        return one.share.method, ""
    return counted(one.share, found.rule), share(one.share)


def _curve(held: DoseResponse) -> Picture:
    doses = held.doses / 10
    top = float(np.ceil(doses.max()))
    step = float(max(1, np.ceil(top / 6)))
    axes = Axes(Range(0, top, even(8, top, step, " bn")), Range(0, 100, even(5, 100, 25, "%")))
    keep = range(0, len(doses), max(1, len(doses) // 60))
    low, mid, high = (
        [(float(doses[at]), 100 * float(held.curve[at, one])) for at in keep] for one in (1, 0, 2)
    )
    drawn = [axes.frame(), axes.band(low, high), axes.path(mid)]
    told = [one for one in held.bins if one.share.events != HIDDEN]
    for one in told:
        ends = one.low / 10, min(one.high / 10, top)
        x = sum(ends) / 2
        drawn.append(axes.upright(x, 100 * one.share.low, 100 * one.share.high, "ci u"))
        if one.share.value == one.share.value:
            y = 100 * one.share.value
            drawn += [axes.path([(ends[0], y), (ends[1], y)], "line u thin"), axes.point(x, y, "pt u")]
    said = "; ".join(f"{_doses(one)} billion {share(one.share)}" for one in told)
    return Picture("".join(drawn), f"Share of responders by dose in billions: {said}.", 260)
