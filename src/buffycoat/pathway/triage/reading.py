"""How a patient's own words were read: signed by the machine that read them, beside the words."""

import hashlib
import re
from collections.abc import Iterable
from typing import ClassVar, Literal

from buffycoat.pathway.record import Record, item
from buffycoat.pathway.triage.flags import FLAG_NAMES, FlagName
from buffycoat.pathway.triage.told import NOTHING_TOLD, UNREAD, Told

VERDICTS = {
    "emergency": "An emergency",
    "ask_first": "A doubt: ask first",
    "nothing_found": "No warning sign found, which rules nothing out",
}
# What the page itself adds under the words; it names signs that nobody wrote, so it is not read.
PAGE_NOTE = re.compile(r"\s*\[Said yes first, then changed on the page: [^\]]*\]")


class Reading(Record):
    """What a reader made of words in this chart. Nobody signs one by hand, and nobody takes one back."""

    stage: ClassVar[str] = "chart"
    title: ClassVar[str] = "Own words, read"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    words: str = item("Fingerprint of the words (SHA-256)", required=True)
    reader: str = item("Version of the reader", required=True)
    verdict: Literal["emergency", "ask_first", "nothing_found"] = item(
        "What the words say", required=True, options=VERDICTS
    )
    families: tuple[str, ...] | None = item("What an emergency points to")
    ask: tuple[FlagName, ...] | None = item("What is asked first", options=FLAG_NAMES)
    understood: bool = item("Were the words understood?", required=True)

    @property
    def told(self) -> Told:
        """The reading as triage weighs it."""
        return Told(self.verdict, self.families or (), self.ask or (), self.understood)


def own_words(narrative: str | None) -> str:
    """The words that are the patient's own."""
    return PAGE_NOTE.sub("", narrative or "").strip()


def fingerprint(words: str) -> str:
    """What ties a reading to the words that were read."""
    return hashlib.sha256(words.encode()).hexdigest()


def told_in(narrative: str | None, readings: Iterable[Reading]) -> Told:
    """How these words were read, by the newest reading of them; UNREAD when nothing has read them."""
    words = own_words(narrative)
    if not words:
        return NOTHING_TOLD
    mark = fingerprint(words)
    found = [one.told for one in readings if one.words == mark]
    return found[-1] if found else UNREAD
