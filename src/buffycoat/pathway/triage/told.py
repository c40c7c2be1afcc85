"""What the patient wrote, as a reader understood it, beside what was ticked: either counts."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.triage.flags import FLAG_NAMES, FLAGS, FlagName
from buffycoat.pathway.triage.urgency import Suspicion, Tier, tier
from buffycoat.pathway.triage.warning_signs import WarningSigns

OWN_WORDS = "own_words"  # stands for an answer that only the words give
WORDED = (OWN_WORDS, "told_emergency")


class ToldRow(Fact):
    """One family of emergencies: signs taken as present, and signs whose denial contradicts it."""

    signs: tuple[FlagName, ...]
    new: bool = False
    against: tuple[FlagName, ...]


TOLD = read_table(__file__, "told.toml", ToldRow)


@dataclass(frozen=True, slots=True)
class Told:
    """A reading of the narrative. `families`: what an emergency points to. `ask`: what is asked directly.

    read: False when no reader was there, or it could make nothing of the words; never a silent pass.
    """

    verdict: Literal["emergency", "ask_first", "nothing_found"]
    families: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    read: bool = True

    @property
    def rows(self) -> tuple[ToldRow, ...]:
        """The lines of the table that the words of an emergency mean."""
        known = self.families if self.verdict == "emergency" else ()
        return tuple(TOLD[key] for key in known if key in TOLD.rows)

    @property
    def beyond(self) -> frozenset[str]:
        """An emergency that the table of signs has no word for is one all the same."""
        return frozenset({"told_emergency"} if self.verdict == "emergency" and not self.rows else ())

    @property
    def directly(self) -> tuple[str, ...]:
        """What is asked of whoever wrote it, before they go: words in doubt, or not understood."""
        return self.ask if self.verdict == "ask_first" or not self.read else ()

    @property
    def signs(self) -> tuple[FlagName, ...]:
        """Signs that count as present because of the words."""
        return tuple(dict.fromkeys(sign for row in self.rows for sign in row.signs))


NOTHING_TOLD = Told("nothing_found")
UNREAD = Told("nothing_found", read=False)


def worst(*readings: Told) -> Told:
    """Several texts of one patient: the most worrying reading, and all that any of them points to or asks."""
    order = ("emergency", "ask_first", "nothing_found")
    return Told(
        verdict=min((one.verdict for one in readings), key=order.index),
        families=tuple(dict.fromkeys(family for one in readings for family in one.families)),
        ask=tuple(dict.fromkeys(flag for one in readings for flag in one.directly)),
        read=all(one.read for one in readings),
    )


def with_words(signs: WarningSigns, told: Told) -> WarningSigns:
    """The answers with what the words add; a denial gives way to a warning sign in words."""
    if not told.signs:
        return signs
    new = [sign for row in told.rows if row.new for sign in row.signs]
    asked = {name: getattr(signs, name) for name in signs.model_fields_set} | dict.fromkeys(told.signs, True)
    if new or signs.newly is not None:
        # Where nobody asked what is new, what is ticked may be: it must not turn old beside the told sign.
        before = signs.newly if signs.newly is not None else [key for key in FLAGS if asked.get(key)]
        asked["newly"] = tuple(dict.fromkeys((*before, *new)))
    return WarningSigns.model_validate(asked)


def tier_told(signs: WarningSigns | None, told: Told, age: int | None = None, **more: Any) -> Tier:
    """The tier of answers and words together; what only the words say is not put down as an answer."""
    if signs is None and told.verdict != "emergency":
        return tier(signs, age, **more)
    ticked = signs or WarningSigns()
    more["beside"] = more.get("beside", frozenset()) | told.beyond
    found = tier(with_words(ticked, told), age, **more)
    return replace(found, suspicions=tuple(_as_said(one, ticked, told) for one in found.suspicions))


def _as_said(one: Suspicion, ticked: WarningSigns, told: Told) -> Suspicion:
    """The suspicion with “own words” in the place of signs that nobody ticked."""
    worded = {
        key for key in told.signs if getattr(ticked, key) is not True and key not in (ticked.newly or ())
    }
    kept = tuple(key for key in one.drivers if key not in worded)
    if kept == one.drivers:
        return one
    return replace(one, drivers=(*kept, OWN_WORDS), new=tuple(key for key in one.new if key in kept))


def worded(one: Suspicion) -> bool:
    """Whether own words stand behind a suspicion."""
    return any(key in one.drivers for key in WORDED)


def open_questions(signs: WarningSigns, told: Told) -> tuple[str, ...]:
    """Questions that the words raise and no answer has settled."""
    asked = told.ask if told.verdict == "ask_first" else ()
    return tuple(key for key in asked if key in FLAGS and getattr(signs, key) is None)


def disagreements(signs: WarningSigns, told: Told) -> tuple[str, ...]:
    """Where ticks and words cannot both be so, in words for whoever asks again.

    Where one sign of a family is ticked, ticks and words agree on it, and its other signs may well be absent.
    """
    silent = (row for row in told.rows if not any(getattr(signs, k) for k in (*row.signs, *row.against)))
    denied = {key for row in silent for key in row.against if getattr(signs, key) is False}
    if not denied:
        return ()
    names = ", ".join(FLAG_NAMES[key] for key in FLAGS if key in denied)
    return (f"Answered no: {names}. The patient’s own words say otherwise: ask again; the words count.",)
