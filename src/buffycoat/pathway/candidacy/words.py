"""Whole words in clinical text, and the context that turns them: past, family, denied, suspected."""

import re
from collections.abc import Iterable
from typing import Literal

Context = Literal["present", "suspected", "past", "family", "denied"]
MOST_TELLING: tuple[Context, ...] = ("present", "suspected", "past", "family", "denied")

# Cues that stand before what they turn. “Fracture without cord injury” is a fracture: a cue behind turns nothing.
_BEFORE: tuple[tuple[Context, str], ...] = (
    ("family", r"family history|family h/o|\bfhx?\b|mother|father|brother|sister|parent|sibling|grandmother|grandfather"),
    ("denied", r"\bno\b|\bnot\b|\bnever\b|denies|denied|without|negative for|absence of|screen(ing)? for|at risk (of|for)|"
               r"\brisk of|prevention of|prophylaxis|vaccination|excluded|ruled out"),
    ("suspected", r"suspected|suspicion of|rule out|\br/o\b|possible|possibly|probable|query|\?"),
    ("past", r"history of|\bh/o\b|\bhx of\b|personal history|\bpast\b|previous|previously|former"),
)  # fmt: skip
# Cues that may stand behind it.
_BEHIND: tuple[tuple[Context, str], ...] = (
    ("family", r"in (the )?family|in (mother|father|brother|sister)"),
    ("denied", r"ruled out|excluded|screening|\btest\b|vaccination|not (found|present|seen)"),
    ("suspected", r"suspected|\?|to be ruled out|not ruled out"),
    ("past", r"resolved|in remission|remission|in the past|healed"),
)
_CLAUSE = re.compile(r"[,;.]|\bbut\b", re.IGNORECASE)


def whole_words(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole words; a trailing * stands for any ending.

    An underscore or a digit beside a word ends it too: exports write NAPROXEN_500 and warfarin5mg.
    """
    inner = "|".join(_phrase(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{inner})(?![^\W\d_])", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    words = re.split(r"[\s-]+", phrase)
    return r"[\s-]+".join(re.escape(word.rstrip("*")) + (r"[^\W\d_]*" if word.endswith("*") else "") for word in words)


def context(text: str, pattern: re.Pattern[str]) -> Context | None:
    """How the text means what the pattern names: the most telling of all places where it stands, None if nowhere."""
    found = {_context_at(text, match) for match in pattern.finditer(text)}
    return next((one for one in MOST_TELLING if one in found), None)


def _context_at(text: str, match: re.Match[str]) -> Context:
    before = _CLAUSE.split(text[: match.start()])[-1]
    behind = _CLAUSE.split(text[match.end() :])[0]
    if re.search(r"not ruled out|to be ruled out", behind, re.IGNORECASE):
        return "suspected"
    for cues, side in ((_BEFORE, before), (_BEHIND, behind)):
        for name, cue in cues:
            if re.search(cue, side, re.IGNORECASE):
                return name
    return "present"
