"""Readings of a patient's own words, as a reader would have signed them."""

from buffycoat.pathway.triage.flags import FlagName
from buffycoat.pathway.triage.reading import Reading, fingerprint

NUMB_SEAT = "my seat feels asleep"
DRAGS = "my left foot drags"
EMERGENCY, DOUBT, NOTHING = "emergency", "ask_first", "nothing_found"


def read_as(
    words: str, verdict: str, *families: str, ask: tuple[FlagName, ...] = (), understood: bool = True
) -> Reading:
    """The reading of these words."""
    return Reading.model_validate(
        {
            "words": fingerprint(words),
            "reader": "spec",
            "verdict": verdict,
            "families": families,
            "ask": ask,
            "understood": understood,
        }
    )
