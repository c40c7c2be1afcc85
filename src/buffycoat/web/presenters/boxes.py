"""Numbers typed into a page that only calculates: nothing is signed, yet a slip is questioned."""

from collections.abc import Mapping
from dataclasses import dataclass

from buffycoat.pathway.record import Item
from buffycoat.pathway.units import UnitError, likely_slip, number_text, read_quantity, shown

AS_TYPED = "as_typed"  # the box that says: it is meant as it stands


@dataclass(frozen=True)
class Box:
    """One box of the page: its words, what stands in it, what is wrong. `number` is None when empty."""

    name: str
    ask: str
    unit: str
    text: str
    number: float | None
    help: str = ""
    error: str = ""
    doubt: str = ""
    meant: bool = False  # unusual, and somebody said that it is as typed

    @property
    def id(self) -> str:
        """The id of the box on the page."""
        return "b-" + self.name.replace("_", "-").replace(".", "-")

    @property
    def ready(self) -> bool:
        """Whether there is a number to work with."""
        return self.number is not None and not self.error and not self.doubt


def box(
    typed: Mapping[str, str],
    name: str,
    item: Item,
    default: float | None = None,
    ask: str = "",
    help: str = "",
) -> Box:
    """Read one box by the bounds that its item declares; what was not sent holds the default."""
    text = typed.get(name)
    if text is None:
        text = "" if default is None else number_text(default)
    number, error, doubt, meant = None, "", "", typed.get(AS_TYPED) == "yes"
    try:
        number = read_quantity(text, item.unit) if text.strip() else None
    except UnitError as wrong:
        error = f"{wrong}"
    if number is not None:
        error, doubt = _bounds(number, item)
    said = "" if meant else doubt
    return Box(
        name,
        ask or item.ask,
        shown(item.unit),
        text,
        number,
        help or item.help,
        error,
        said,
        meant and bool(doubt),
    )


def _bounds(number: float, item: Item) -> tuple[str, str]:
    """What is impossible, and what is only unlikely: the second asks."""
    unit = f" {shown(item.unit)}".rstrip()
    for bound, outside in ((item.low, -1), (item.high, 1)):
        if bound is not None and outside * (number - bound) > 0:
            return f"{'Lower' if outside < 0 else 'Higher'} than {number_text(bound)}{unit} cannot be.", ""
    if item.plausible is None or item.plausible[0] <= number <= item.plausible[1]:
        return "", ""
    meant = likely_slip(number, item.unit, *item.plausible)
    asked = f" Did you mean {number_text(meant)}?" if meant is not None else ""
    return "", f"{number_text(number)}{unit} is unusual.{asked}"
