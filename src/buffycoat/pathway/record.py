"""A Record is what somebody signs: a frozen model whose every field is declared once, as an Item.

Three answers are kept apart for every item: a value, `None` (asked, and not known), and absent (not asked).
Absent fields are left out of the signed text, so the three survive storage byte for byte.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from buffycoat.pathway import units
from buffycoat.pathway.knowledge import Mark

State = Literal["answered", "unknown", "not asked"]
LONGEST_TEXT = 8000  # characters in one answer: a page and a half, and nobody pastes a book into a chart


class Coding(BaseModel):
    """A code of a terminology, such as LOINC 777-3."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    system: Literal["LOINC", "SNOMED CT", "RxNorm", "ICD-10-CM"]
    code: str
    display: str = ""


class Item(BaseModel):
    """One question of a record: its words, its code, its unit and its bounds.

    low and high are refused when passed; plausible (low, high) is only questioned. All three are in `unit`.
    `matters`: an item that is unknown or not asked raises a card of this level; "" when it may stay open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    ask: str
    es: str = ""
    help: str = ""
    help_es: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    plausible: tuple[float, float] | None = None
    coding: tuple[Coding, ...] = ()
    options: Mapping[str, str] = Field(default_factory=dict)
    options_es: Mapping[str, str] = Field(default_factory=dict)
    matters: Literal["", "info", "warning", "critical"] = ""
    sources: tuple[str, ...] = ()
    status: Mark = "P"
    required: bool = False
    long: bool = False
    group: str = ""


def item(ask: str, **declared: Any) -> Any:
    """Declare a field of a record. `required` fields need a value to be signed; Item says the rest."""
    made = Item(ask=ask, **declared)
    if made.unit and not units.known(made.unit):
        raise ValueError(f"{ask}: {made.unit} is not a canonical unit")
    extra: dict[str, Any] = {"item": made.model_dump(mode="json", exclude_defaults=True)}
    return Field(json_schema_extra=extra) if made.required else Field(default=None, json_schema_extra=extra)


def loinc(code: str, display: str = "") -> Coding:
    """A LOINC code."""
    return Coding(system="LOINC", code=code, display=display)


def snomed(code: str, display: str = "") -> Coding:
    """A SNOMED CT concept."""
    return Coding(system="SNOMED CT", code=code, display=display)


def _partial_date(text: str) -> str:
    """2019, 2019-03 or 2019-03-04, and a day that exists."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise PydanticCustomError("partial_date", "a date is YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        earliest(text)
    except ValueError as error:
        raise PydanticCustomError("partial_date", f"{text} is not a day that exists") from error
    return text


PartialDate = Annotated[str, AfterValidator(_partial_date)]
Instant = AwareDatetime


@lru_cache(maxsize=4096)  # the same few dates of a record are asked for by rule after rule
def earliest(partial: str) -> date:
    """The first day a partial date can mean."""
    parts = [int(part) for part in partial.split("-")]
    return date(*[*parts, 1, 1][:3])


@lru_cache(maxsize=4096)
def latest(partial: str) -> date:
    """The last day a partial date can mean."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = (parts[0], 12) if len(parts) == 1 else (parts[0], parts[1])
    return date.fromordinal((date(year + month // 12, month % 12 + 1, 1)).toordinal() - 1)


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip  # not strftime's, which follow the machine's locale


def in_words(day: date | str) -> str:
    """A day as people read it, no more certain than it was written: 1 April 2021, April 2021 or 2021."""
    parts = [int(part) for part in str(day).split("-")]
    return " ".join([*map(str, parts[2:]), *(_MONTHS[month - 1] for month in parts[1:2]), str(parts[0])])


class Declared(BaseModel):
    """A frozen group of items: a whole record, or a part of one (a drug, a site)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)
    items: ClassVar[Mapping[str, Item]] = MappingProxyType({})

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        found = {}
        for name, field in cls.model_fields.items():
            extra = field.json_schema_extra
            if not isinstance(extra, dict) or "item" not in extra:
                raise TypeError(f"{cls.__name__}.{name} is not declared with item()")
            found[name] = Item.model_validate(extra["item"])
        cls.items = MappingProxyType(found)

    @model_validator(mode="before")
    @classmethod
    def _read_units(cls, given: Any) -> Any:
        """Bring every quantity to its canonical unit and hold it to its bounds before anything reads it."""
        if not isinstance(given, dict):
            return given
        return {name: cls._read_one(name, value) for name, value in given.items()}

    @classmethod
    def _read_one(cls, name: str, value: Any) -> Any:
        declared = cls.items.get(name)
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise PydanticCustomError(
                "too_long", "{field}: longer than {most} characters", {"field": name, "most": LONGEST_TEXT}
            )
        if (
            isinstance(value, str) and "\0" in value
        ):  # no keyboard types it, and PostgreSQL cannot keep it in a text
            raise PydanticCustomError(
                "not_text", "{field}: holds a character that is no text", {"field": name}
            )
        if value is None or (isinstance(value, str) and not value.strip()):  # spaces are no answer
            return None
        if isinstance(value, datetime) and value.tzinfo:
            # As it will be read back: a named zone has hours that come twice, an offset has none.
            return value.replace(tzinfo=timezone(value.utcoffset() or timedelta()), fold=0)
        bounded = declared is not None and (declared.low is not None or declared.high is not None)
        if declared is None or not (declared.unit or bounded):
            return value
        try:
            read = units.read_quantity(value, declared.unit)
        except units.UnitError as error:
            raise PydanticCustomError(
                "quantity", "{field}: {why}", {"field": name, "why": str(error)}
            ) from error
        _hold(name, read, declared)
        return read if declared.unit else value

    def state(self, name: str) -> State:
        """Whether the item was answered, asked and not known, or not asked."""
        if name not in self.model_fields_set:
            return "not asked"
        return "unknown" if getattr(self, name) is None else "answered"


