"""What has been answered about whom: refuses a question whose answer, beside earlier ones, singles out a few.

Every answered cohort cuts the people of a site in two: in it, or not. All cuts together part them into groups
that no combination of answers can part further: whatever is added and subtracted, only whole groups come
out (Chin and Özsoyoğlu 1982 audit sums in this spirit). So one rule suffices: no group may hold 1 to
least - 1 people. It is stricter than comparing cohorts two by two, which sums of three or more get around.

A row that has changed since, or is new, or gone, counts as another row: asking again next week tells of those
who changed in between, so they too must be enough. Only keyed hashes of rows are kept, at the site alone.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.frame import Frame

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a site as it stands: the hash of each, and the hash of whose it is."""

    rows: Hashes
    people: Hashes


def rows_of(frame: Frame, people: NDArray[np.int64], key: bytes) -> Rows:
    """Hash a frame's rows with the site's own key. `people`: the pseudonym of each row's person."""
    order = sorted(frame.columns)
    whole = np.column_stack([frame.columns[name].astype(np.int32) for name in order])
    found = np.empty(len(frame), np.uint64)
    for place in range(len(frame)):
        said = people[place].tobytes() + whole[place].tobytes() + frame.table[place, :-1].tobytes()
        found[place] = _hash(said, key)
    return Rows(found, np.array([_hash(one.tobytes(), key) for one in people], np.uint64))


def _hash(said: bytes, key: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(said, digest_size=8, key=key[:64]).digest(), "little")


@dataclass(frozen=True, eq=False)
class Ledger:
    """Every row that was ever in an answer, whose it is, and the group that it is in by now."""

    rows: Hashes
    people: Hashes
    groups: NDArray[np.int64]

    @classmethod
    def empty(cls) -> "Ledger":
        """Before the first question."""
        none = np.zeros(0, np.uint64)
        return cls(none, none, np.zeros(0, np.int64))

    def admit(self, now: Rows, asked: NDArray[np.bool_], least: int) -> "Ledger | None":
        """The ledger with one more answered cohort; None where the answer would single somebody out."""
        gone = ~np.isin(self.rows, now.rows)
        rows = np.concatenate([now.rows, self.rows[gone]])
        people = np.concatenate([now.people, self.people[gone]])
        inside = np.concatenate([asked, np.zeros(int(gone.sum()), bool)])
        groups = self._renumbered(rows, inside)
        told = groups > 0  # who was in no answer, and is in none now, is in no sum either
        if not asked.any() or int(_people(groups[told], people[told]).min()) < least:
            return None
        return Ledger(rows[told], people[told], _from_one(groups[told]))

    def _renumbered(self, rows: Hashes, inside: NDArray[np.bool_]) -> NDArray[np.int64]:
        """By row: twice the group that it was in (0: in no answer yet), plus 1 inside the new cohort."""
        order = np.argsort(self.rows)
        place = np.searchsorted(self.rows, rows, sorter=order)
        known = place < len(self.rows)
        known[known] = self.rows[order[place[known]]] == rows[known]
        before = np.zeros(len(rows), np.int64)
        before[known] = self.groups[order[place[known]]]
        return before * 2 + inside

    def least_told(self) -> int:
        """How many people the smallest group holds; 0 before the first answer."""
        return int(_people(self.groups, self.people).min(initial=2**62)) if len(self.rows) else 0


def _from_one(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = np.unique(groups, return_inverse=True)[1].astype(np.int64) + 1
    return found


def _people(groups: NDArray[np.int64], people: Hashes) -> NDArray[np.int64]:
    """How many different people each group holds."""
    order = np.lexsort((people, groups))
    groups, people = groups[order], people[order]
    first = np.ones(len(groups), bool)
    first[1:] = (groups[1:] != groups[:-1]) | (people[1:] != people[:-1])
    return np.unique(groups[first], return_counts=True)[1]
