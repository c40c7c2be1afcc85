"""Every number of people that the report prints, and the sums between them (see `linked`).

Protected are small numbers of those who responded or did not, were harmed or were not, answered or did not,
and every number printed. How many are not due or were never asked is not printed; it tells of no health.
A curve's numbers along time are not here: they only grow or only fall, and each is rounded by itself, so that
two neighbours always leave a difference of 1 to 4 open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from buffycoat.registry.columns import WEEKS
from buffycoat.registry.linked import Linked, Name, Sum
from buffycoat.registry.models.dose_response import DoseResponse
from buffycoat.registry.results import Results, Untold, Versus
from buffycoat.registry.statistics import Counts
from buffycoat.registry.sums import DAYS, STATE

MOST_PATTERNS = 8  # rarer ones stand together


@dataclass
class _Book:
    values: dict[Name, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    printed: set[Name] = field(default_factory=set)

    def put(self, name: Name, value: int, printed: bool = True) -> Name:
        self.values[name] = int(value)
        if printed:
            self.printed.add(name)
        return name

    def part(self, whole: Name, parts: Sequence[Name], rest: str) -> None:
        """A whole that is printed, its printed parts, and what is left, which is not."""
        left = self.values[whole] - sum(self.values[one] for one in parts)
        self.sums.append((whole, (*parts, self.put((rest, *whole), left, printed=False))))

    def whole(self, name: Name, parts: Sequence[Name]) -> Name:
        """A printed sum of these."""
        self.sums.append((name, tuple(parts)))
        return self.put(name, sum(self.values[one] for one in parts))


def ties(found: Results) -> Linked:
    """The numbers of these results."""
    book = _Book()
    for target in found.targets:
        _harms(book, found, target)
        for week in WEEKS:
            _visit(book, found, target, week)
        _dose(book, found, target)
    _flow(book, found)
    _patterns(book, found)
    _practices(book, found)
    # How many were harmed is hidden last: a report that leaves it out tells of no harm.
    harms = {name for name in book.values if name[0] in ("event", "serious")}
    told = {name for name in book.values if name[0] in ("not responded", "missing", "no event", "milder")}
    plain = set(book.values) - set(book.printed) - told
    return Linked(book.values, book.sums, book.printed, harms, plain)


def _harms(book: _Book, found: Results, target: str) -> None:
    worst = found.counted.events.pick("target", target).people
    treated = book.put(("treated", target), worst.sum())
    event = book.put(("event", target), worst[1:].sum())
    book.part(treated, [event], "no event")
    book.part(event, [book.put(("serious", target), worst[3:].sum())], "milder")
    rescued = int(found.counted.rescue.pick("target", target).cells[..., 1].sum())
    book.part(treated, [book.put(("rescued", target), rescued)], f"not within {DAYS} days")


def _visit(book: _Book, found: Results, target: str, week: int) -> None:
    treated, at = ("treated", target), str(week)
    pain = book.put(("pain", target, at), _mean_of(found, target, week))
    book.part(treated, [pain], f"no pain at {at}")
    if not week:
        return
    states = _states(found.counted.response, target, week)
    answered = book.put(("answered", target, at), states["no responder"] + states["responder"])
    responded = book.put(("responded", target, at), states["responder"])
    due = book.put(("due", target, at), states["not answered"] + book.values[answered])
    book.part(answered, [responded], "not responded")
    book.part(due, [answered], "missing")
    without = book.put(("no baseline", target, at), states["no baseline"], printed=False)
    book.part(treated, [due, without], f"not due at {at}")
    if found.definition in "ab":  # by pain: who answered is among those whose pain is known
        book.part(pain, [answered], "no pain before")


def _mean_of(found: Results, target: str, week: int) -> int:
    return int(found.counted.pain.pick("target", target).people[WEEKS.index(week)])


def _states(counts: Counts, target: str, week: int) -> dict[str, int]:
    held = counts.pick("target", target).pick("week", str(week)).people
    return dict(zip(STATE.labels, map(int, held), strict=True))


def _dose(book: _Book, found: Results, target: str) -> None:
    held = found.dose[target]
    if not isinstance(held, DoseResponse):
        return
    people, responded = [], []
    for at, one in enumerate(held.bins):
        people.append(book.put(("dose", target, str(at)), one.share.people))
        responded.append(book.put(("dose responded", target, str(at)), one.share.events))
        book.part(people[-1], [responded[-1]], "not responded")
    everybody = book.whole(("dosed", target), people)
    book.part(("answered", target, str(found.week)), [everybody], "no dose")
    book.part(("responded", target, str(found.week)), responded, "no dose")


def _flow(book: _Book, found: Results) -> None:
    def each(kind: str, *rest: str) -> list[Name]:
        return [(kind, target, *rest) for target in found.targets]

    week = str(found.week)
    prp = book.whole(("flow", "prp"), each("treated"))
    book.whole(("flow", "baseline"), each("pain", "0"))
    due = book.whole(("flow", "due"), each("due", week))
    book.part(due, [book.whole(("flow", "answered"), each("answered", week))], "missing")
    book.printed.add(("missing", "flow", "due"))
    book.part(book.put(("flow", "rescued"), found.flow.rescued), each("rescued"), "later")
    book.whole(("flow", "serious"), each("serious"))
    others = [
        book.put(("arm", other), held.people[1])
        for other, held in found.versus.items()
        if isinstance(held, Versus)
    ]
    book.part(book.put(("flow", "episodes"), found.flow.episodes), [prp, *others], "other arms")


def _patterns(book: _Book, found: Results) -> None:
    named = {label: ("pattern", label) for label, _ in found.patterns}
    for at, (label, many) in enumerate(found.patterns):
        book.put(named[label], many, printed=at < MOST_PATTERNS)
    if not named:
        return
    book.sums.append((("flow", "prp"), tuple(named.values())))
    if len(named) > MOST_PATTERNS:
        book.whole(("pattern", "rest"), list(named.values())[MOST_PATTERNS:])
    for at, week in enumerate(WEEKS[1:]):
        name = book.whole(("all pain", str(week)), _at(found, str(week)))
        book.sums.append((name, tuple(named[label] for label in named if label[at] == "1")))


def _at(found: Results, week: str) -> list[Name]:
    return [("pain", target, week) for target in found.targets]


def _practices(book: _Book, found: Results) -> None:
    if isinstance(found.practices, Untold):
        return
    held = found.practices[0]
    people: list[Name] = []
    responded: list[Name] = []
    for at, label in enumerate(held.labels):
        people.append(book.put(("practice", label), int(held.people[at])))
        responded.append(book.put(("practice responded", label), int(held.observed[at])))
        book.part(people[-1], [responded[-1]], "not responded")
    shown = book.whole(("flow", "practices"), people)
    book.part(("flow", "answered"), [shown], "small practices")
    every = [("responded", target, str(found.week)) for target in found.targets]
    all_of = book.whole(("flow", "responded"), every)
    book.part(all_of, [book.whole(("flow", "practices responded"), responded)], "small practices")
