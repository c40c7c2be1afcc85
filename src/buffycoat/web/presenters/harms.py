"""The practice’s figures of harm in words: own beside published, with n, and what so few cannot show."""

from dataclasses import dataclass

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.outcomes.harm_tables import PUBLISHED, Published
from buffycoat.practice.exact import Rate, rate
from buffycoat.practice.harms import Agreement, Harms, Line

TOO_FEW = 3  # people


@dataclass(frozen=True)
class Figure:
    """A count with its interval, and what it cannot show."""

    count: str
    interval: str
    note: str = ""


@dataclass(frozen=True)
class TargetLine:
    """One target: own figures, published ones, and how the two compare."""

    name: str
    injections: str
    any: Figure
    serious: Figure
    infections: Figure
    onset: str
    waiting: int
    published: tuple[str, ...]
    cites: tuple[str, ...]
    compared: str


def percent(share: float) -> str:
    """0.25 %, 3.1 %, 26 %: two figures."""
    value = 100 * share
    return f"{value:.0f} %" if value >= 10 or value == 0 else f"{value:.2g} %"


def figure(one: Rate, note: str = "") -> Figure:
    """So many of so many, with the interval; of none, what is still possible."""
    if one.low is None or one.high is None:
        return Figure("none injected", "")
    if one.three is not None and one.of <= TOO_FEW:
        note = "Too few to say."
    elif one.three is not None and one.three <= one.high:  # among eight or fewer it contradicts the bound
        note = f"Rule of three: up to {percent(one.three)} may be true."
    return Figure(f"{one.events} of {one.of}", f"{percent(one.low)} to {percent(one.high)}", note)


def lines(held: Harms) -> tuple[TargetLine, ...]:
    """Each target that was injected here, then all together."""
    return (
        *(_line(one, TARGET_NAMES[one.target]) for one in held.lines),
        _line(held.whole, "All injections"),
    )


def _line(one: Line, name: str) -> TargetLine:
    rows = [row for row in PUBLISHED.rows.values() if one.target in row.targets]
    sure = f"{one.confirmed} confirmed" if one.infections.events else ""
    return TargetLine(
        name=name,
        injections=f"{one.procedures}" + (f" ({one.places} places)" if one.places != one.procedures else ""),
        any=figure(one.any),
        serious=figure(one.serious),
        infections=figure(one.infections, sure),
        onset=_days(one.onsets),
        waiting=one.waiting,
        published=tuple(_published(row) for row in rows),
        cites=tuple(dict.fromkeys(key for row in rows for key in row.sources)),
        compared=compared(one, [row for row in rows if not row.comparator]) if one.target else "",
    )


def _published(row: Published) -> str:
    about = "about " if row.around else ""
    share = (
        f", {percent(row.events / row.people)}"
        if row.events
        else f", up to {percent(3 / row.people)} possible"
    )
    return f"{row.says}: {row.events} of {about}{row.people}{share}."


def compared(one: Line, rows: list[Published]) -> str:
    """What our count says beside the published ones: mostly that it cannot be told apart from them."""
    if not rows:
        return "The rule base has no published figure for this target."
    own = (
        one.infections
        if rows[0].what == "infection"
        else one.serious
        if rows[0].what == "serious"
        else one.any
    )
    # Their intervals and not their shares: one in 33 is itself compatible with much less and much more.
    theirs = [rate(row.events, row.people) for row in rows]
    if own.low is None or own.high is None:
        return ""
    if own.low > max(one.high or 0 for one in theirs):
        return "More than any published figure, beyond chance: look for the cause."
    if own.high < min(one.low or 0 for one in theirs):
        return "Less than any published figure: first look for events that nobody told."
    return "Too few injections here to be told apart from the published figures: neither better nor worse."


def _days(onsets: tuple[int, ...]) -> str:
    if not onsets:
        return "–"
    if len(onsets) <= 6:
        return ("day " if len(onsets) == 1 else "days ") + ", ".join(map(str, onsets))
    return f"days {onsets[0]} to {onsets[-1]}, middle {onsets[len(onsets) // 2]}, n {len(onsets)}"


def agreed(one: Agreement) -> tuple[tuple[str, str], ...]:
    """Who told of each thing, with the share of all."""
    parts = (
        ("Both the patient and a clinician", one.both),
        ("Only the patient; nobody has judged it yet", one.open),
        ("Only the patient; looked into, nothing found", one.nothing),
        ("Only a clinician", one.clinician),
    )
    return tuple((name, part(count, one.all)) for name, count in parts)


def graded(one: Agreement) -> tuple[tuple[str, str], ...]:
    """Where both gave a grade: whose was worse."""
    parts = (
        ("The same grade", one.same),
        ("Worse by the patient", one.patient_worse),
        ("Worse by the clinician", one.clinician_worse),
    )
    return tuple((name, part(count, one.graded)) for name, count in parts)


def part(count: int, of: int) -> str:
    """3 of 12 (25 %); of none no percentage."""
    return f"{count} of {of}" + (f" ({percent(count / of)})" if of else "")
