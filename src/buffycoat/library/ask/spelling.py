"""Mends a mistyped long word before its meaning is looked up: one letter missing, more, wrong or swapped."""

import re
from collections import defaultdict
from collections.abc import Iterable

LETTERS = re.compile(r"[^\W\d_]+")
SHORTEST = 7  # letters: shorter words lie too near to others


class Spelling:
    """The words that a mistyped one may be meant for, and those that only look like one of them."""

    def __init__(self, aims: Iterable[str], others: Iterable[str]) -> None:
        self._near: dict[str, set[str]] = defaultdict(set)
        self._known = {*others}
        for aim in aims:
            self._known.add(aim)
            for less in _less(aim):
                self._near[less].add(aim)

    def mended(self, text: str) -> str:
        """The text with each mistyped word as it was probably meant; unclear ones stay."""
        return LETTERS.sub(lambda found: self._word(found.group()), text)

    def _word(self, word: str) -> str:
        said = word.lower()
        if len(said) < SHORTEST or said in self._known:
            return word
        meant = self.aims(said)
        return meant.pop() if len(meant) == 1 else word

    def aims(self, said: str) -> set[str]:
        """The known words that are one slip away from a word."""
        found = {aim for less in _less(said) for aim in self._near.get(less, ())}
        return {aim for aim in found if _one_slip(said, aim)}


def _less(word: str) -> set[str]:
    """The word, and the word without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _one_slip(one: str, other: str) -> bool:
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return len(longer) == len(shorter) + 1 and shorter in _less(longer)
    apart = [at for at in range(len(one)) if one[at] != other[at]]
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and one[apart[0]] == other[apart[1]]
    return len(apart) == 1 or (swapped and one[apart[1]] == other[apart[0]])
