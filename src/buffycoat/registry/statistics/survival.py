"""Who was followed until which day, and whose follow-up ended in the event."""

from dataclasses import replace
from typing import ClassVar, Self

from buffycoat.registry.statistics.additive import Additive, Whole


class Survival(Additive):
    """By group and day (the last axis, whole days in order): how many left, and of these by the event."""

    form: ClassVar[str] = "survival"

    def __post_init__(self) -> None:
        super().__post_init__()
        days = [int(label) for label in self.axes[-1].labels]
        if days != sorted(days):
            raise ValueError(f"{self.about}: the days are not in order")

    @property
    def parts(self) -> tuple[str, ...]:
        """Two numbers: left on that day (with or without the event), and of these by the event."""
        return ("left", "events")

    @property
    def days(self) -> tuple[int, ...]:
        """The days, in order."""
        return tuple(int(label) for label in self.axes[-1].labels)

    @property
    def at_risk(self) -> Whole:
        """How many were still followed, without the event, at the start of each day."""
        left: Whole = self.cells[..., 0]
        found: Whole = left[..., ::-1].cumsum(axis=-1)[..., ::-1]
        return found

    def suppress(self, least: int) -> Self:
        """Without the whole curve of a group that began with fewer than `least` people.

        A day's own cell is nearly always small; what leaves a site is put on a coarser grid first.
        """
        few = self.people.sum(axis=-1) < least
        return replace(self, hidden=self.hidden | few[..., None])
