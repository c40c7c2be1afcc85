"""Whole words in clinical text, and the context that turns them: past, family, denied, suspected."""

import re
from collections.abc import Iterable
from typing import Literal

Context = Literal["present", "suspected", "past", "family", "denied"]
MOST_TELLING: tuple[Context, ...] = ("present", "suspected", "past", "family", "denied")


def whole_words(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole words; a trailing * stands for any ending.

    An underscore or a digit beside a word ends it too: exports write NAPROXEN_500 and warfarin5mg.
    """
    inner = "|".join(_phrase(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{inner})(?![^\W\d_])", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    ending = r"[^\W\d_]*"
    words = (re.escape(word.rstrip("*")) + (ending if word.endswith("*") else "") for word in phrase.split())
    return r"[\s-]+".join(words).replace(r"\-", r"[\s-]+")


_NOT_SO = ("no", "not", "never", "denies", "denied", "without", "negative for", "absence of", "ruled out")
_NOT_IT = (
    "screening for",
    "screen for",
    "risk of",
    "risk for",
    "prevention of",
    "prophylaxis",
    "vaccination",
)
# A cue before what it turns: in “fracture without cord injury” it turns the injury and not the fracture.
_BEFORE: dict[Context, re.Pattern[str]] = {
    "family": whole_words(
        (
            "family history",
            "family h/o",
            "fh",
            "fhx",
            "mother",
            "father",
            "brother",
            "sister",
            "parent",
            "sibling",
        )
    ),
    "denied": whole_words((*_NOT_SO, *_NOT_IT)),
    "suspected": whole_words(
        ("suspected", "suspicion of", "rule out", "r/o", "possible", "possibly", "probable", "query")
    ),
    "past": whole_words(
        ("history of", "h/o", "hx of", "personal history", "past", "previous", "previously", "former")
    ),
}
# A cue behind it.
_BEHIND: dict[Context, re.Pattern[str]] = {
    "suspected": re.compile(r"(not|to be) ruled out|suspected|\?", re.IGNORECASE),
    "family": re.compile(r"in (the )?(family|mother|father|brother|sister)", re.IGNORECASE),
    "denied": re.compile(
        r"ruled out|excluded|screening|\btest\b|vaccination|not (found|seen)", re.IGNORECASE
    ),
    "past": re.compile(r"resolved|remission|in the past|healed", re.IGNORECASE),
}
_CLAUSE = re.compile(r"[,;.]|\bbut\b", re.IGNORECASE)


def context(text: str, pattern: re.Pattern[str]) -> Context | None:
    """How the text means what the pattern names: the most telling place decides; None when it is nowhere."""
    found = {_context_at(text, match) for match in pattern.finditer(text)}
    return next((one for one in MOST_TELLING if one in found), None)


def _context_at(text: str, match: re.Match[str]) -> Context:
    before = _CLAUSE.split(text[: match.start()])[-1]
    behind = _CLAUSE.split(text[match.end() :])[0]
    for cues, side in ((_BEFORE, before), (_BEHIND, behind)):
        for name, cue in cues.items():
            if cue.search(side):
                return name
    return "present"
