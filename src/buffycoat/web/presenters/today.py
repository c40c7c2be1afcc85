"""Today: who needs someone now, who is here and what is in the way, who is due."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from buffycoat.pathway.walk import Walk
from buffycoat.web.presenters import rail
from buffycoat.web.presenters.next_step import NextStep, next_step

LEVELS = {"emergency": "Emergency", "same_day": "Same day"}


@dataclass(frozen=True)
class Row:
    """Somebody who is here today."""

    marks: tuple[str, ...]
    label: str
    stage: str
    in_the_way: str
    blocked: bool
    step: NextStep


def row(walk: Walk) -> Row:
    """The stage, what is in the way, and what to do about it."""
    here = walk.current
    blocked = here.state == "blocked"
    return Row(
        rail.marks(walk), rail.label(walk), here.stage.title, in_the_way(walk), blocked, next_step(walk)
    )


def in_the_way(walk: Walk) -> str:
    """The first two things that block, and how many more."""
    here = walk.current
    if here.state == "blocked":
        said = [card.summary.rstrip(".") for card in here.critical]
        more = f" And {len(said) - 2} more." if len(said) > 2 else ""
        return ". ".join(said[:2]) + "." + more
    if here.missing:
        return f"Nothing in the way; {len(here.missing)} to sign."
    return "Nothing in the way."


def alarm_words(level: str, text: str) -> str:
    """What an alarm says, without the level that stands beside it: “Emergency: possible …”."""
    said = text.removeprefix(f"{LEVELS.get(level, level)}: ")
    return said[:1].lower() + said[1:] if said != text else text


@dataclass(frozen=True)
class Due:
    """One kind of thing that is due, and for whom: (episode, name), the latest first."""

    what: str
    people: tuple[tuple[str, str], ...]
    oldest: str


def due(items: tuple[tuple[str, date, str, str], ...], today: date) -> tuple[Due, ...]:
    """Group (what, day, episode, name) by what is due."""
    kept = sorted(items, key=lambda one: (one[0], one[1]))
    groups = [(what, tuple(group)) for what, group in groupby(kept, key=lambda one: one[0])]
    made = [
        (group[0][1], Due(what, tuple((one[2], one[3]) for one in group), late(group[0][1], today)))
        for what, group in groups
    ]
    return tuple(line for _, line in sorted(made, key=lambda one: one[0]))


def late(day: date, today: date) -> str:
    """How late: “today”, “1 day late”, “9 days late”."""
    days = (today - day).days
    return "today" if days <= 0 else f"{days} day{'' if days == 1 else 's'} late"


def headline(now: int, here: tuple[Row, ...], due_count: int) -> str:
    """The sentence under the heading."""
    ready = sum(1 for one in here if not one.blocked)
    said = [
        f"{_people(now)} need{'s' if now == 1 else ''} someone now."
        if now
        else "Nobody needs someone at once."
    ]
    if here:
        coming = f"{len(here)} {'is' if len(here) == 1 else 'are'} coming in"
        said.append(f"{coming}; {ready} can go ahead as things stand.")
    else:
        said.append("Nobody is booked today.")
    said.append(
        f"{due_count} thing{' is' if due_count == 1 else 's are'} due." if due_count else "Nothing is due."
    )
    return " ".join(said)


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"
