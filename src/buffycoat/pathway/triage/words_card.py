"""The card about a patient's own words: read, in doubt, or not understood."""

from collections.abc import Iterable

from buffycoat.pathway.card import Card
from buffycoat.pathway.triage.flags import FLAG_NAMES
from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.pathway.triage.told import Told

LONGEST_QUOTE = 600
LONGEST_SUMMARY = 140


def quoted(words: str) -> str:
    """The words as a card shows them; the entry has them whole."""
    return f"“{words}”" if len(words) <= LONGEST_QUOTE else f"“{words[:LONGEST_QUOTE]} …”"


def words_card(words: str, told: Told, doubts: Iterable[str], when: str = "", about: str = "") -> Card | None:
    """One card: a doubt nobody settled, words nobody understood, or words to be read; None for an emergency.

    An emergency in words has its card beside the ticked ones. `doubts`: questions that are still open.
    """
    if told.verdict == "emergency":
        return None
    open_ones = tuple(doubts)
    if open_ones:
        return _doubt(words, open_ones, when, about)
    return _unread(words, when, about) if not told.read else _read(words, told, when, about)


def _doubt(words: str, doubts: tuple[str, ...], when: str, about: str) -> Card:
    tier = TIERS["E1"]
    asked = ", ".join(FLAG_NAMES[key] for key in doubts if key in FLAG_NAMES)
    summary = f"{tier.title}: own words leave a doubt{when}"
    whole = f"{summary}. Ask: {asked}"
    return Card(
        indicator="critical",
        summary=whole if len(whole) <= LONGEST_SUMMARY else summary,
        detail=f"{quoted(words)} Ask directly: {asked}. Not asked, or not sure, is not “no”. {tier.means}",
        sources=("practice",),
        status="P",
        code="red_flag_unresolved",
        about=about,
        tier=tier.name,
        clears_when="A clinician speaks with the patient today and signs the answers.",
    )


def _unread(words: str, when: str, about: str) -> Card:
    return Card(
        indicator="warning",
        summary=f"The patient wrote something{when} that was not understood here: read it",
        detail=f"{quoted(words)} A warning sign in these words counts as much as a ticked one.",
        sources=("practice",),
        status="P",
        code="missing_data",
        about=about,
        clears_when="A person reads it and, where it names a warning sign, amends the answers.",
    )


def _read(words: str, told: Told, when: str, about: str) -> Card:
    settled = told.verdict == "ask_first"
    asked = ", ".join(FLAG_NAMES[key] for key in told.ask if key in FLAG_NAMES)
    found = f"In doubt, so asked directly and answered: {asked}." if settled else "The reader marked nothing."
    return Card(
        indicator="info",
        summary=f"The patient wrote in their own words{when}: read it",
        detail=f"{quoted(words)} {found} It misses some: a person reads it too.",
        sources=("practice",),
        status="P",
        code="own_words",
        about=about,
        clears_when="A person reads it and, where it names a warning sign, amends the answers.",
    )


def contradicting_words(said: str, words: str, about: str) -> Card:
    """A ticked denial and own words that say otherwise."""
    return Card(
        indicator="warning",
        summary=said if len(said) <= LONGEST_SUMMARY else "Own words and answers disagree: ask again",
        detail=f"{said} The patient wrote: {quoted(words)}",
        sources=("practice",),
        status="P",
        code="contradiction",
        about=about,
        clears_when="A person asks, and amends the warning signs.",
    )
