"""Who is signed off for what, until when, and which record cannot be signed without it.

Unknown is never competent: where a practice keeps a competency, whoever has no sign-off in force on the day
cannot sign what it gates. A practice begins with the first sign-off of a competency for anybody; before that
day nobody is locked out, and a warning card says that nobody knows.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, get_args

from buffycoat.pathway.card import Card
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.record import Part, Record, in_words, item

Competency = Literal[
    "aseptic_preparation", "phlebotomy", "kit_use", "labelling", "centrifuge", "life_support",
    "advanced_life_support", "emergency_drills", "radiation_safety", "triage_scripts", "consent",
    "adverse_events", "claims", "antithrombotics", "privacy", "spine_procedures",
]  # fmt: skip
COMPETENCIES: tuple[Competency, ...] = get_args(Competency)
Given = Literal["signed off", "withdrawn"]
Standing = Literal["in force", "expired", "withdrawn", "never signed off"]


class CompetencyRow(Fact):
    """One competency: how long a sign-off holds, and which records wait for it."""

    name: str
    months: int
    gates: tuple[str, ...] = ()


TABLE = read_table(__file__, "competencies.toml", CompetencyRow)


class SignOff(Part):
    """Somebody is signed off, or a sign-off is taken back."""

    title: ClassVar[str] = "Sign-off"

    competency: Competency = item(
        "For what?", options={key: row.name for key, row in TABLE.rows.items()}, required=True
    )
    given: Given = item(
        "Signed off, or taken back?",
        options={"signed off": "Signed off", "withdrawn": "Taken back"},
        required=True,
    )
    on: date = item("On", help="The day it was seen to be so.", required=True)
    until: date | None = item(
        "Until", help="The last day. Left empty, it is as long as the table allows.", sources=("rule-9.8",)
    )
    observed_by: str | None = item("Observed by")
    note: str | None = item("Note", help="What was seen, or why it is taken back.", long=True)


@dataclass(frozen=True, slots=True)
class Held:
    """One sign-off of one person, as it is kept."""

    who: str
    competency: str
    given: Given
    on: date
    until: date | None = None


def longest(competency: str, on: date) -> date:
    """The last day a sign-off of this day can hold: so many months later, or the end of a shorter month."""
    months = on.month - 1 + TABLE[competency].months
    year, month = on.year + months // 12, months % 12 + 1
    for back in range(4):
        try:
            return date(year, month, on.day - back)
        except ValueError:  # 31 June
            continue
    raise ValueError(f"{on} has no day so many months later")


def standing(held: Iterable[Held], competency: str, day: date) -> tuple[Standing, date | None]:
    """How one person stands on a day, with the day until which; `held` from the oldest to the newest."""
    mine = [one for one in held if one.competency == competency and one.on <= day]
    if not mine:
        return "never signed off", None
    newest = max(enumerate(mine), key=lambda each: (each[1].on, each[0]))[1]
    if newest.given == "withdrawn":
        return "withdrawn", newest.on
    if newest.until is None or newest.until < day:
        return "expired", newest.until
    return "in force", newest.until


def steps(record: Record) -> tuple[str, ...]:
    """The steps that a record is: its kind, and its kind with the guidance that was used."""
    if isinstance(record, Injection):
        return record.kind, f"{record.kind}:{record.guidance}"
    return (record.kind,)


def needed(record: Record) -> tuple[str, ...]:
    """The competencies that a record waits for."""
    done = set(steps(record))
    return tuple(key for key, row in TABLE.rows.items() if done & set(row.gates))


def operator_needs(time_out: TimeOut) -> tuple[str, ...]:
    """What the operator named in a time-out has to be signed off for: what the injection will ask."""
    done = {Injection.kind, f"{Injection.kind}:{time_out.guidance}"}
    return tuple(key for key, row in TABLE.rows.items() if done & set(row.gates))


def kept(held: Iterable[Held], day: date) -> frozenset[str]:
    """Competencies that the practice keeps by that day: somebody has been signed off for them."""
    return frozenset(one.competency for one in held if one.on <= day and one.given == "signed off")


def why_not(
    who: str, mine: Iterable[Held], wanted: Collection[str], keeps: Collection[str], day: date
) -> str:
    """Why somebody may not do this on that day; "" when they may, or the practice does not keep it yet."""
    held = tuple(mine)
    for key in wanted:
        found, since = standing(held, key, day)
        if key in keeps and found != "in force":
            words = {"expired": "expired", "withdrawn": "taken back on"}
            how = f" ({words[found]} {in_words(since)})" if found in words and since else ""
            name = TABLE[key].name
            return f"{who} is not signed off for: {name}{how}. Somebody who is signs, or it is renewed."
    return ""


def cards(records: Iterable[Record], keeps: Collection[str]) -> Iterator[Card]:
    """A warning while the practice does not keep who is signed off for what was done here."""
    wanted = dict.fromkeys(key for record in records for key in needed(record))
    open_ones = [TABLE[key].name for key in wanted if key not in keeps]
    if open_ones:
        yield Card(
            indicator="warning",
            summary="Nobody here keeps who is signed off for what",
            detail="Not known is not competent. Nothing is stopped until the first sign-off is written down: "
            + "; ".join(open_ones)
            + ".",
            sources=("rule-9.8",),
            status="P",
            code="competency_not_kept",
            clears_when="The manager writes the sign-offs down, on the page Staff.",
            rule="practice.competency",
            stage="preparation",
        )
