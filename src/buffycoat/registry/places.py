"""Where each of many keys stands in a sorted list: by its size, as one opens a telephone book."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

STEPS = 4  # places to go on from the guess, before the rest is searched for
Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Places:
    """Sorted keys, and where each stretch of them begins.

    Pseudonyms lie as evenly as chance puts them, so from the beginning of a key's stretch it is a step or
    two: half the time of halving the list again and again.
    """

    keys: Keys
    shift: np.uint64
    first: NDArray[np.intp]

    @classmethod
    def of(cls, keys: Keys) -> Self:
        """From keys that are sorted; stretches of a power of two, about one to a key."""
        if not len(keys):
            return cls(keys, np.uint64(0), np.zeros(0, np.intp))
        span = int(keys[-1]) - int(keys[0])
        shift = np.uint64(max(0, span.bit_length() - len(keys).bit_length()))
        before = np.bincount(_stretch(keys, keys[0], shift)).cumsum()
        return cls(keys, shift, np.concatenate([[0], before[:-1]]))

    def __call__(self, wanted: Keys) -> NDArray[np.intp] | None:
        """The place of each; None when one of them is not there."""
        if not len(wanted):
            return np.zeros(0, np.intp)
        if not len(self.keys) or wanted.min() < self.keys[0] or wanted.max() > self.keys[-1]:
            return None
        found = self.first.take(_stretch(wanted, self.keys[0], self.shift))
        wrong = np.flatnonzero(self.keys.take(found) != wanted)
        for _ in range(STEPS):
            found[wrong] = np.minimum(found[wrong] + 1, len(self.keys) - 1)
            wrong = wrong[self.keys.take(found[wrong]) != wanted[wrong]]
            if not len(wrong):
                return found
        found[wrong] = np.searchsorted(self.keys, wanted[wrong])
        return found if (self.keys.take(found[wrong]) == wanted[wrong]).all() else None


def _stretch(keys: Keys, lowest: np.int64, shift: np.uint64) -> Keys:
    """Which stretch each key lies in. From one end of 64 bits to the other they hold no sign."""
    found: Keys = ((keys - lowest).view(np.uint64) >> shift).view(np.int64)
    return found
