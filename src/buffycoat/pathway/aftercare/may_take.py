"""“Can I take this?”, before or after the injection: wait, fine from our side, never stop it, or ask."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from buffycoat.pathway.aftercare.asked_medicine import Asked, asked_medicine
from buffycoat.pathway.aftercare.plan import LIMITS, STEPS, Options
from buffycoat.pathway.candidacy.clock import window
from buffycoat.pathway.candidacy.drugs import DRUGS
from buffycoat.pathway.candidacy.records import Drug
from buffycoat.pathway.candidacy.target import Bleeding
from buffycoat.pathway.knowledge import Fact, Mark, read_table

Verdict = Literal["never_stop", "wait", "ask", "fine"]
# Of several ingredients the first of these is the answer for the whole product.
WORST_FIRST: tuple[Verdict, ...] = ("never_stop", "wait", "ask", "fine")


class Saying(Fact):
    """What is said for one verdict, in both languages."""

    verdict: Verdict
    text: str
    text_es: str


SAYINGS = read_table(__file__, "may_take.toml", Saying)


@dataclass(frozen=True, slots=True)
class Around:
    """The injection that a medicine is held against. Without a day nothing can be counted."""

    day: date | None
    options: Options = field(default_factory=Options)
    grade: Bleeding = "intermediate"


@dataclass(frozen=True, slots=True)
class Part:
    """One saying about a product or one of its ingredients, and the days it names."""

    saying: str
    name: str
    until: date | None = None
    stop: date | None = None

    @property
    def row(self) -> Saying:
        """Its words, source and mark."""
        return SAYINGS[self.saying]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `read_as`: what misspelt words were taken for."""

    asked: str
    verdict: Verdict
    parts: tuple[Part, ...]
    read_as: tuple[str, ...]
    unread: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def until(self) -> date | None:
        """The day until which to wait, where that is the answer."""
        return max((part.until for part in self.parts if part.until), default=None)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where it is from."""
        return tuple(dict.fromkeys(key for part in self.parts for key in part.row.sources))

    @property
    def status(self) -> Mark:
        """How sure we are: the weakest of what was said."""
        return max((part.row.status for part in self.parts), key=("V", "K", "K~", "P").index)

    def sentences(self, spanish: bool, phone: str, say: Callable[[date], str]) -> tuple[str, ...]:
        """The words for the patient, the worst first."""
        fill = {"phone": phone, "asked": self.asked, "unread": ", ".join(self.unread)}
        return tuple(
            (part.row.text_es if spanish else part.row.text).format(
                name=part.name,
                until=say(part.until) if part.until else "",
                stop=say(part.stop) if part.stop else "",
                **fill,
            )
            for part in self.parts
        )


def may_take(text: str, on: date, around: Around) -> Answer:
    """The answer on a day. Never a plain yes, and of what is not known never even “fine”."""
    found, asked = asked_medicine(text), " ".join(text.split())[:60]
    if not found.rows:
        return Answer(asked, "ask", (Part("unknown", asked),), found.read_as, found.unread, ())
    name = _named(found, asked)
    parts = _parts(found, name, on, around)
    verdict = min((part.row.verdict for part in parts), key=WORST_FIRST.index)
    if verdict == "fine" and (found.read_as or found.unread):
        parts = (Part("part_unknown" if found.unread else "did_you_mean", name),)
        verdict = "ask"
    said = tuple(part for part in parts if part.row.verdict != "fine" or verdict == "fine")
    return Answer(asked, verdict, said, found.read_as, found.unread, found.rows)


def _named(found: Asked, asked: str) -> str:
    """The product as it is spoken of: as it was typed, or as it was read."""
    name = ", ".join((*found.named, *found.read_as)) or asked
    return name[:1].upper() + name[1:]


def _parts(found: Asked, name: str, on: date, around: Around) -> tuple[Part, ...]:
    if found.local:
        return (Part("local", name),)
    parts = [_part(key, name, on, around) for key in found.rows]
    order = sorted(parts, key=lambda part: WORST_FIRST.index(part.row.verdict))
    latest: dict[str, Part] = {}
    for part in order:  # two ingredients of a kind are one sentence, with the later day
        held = latest.get(part.saying)
        if held is None or (part.until and held.until and part.until > held.until):
            latest[part.saying] = part
    return tuple(latest.values())


_ALWAYS = {
    "anticoagulant": "thinner", "antiplatelet": "thinner", "immunosuppressant": "immune", "cox2": "cox2",
    "ssri": "keep",
}  # fmt: skip
# The plan names a last day without these; a medicine comes back the day after it at the earliest.
_STEP = {"nsaid": "no_nsaid", "steroid": "no_steroid_pills"}


def _part(key: str, name: str, on: date, around: Around) -> Part:
    kind = DRUGS[key].kind
    if key == "aspirin":
        return Part("aspirin", name)
    if kind == "allowed":
        return Part("paracetamol" if key == "acetaminophen" else "keep", name)
    if kind in _ALWAYS:
        return Part(_ALWAYS[kind], name)
    if around.day is None:
        return Part("no_day", name)
    stop, until = _held(key, around.day, around)
    if kind == "steroid" and on < until:  # “until then it is fine” would tell people to stop a daily one
        return Part(kind, name, until)
    if on >= until:
        return Part("over", name)
    return Part("stop_by", name, until, stop) if on < stop else Part(kind, name, until, stop)


def _held(key: str, day: date, around: Around) -> tuple[date, date]:
    """The first day without it, and the first day on which it may be asked for again."""
    drug = window(Drug(name=DRUGS[key].ingredients[0]), around.grade, day)
    kind, until = DRUGS[key].kind, drug.restart or day
    if kind in _STEP:
        row = STEPS[_STEP[kind]]
        last = around.options.nsaid_days if row.days_from else int(row.last_day or 0)
        until = max(until, day + timedelta(days=last + 1))
    return drug.hold_from or day, max(until, day + timedelta(days=1))


def nsaid_days_of(last_day: date | None, day: date) -> Options:
    """A practice's own days without anti-inflammatory medicine, as a patient's plan has them."""
    if last_day is None:
        return Options()
    least, most = (int(LIMITS[one].value) for one in ("nsaid_least", "nsaid_most"))
    return Options(nsaid_days=max(least, min(most, (last_day - day).days)))
