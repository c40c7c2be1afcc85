"""“Can I take this?”, before or after the injection: wait, fine from our side, never stop it, or ask."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from buffycoat.pathway.aftercare.asked_medicine import Asked, asked_medicine, words_of
from buffycoat.pathway.aftercare.plan import LIMITS, STEPS, Options
from buffycoat.pathway.candidacy.clock import window
from buffycoat.pathway.candidacy.drugs import DRUGS, look
from buffycoat.pathway.candidacy.records import Allergies, Drug, Medicines
from buffycoat.pathway.candidacy.target import Bleeding
from buffycoat.pathway.chart import Chart
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
    """The injection that a medicine is held against. Without a day nothing can be counted.

    `allergies`: what the person is allergic to; `thinner`: a blood thinner they take; as the chart has it.
    """

    day: date | None
    options: Options = field(default_factory=Options)
    grade: Bleeding = "intermediate"
    allergies: tuple[str, ...] = ()
    thinner: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One saying about a product or one of its ingredients, and the days it names."""

    saying: str
    name: str
    until: date | None = None
    stop: date | None = None
    beside: str = ""

    @property
    def row(self) -> Saying:
        """Its words, source and mark."""
        return SAYINGS[self.saying]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `read_as`: what misspelt words were taken for.

    `alone`: products named beside others of which nothing is said here; each is to be asked about alone.
    """

    asked: str
    verdict: Verdict
    parts: tuple[Part, ...]
    read_as: tuple[str, ...]
    unread: tuple[str, ...]
    rows: tuple[str, ...]
    alone: tuple[str, ...] = ()

    @property
    def until(self) -> date | None:
        """The day until which to wait, where that is the answer."""
        return max((part.until for part in self.parts if part.until), default=None)

    @property
    def names(self) -> tuple[str, ...]:
        """The products that something is said of."""
        return tuple(dict.fromkeys(part.name for part in self.parts))

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
                beside=part.beside,
                **fill,
            )
            for part in self.parts
        )


def may_take(text: str, on: date, around: Around, *, own: bool = False) -> Answer:
    """The answer on a day. Never a plain yes, and of what is not known never even “fine”.

    `own`: it stands on the patient's own signed list, so they take it already.
    """
    found, asked = asked_medicine(text), " ".join(text.split())[:60]
    name = _named((*found.named, *found.read_as)) or asked
    allergy = _allergy(found, around.allergies)
    if allergy:
        only = Part("allergic", name, beside=allergy)
        return Answer(asked, "ask", (only,), found.read_as, found.unread, found.rows)
    if not found.rows:
        saying = "own_unknown" if own else "unknown"
        return Answer(asked, "ask", (Part(saying, asked),), found.read_as, found.unread, ())
    parts = _parts(found, name, on, around)
    verdict = min((part.row.verdict for part in parts), key=WORST_FIRST.index)
    if verdict == "fine" and (found.read_as or found.unread):
        parts = (Part("part_unknown" if found.unread else "did_you_mean", name),)
        verdict = "ask"
    said = tuple(part for part in parts if part.row.verdict != "fine" or verdict == "fine")
    alone = dict.fromkeys(part.name for part in parts if part.name not in {one.name for one in said})
    return Answer(asked, verdict, said, found.read_as, found.unread, found.rows, tuple(alone))


def _named(names: Iterable[str]) -> str:
    """Products as they are spoken of: as they were typed, or as they were read."""
    name = ", ".join(names)
    return name[:1].upper() + name[1:]


def _name_of(key: str, found: Asked, all_: str) -> str:
    """Which of the products named is, or holds, this drug."""
    return _named(one for one in (*found.named, *found.read_as) if key in asked_medicine(one).rows) or all_


def _allergy(found: Asked, allergies: Iterable[str]) -> str:
    """The allergy that speaks against it: the same drug, one of its family, or the same word; "" for none."""
    words = {word for one in found.unread for word in words_of(one)}
    for substance in allergies:
        keys = set(look(substance).keys)
        keys |= _PAIN_FAMILY if keys & _PAIN_FAMILY else set()  # who reacts to one may react to all
        if keys & set(found.rows) or words & set(words_of(substance)):
            return substance
    return ""


_PAIN_FAMILY = {key for key, row in DRUGS.rows.items() if row.kind in ("nsaid", "cox2") or key == "aspirin"}


def _parts(found: Asked, name: str, on: date, around: Around) -> tuple[Part, ...]:
    if found.local:
        return (Part("local", name),)
    parts = [one for key in found.rows for one in _said(key, _name_of(key, found, name), on, around)]
    order = sorted(parts, key=lambda part: WORST_FIRST.index(part.row.verdict))
    latest: dict[tuple[str, str], Part] = {}
    for part in order:  # two ingredients of a kind in one product are one sentence, with the later day
        held = latest.get((part.saying, part.name))
        if held is None or (part.until and held.until and part.until > held.until):
            latest[part.saying, part.name] = part
    return tuple(latest.values())


_ALWAYS = {
    "anticoagulant": "thinner", "antiplatelet": "thinner", "immunosuppressant": "immune", "cox2": "cox2",
    "ssri": "keep",
}  # fmt: skip
# The plan names a last day without these; a medicine comes back the day after it at the earliest.
_STEP = {"nsaid": "no_nsaid", "steroid": "no_steroid_pills"}


def _said(key: str, name: str, on: date, around: Around) -> tuple[Part, ...]:
    """What is said of one drug; aspirin has two uses, and a product that holds it may not be known for it."""
    if key != "aspirin":
        return (_part(key, name, on, around),)
    free = around.day is not None and on > around.day + timedelta(days=around.options.nsaid_days)
    told = Part("aspirin_after" if free else "aspirin", name)
    plain = name.lower() in DRUGS["aspirin"].ingredients
    return (told,) if plain else (Part("holds_aspirin", name), told)


def _part(key: str, name: str, on: date, around: Around) -> Part:
    kind = DRUGS[key].kind
    if kind == "allowed":
        return Part("paracetamol" if key == "acetaminophen" else "keep", name)
    if kind in _ALWAYS:
        return Part(_ALWAYS[kind], name)
    if around.day is None:
        return Part("no_day", name)
    stop, until = _held(key, around.day, around)
    if kind == "steroid" and on < until:  # “until then it is fine” would tell people to stop a daily one
        return Part(kind, name, until)
    if kind == "nsaid" and around.thinner and not stop <= on < until:
        return Part("with_thinner", name, beside=around.thinner)
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


def allergies_in(chart: Chart) -> tuple[str, ...]:
    """What the newest list of allergies names."""
    held = chart.newest(Allergies)
    return tuple(one.substance for one in (held.allergies if held else None) or ())


def thinner_in(chart: Chart) -> str:
    """A blood thinner that the newest list of medicines has in use; "" for none."""
    held = chart.newest(Medicines)
    for drug in (held.drugs if held else None) or ():
        kinds = {DRUGS[key].kind for key in look(drug.name, drug.rxnorm).keys}
        if drug.use != "stopped" and kinds & {"anticoagulant", "antiplatelet"}:
            return drug.name
    return ""
