"""From typed text to a record that can be signed, or to every reason why not, each at its own question."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from buffycoat.pathway.record import Item, Question, Record, questions
from buffycoat.web.forms.rows import tidy
from buffycoat.web.forms.shape import Shape, shapes
from buffycoat.web.forms.typed import Typed, given_from
from buffycoat.web.forms.words import ENGLISH, Words

ROUNDS = 60  # fields with a mistake that are looked for, one after another, before giving up


@dataclass(frozen=True)
class Checked:
    """What became of a form. `record` is there when nothing stands in the way of a signature but `doubts`."""

    typed: Typed
    record: Record | None = None
    errors: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, Question] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        """Whether the record may be signed as it stands."""
        return self.record is not None and not self.errors and not self.doubts


def check(record: type[Record], typed: Typed, zone: tzinfo, words: Words = ENGLISH) -> Checked:
    """Read a form. An implausible value is asked about once: ticked as right, it is not asked again."""
    typed = tidy(record, typed)
    given, errors = given_from(record, typed, zone, words)
    made, refused = _validate(record, given, words)
    errors = {**refused, **errors}
    if made is None or errors:
        return Checked(typed, None, errors, {})
    doubts = {
        one.field: one for one in questions(made) if typed.get(f"{one.field}:confirm") != confirmation(one)
    }
    return Checked(typed, made, {}, doubts)


def confirmation(question: Question) -> str:
    """What the tick beside a doubt sends: it covers that value and no other."""
    return f"{question.value:g}{question.unit}"


def _validate(
    record: type[Record], given: dict[str, Any], words: Words
) -> tuple[Record | None, dict[str, str]]:
    """The record, or every error in it.

    A group with one wrong value hides the others, so wrong values are taken out one by one until the rest is
    clean; what is reported for a question is what was typed there, never that it is now gone.
    """
    errors: dict[str, str] = {}
    rest = deepcopy(given)
    for _ in range(ROUNDS):
        try:
            made = record.model_validate(rest)
        except ValidationError as refusal:
            found = {_path(one): one for one in refusal.errors()}
            new = {path: one for path, one in found.items() if path not in errors}
            errors |= {path: sentence(record, path, one, words) for path, one in new.items()}
            if not any([_take_out(rest, path) for path in found]):
                return None, errors
        else:
            return (None if errors else made), errors
    return None, errors


def _path(error: ErrorDetails) -> str:
    """Where an error belongs; errors of units and bounds name their field themselves."""
    steps = [str(step) for step in error["loc"]]
    named = error.get("ctx", {}).get("field")
    if named and (not steps or steps[-1] != named):
        steps.append(str(named))
    return ".".join(steps)


def _take_out(given: dict[str, Any], path: str) -> bool:
    """Remove one answer from the nested answers; False when it is not there."""
    *outer, last = path.split(".")
    held: Any = given
    for step in outer:
        held = held[int(step)] if isinstance(held, list) else held.get(step, {})
    if isinstance(held, dict):
        return held.pop(last, held) is not held
    if isinstance(held, list) and last.isdigit() and int(last) < len(held) and held[int(last)] is not None:
        held[int(last)] = None  # the place is kept, so that later rows keep their numbers
        return True
    return False


def sentence(record: type[Record], path: str, error: ErrorDetails, words: Words) -> str:
    """One error in plain words, beginning with the question it is about."""
    item = item_at(record, path)
    text, context = str(error.get("input", "")), error.get("ctx", {})
    if error["type"] in ("quantity", "out_of_bounds", "too_long") and item:
        return error["msg"].replace(f"{context.get('field')}: ", _opening(item, words), 1)
    if error["type"] == "missing":
        return words.missing
    if error["type"] in ("literal_error", "bool_parsing"):
        return words.not_offered.format(text=text)
    if error["type"] in ("int_parsing", "int_from_float", "float_parsing"):
        return words.no_number.format(text=text)
    if error["type"].startswith("date"):
        return words.no_date.format(text=text)
    message = error["msg"].removeprefix("Value error, ")
    return f"{message[:1].upper()}{message[1:]}".rstrip(".") + "."


def _opening(item: Item, words: Words) -> str:
    """The question in the language of the form, as the beginning of a sentence about it."""
    asked = (item.es if words.lang == "es" else "") or item.ask
    return asked + (" " if asked.endswith("?") else ": ")


def item_at(record: type[Record], path: str) -> Item | None:
    """The item that a path such as `drugs.0.last_taken` names."""
    shape: Shape | None = None
    inside: Any = record
    for step in path.split("."):
        if step.isdigit() or not inside:
            continue
        shape = next((one for one in shapes(inside) if one.name == step), None)
        inside = shape.part if shape else None
    return shape.item if shape else None
