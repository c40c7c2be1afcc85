"""The instruments that are known here: each with its version, its range and what a blank does to it."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from buffycoat.pathway.knowledge import Fact, read_table

Way = Literal["rating", "mean", "count", "sum", "percent", "domains", "eq5d", "grade"]
DOMAINS = (
    "physical_function", "anxiety", "depression", "fatigue", "sleep_disturbance", "social_participation",
    "pain_interference",
)  # fmt: skip
HIGHER_IS_BETTER = ("physical_function", "social_participation", "index", "vas")  # parts of an instrument


class Instrument(Fact):
    """One form in one version. `low`, `high` bound the score; with fewer answers than `needed` there is none.

    several: of two ticks in one section the higher counts. ambiguous: a bare total could be on two scales.
    name_needs_version: other versions are about under the same name.
    """

    title: str
    also: tuple[str, ...] = ()
    version: str
    spelt: tuple[str, ...] = ()
    name_needs_version: bool = False
    way: Way
    items: int = 1
    item_low: int = 0
    item_high: int = 1
    needed: int = 1
    several: bool = False
    ambiguous: bool = False
    low: float
    high: float
    better: Literal["lower", "higher"]
    grades: tuple[str, ...] = ()
    parts: Mapping[str, tuple[int, ...]] = Field(default_factory=dict)
    ships: bool = True
    missing: str
    licence: str

    def is_version(self, said: str) -> bool:
        """Whether this is the version meant."""
        return _plain(said) in {_plain(one) for one in (self.version, *self.spelt)}


TABLE = read_table(__file__, "definitions.toml", Instrument)
INSTRUMENTS = TABLE.rows


def _plain(text: str) -> str:
    return "".join(text.lower().replace("-", " ").replace("_", " ").split())


_BY_NAME = {
    _plain(name): key for key, row in INSTRUMENTS.items() for name in (key, *row.also)
}  # every name it goes by


def named(name: str) -> str | None:
    """The instrument that goes by this name, in any case and spacing; None for one that is not known."""
    return _BY_NAME.get(_plain(name))


def why_not_version(name: str, version: str | None) -> str:
    """Why this name and version are not the one we know; "" when they are."""
    key = named(name)
    if key is None:
        return f"unknown instrument; known are: {', '.join(INSTRUMENTS)}"
    row = INSTRUMENTS[key]
    if version is None:
        says_it = _plain(name).endswith(_plain(row.version))
        return f"say which version; known is {row.version}" if row.name_needs_version and not says_it else ""
    return "" if row.is_version(version) else f"unknown version; known is {row.version}"
