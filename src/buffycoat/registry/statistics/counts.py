"""How many people are in each group."""

from typing import ClassVar

from buffycoat.registry.statistics.additive import Additive


class Counts(Additive):
    """People by group: `cells[..., 0]` is how many."""

    form: ClassVar[str] = "counts"

    @property
    def parts(self) -> tuple[str, ...]:
        """One number: how many."""
        return ("n",)
