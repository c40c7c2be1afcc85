"""What harm was told of, and who did not answer."""

from buffycoat.registry.columns import WEEKS
from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.linked import HIDDEN
from buffycoat.registry.models.proportion import Share
from buffycoat.registry.report.drawing import Range
from buffycoat.registry.report.release import REST
from buffycoat.registry.report.rows import Line, Mark, pictures
from buffycoat.registry.report.section import (
    Picture,
    Section,
    Table,
    about,
    counted,
    name,
    people,
    percent,
    share,
)
from buffycoat.registry.results import Results, Untold

GRADES = ((1, "any"), (3, "grade 3 or worse"))
NICE = (10, 20, 50, 100, 200, 500, 1000)  # ends of an axis of people per 1,000


def safety(found: Results) -> Section:
    """Adverse events by target, with exact intervals; a rare harm is never hidden as none."""
    rows = []
    for target in found.targets:
        for grade, words in GRADES:
            one = found.harms[target, grade]
            told = (one.why, "") if isinstance(one, Untold) else (counted(one, found.rule), _per(one))
            rows.append((name(target), words, *told))
    return Section(
        "safety",
        _title(found),
        f"{people(found.flow.prp, found.rule)} people treated with PRP.",
        "People with at least one event, by their worst grade; exact (Clopper-Pearson) 95% intervals. An "
        "event without a grade counts as grade 1.",
        "What nobody told is not counted, and not every event was caused by the treatment. None seen is not "
        "none possible: the upper end of the interval says how many there could be.",
        pictures=_picture(found),
        tables=(Table(("Target", "Event", "People", "Per 1,000 (95%)"), tuple(rows)),),
    )


def _title(found: Results) -> str:
    told = any(isinstance(one, Share) for one in found.harms.values())
    if not told:
        return "Too few people to give a rate of harm"
    if found.flow.serious == HIDDEN:
        return "How many had an adverse event of grade 3 or worse is not told, to protect few people"
    harmed, treated = (people(one, found.rule) for one in (found.flow.serious, found.flow.prp))
    near = about(found.rule).lower()
    return f"{harmed} of {near}{treated} people had an adverse event of grade 3 or worse"


def _per(one: Share) -> str:
    """Per 1,000, as an interval; the rate itself where the count is told."""
    ends = f"{1000 * one.low:.1f} to {1000 * one.high:.1f}"
    return f"{1000 * one.value:.1f} ({ends})" if one.value == one.value else ends


def _picture(found: Results) -> tuple[Picture, ...]:
    held = {key: one for key, one in found.harms.items() if isinstance(one, Share)}
    if not held:
        return ()
    most = 1000 * max(one.high for one in held.values())
    top = next((one for one in NICE if one >= most), NICE[-1])
    groups = [
        (name(target), [_line(words, held[target, grade], found) for grade, words in GRADES])
        for target in found.targets
        if (target, 1) in held and (target, 3) in held
    ]
    axis = Range(0, top, tuple((top * at / 4, f"{top * at / 4:g}") for at in range(5)))
    return pictures(axis, groups, "People with an adverse event per 1,000", "people per 1,000")


def _line(words: str, one: Share, found: Results) -> Line:
    value = None if one.value != one.value else 1000 * one.value
    text = f"{counted(one, found.rule)}; {_per(one)} per 1,000"
    return Line(words, text, (Mark(value, 1000 * one.low, 1000 * one.high, mine=True),))


def missing(found: Results, least: int = LEAST) -> Section:
    """Who answered at each visit, and in which patterns; rare patterns are put together."""
    visits: tuple[tuple[str, ...], ...] = ()
    if isinstance(found.complete, Untold):
        nobody = not found.flow.prp
        title = "Nobody's answers can be missed yet" if nobody else "How many answered is not told"
    else:
        last = found.complete[WEEKS[1:].index(found.week)]
        title = f"{percent(1 - last.value)} of everybody treated has no answer at {found.week} weeks"
        if last.value != last.value:
            title = f"Fewer than {least} of everybody treated answered at {found.week} weeks"
        visits = tuple(
            (f"{week} weeks", counted(one, found.rule), share(one))
            for week, one in zip(WEEKS[1:], found.complete, strict=True)
        )
    return Section(
        "missing",
        title,
        f"{people(found.flow.prp, found.rule)} people treated with PRP, whether due or not.",
        "Answers of average pain by visit, Wilson 95%. Nothing is carried forward.",
        "The answers cannot say why others did not answer; the comparisons show what it would take for the "
        "missing to change them.",
        tables=(
            Table(("Visit", "Answered", "Share"), visits),
            Table(("Weeks answered", "People"), _patterns(found, least)),
        ),
    )


def _patterns(found: Results, least: int) -> tuple[tuple[str, str], ...]:
    if found.rule:
        told = [(label, many) for label, many in found.patterns if many != HIDDEN]
        rows = [(_pattern(label), people(many, found.rule)) for label, many in told]
        return (*rows, *([] if len(told) == len(found.patterns) else [("Others", people(HIDDEN))]))
    common = [one for one in found.patterns if one[1] >= least][:8]
    rest = sum(many for _, many in found.patterns) - sum(many for _, many in common)
    rows = [(_pattern(label), str(many)) for label, many in common]
    return (*rows, *([(_pattern(REST), str(rest) if rest >= least else f"under {least}")] if rest else []))


def _pattern(label: str) -> str:
    if label == REST:
        return "Any other pattern"
    weeks = [str(week) for week, mark in zip(WEEKS[1:], label, strict=True) if mark == "1"]
    return ", ".join(weeks) or "None"
