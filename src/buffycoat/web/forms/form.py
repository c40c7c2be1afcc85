"""A form ready to be drawn: every question with its words, its answers, what was typed and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from buffycoat.pathway import units
from buffycoat.pathway.record import Declared, Record
from buffycoat.web.forms.check import Checked, confirmation
from buffycoat.web.forms.moments import is_local, iso_day
from buffycoat.web.forms.shape import Kind, Shape, shapes
from buffycoat.web.forms.typed import UNKNOWN, Typed, row_count
from buffycoat.web.forms.words import ENGLISH, Words

AT_MOST_RADIOS = 6
PROVENANCE = "source"  # an answer that an import fills in: carried along and shown, not asked
# Spellings that people write; `units` reads many more from machines.
OFFERED: Mapping[str, tuple[str, ...]] = {
    "10^9/L": ("10^9/L", "10^3/uL", "/uL"),
    "10^12/L": ("10^12/L",),
    "g/dL": ("g/dL", "g/L"),
    "mL": ("mL", "uL"),
    "kg": ("kg", "lb"),
    "cm": ("cm", "in"),
    "°C": ("°C", "°F"),
    "mg/L": ("mg/L", "mg/dL"),
    "min": ("min", "h", "s"),
}
UNIT_TEXT: Mapping[str, str] = {"10^3/uL": "×10³/µL", "/uL": "/µL", "uL": "µL"}


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One question as it is drawn. `name` is its path; names of its other boxes add a colon and a word."""

    name: str
    kind: Kind
    ask: str
    help: str
    lang: str
    group: str
    required: bool
    value: str
    widget: str
    options: tuple[Option, ...] = ()
    units: tuple[Option, ...] = ()
    unit: str = ""
    was: str = ""
    error: str = ""
    doubt: str = ""
    confirm: str = ""
    may_be_unknown: bool = False
    unknown: bool = False
    may_be_none: bool = False
    none: bool = False
    matters: str = ""
    rows: tuple[tuple["Field", ...], ...] = ()
    row_errors: tuple[str, ...] = ()
    inner: tuple["Field", ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its box on the page."""
        return "q-" + self.name.replace(".", "-").replace("_", "-")

    @property
    def day_box(self) -> str:
        """A browser's calendar, unless it would throw away what was typed."""
        return "date" if not self.value or iso_day(self.value) == self.value else "text"

    @property
    def moment_box(self) -> str:
        """A browser's calendar with a clock, unless it would throw away what was typed."""
        return "datetime-local" if not self.value or is_local(self.value) else "text"

    @property
    def described(self) -> str:
        """The ids of the texts that belong to its box."""
        have = (
            ("help", self.help or self.kind in ("partial", "lines")),
            ("error", self.error),
            ("doubt", self.doubt),
        )
        # Two hyphens, which no name of a field gives: “volume_error” is a field beside “volume”.
        return " ".join(f"{self.id}--{word}" for word, there in have if there)


@dataclass(frozen=True)
class Group:
    """Questions that belong together, under one heading."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Form:
    """A whole form. `problems` are (id of the box, sentence), in the order of the questions."""

    title: str
    groups: tuple[Group, ...]
    problems: tuple[tuple[str, str], ...]
    words: Words

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every question of the record, without those inside its parts."""
        return tuple(field for group in self.groups for field in group.fields)

    def field(self, name: str) -> Field:
        """The question of that name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def summary(self) -> str:
        """What stands above the list of problems."""
        count = len(self.problems)
        return self.words.problem_one if count == 1 else self.words.problems.format(n=count)


def build(
    record: type[Record],
    checked: Checked,
    words: Words = ENGLISH,
    offers: Mapping[str, tuple[str, ...]] | None = None,
) -> Form:
    """The form of a record with what was typed so far. `offers`: names known for a text, by its field."""
    drawn = tuple(
        replace(one, offers=(offers or {}).get(one.name, ()))
        for one in _Drawing(checked, words).fields(record, "")
    )
    titles = dict.fromkeys(field.group for field in drawn)
    groups = tuple(Group(title, tuple(f for f in drawn if f.group == title)) for title in titles)
    loose = [("form", checked.errors[""])] if "" in checked.errors else []
    return Form(record.title, groups, (*loose, *_problems(drawn)), words)


def _problems(fields: tuple[Field, ...]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for field in fields:
        said = field.error or field.doubt
        if said:
            found.append((field.id, _with_question(field.ask, said)))
        found += [(f"{field.id}-{index}", said) for index, said in enumerate(field.row_errors) if said]
        for inner in (field.inner, *field.rows):
            found += _problems(inner)
    return found


def _with_question(ask: str, said: str) -> str:
    return said if said.startswith(ask) else ask + (" " if ask.endswith("?") else ": ") + said


class _Drawing:
    """Draws the questions of one form."""

    def __init__(self, checked: Checked, words: Words) -> None:
        self.checked, self.typed, self.words = checked, checked.typed, words

    def fields(self, declared: type[Declared], path: str) -> tuple[Field, ...]:
        return tuple(self.field(shape, path + shape.name) for shape in shapes(declared))

    def field(self, shape: Shape, name: str) -> Field:
        item, words, typed = shape.item, self.words, self.typed
        translated = words.lang == "es" and bool(item.es)
        doubt = self.checked.doubts.get(name)
        unknown = bool(typed.get(f"{name}:unknown"))
        ticked = not (item.required or shape.chosen or _widget(shape) == "provenance")
        return Field(
            name=name,
            kind=shape.kind,
            ask=item.es if translated else item.ask,
            help=(item.help_es if translated else "") or item.help,
            lang="es" if translated else "en",
            group=item.group,
            required=item.required,
            value=typed.get(name, ""),
            widget=_widget(shape),
            options=self._options(shape, name),
            units=_units(shape, typed, name),
            unit=units.shown(item.unit),
            was=typed.get(f"{name}:was", ""),
            error=self.checked.errors.get(name, ""),
            doubt=doubt.text[:1].upper() + doubt.text[1:] + ("" if doubt.text.endswith("?") else ".")
            if doubt
            else "",
            confirm=confirmation(doubt) if doubt else typed.get(f"{name}:confirm", ""),
            may_be_unknown=ticked and (bool(item.matters) or unknown),
            unknown=unknown,
            may_be_none=shape.kind in ("parts", "choices", "lines") and not item.required,
            none=bool(typed.get(f"{name}:none")),
            matters=item.matters,
            **self._inside(shape, name),
        )

    def _inside(self, shape: Shape, name: str) -> dict[str, tuple]:
        if shape.kind == "part" and shape.part:
            return {"inner": self.fields(shape.part, f"{name}.")}
        if shape.kind != "parts" or not shape.part:
            return {}
        count = range(row_count(self.typed, name))
        return {
            "rows": tuple(self.fields(shape.part, f"{name}.{index}.") for index in count),
            "row_errors": tuple(self.checked.errors.get(f"{name}.{index}", "") for index in count),
        }

    def _options(self, shape: Shape, name: str) -> tuple[Option, ...]:
        words, value = self.words, self.typed.get(name, "")
        if shape.kind == "choices":
            labels = self._labels(shape)
            return tuple(
                Option(one, text, bool(self.typed.get(f"{name}={one}"))) for one, text in labels.items()
            )
        if shape.kind == "yesno":
            labels = {"yes": words.yes, "no": words.no}
        elif shape.kind == "choice":
            labels = dict(self._labels(shape))
        elif shape.scale:
            labels = {str(point): str(point) for point in shape.scale}
        else:
            return ()
        if not shape.item.required:
            labels[UNKNOWN] = words.unknown
            if (
                value and _widget(shape) == "radio"
            ):  # a radio once chosen cannot be taken back without this one
                labels[""] = words.unasked
        return tuple(Option(one, text, one == value) for one, text in labels.items())

    def _labels(self, shape: Shape) -> Mapping[str, str]:
        spanish = shape.item.options_es if self.words.lang == "es" else {}
        return {one: spanish.get(one, text) for one, text in shape.options.items()}


def _widget(shape: Shape) -> str:
    """The control that asks: radios for a few answers, a list to choose from for many."""
    if shape.name == PROVENANCE and shape.kind == "text":
        return "provenance"
    if shape.kind == "choice":
        return "radio" if len(shape.options) <= AT_MOST_RADIOS else "select"
    if shape.scale:
        return "scale"
    return {
        "yesno": "radio",
        "lines": "area",
        "long": "area",
        "part": "part",
        "parts": "parts",
        "choices": "ticks",
    }.get(shape.kind, "box")


def _units(shape: Shape, typed: Typed, name: str) -> tuple[Option, ...]:
    offered = OFFERED.get(shape.item.unit, ())
    chosen = typed.get(f"{name}:unit", shape.item.unit)
    if len(offered) < 2:
        return ()
    return tuple(Option(one, UNIT_TEXT.get(one, units.shown(one)), one == chosen) for one in offered)
