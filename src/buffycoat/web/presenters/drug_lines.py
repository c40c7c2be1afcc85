"""One drug on the drug clock: bands for what the rule asks, lines for what is taken, and their words."""

from dataclasses import dataclass
from datetime import date, datetime

from buffycoat.pathway.candidacy.clock import DrugWindow
from buffycoat.pathway.candidacy.drugs import DRUGS, DrugRow, time_text
from buffycoat.pathway.candidacy.records import Drug
from buffycoat.pathway.knowledge import Mark
from buffycoat.pathway.record import latest
from buffycoat.pathway.triage.pain_tables import weakest
from buffycoat.web.forms.moments import day_text, partial_text
from buffycoat.web.presenters.cards import short_mark

ASK = "Ask the prescriber; document agreement"
PRESCRIBED = ("anticoagulant", "antiplatelet", "steroid", "immunosuppressant", "ssri")
USES = {"taking": "Taken every day", "as needed": "Taken as needed", "stopped": "Stopped"}


@dataclass(frozen=True)
class Axis:
    """Days across a row, in percent: the injection in the middle, `span` days on both sides."""

    on: date
    span: int

    def x(self, day: date) -> float:
        """Where a day stands; what lies beyond the axis stands at its end."""
        return round(min(max(50 + 50 * (day - self.on).days / self.span, 0), 100), 2)

    def shows(self, day: date) -> bool:
        """Whether the day lies on the axis."""
        return abs((day - self.on).days) <= self.span


@dataclass(frozen=True)
class Piece:
    """A part of a row, from where to where in percent. `kind`: band, band b, ci, ci dash or stopline."""

    kind: str
    x: float
    end: float


def bands(window: DrugWindow, axis: Axis) -> tuple[Piece, ...]:
    """What the rule asks for, on both sides of the needle: bleeding in its lane, platelets in theirs."""
    lanes = (
        ("band b", window.hold_from_bleeding, window.restart_bleeding),
        ("band", window.hold_from_platelets, window.restart_platelets),
    )
    return tuple(
        Piece(kind, axis.x(first or axis.on), axis.x(last or axis.on))
        for kind, first, last in lanes
        if first or last
    )


@dataclass(frozen=True)
class Known:
    """The day on which the list was signed, and today: after the first, nobody has said what is taken."""

    asked_on: date
    today: date


def taken(drug: Drug, window: DrugWindow, axis: Axis, known: Known) -> tuple[Piece, ...]:
    """What is taken: a line as far as it is known, dashes where it may be, warning where it should not."""
    last, hold = latest(drug.last_taken) if drug.last_taken else None, window.hold_from
    found = []
    if window.keep and drug.use in ("taking", "as needed"):
        return (Piece("ci", 0, 100),)
    if drug.use == "as needed":
        found += [_dose(last, hold, axis)] if last and axis.shows(last) else []
        found.append(Piece("ci dash", 0, axis.x(hold) if hold else 100))
    elif drug.use == "taking" or (drug.use == "stopped" and last):
        until = last or known.asked_on
        found.append(Piece("ci", 0, axis.x(min(until, hold) if hold else until)))
        if drug.use == "taking":
            found.append(Piece("ci dash", axis.x(until), axis.x(hold) if hold else 100))
        if hold:
            # With no last dose known, every day until today may have been one.
            found.append(Piece("stopline", axis.x(hold), axis.x(last or min(known.today, axis.on))))
    if window.restart and (drug.use in ("taking", "as needed") or drug.hold_agreed):
        found.append(Piece("ci dash", axis.x(window.restart), 100))
    return tuple(one for one in found if one.end > one.x or one.kind.startswith("dose"))


def _dose(last: date, hold: date | None, axis: Axis) -> Piece:
    return Piece("dose late" if hold and last > hold else "dose", axis.x(last), axis.x(last))


def rule_words(window: DrugWindow) -> tuple[str, ...]:
    """What the rule asks, as the table has it; what the table does not know is for a person to read."""
    if window.keep:
        return ("For heart or vessels: never stopped for PRP.",)
    if not window.rows:
        return ("Not in the drug table: a person reads it.",)
    return tuple(_row_words(DRUGS[key], window) for key in window.rows)


