"""A patient's own words on the page: how they were read, what is asked because of them, what stays heard."""

from collections.abc import Mapping

from buffycoat.library.reader import told
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.reading import own_words
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.pathway.triage.told import Told, worst
from buffycoat.web.presenters.patient_alarm import Alarm
from buffycoat.web.presenters.patient_draft import Draft
from buffycoat.web.presenters.patient_journey import Urgent
from buffycoat.web.presenters.patient_signs import MEANS, UNSURE, answered, names
from buffycoat.web.presenters.patient_words import Say


def heard_in(draft: Draft, narrative: str | None) -> Told:
    """The worst of the words as they stand and the words that rang: only a clinician takes those back."""
    rang = draft.told.words if draft.told else ""
    return worst(told(own_words(narrative)), told(rang))


def words_taken_back(draft: Draft, written: str) -> str:
    """The note about words that rang and are not there any more; "" while they stand."""
    rang = draft.told.words if draft.told else ""
    return "" if not rang or rang in written else Say("en")("review.words_note", words=rang)


def still_to_ask(draft: Draft, heard: Told, said: WarningSigns) -> tuple[str, ...]:
    """Questions that the words raise, but for those asked because of them already, or answered yes.

    A doubt is asked again even where it was denied before. Words that were not understood raise none of their
    own: only what nobody has answered yet is asked.
    """
    enough = (True,) if heard.verdict == "ask_first" else (True, False)
    known = {flag for flag in heard.directly if getattr(said, flag) in enough}
    return tuple(flag for flag in heard.directly if flag not in known and flag not in draft.asked)


def unsure(draft: Draft, heard: Told) -> tuple[str, ...]:
    """What was asked directly, in doubt, and the patient is not sure of."""
    if heard.verdict != "ask_first":
        return ()
    said = answered(draft.part("signs"))
    return tuple(flag for flag in heard.ask if flag in draft.asked and said.get(flag) == UNSURE)


def in_doubt(record: Record, written: str, flags: tuple[str, ...], say: Say) -> Urgent | None:
    """Not being sure of what the words leave in doubt is a reason to speak with somebody today."""
    if not flags:
        return None
    row = TIERS["E1"]
    spanish = say.lang == "es"
    alarm = Alarm(
        level="E1",
        heading=row.heading_es if spanish else row.heading,
        told=say("alarm.unsure", signs=names(flags, say.lang)),
        said=(),
        why=(),
        todo=tuple(say.fill(line) for line in (row.todo_es if spanish else row.todo)),
        hospital=(),
        wrote=written,
    )
    return Urgent(alarm, (), (), record, written)


def settled(flags: tuple[str, ...], typed: Mapping[str, str]) -> tuple[str, ...]:
    """Those of the questions that have an answer, “not sure” among them."""
    return tuple(flag for flag in flags if typed.get(flag) in MEANS)
