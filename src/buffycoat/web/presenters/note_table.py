"""Which signed answer each item of the procedure note is told by: note.toml held against the declarations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from buffycoat.pathway import walk  # noqa: F401  # declares every kind of record
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.record import RECORDS, Record
from buffycoat.web.forms.shape import Shape, shapes


class Only(BaseModel):
    """An answer of the same record that decides whether another one is asked for at all."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    answer: str
    is_: bool | None = None
    is_not: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, object]) -> "Only":
        """From its line in the table, where `is` is no name that Python allows."""
        return cls.model_validate({{"is": "is_"}.get(key, key): value for key, value in row.items()})

    def rules_out(self, record: Record) -> bool:
        """Whether the record's own answer says that the other question does not arise."""
        given = getattr(record, self.answer)
        if given is None:
            return False
        return given == self.is_not if self.is_ is None else given != self.is_


class Row(Fact):
    """One item of the note. `fields` and `also` are patterns over answers; `derived` names a calculation.

    says: how a question is put in a note where its own words need the form around them.
    """

    section: str
    item: str
    fields: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    derived: Literal["", "codes", "minutes", "dose", "antibiotic"] = ""
    only: Mapping[str, Mapping[str, bool | str]] = {}
    says: Mapping[str, str] = {}


@dataclass(frozen=True)
class Leaf:
    """One answer of a record, or of a part of it (`inner`). `must`: its absence is told."""

    path: str
    record: type[Record]
    shape: Shape
    inner: Shape | None
    must: bool = True
    only: Only | None = None
    says: str = ""

    def ask(self, part: bool = True) -> str:
        """The question as it stands in a note; of a list as a whole with part=False."""
        asked = self.inner if part and self.inner else self.shape
        return self.says or asked.item.ask.rstrip("?:. ")


TABLE = read_table(__file__, "note.toml", Row)


def declared(kind: str) -> Iterator[Leaf]:
    """Every answer that a kind of record can hold, as it is declared."""
    record = RECORDS[kind]
    for shape in shapes(record):
        for inner in shapes(shape.part) if shape.part else (None,):
            path = f"{kind}.{shape.name}" + (f".{inner.name}" if inner else "")
            yield Leaf(path, record, shape, inner)


def kinds() -> tuple[str, ...]:
    """The kinds of record that the note is told by, in the order of the table."""
    patterns = [one for row in TABLE.rows.values() for one in (*row.fields, *row.also)]
    return tuple(dict.fromkeys(".".join(one.split(".")[:2]) for one in patterns))


@cache
def claims() -> Mapping[str, tuple[Leaf, ...]]:
    """The answers of each row. An answer named in full is that row's; else the longest pattern has it.

    An answer may be named in full by several rows (that the sheet was given is told of the discharge too).
    """
    held: dict[str, list[tuple[int, Leaf]]] = {key: [] for key in TABLE.rows}
    for kind in kinds():
        for leaf in declared(kind):
            for key, place, must in _claim(leaf.path):
                only, says = TABLE[key].only.get(leaf.path), TABLE[key].says.get(leaf.path, "")
                held[key].append(
                    (place, replace(leaf, must=must, only=Only.of(only) if only else None, says=says))
                )
    return {key: tuple(leaf for _, leaf in sorted(one, key=lambda two: two[0])) for key, one in held.items()}


def _claim(path: str) -> list[tuple[str, int, bool]]:
    """The row, the place in it and whether the answer must be there: for every row that has it."""
    found = [
        (pattern, key, place, place < len(row.fields))
        for key, row in TABLE.rows.items()
        for place, pattern in enumerate((*row.fields, *row.also))
        if fnmatchcase(path, pattern)
    ]
    exact = [one for one in found if one[0] == path]
    best = exact or sorted(found, key=lambda one: -len(one[0]))[:1]
    return [(key, place, must) for _, key, place, must in best]
