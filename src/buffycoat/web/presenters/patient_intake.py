"""The questions before the first visit: warning signs and pain."""

from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.flags import FLAGS
from buffycoat.pathway.triage.reading import own_words
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.pathway.triage.told import Told, tier_told
from buffycoat.pathway.triage.urgency import Tier, age_on, steady
from buffycoat.web.forms import Checked
from buffycoat.web.presenters.patient_alarm import alarm_of_tier
from buffycoat.web.presenters.patient_draft import Draft, is_begun, signs_others
from buffycoat.web.presenters.patient_journey import Journey, Setting, Urgent
from buffycoat.web.presenters.patient_signs import names, signs_record, taken_back
from buffycoat.web.presenters.patient_steps import INTAKE
from buffycoat.web.presenters.patient_told import (
    heard_in,
    in_doubt,
    still_to_ask,
    unsure,
    words_taken_back,
)
from buffycoat.web.presenters.patient_words import Say


def signs_of(draft: Draft, setting: Setting) -> WarningSigns | None:
    """The warning signs answered so far; what rang and was then changed, ticked or written, is in a note."""
    back, others = taken_back(draft.part("signs"), draft.rang), signs_others(setting.checked(draft, "signs"))
    note = Say("en")("review.rang_note", signs=names(back, "en")) if back else ""
    gone = words_taken_back(draft, str(others.get("narrative") or ""))
    return signs_record(draft.part("signs"), others, draft.rang, note, gone)


def heard(draft: Draft, setting: Setting) -> Told:
    """The patient's own words as they were read; what rang stays heard."""
    signs = signs_of(draft, setting)
    return heard_in(draft, signs.narrative if signs else "")


def pain_of(draft: Draft, setting: Setting) -> Pain | None:
    """The pain as it can be read so far."""
    found = setting.checked(draft, "pain").record if is_begun(draft, "pain") else None
    return found if isinstance(found, Pain) else None


def tier_of(draft: Draft, setting: Setting) -> Tier:
    """How urgent the answers so far are."""
    still = steady(pain_of(draft, setting), setting.today)
    return tier_told(
        signs_of(draft, setting),
        heard(draft, setting),
        age_on(setting.born, setting.today),
        steady_pain=still,
    )


def urgent(draft: Draft, setting: Setting) -> Urgent | None:
    """What cannot wait for the end."""
    found, signs = tier_of(draft, setting), signs_of(draft, setting)
    if signs is None:
        return None
    written = own_words(signs.narrative)
    alarm = alarm_of_tier(found, setting.say, written)
    if alarm is None:
        return in_doubt(signs, written, unsure(draft, heard(draft, setting)), setting.say)
    drivers = tuple(key for key in found.drivers if key in FLAGS)  # an age is no answer
    new = tuple(key for key in drivers if key in (signs.newly or ()))
    return Urgent(alarm, drivers, new, signs, written if alarm.wrote else "")


def asks(draft: Draft, setting: Setting) -> tuple[str, ...]:
    """What the words leave in doubt and the patient has not been asked because of them."""
    return still_to_ask(draft, heard(draft, setting), signs_of(draft, setting) or WarningSigns())


def check(draft: Draft, setting: Setting, part: str) -> Checked:
    """One record as it stands."""
    return setting.checked(draft, part)


def records(draft: Draft, setting: Setting) -> dict[str, Record]:
    """What is signed at the end, by part; a part in which nothing was answered is not signed."""
    found = {"signs": signs_of(draft, setting), "pain": pain_of(draft, setting)}
    return {part: record for part, record in found.items() if record is not None}


INTAKE_JOURNEY = Journey("intake", lambda visit: INTAKE, urgent, asks, check, records, "signs")
