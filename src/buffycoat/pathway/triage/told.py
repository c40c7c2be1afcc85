"""What the patient wrote, as a reader understood it, beside what was ticked: either counts."""

from dataclasses import dataclass
from typing import Literal

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.triage.flags import FLAG_NAMES, FLAGS, FlagName
from buffycoat.pathway.triage.warning_signs import WarningSigns


class ToldRow(Fact):
    """One family of emergencies: signs taken as present, and signs whose denial contradicts it."""

    signs: tuple[FlagName, ...]
    new: bool = False
    against: tuple[FlagName, ...]


TOLD = read_table(__file__, "told.toml", ToldRow)


@dataclass(frozen=True, slots=True)
class Told:
    """A reading of the narrative. `families`: what an emergency points to. `ask`: what must be asked first.

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
    def signs(self) -> tuple[FlagName, ...]:
        """Signs that count as present because of the words."""
        return tuple(dict.fromkeys(sign for row in self.rows for sign in row.signs))


NOTHING_TOLD = Told("nothing_found")
UNREAD = Told("nothing_found", read=False)


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


def open_questions(signs: WarningSigns, told: Told) -> tuple[str, ...]:
    """Questions that the words raise and no answer has settled."""
    asked = told.ask if told.verdict == "ask_first" else ()
    return tuple(key for key in asked if key in FLAGS and getattr(signs, key) is None)


def disagreements(signs: WarningSigns, told: Told) -> tuple[str, ...]:
    """Where ticks and words cannot both be so, in words for whoever asks again."""
    denied = {key for row in told.rows for key in row.against if getattr(signs, key) is False}
    if not denied:
        return ()
    names = ", ".join(FLAG_NAMES[key] for key in FLAGS if key in denied)
    return (f"Answered no: {names}. The patient’s own words say otherwise: ask again; the words count.",)
