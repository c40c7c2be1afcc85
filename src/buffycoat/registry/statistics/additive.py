"""Whole numbers over named axes: what every statistic of the registry is made of.

Sums of integers do not depend on the order in which they are taken, so a statistic of a million episodes
is the same to the last bit however they were split over threads, chunks, sites or engines. Floats are not.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
MOST = 2**62  # a sum of two cells below this cannot overflow


@dataclass(frozen=True, slots=True)
class Axis:
    """One way in which cells differ: its name and the labels along it, in order."""

    name: str
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(set(self.labels)) != len(self.labels):
            raise ValueError(f"{self.name}: a label stands twice in {', '.join(self.labels)}")


@dataclass(frozen=True, eq=False)
class Additive:
    """Whole numbers over axes. Subclasses say what the numbers of one group are.

    `cells` has one dimension for each axis, then one (`parts`) for the numbers of a group; its first number
    is how many people the group holds. `hidden` marks groups that were suppressed: their numbers are gone.
    """

    about: str  # what was counted, in words; only statistics about the same thing add up
    axes: tuple[Axis, ...]
    cells: Whole
    hidden: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    form: ClassVar[str] = ""  # names the subclass in JSON
    forms: ClassVar[dict[str, type["Additive"]]] = {}

    def __init_subclass__(cls, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        Additive.forms[cls.form] = cls

    def __post_init__(self) -> None:
        cells = np.ascontiguousarray(self.cells)
        if not np.issubdtype(cells.dtype, np.integer):
            raise TypeError(f"{self.about}: cells are whole numbers, not {cells.dtype}")
        cells = cells.astype(np.int64, copy=True)
        groups = tuple(len(axis.labels) for axis in self.axes)
        if cells.shape != (*groups, len(self.parts)):
            raise ValueError(f"{self.about}: cells are {cells.shape}, the axes {(*groups, len(self.parts))}")
        if cells.size and not -MOST < int(cells.min()) <= int(cells.max()) < MOST:
            raise OverflowError(f"{self.about}: a cell is at or beyond 2^62")
        hidden = np.asarray(self.hidden, dtype=bool)
        hidden = hidden.copy() if hidden.size else np.zeros(groups, dtype=bool)
        cells[hidden] = 0
        cells.setflags(write=False)
        hidden.setflags(write=False)
        object.__setattr__(self, "cells", cells)
        object.__setattr__(self, "hidden", hidden)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the numbers that a group holds, the number of people first."""
        raise NotImplementedError

    @property
    def people(self) -> Whole:
        """How many people each group holds."""
        found: Whole = self.cells[..., 0]
        return found

    def _alike(self, other: "Additive") -> None:
        if type(self) is not type(other) or self.about != other.about or self.parts != other.parts:
            raise ValueError(f"{self.about} and {other.about} do not add up: they count different things")
        for mine, theirs in zip(self.axes, other.axes, strict=True):
            if mine != theirs:
                raise ValueError(f"{self.about}: axis {mine.name} differs: {mine.labels} and {theirs.labels}")

    def __add__(self, other: Self) -> Self:
        self._alike(other)
        return replace(self, cells=self.cells + other.cells, hidden=self.hidden | other.hidden)

    def __sub__(self, other: Self) -> Self:
        """Take out what was put in before, as when one answer is corrected."""
        self._alike(other)
        return replace(self, cells=self.cells - other.cells, hidden=self.hidden | other.hidden)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Additive) and self.fingerprint() == other.fingerprint()

    def __hash__(self) -> int:
        return hash(self.fingerprint())

    def pick(self, axis: str, label: str) -> Self:
        """Only the groups with this label on this axis, which is then gone."""
        place = next(at for at, one in enumerate(self.axes) if one.name == axis)
        at = self.axes[place].labels.index(label)
        rest = (*self.axes[:place], *self.axes[place + 1 :])
        cells = np.moveaxis(self.cells, place, 0)[at]
        return replace(self, axes=rest, cells=cells, hidden=np.moveaxis(self.hidden, place, 0)[at])

    def over(self, axis: str) -> Self:
        """Summed over this axis; a sum with a hidden part is hidden."""
        place = next(at for at, one in enumerate(self.axes) if one.name == axis)
        rest = (*self.axes[:place], *self.axes[place + 1 :])
        hidden: NDArray[np.bool_] = np.asarray(self.hidden.any(axis=place))
        return replace(self, axes=rest, cells=np.asarray(self.cells.sum(axis=place)), hidden=hidden)

    def suppress(self, least: int) -> Self:
        """Without the groups of 1 to least - 1 people. A group of nobody stays, for nobody is seen in it."""
        return self.without((self.people > 0) & (self.people < least))

    def without(self, groups: NDArray[np.bool_]) -> Self:
        """Without the groups marked: their numbers are gone, not kept aside."""
        return replace(self, hidden=self.hidden | groups)

    def to_json(self) -> dict[str, Any]:
        """Plain lists and numbers; a hidden group has null for its numbers."""
        flat = self.cells.reshape(-1, len(self.parts)).tolist()
        hidden = self.hidden.reshape(-1).tolist()
        return {
            "form": self.form,
            "about": self.about,
            "axes": [{"name": axis.name, "labels": list(axis.labels)} for axis in self.axes],
            "parts": list(self.parts),
            **self._own(),
            "cells": [None if gone else row for row, gone in zip(flat, hidden, strict=True)],
        }

    def _own(self) -> dict[str, Any]:
        """What a subclass keeps beside axes and cells, as JSON; the names of its own fields."""
        return {}

    @staticmethod
    def from_json(given: dict[str, Any]) -> "Additive":
        """The statistic that `to_json` wrote; ValueError for anything that is not one."""
        try:
            form = Additive.forms[given["form"]]
            axes = tuple(Axis(one["name"], tuple(one["labels"])) for one in given["axes"])
            groups, width = tuple(len(axis.labels) for axis in axes), len(given["parts"])
            hidden = np.array([row is None for row in given["cells"]], dtype=bool).reshape(groups)
            rows = [[0] * width if row is None else [_whole(one) for one in row] for row in given["cells"]]
            cells = np.array(rows, dtype=np.int64).reshape((*groups, width))
            return form(given["about"], axes, cells, hidden=hidden, **form._read(given))
        except (KeyError, TypeError, IndexError, OverflowError) as error:
            raise ValueError(f"this is not a statistic: {error!r}") from error

    @classmethod
    def _read(cls, given: dict[str, Any]) -> dict[str, Any]:
        """The fields that `_own` wrote."""
        return {}

    def fingerprint(self) -> str:
        """SHA-256 over the statistic as written: equal for equal statistics, whoever computed them."""
        text = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return value
