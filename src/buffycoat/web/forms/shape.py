"""What kind of question an item is, read from the annotation of its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from buffycoat.pathway.record import Declared, Instant, Item, Part, part_of

Kind = Literal[
    "yesno",
    "choice",
    "choices",
    "number",
    "date",
    "partial",
    "instant",
    "text",
    "long",
    "lines",
    "part",
    "parts",
]
LONGEST_SCALE = 10
PLAIN: dict[Any, Kind] = {bool: "yesno", Instant: "instant", date: "date", int: "number", float: "number"}


@dataclass(frozen=True)
class Shape:
    """One question as a form sees it: its kind, its answers, the part it holds."""

    name: str
    kind: Kind
    item: Item
    options: Mapping[str, str]
    part: type[Part] | None = None
    whole: bool = False

    @property
    def scale(self) -> range:
        """The points of a short scale of whole numbers, such as pain from 0 to 10; else empty."""
        low, high = self.item.low, self.item.high
        if not self.whole or low is None or high is None or not 1 < high - low <= LONGEST_SCALE:
            return range(0)
        return range(int(low), int(high) + 1)

    @property
    def chosen(self) -> bool:
        """Whether one answer is chosen among a few, “not known” being one of them."""
        return self.kind in ("yesno", "choice") or len(self.scale) > 0


@cache
def shapes(declared: type[Declared]) -> tuple[Shape, ...]:
    """Every question of a record or part, in the order it is declared."""
    return tuple(_shape(name, field, declared.items[name]) for name, field in declared.model_fields.items())


def _shape(name: str, field: FieldInfo, item: Item) -> Shape:
    inner = _without_none(field.annotation)
    part = part_of(field.annotation)
    if part:
        return Shape(name, "parts" if get_origin(inner) is tuple else "part", item, {}, part)
    if get_origin(inner) in (tuple, frozenset):
        among = _options(_without_none(get_args(inner)[0]), item)
        return Shape(name, "choices" if among else "lines", item, among)
    options = _options(inner, item)
    if options:
        return Shape(name, "choice", item, options)
    if inner is str:
        return Shape(name, _text_kind(field, item), item, {})
    if inner in PLAIN:
        return Shape(name, PLAIN[inner], item, {}, whole=inner is int)
    raise TypeError(f"{name}: a form cannot ask for {inner}")


def _without_none(annotation: Any) -> Any:
    """`date | None` is asked as a date; `Annotated[...]` as what it annotates."""
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _without_none(next(one for one in get_args(annotation) if one is not NoneType))
    return annotation


def _options(inner: Any, item: Item) -> Mapping[str, str]:
    if get_origin(inner) is Literal:
        return {str(value): item.options.get(str(value), str(value)) for value in get_args(inner)}
    return item.options if inner in (str, int) else {}


def _text_kind(field: FieldInfo, item: Item) -> Kind:
    """A partial date is a text with a validator, which pydantic keeps on the field or inside its type."""
    if any("_partial_date" in repr(one) for one in (field.annotation, *field.metadata)):
        return "partial"
    return "long" if item.long else "text"