def _row_words(row: DrugRow, window: DrugWindow) -> str:
    said = []
    time = getattr(row.hold_bleed, window.grade)
    if time != "none":
        back = "" if row.restart in ("none", "unknown") else f", again {time_text(row.restart)} after"
        said.append(f"Bleeding: {_before(time)}{back}.")
    if row.hold_prp and (row.hold_prp.before, row.hold_prp.after) != ("none", "none"):
        after = "" if row.hold_prp.after == "none" else f", {_after(row.hold_prp.after)}"
        said.append(f"Platelets: {_before(row.hold_prp.before)}{after}.")
    if not said:
        said.append("No hold.")
    note = f" {row.note[0].upper()}{row.note[1:]}." if row.note else ""
    part = f"{row.name[0].upper()}{row.name[1:]}: " if len(window.rows) > 1 else ""
    return part + " ".join(said) + note


def _before(time: str) -> str:
    return time_text(time) + ("" if time in ("none", "shared", "unknown") else " before")


def _after(time: str) -> str:
    return "after it as agreed" if time in ("shared", "unknown") else f"{time_text(time)} after"


def dates(window: DrugWindow, planned: bool) -> str:
    """“Last dose by 14 Nov 2026, restart from 25 Nov 2026”; "" where no day is planned or none is asked."""
    if not planned or window.keep:
        return ""
    said = [f"last dose by {day_text(window.hold_from)}"] if window.hold_from else []
    if window.restart_at:
        said.append(f"restart from {_instant(window.restart_at)}")
    elif window.restart:
        said.append(f"restart from {day_text(window.restart)}")
    elif window.hold_from and _shared_after(window):
        said.append("restart as the prescriber says")
    text = ", ".join(said)
    return f"{text[:1].upper()}{text[1:]}"


def _shared_after(window: DrugWindow) -> bool:
    holds = (DRUGS[key].hold_prp for key in window.rows)
    return any(hold and hold.after in ("shared", "unknown") for hold in holds)


def _instant(at: datetime) -> str:
    return f"{day_text(at.date())}, {at:%H:%M}"


def does(drug: Drug, on: date | None) -> str:
    """What the patient does, as far as it was asked."""
    said = USES.get(drug.use or "", "Whether it is taken is not known")
    if drug.use == "stopped" and drug.stopped_by:
        said += " by the prescriber" if drug.stopped_by == "prescriber" else " by the patient alone"
    if drug.last_taken is None:
        return f"{said}." if drug.use == "taking" else f"{said}. Last dose not known."
    last = latest(drug.last_taken)
    days = (on - last).days if on and len(drug.last_taken) == 10 else -1
    before = f", {days} day{'' if days == 1 else 's'} before the needle" if days > 0 else ""
    return f"{said}. Last dose {partial_text(drug.last_taken)}{before}."


def agreement(drug: Drug, window: DrugWindow) -> tuple[str, bool]:
    """What the prescriber said, and whether it is still to be asked."""
    kinds = {DRUGS[key].kind for key in window.rows}
    if drug.hold_agreed:
        return f"Agreed with the prescriber{f' {day_text(drug.agreed_on)}' if drug.agreed_on else ''}", False
    if drug.hold_agreed is False:
        return "The prescriber does not want it held", True
    if window.keep:
        return ("Goes on", False) if window.grade == "low" else ("Goes on; shared with cardiology", False)
    asked = window.hold_from or window.ask
    if asked and kinds.intersection(PRESCRIBED):
        return ASK, True
    if asked:
        return "Ask the prescriber, if there is one; document agreement", False
    if "immunosuppressant" in kinds:
        return "Ask whoever prescribes it; not held here", False
    return ("Not needed", False) if kinds else ("To be read by a person", False)


def evidence(one: DrugWindow) -> tuple[tuple[str, ...], str]:
    """Where a row's figures are from, and the mark of the least certain."""
    rows = [DRUGS[key] for key in one.rows]
    if not rows:
        return (), ""
    keys = dict.fromkeys(key for row in rows for key in (*row.sources, *row.prp_sources))
    marks: list[Mark] = [mark for row in rows for mark in (row.status, row.prp_status) if mark]
    return tuple(keys), short_mark(weakest(marks))
