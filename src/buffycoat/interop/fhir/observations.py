"""The newest laboratory values on the day asked. Where two values claim one instant, neither is chosen."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from buffycoat.interop.fhir.element import Resource
from buffycoat.interop.fhir.known import Gathered, Life, Prefilled, doubt, not_yet
from buffycoat.interop.fhir.measured import Measured, measured
from buffycoat.interop.fhir.when import first
from buffycoat.pathway.candidacy.records import Doubt, Labs, Result
from buffycoat.pathway.record import questions


def read_labs(resources: Iterable[Resource], life: Life) -> Gathered[tuple[str, Result]]:
    """The laboratory: for each analyte its newest value, or a doubt that says why there is none."""
    by_analyte: dict[str, list[Measured]] = defaultdict(list)
    later, unused = Counter[str](), Counter[str]()
    doubts: list[Doubt] = []
    for resource in resources:
        values = measured(resource)
        issued = first(
            resource, "issued"
        )  # a result is not known before it was issued, whenever the blood was drawn
        known = [value for value in values if not (life.later(value.when) or life.later(issued))]
        if not values:
            unused["Observation"] += 1
        elif not known:
            later["Observation"] += 1
        for value in values:
            if value not in known:
                doubts += not_yet(life, value.about, value.when, "Observation").doubts
        for value in known:
            misfits = list(life.misfits(value.about, value.when, "Observation"))
            doubts += misfits
            if not misfits:
                by_analyte[value.analyte].append(value)
    parts, lines = [], []
    for key in Labs.items:
        chosen, open_questions = _newest(by_analyte[key]) if key in by_analyte else (None, [])
        doubts += open_questions
        if chosen:
            parts.append((key, chosen.result()))
            lines.append(Prefilled(f"{Labs.items[key].ask} {chosen.written}", "Observation", _day(chosen)))
    return Gathered(tuple(parts), tuple(doubts), tuple(lines), later, unused)


def _newest(values: list[Measured]) -> tuple[Measured | None, list[Doubt]]:
    """The newest value, if it is one and can be taken over; and what stands against it."""
    doubts = [_undated(value) for value in values if not value.when]
    dated = [value for value in values if value.when]
    doubts += _conflicts(dated)
    if not dated:
        return None, doubts
    last = _last(dated)
    chosen = last[0]
    if not all(chosen.same(other) for other in last):
        return None, [*doubts, _two(last)] if not any(
            one.about == _two(last).about for one in doubts
        ) else doubts
    if why := chosen.refusal():
        said = f"“{chosen.written}” {why}. It is not taken over."
        return None, [*doubts, doubt(chosen.about, said, f"Observation {_day(chosen)}")]
    return chosen, [*doubts, *_implausible(chosen)]


def _last(dated: list[Measured]) -> list[Measured]:
    """All that claim to be the newest; a preliminary value gives way to a final one of the same moment."""
    day = max(value.when.latest for value in dated if value.when)
    last = [value for value in dated if value.when and value.when.latest == day]
    instants = [value.when.instant for value in last if value.when and value.when.instant]
    if len(instants) == len(last):
        last = [value for value in last if value.when and value.when.instant == max(instants)]
    return [value for value in last if not value.preliminary] or last


def _conflicts(dated: list[Measured]) -> Iterator[Doubt]:
    """Every instant at which one analyte has two values."""
    moments: dict[datetime | str, list[Measured]] = defaultdict(list)
    for value in dated:
        if value.when and value.when.instant:
            moments[value.when.instant].append(value)
    for together in moments.values():
        final = [value for value in together if not value.preliminary] or together
        if not all(final[0].same(other) for other in final):
            yield _two(final)


def _two(values: list[Measured]) -> Doubt:
    said = " and ".join(dict.fromkeys(value.written for value in values))
    moment = "at one instant" if all(value.when and value.when.instant for value in values) else "on one day"
    return doubt(
        values[0].about,
        f"Different values {moment}: {said}. None is taken over.",
        f"Observation {_day(values[0])}",
    )


def _undated(value: Measured) -> Doubt:
    return doubt(value.about, f"{value.written} has no date. It is not taken over.", "Observation undated")


def _implausible(value: Measured) -> Iterator[Doubt]:
    for question in questions(value.result()):
        yield doubt(value.about, question.text[0].upper() + question.text[1:], f"Observation {_day(value)}")


def _day(value: Measured) -> str:
    return value.when.day if value.when else "undated"
