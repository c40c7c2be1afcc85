"""How sure a source lets us be: a fact is never marked stronger than where it comes from."""

from typing import get_args

from buffycoat.pathway.knowledge import Mark, sources

STRONGEST_FIRST: tuple[Mark, ...] = get_args(Mark)
# What a note in the bibliography says of its source. A source that says nothing of the kind was read.
SAID: tuple[tuple[str, Mark], ...] = (
    ("the details are uncertain", "K~"),
    ("Known from the literature", "K"),
    ("Marked K in the rule base", "K"),
)


def strongest(key: str) -> Mark:
    """The strongest mark that a fact from this source can carry."""
    if is_ours(key):
        return "P" if key == "practice" else "K"  # a section of the rule base also holds what others found
    note = sources()[key].note
    return next((mark for words, mark in SAID if words in note), "V")


def is_ours(key: str) -> bool:
    """Whether the source is a rule of our own, proposed and not yet signed."""
    return key == "practice" or key.startswith("rule-")


def weakest(marks: tuple[Mark, ...]) -> Mark:
    """The least certain of these marks."""
    return max(marks, key=STRONGEST_FIRST.index)
