"""Days and instants as an export writes them: to the year, month, day or second, with their own offset."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from buffycoat.interop.fhir.element import Resource, one
from buffycoat.pathway.record import earliest, latest

_WRITTEN = re.compile(
    r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?"
)
_LONGEST = 60  # characters, with spaces around and many digits of a second


@dataclass(frozen=True, slots=True)
class When:
    """One date of an export. `day` may be a year or a month; it is the local day of the offset written."""

    day: str
    instant: datetime | None = None

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return earliest(self.day)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        return latest(self.day)

    def surely_after(self, other: "When") -> bool:
        """Whether it lies after the other, whatever both may mean. Within a day only instants decide."""
        if self.instant and other.instant:
            return self.instant > other.instant
        return self.earliest > other.latest


def when(value: object) -> When | None:
    """A FHIR date, dateTime or instant; None for anything that is not a day that exists."""
    return _read(value) if isinstance(value, str) and len(value) <= _LONGEST else None


@lru_cache(maxsize=4096)  # each date of a record is asked for several times
def _read(value: str) -> When | None:
    found = _WRITTEN.fullmatch(value.strip())
    if not found:
        return None
    day, clock, offset = found.groups()
    try:
        earliest(day), latest(day)
    except (ValueError, OverflowError):
        return None
    return When(day, _instant(day, clock, offset))


def _instant(day: str, clock: str | None, offset: str | None) -> datetime | None:
    """The instant, when its offset was written and it is one that can be compared in any zone."""
    if not clock or not offset or len(day) != 10 or not "0002" <= day[:4] <= "9998":
        return None
    try:
        return datetime.fromisoformat(f"{day}T{clock[:12]}{offset}")
    except ValueError:
        return None


def first(resource: Resource, *paths: str) -> When | None:
    """The first of these elements, written `period.start`, that is a date."""
    for path in paths:
        held = one(resource, *path.split(".")) if "." in path else resource.get(path)
        if held is not None and (date := when(held)):
            return date
    return None
