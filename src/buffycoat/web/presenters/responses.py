"""The response board in words: each share with what it is of, each person with what was tried."""

from dataclasses import dataclass
from datetime import date, tzinfo

from buffycoat.pathway.aftercare.plan import VISITS
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.instruments import limit
from buffycoat.practice.exact import Rate
from buffycoat.practice.responses import NOT_RECORDED, Asked, Line, Responses
from buffycoat.store.responses import Sent
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.harms import percent

MODES = {**{key: pair[0] for key, pair in words.MODES.items()}, NOT_RECORDED: "Not recorded"}
REASONS = {**words.NO_ANSWER, "": "No reason written down"}


@dataclass(frozen=True)
class VisitLine:
    """One visit: where everybody stands, and the shares of those whose window is past."""

    name: str
    window: str
    ahead: int
    waiting: str
    closed: int
    in_window: str
    interval: str
    any_time: str
    no_pain: int
    share: float


@dataclass(frozen=True)
class PersonLine:
    """One person to ask: for what, since when and until when, and what was tried."""

    episode: str
    name: str
    phone: str
    visit: str
    key: str
    due: str
    late: bool
    closes: str
    tried: str


def headline(held: Responses) -> str:
    """What the board says first: completeness at the visit that is judged, against its aim."""
    line, aim = held.judged, f"{limit('completeness_aim'):g} %"
    if held.reached is None:
        return "Nobody’s 12-week window is past yet"
    share = percent(line.in_window.events / line.closed)
    against = "the aim is" if held.reached else "below the aim of"
    return f"{share} answered at 12 weeks, {against} {aim}" + (" or more" if held.reached else "")


def part(one: Rate) -> str:
    """12 of 14, 86 %."""
    return f"{one.events} of {one.of}, {percent(one.events / one.of)}" if one.of else "nobody yet"


def lines(held: Responses) -> tuple[VisitLine, ...]:
    """A line a visit."""
    return tuple(_line(one) for one in held.lines)


def _line(one: Line) -> VisitLine:
    row, rate = VISITS[one.visit], one.in_window
    known = rate.low is not None and rate.high is not None
    late = one.states["late"]
    return VisitLine(
        name=words.VISITS[one.visit][0],
        window=f"day {row.earliest} to {row.latest}",
        ahead=one.states["ahead"],
        waiting=f"{one.states['open'] + late}" + (f" ({late} late)" if late else ""),
        closed=one.closed,
        in_window=part(rate),
        interval=f"{percent(rate.low or 0)} to {percent(rate.high or 0)}" if known else "",
        any_time=part(one.any_time),
        no_pain=one.no_pain,
        share=100 * rate.events / rate.of if rate.of else 0,
    )


def modes(held: Responses) -> tuple[tuple[str, tuple[int, ...], int], ...]:
    """How answers came: a row a way, a column a visit, and all."""
    rows = []
    for key, name in MODES.items():
        counts = tuple(line.modes[key] for line in held.lines)
        if any(counts) or key != NOT_RECORDED:
            rows.append((name, counts, sum(counts)))
    return tuple(rows)


def reasons(held: Responses) -> tuple[tuple[str, tuple[int, ...], int], ...]:
    """Why answers are missing, of those whose window is past."""
    rows = []
    for key, name in REASONS.items():
        counts = tuple(line.reasons[key] for line in held.lines)
        if any(counts):
            rows.append((name, counts, sum(counts)))
    return tuple(rows)


def person(
    one: Asked,
    names: dict[str, tuple[str, str]],
    sent: dict[tuple[str, str], Sent],
    today: date,
    zone: tzinfo,
) -> PersonLine:
    """One line of the people to ask."""
    name, phone = names[one.who.episode]
    days = (today - one.due.on).days
    when = "today" if days == 0 else f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    due = when if days == 0 else f"in {when}" if days < 0 else f"{when} ago"
    return PersonLine(
        episode=one.who.episode,
        name=name,
        phone=phone,
        visit=words.VISITS[one.due.visit][0],
        key=one.due.visit,
        due=due,
        late=days > 0,
        closes=day_text(one.due.closes),
        tried=_tried(sent.get((one.who.episode, one.due.visit)), today, zone),
    )


def _tried(link: Sent | None, today: date, zone: tzinfo) -> str:
    if link is None:
        return "No link yet"
    made, until = link.made_at.astimezone(zone).date(), link.expires_at.astimezone(zone).date()
    state = "begun, not sent" if link.begun else "not opened"
    return f"Link of {day_text(made)}, {state}" + (", ran out" if until < today else "")