def _hold(name: str, value: float, declared: Item) -> None:
    """Refuse what cannot be, naming the field, the bound and the unit."""
    unit = units.shown(declared.unit)
    for bound, passed, word in ((declared.low, _below, "below"), (declared.high, _above, "above")):
        if bound is not None and passed(value, bound):
            given, limit = (f"{units.number_text(one)} {unit}".strip() for one in (value, bound))
            why = {"field": name, "why": f"{given} is {word} the bound of {limit}"}
            raise PydanticCustomError("out_of_bounds", "{field}: {why}", why)


def _below(value: float, bound: float) -> bool:
    return value < bound


def _above(value: float, bound: float) -> bool:
    return value > bound


class Part(Declared):
    """A group of items that repeats inside a record, such as one drug or one site."""


class Record(Declared):
    """What somebody signs. Subclasses name their stage and title; `kind` is made from stage and class name.

    many: several may be in force at once (an outcome per visit). anytime: may be signed whatever stage blocks
    (an adverse event, warning signs). after: kinds of the same stage that must be signed, and stop nothing,
    before this one (the time-out before the injection).
    """

    stage: ClassVar[str] = ""
    title: ClassVar[str] = ""
    version: ClassVar[int] = 1
    many: ClassVar[bool] = False
    anytime: ClassVar[bool] = False
    after: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not cls.stage or not cls.title:
            raise TypeError(f"{cls.__name__} needs a stage and a title")
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()
        cls.kind = f"{cls.stage}.{snake}"
        if cls.kind in RECORDS and RECORDS[cls.kind].__module__ != cls.__module__:
            raise TypeError(f"two records are called {cls.kind}")
        RECORDS[cls.kind] = cls

    def body(self) -> str:
        """The signed text: JSON with what was asked and nothing else, the same bytes every time."""
        return self.model_dump_json(exclude_unset=True)


RECORDS: dict[str, type[Record]] = {}


class Question(BaseModel):
    """A value that can be but is unlikely: shown to whoever types it, before it is signed."""

    model_config = ConfigDict(frozen=True)
    field: str
    value: float
    unit: str
    text: str
    meant: float | None


def questions(record: Declared, path: str = "") -> Iterator[Question]:
    """Every implausible value of a record and its parts, with the likely slip named when there is one."""
    for name, declared in type(record).items.items():
        value = getattr(record, name)
        if isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Declared):
                    yield from questions(part, f"{path}{name}.{index}.")
        elif isinstance(value, Declared):
            yield from questions(value, f"{path}{name}.")
        elif isinstance(value, float) and declared.plausible and declared.unit:
            yield from _question(f"{path}{name}", value, declared)


def _question(field: str, value: float, declared: Item) -> Iterator[Question]:
    low, high = declared.plausible or (value, value)
    if low <= value <= high:
        return
    unit = units.shown(declared.unit)
    meant = units.likely_slip(value, declared.unit, low, high)
    text = f"{units.number_text(value)} {unit}".strip() + f" is outside {low:g} to {high:g}"
    if meant is not None:
        text += f": did you mean {units.number_text(meant)} {unit}".rstrip() + "?"
    yield Question(field=field, value=value, unit=unit, text=text, meant=meant)


def part_of(annotation: Any) -> type[Part] | None:
    """The Part that a field holds, from an annotation such as `tuple[Drug, ...] | None`; else None."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    for inner in get_args(annotation):
        found = part_of(inner)
        if found and (get_origin(annotation) is tuple or type(None) in get_args(annotation)):
            return found
    return None


def at(moment: datetime) -> str:
    """An instant as it stands in a signed text: UTC, to the microsecond."""
    return moment.isoformat(timespec="microseconds")
