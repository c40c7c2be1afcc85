"""Warning signs as a patient answers them, four answers each, and the record they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buffycoat.pathway.triage.flags import FLAG_NAMES, FLAG_NAMES_ES, FLAGS
from buffycoat.pathway.triage.records import WarningSigns

NEW, LONG, NO, UNSURE = "new", "long", "no", "unsure"
ANSWERS = (NEW, LONG, NO, UNSURE)
MEANS: Mapping[str, bool | None] = {NEW: True, LONG: True, NO: False, UNSURE: None}


@dataclass(frozen=True)
class Rang:
    """Signs that rang the alarm, and those of them that were said to be new."""

    flags: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


NOTHING = Rang()


def answered(typed: Mapping[str, str]) -> dict[str, str]:
    """The signs that have an answer. One left open is not in it: not asked."""
    return {flag: typed[flag] for flag in FLAGS if typed.get(flag) in ANSWERS}


def present(typed: Mapping[str, str]) -> tuple[str, ...]:
    """The signs that are there."""
    return tuple(flag for flag, said in answered(typed).items() if MEANS[said])


def signs_given(typed: Mapping[str, str], rang: Rang = NOTHING) -> dict[str, object]:
    """The fields of the record. What rang the alarm stays a yes, and new: only a clinician takes it back."""
    said = answered(typed)
    given: dict[str, object] = {flag: MEANS[one] for flag, one in said.items()}
    given |= {flag: True for flag in rang.flags}
    if given:
        # Every yes says whether it is new, so an empty list means “none is new”.
        given["newly"] = [flag for flag in FLAGS if said.get(flag) == NEW or flag in rang.new]
    return given


def signs_record(
    typed: Mapping[str, str], others: Mapping[str, object], rang: Rang = NOTHING, *notes: str
) -> WarningSigns | None:
    """The record of what was answered; None when nothing was. `others`: stiffness and own words, as read."""
    given = {**signs_given(typed, rang), **others}
    story = with_notes(str(given.get("narrative") or ""), *notes)
    if story:
        given["narrative"] = story
    return WarningSigns.model_validate(given) if given else None


def with_notes(story: str, *notes: str) -> str:
    """Own words, and under them what the page adds, in brackets."""
    return "\n\n".join((*filter(None, [story]), *(f"[{note}]" for note in notes if note)))


def taken_back(typed: Mapping[str, str], rang: Rang) -> tuple[str, ...]:
    """Signs that rang the alarm and were answered otherwise afterwards."""
    here, new = present(typed), [flag for flag, one in answered(typed).items() if one == NEW]
    return tuple(f for f in rang.flags if f not in here or (f in rang.new and f not in new))


def names(flags: Sequence[str], lang: str) -> str:
    """The signs in the words that were ticked: “numb between the legs, leaking urine”."""
    table = FLAG_NAMES_ES if lang == "es" else FLAG_NAMES
    return ", ".join(table[flag] for flag in flags if flag in table)
