"""The shape of a demo story: whose, where, when, how far, and what is odd about it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from buffycoat.pathway.record import Record
from buffycoat.store.demo.people import STAFF_NAMES, Person

# The last thing that has happened; each takes in all before it.
Reach = Literal["referral", "triage", "candidacy", "consent", "product", "injected"]
REACHES: tuple[Reach, ...] = ("referral", "triage", "candidacy", "consent", "product", "injected")
Place = tuple[str, str, str]  # target, level, side


@dataclass(frozen=True)
class Story:
    """One episode. `injected` counts days from today: -20 is three weeks ago, 6 is next Wednesday or so."""

    title: str
    places: tuple[Place, ...]
    injected: int
    reach: Reach = "injected"
    course: str = ""
    answers_until: str = "week_52"
    odd: frozenset[str] = field(default_factory=frozenset)

    def has(self, oddity: str) -> bool:
        """Whether the story has this oddity."""
        return oddity in self.odd

    def reached(self, reach: Reach) -> bool:
        """Whether the story went at least this far."""
        return REACHES.index(self.reach) >= REACHES.index(reach)


@dataclass(frozen=True)
class Step:
    """One thing somebody does in a chart. `on`: the kind amended or retracted, or the card overridden."""

    at: datetime
    by: str
    does: Literal["sign", "amend", "retract", "override"]
    record: Record | None = None
    on: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Scene:
    """A person in a story on the demo's day, with the practice's clock."""

    person: Person
    story: Story
    today: date
    zone: ZoneInfo

    def day(self, from_injection: int) -> date:
        """A day counted from the injection, done or planned."""
        return self.today + timedelta(days=self.story.injected + from_injection)

    def at(self, from_injection: int, clock: str) -> datetime:
        """An instant on such a day, by the practice's clock: “09:40”."""
        return datetime.fromisoformat(f"{self.day(from_injection)}T{clock}:00").replace(tzinfo=self.zone)

    @property
    def now(self) -> datetime:
        """The middle of the morning: what lies after it has not happened yet."""
        return datetime.fromisoformat(f"{self.today}T10:45:00").replace(tzinfo=self.zone)

    @property
    def targets(self) -> frozenset[str]:
        """The kinds of target."""
        return frozenset(target for target, _, _ in self.story.places)

    @property
    def operator(self) -> str:
        """Which of the two proceduralists looks after this person."""
        return ("doctor", "doctor2")[self.person.birth_date.toordinal() % 2]

    @property
    def operator_name(self) -> str:
        """The same person, as written on paper."""
        return STAFF_NAMES[self.operator]
