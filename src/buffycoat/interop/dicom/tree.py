"""A structured report as a plain tree: what each item is called, what it holds, what lies below it.

pydicom unpacks an element when it is touched, and raises whatever it likes at damage. So each is touched
here, once, and damage is told by the item that it befell; nothing after this meets pydicom again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from buffycoat.interop.dicom.opening import DAMAGE, UnreadableReport

DEEPEST = 40  # containers within containers; the standard's templates have six
MOST_ITEMS = 200_000
LONGEST = 1024  # characters of a text; no number, code or date is longer


@dataclass(frozen=True, slots=True)
class Code:
    """A coded name: value, the scheme that it is of, and its words."""

    value: str = ""
    scheme: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One content item. `value` is its text as written, `unit` its unit and `code` its coded value."""

    name: Code
    kind: str
    value: str = ""
    unit: Code | None = None
    code: Code | None = None
    qualifier: Code | None = None
    below: tuple["Item", ...] = ()

    def within(self, inside: Callable[["Item"], bool]) -> Iterator["Item"]:
        """This item's descendants, those of containers that are not to be looked into left out."""
        for one in self.below:
            yield one
            if inside(one):
                yield from one.within(inside)


@dataclass
class Reader:
    """Makes the tree; `broken` names what could not be read."""

    broken: list[str]
    count: int = 0

    def item(self, held: Any, depth: int = 0) -> Item:
        """A content item with all that lies below it."""
        self.count += 1
        if depth > DEEPEST:
            raise UnreadableReport(f"its containers are nested deeper than {DEEPEST}")
        if self.count > MOST_ITEMS:
            raise UnreadableReport(f"it has more than {MOST_ITEMS} items")
        name, kind = self.code(held, "ConceptNameCodeSequence") or Code(), self.text(held, "ValueType")
        where = name.meaning or name.value or kind
        measured = next(iter(self.sequence(held, "MeasuredValueSequence", where)), None)
        return Item(
            name=name,
            kind=kind,
            value=self._value(held if measured is None else measured, kind, where),
            unit=self.code(measured, "MeasurementUnitsCodeSequence") if measured is not None else None,
            code=self.code(held, "ConceptCodeSequence"),
            qualifier=self.code(held, "NumericValueQualifierCodeSequence"),
            below=tuple(self.item(one, depth + 1) for one in self.sequence(held, "ContentSequence", where)),
        )

    def _value(self, held: Any, kind: str, where: str) -> str:
        names = {"NUM": ("NumericValue", "FloatingPointValue"), "UIDREF": ("UID",)}
        for name in names.get(kind, ("TextValue", "DateTime", "UID", "Date", "PersonName")):
            if found := self.text(held, name, where):
                return found
        return ""

    def code(self, held: Any, name: str) -> Code | None:
        """The first code of a sequence; None where there is none."""
        for one in self.sequence(held, name):
            value = self.text(one, "CodeValue") or self.text(one, "LongCodeValue")
            return Code(value, self.text(one, "CodingSchemeDesignator"), self.text(one, "CodeMeaning"))
        return None

    def sequence(self, held: Any, name: str, where: str = "") -> list[Any]:
        """The items of a sequence; none, and told, where it is damaged or no sequence."""
        try:
            element = held.get(_tag(name))
            if element is None or element.is_empty:
                return []
            found = list(element.value) if element.VR == "SQ" else None
        except DAMAGE:
            found = None
        if found is None:
            self.broken.append(f"{where or 'the report'}: {name}")
        return found or []

    def text(self, held: Any, name: str, where: str = "") -> str:
        """An element as text, as it is written; empty, and told, where it is damaged."""
        try:
            element = held.get(_tag(name))
            value = None if element is None else element.value
            found = "" if value is None else "\\".join(map(str, value)) if _several(value) else str(value)
        except DAMAGE:
            self.broken.append(f"{where or 'the report'}: {name}")
            return ""
        return found.replace("\0", "").strip()[:LONGEST]


def _several(value: Any) -> bool:
    return not isinstance(value, str | bytes) and type(value).__name__ in ("MultiValue", "list", "Sequence")


def _tag(name: str) -> Any:
    from pydicom.tag import Tag

    return Tag(name)
