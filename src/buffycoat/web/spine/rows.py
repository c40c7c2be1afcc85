"""The drawing’s hand on the form: a place is set or cleared by writing its typed row."""

from collections.abc import Iterator, Mapping

from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.record import Record
from buffycoat.web.forms.rows import without_row
from buffycoat.web.forms.typed import MOST_ROWS, Typed, read_number, row_count
from buffycoat.web.spine.ink import Key
from buffycoat.web.spine.levels import known

NAME = "sites"  # the rows of a plan and of an injection have one name
DRAWN: tuple[type[Record], ...] = (Plan, Injection)
LEVEL = ":level"  # the level that is shown across: a box of the page, no answer
_PARTS = ("target", "level", "side")


def keys(typed: Typed) -> Iterator[tuple[int, Key]]:
    """The rows that say a whole place, with their number."""
    for index in range(row_count(typed, NAME)):
        target, level, side = (typed.get(f"{NAME}.{index}.{part}", "") for part in _PARTS)
        if known((target, level, side)):
            yield index, (target, level, side)


def chosen(typed: Typed) -> dict[Key, float | None]:
    """Every place on the form with the volume typed for it."""
    return {key: read_number(typed.get(f"{NAME}.{index}.volume", "")) for index, key in keys(typed)}


def toggled(typed: Typed, key: Key) -> Typed:
    """The typed text with this place set, or cleared if it was there; every other row keeps what it has."""
    there = next((index for index, one in keys(typed) if one == key), None)
    if there is not None:
        return without_row(typed, NAME, there)
    count = row_count(typed, NAME)
    if count >= MOST_ROWS:
        return typed
    empty = next((index for index in range(count) if not _begun(typed, index)), count)
    kept = {name: text for name, text in typed.items() if name not in (f"{NAME}:none", f"{NAME}:unknown")}
    row = {f"{NAME}.{empty}.{part}": text for part, text in zip(_PARTS, key, strict=True)}
    return {**kept, **row, f"{NAME}:rows": str(max(count, empty + 1))}


def _begun(typed: Typed, index: int) -> bool:
    """Whether anything stands in a row but a unit."""
    inside = f"{NAME}.{index}."
    return any(
        text.strip() for name, text in typed.items() if name.startswith(inside) and not name.endswith(":unit")
    )


def code(key: Key) -> str:
    """A place as an address and a button name it: FACET.L4-5.R."""
    return ".".join(key)


def place(text: str) -> Key | None:
    """The place that an address or a button names; None when there is no such place."""
    parts = text.split(".")
    if len(parts) != 3:
        return None
    key = (parts[0], parts[1], parts[2])
    return key if known(key) else None


def in_address(typed: Typed) -> str:
    """The rows as an address carries them: DISC.L4-5.M.1.5,FACET.L4-5.R. No name, no number of a person."""
    return ",".join(
        ".".join((code(key), volume)) if (volume := typed.get(f"{NAME}.{index}.volume", "")) else code(key)
        for index, key in keys(typed)
    )


def from_address(typed: Typed, sent: Mapping[str, str]) -> Typed:
    """What the form was filled in with, its rows put as the address says."""
    if NAME not in sent:
        return typed
    wanted: dict[Key, str] = {}
    for one in sent[NAME].split(",")[:MOST_ROWS]:
        key = place(".".join(one.split(".")[:3]))
        if key:
            wanted[key] = ".".join(one.split(".")[3:])[:20]
    for key in [key for _, key in keys(typed) if key not in wanted]:
        typed = toggled(typed, key)
    for key in [key for key in wanted if key not in dict(chosen(typed))]:
        typed = toggled(typed, key)
    volumes = {f"{NAME}.{index}.volume": wanted[key] for index, key in keys(typed) if wanted[key]}
    return {**typed, **volumes}
