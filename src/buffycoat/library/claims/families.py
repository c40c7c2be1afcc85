"""The families of misleading claims, and the words by which each shows, as reviewed tables."""

import re
from functools import cache
from typing import Literal

from buffycoat.pathway.knowledge import Fact, read_table


class Family(Fact):
    """One kind of misleading claim: how it shows, why it may not be said, what may be said instead."""

    title: str
    title_es: str
    why: str
    why_es: str
    instead: str
    instead_es: str
    en: tuple[str, ...]
    es: tuple[str, ...]
    unless: tuple[str, ...] = ()


class Turn(Fact):
    """Words that make a claim one that may be said."""

    meaning: str
    reach: Literal["before", "sentence", "nearby"]
    cues: tuple[str, ...]


FAMILIES = read_table(__file__, "claims.toml", Family)
TURNS = read_table(__file__, "context.toml", Turn)
GAP = re.compile(r"~(\d+) ?")


@cache
def pattern(alternatives: tuple[str, ...], whole_words: bool = True) -> re.Pattern[str]:
    """Any of these; a space is any space, and ~N up to N words in between.

    Gaps are bounded and never nested, so that no text can make the search slow.
    """
    made = "|".join(f"(?:{_widened(one)})" for one in alternatives)
    return re.compile(rf"(?<!\w)(?:{made})(?!\w)" if whole_words else made)


def _widened(written: str) -> str:
    return GAP.sub(lambda gap: rf"(?:[^\\s.!?;]{{1,40}}[ \\n]){{0,{gap[1]}}}", written).replace(" ", r"\s")
