"""Reads a case by the declarations of the records: the same questions, units and bounds as the pages ask."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from buffycoat.interop.lines import Unreadable
from buffycoat.interop.preparation.said import Message, refused, warned
from buffycoat.pathway.record import Declared, item, questions

Case = TypeVar("Case", bound=Declared)
Aliases = Mapping[str, Sequence[str]]
MOST_LISTED = 200  # sites, ways or spins in one case; more is not one patient


def same(kind: type[Declared], name: str, **changed: Any) -> Any:
    """A record's item asked in a case: the same words, unit and bounds, and never required."""
    declared = kind.items[name].model_dump(exclude_defaults=True)
    return item(**{**declared, "required": False, "matters": "", **changed})


def read(kind: type[Case], given: Mapping[str, Any]) -> tuple[Case, list[Message]]:
    """A case under our names, and what in it is impossible, implausible or not known here.

    A value past its bounds is refused by name and left out; one that cannot be read at all is Unreadable.
    """
    messages = [_stray(key) for key in given if key not in kind.items and key != "id"]
    held = {key: value for key, value in given.items() if key in kind.items}
    while True:
        try:
            case = kind.model_validate(held)
            return case, [*messages, *_implausible(case)]
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
        path = [*first["loc"], *_named(first)]
        where = ".".join(map(str, path))
        if first["type"] != "out_of_bounds":
            raise Unreadable(where, _said(first))
        messages.append(_out_of_bounds(where, first["ctx"]["why"]))
        held = _without(held, path)


def renamed(held: Mapping[str, Any], aliases: Aliases) -> dict[str, Any]:
    """Every field under our name for it; the same thing told twice is refused."""
    ours = {theirs: name for name, others in aliases.items() for theirs in others}
    found: dict[str, Any] = {}
    told: dict[str, str] = {}
    for key, value in held.items():
        name = ours.get(key, key)
        if name in found:
            raise Unreadable(name, f"given twice, as {told[name]} and as {key}")
        found[name], told[name] = value, key
    return found


def objects(given: Any, field: str) -> list[Mapping[str, Any]]:
    """A list of objects, or what is wrong with it."""
    if not isinstance(given, list | tuple) or not all(isinstance(one, Mapping) for one in given):
        raise Unreadable(field, "a list of objects is expected")
    if len(given) > MOST_LISTED:
        raise Unreadable(field, f"more than {MOST_LISTED} in one case")
    return list(given)


def part(held: dict[str, Any], field: str) -> dict[str, Any]:
    """Take one object out of a case; empty when it is not there."""
    value = held.pop(field, None)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Unreadable(field, "an object is expected")
    return dict(value)


def _named(error: Any) -> list[str]:
    """The field that one of our own errors is about; the library's own have it in their place."""
    named = (error.get("ctx") or {}).get("field")
    return [named] if isinstance(named, str) else []


def _said(error: Any) -> str:
    return str((error.get("ctx") or {}).get("why") or error["msg"])


def _without(held: Any, path: Sequence[int | str]) -> Any:
    """The case without what lies there; copied on the way, because the caller's own is not ours to change."""
    first, *rest = path
    if isinstance(held, Mapping):
        if not rest or first not in held:
            return {key: value for key, value in held.items() if key != first}
        return {**held, first: _without(held[first], rest)}
    return [_without(value, rest) if place == first else value for place, value in enumerate(held)]


def _stray(key: str) -> Message:
    text = f"“{key[:60]}” is not known here and weighed nothing"
    return warned("not_read", key[:60], text, "Send it under a name of the schema, or leave it out.")


def _out_of_bounds(where: str, why: str) -> Message:
    said = "This cannot be measured so: a number or its unit is wrong."
    return refused("out_of_bounds", where, f"{where}: {why}", said, ("practice",))


def _implausible(case: Declared) -> Iterable[Message]:
    for one in questions(case):
        said = "It can be, but it is unlikely: check the number and its unit."
        yield warned("implausible", one.field, f"{one.field}: {one.text}", said)
