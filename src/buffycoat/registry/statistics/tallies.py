"""Sums of quantities that are not whole numbers, each rounded to a fixed step before it is added."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.statistics.additive import Additive, Axis

STEP = 2**20  # steps in one: a person's own rounding is below a millionth
ALL = Axis("all", ("all",))


@dataclass(frozen=True, eq=False)
class Tallies(Additive):
    """By group: how many people, then sums of named quantities in steps of 2^-20.

    `at` says what the quantities were computed with (a fingerprint): others do not add up.
    """

    names: tuple[str, ...] = ()
    at: str = ""

    form: ClassVar[str] = "tallies"

    @property
    def parts(self) -> tuple[str, ...]:
        """n, then the quantities."""
        return ("n", *self.names)

    def _own(self) -> dict[str, Any]:
        return {"names": list(self.names), "at": self.at}

    @classmethod
    def _read(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {"names": tuple(given["names"]), "at": given["at"]}

    def _alike(self, other: Additive) -> None:
        super()._alike(other)
        if isinstance(other, Tallies) and self.at != other.at:
            raise ValueError(f"{self.about}: these sums were made with different coefficients")

    def totals(self) -> dict[str, float]:
        """The sums over all groups, in the quantities' own units."""
        cells = self.cells.reshape(-1, len(self.parts)).sum(axis=0)
        return {name: int(cell) / STEP for name, cell in zip(self.names, cells[1:], strict=True)}


def tallies(
    about: str, given: Mapping[str, NDArray[np.floating]], many: NDArray[np.int64], at: str = ""
) -> Tallies:
    """The sums of each row's quantities (n,), a row standing for `many` people with the same."""
    sums = [int((np.rint(values * STEP).astype(np.int64) * many).sum()) for values in given.values()]
    return Tallies(about, (ALL,), np.array([[int(many.sum()), *sums]]), names=tuple(given), at=at)
