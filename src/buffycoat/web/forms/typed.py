"""Between a record and what stands in the boxes of its form, in both directions and without loss."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from buffycoat.pathway import units
from buffycoat.pathway.record import Declared
from buffycoat.web.forms.moments import iso_day, iso_instant, local_text
from buffycoat.web.forms.shape import Shape, shapes
from buffycoat.web.forms.words import ENGLISH, Words

Typed = dict[str, str]
UNKNOWN = "?"  # the answer of a choice whose question was asked and is not known
MOST_ROWS = 200


def posted(sent: Mapping[str, str]) -> Typed:
    """What a browser sent, with its line ends made plain; the csrf token and buttons are no answers."""
    return {
        name: text.replace("\r\n", "\n")
        for name, text in sent.items()
        if name not in ("csrfmiddlewaretoken", "do")
    }


def typed_from(record: Declared, zone: tzinfo, path: str = "") -> Typed:
    """What the form of a signed or imported record shows."""
    typed: Typed = {}
    for shape in shapes(type(record)):
        if record.state(shape.name) != "not asked":
            typed |= _shown(path + shape.name, shape, getattr(record, shape.name), zone)
    return typed


def _shown(name: str, shape: Shape, value: Any, zone: tzinfo) -> Typed:
    if value is None:
        return {name: UNKNOWN} if shape.chosen else {f"{name}:unknown": "on"}
    if value == () and shape.kind in ("parts", "choices", "lines"):
        return {f"{name}:none": "on"}
    if shape.kind == "part":
        return typed_from(value, zone, f"{name}.")
    if shape.kind == "parts":
        rows: Typed = {f"{name}:rows": str(len(value))}
        for index, part in enumerate(value):
            rows |= typed_from(part, zone, f"{name}.{index}.")
        return rows
    if shape.kind == "choices":
        return {f"{name}={one}": "on" for one in value}
    if shape.kind == "instant":
        return {name: local_text(value, zone), f"{name}:was": value.isoformat()}
    return {name: _text(shape, value)}


def _text(shape: Shape, value: Any) -> str:
    if shape.kind == "yesno":
        return "yes" if value else "no"
    if shape.kind == "lines":
        return "\n".join(value)
    if shape.kind == "number":
        return repr(value).removesuffix(".0")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def given_from(
    record: type[Declared], typed: Typed, zone: tzinfo, words: Words = ENGLISH
) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers as the record reads them, and what could not be read, by path."""
    errors: dict[str, str] = {}
    return _Reader(typed, zone, words, errors).read(record, ""), errors


class _Reader:
    """Reads the boxes of one form; what nobody filled in stays absent: it was not asked."""

    def __init__(self, typed: Typed, zone: tzinfo, words: Words, errors: dict[str, str]) -> None:
        self.typed, self.zone, self.words, self.errors = typed, zone, words, errors

    def read(self, declared: type[Declared], path: str) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for shape in shapes(declared):
            name = path + shape.name
            found = self._answers(name, shape)
            ticks = [self.typed.get(f"{name}:{tick}") for tick in ("unknown", "none")]
            if any(ticks) and (found or all(ticks)):
                self.errors[name] = self.words.contradiction
            if found:
                given[shape.name] = found[0]
            elif ticks[0]:
                given[shape.name] = None
            elif ticks[1]:
                given[shape.name] = ()
        return given

    def _answers(self, name: str, shape: Shape) -> list[Any]:
        """The answer in a list of one; an empty list when nothing was typed or ticked."""
        if shape.kind == "part" and shape.part:
            inner = self.read(shape.part, f"{name}.")
            return [inner] if inner else []
        if shape.kind == "parts" and shape.part:
            rows = [self.read(shape.part, f"{name}.{index}.") for index in range(row_count(self.typed, name))]
            return [rows] if rows else []
        if shape.kind == "choices":
            ticked = [one for one in shape.options if self.typed.get(f"{name}={one}")]
            return [ticked] if ticked else []
        text = self.typed.get(name, "").strip()
        return [self._plain(name, shape, text)] if text else []

    def _plain(self, name: str, shape: Shape, text: str) -> Any:
        if shape.chosen and text == UNKNOWN:
            return None
        if shape.kind == "yesno":
            return {"yes": True, "no": False}.get(text, text)
        if shape.kind == "lines":
            return [line.strip() for line in text.splitlines() if line.strip()]
        if shape.kind == "number":
            return self._number(name, shape, text)
        if shape.kind == "date":
            return self._or_error(name, iso_day(text), self.words.no_date, text)
        if shape.kind == "instant":
            read = iso_instant(text, self.zone, self.typed.get(f"{name}:was", ""))
            return self._or_error(name, read, self.words.no_instant, text)
        return text

    def _number(self, name: str, shape: Shape, text: str) -> Any:
        """A number with the unit chosen beside it; a unit typed with the number wins over the one chosen."""
        read = read_number(text)
        if shape.item.unit:
            return {"value": text, "unit": self.typed.get(f"{name}:unit", "")} if read is not None else text
        if read is None:
            return self._or_error(name, None, self.words.no_number, text)
        return int(read) if read.is_integer() else read

    def _or_error(self, name: str, read: Any, sentence: str, text: str) -> Any:
        if read is None:
            self.errors[name] = sentence.format(text=text)
        return read


def read_number(text: str) -> float | None:
    """The number that was typed, or None."""
    try:
        return units.read_number(text)
    except units.UnitError:
        return None


def row_count(typed: Typed, name: str) -> int:
    """How many rows the form showed for a list."""
    text = typed.get(f"{name}:rows", "")
    return min(int(text), MOST_ROWS) if text.isdecimal() else 0
