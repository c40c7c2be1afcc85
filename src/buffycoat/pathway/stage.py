"""A Stage is records, rules and tables; a Rule is a pure function from records to cards.

A rule's signature is its data dependency: it takes `day: date` and records by their type. A parameter `T` is
filled with the newest T in force and the rule is silent without one; `T | None` is filled with None when
there is none; `tuple[T, ...]` with every T in force; `Chart` with the chart itself.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import ModuleType, NoneType
from typing import Any, ClassVar, get_args, get_type_hints

from buffycoat.pathway.card import WORST_FIRST, Card, Indicator, worst_first
from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.record import Declared, Item, Record, item, questions

RuleFunction = Callable[..., Iterable[Card]]


class Override(Record):
    """Going past a critical card, with the reason; it covers that card as it read that day and no other."""

    stage: ClassVar[str] = "chart"
    title: ClassVar[str] = "Override"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    card: str = item("Which card?", required=True)
    fingerprint: str = item("What did it say?", required=True)
    summary: str = item("Its words", required=True)
    reason: str = item("Why is it right to go ahead?", required=True, long=True)


@dataclass(frozen=True)
class Rule:
    """A rule with its name. The first line of its docstring says in a clinician's words what it does."""

    id: str
    function: RuleFunction

    @cached_property
    def needs(self) -> dict[str, tuple[type, str]]:
        """What each parameter takes: (type, "one" | "maybe" | "every")."""
        hints = get_type_hints(self.function)
        return {name: _need(hints[name]) for name in inspect.signature(self.function).parameters}

    def cards(self, chart: Chart, day: date) -> tuple[Card, ...]:
        """What the rule says about the chart on that day."""
        given: dict[str, Any] = {}
        for name, (kind, how) in self.needs.items():
            given[name] = _supply(chart, day, kind, how)
            if given[name] is None and how == "one":
                return ()
        stage = self.id.split(".")[0]
        return tuple(
            card.model_copy(update={"rule": self.id, "stage": stage}) for card in self.function(**given)
        )


def _need(hint: Any) -> tuple[type, str]:
    inner = [part for part in get_args(hint) if part not in (NoneType, Ellipsis)]
    if not inner:
        return hint, "one"
    return inner[0], "maybe" if NoneType in get_args(hint) else "every"


def _supply(chart: Chart, day: date, kind: type, how: str) -> Any:
    if kind is date:
        return day
    if kind is Chart:
        return chart
    return chart.every(kind) if how == "every" else chart.newest(kind)


def rule(id: str) -> Callable[[RuleFunction], Rule]:
    """Name a function as a rule: `@rule("candidacy.anticoagulant")`."""
    return lambda function: Rule(id, function)


def rules_of(*modules: ModuleType) -> tuple[Rule, ...]:
    """The rules of these modules, in the order they are written."""
    return tuple(thing for module in modules for thing in vars(module).values() if isinstance(thing, Rule))


@dataclass(frozen=True)
class Stage:
    """One of the seven stages: the records that must be signed, those that may be, and the rules."""

    name: str
    title: str
    required: tuple[type[Record], ...]
    optional: tuple[type[Record], ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def records(self) -> tuple[type[Record], ...]:
        """Every kind of record of the stage, those that must be signed first."""
        return (*self.required, *self.optional)

    def missing(self, chart: Chart) -> tuple[type[Record], ...]:
        """Records that must be signed and are not."""
        return tuple(kind for kind in self.required if not chart.signed(kind))

    def cards(self, chart: Chart, day: date) -> tuple[Card, ...]:
        """Everything the stage says about the chart on that day, worst first."""
        open_cards = [card for kind in self.records for card in self._open(kind, chart)]
        said = [card for one in self.rules for card in one.cards(chart, day)]
        return worst_first((*open_cards, *said))

    def _open(self, kind: type[Record], chart: Chart) -> Iterator[Card]:
        records = chart.every(kind) if kind.many else tuple(filter(None, [chart.newest(kind)]))
        if not records and kind in self.required:
            yield from unanswered(kind, None)
        for record in records:
            yield from unanswered(kind, record)
            yield from _implausible(record)


def unanswered(kind: type[Record], record: Record | None) -> tuple[Card, ...]:
    """A card for what matters and is not known, one for each level: not asked is never “no”."""
    found = list(_walk(kind, record, ""))
    by_level = {level: {path: one for path, one in found if one.matters == level} for level in WORST_FIRST}
    return tuple(_open_card(kind, record, level, names) for level, names in by_level.items() if names)


def _walk(kind: type[Declared], held: Declared | None, path: str) -> Iterator[tuple[str, Item]]:
    """Items that matter and have no answer, by path; parts are looked into, `drugs.0.last_taken`."""
    for name, declared in kind.items.items():
        value = getattr(held, name) if held is not None else None
        if value is None:
            if declared.matters:
                yield path + name, declared
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Declared):
                    yield from _walk(type(part), part, f"{path}{name}.{index}.")


def _open_card(kind: type[Record], record: Record | None, level: Indicator, names: dict[str, Item]) -> Card:
    asked = record is not None and all(_state(record, path) == "unknown" for path in names)
    word = "not known" if asked else "not asked"
    head = f"{len(names)} answers" if len(names) > 1 else f"“{next(iter(names.values())).ask}”"
    summary = f"{kind.title}: {head} {word}"
    items = list(names.values())
    return Card(
        rule=f"{kind.stage}.unanswered",
        stage=kind.stage,
        about=f"{kind.kind}.{level}",
        indicator=level,
        summary=summary if len(summary) <= 140 else f"{kind.title}: an answer that matters is {word}",
        detail="Not asked is not “no”. " + " · ".join(one.ask for one in items),
        sources=tuple(dict.fromkeys(key for one in items for key in one.sources)) or ("practice",),
        status=max((one.status for one in items), key=("V", "K", "K~", "P").index),
        code="missing_data",
        asks=tuple(f"{kind.kind}.{path}" for path in names),
        clears_when=f"A person asks and signs: {kind.title.lower()}.",
    )


def _state(record: Record, path: str) -> str:
    held: Any = record
    *inner, name = path.split(".")
    for step in inner:
        held = held[int(step)] if step.isdigit() else getattr(held, step)
    return str(held.state(name))


def _implausible(record: Record) -> Iterator[Card]:
    for question in questions(record):
        yield Card(
            rule=f"{record.stage}.implausible",
            stage=record.stage,
            about=f"{record.kind}.{question.field}",
            indicator="warning",
            summary=f"{question.field.split('.')[-1].replace('_', ' ')}: {question.text}"[:140],
            detail="Signed as it stands. Check it against the paper, and amend the entry if it is a slip.",
            sources=("practice",),
            status="P",
            code="data_quality",
            clears_when="The entry is amended, or the value is confirmed in an amendment.",
        )


def overridden(card: Card, chart: Chart) -> Entry | None:
    """The signed override that covers this card as it reads now, if there is one."""
    for entry in reversed(chart.signed(Override)):
        record = entry.record
        if isinstance(record, Override) and (record.card, record.fingerprint) == (card.key, card.fingerprint):
            return entry
    return None
