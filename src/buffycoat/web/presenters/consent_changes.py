"""What differs between the text that somebody signed and the text as it stands now, part by part."""

from dataclasses import dataclass

from buffycoat.pathway.consent.patient_part import PatientPart
from buffycoat.web.presenters.consent_text import Reading


@dataclass(frozen=True)
class Change:
    """One part: paragraphs that are gone, and those that are new."""

    title: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def changes(signed: PatientPart, now: Reading) -> tuple[Change, ...]:
    """The parts that differ; both must be in the same language."""
    before = {one.key: (one.title, tuple(one.text.split("\n"))) for one in signed.passages}
    after = {one.key: (one.title, one.paragraphs) for one in now.parts}
    made = []
    for key in dict.fromkeys((*after, *before)):
        title = (after.get(key) or before[key])[0]
        old, new = before.get(key, ("", ()))[1], after.get(key, ("", ()))[1]
        gone = tuple(one for one in old if one not in new)
        came = tuple(one for one in new if one not in old)
        if gone or came:
            made.append(Change(title, gone, came))
    return tuple(made)
