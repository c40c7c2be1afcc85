"""The questions before the first visit: warning signs and pain."""

from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.flags import FLAGS
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.pathway.triage.urgency import Tier, age_on, steady, tier
from buffycoat.web.forms import Checked
from buffycoat.web.presenters.patient_alarm import alarm_of_tier
from buffycoat.web.presenters.patient_draft import Draft, is_begun, signs_others
from buffycoat.web.presenters.patient_journey import Journey, Setting, Urgent
from buffycoat.web.presenters.patient_signs import names, signs_record, taken_back
from buffycoat.web.presenters.patient_steps import INTAKE
from buffycoat.web.presenters.patient_words import Say


def signs_of(draft: Draft, setting: Setting) -> WarningSigns | None:
    """The warning signs answered so far; a sign that rang and was then changed is said in a note."""
    back = taken_back(draft.part("signs"), draft.rang)
    note = Say("en")("review.rang_note", signs=names(back, "en")) if back else ""
    return signs_record(draft.part("signs"), signs_others(setting.checked(draft, "signs")), draft.rang, note)


def pain_of(draft: Draft, setting: Setting) -> Pain | None:
    """The pain as it can be read so far."""
    found = setting.checked(draft, "pain").record if is_begun(draft, "pain") else None
    return found if isinstance(found, Pain) else None


def tier_of(draft: Draft, setting: Setting) -> Tier:
    """How urgent the answers so far are."""
    still = steady(pain_of(draft, setting), setting.today)
    return tier(signs_of(draft, setting), age_on(setting.born, setting.today), steady_pain=still)


def urgent(draft: Draft, setting: Setting) -> Urgent | None:
    """What cannot wait for the end."""
    found, signs = tier_of(draft, setting), signs_of(draft, setting)
    alarm = alarm_of_tier(found, setting.say)
    if alarm is None or signs is None:
        return None
    drivers = tuple(key for key in found.drivers if key in FLAGS)  # an age is no answer
    new = tuple(key for key in drivers if key in (signs.newly or ()))
    return Urgent(alarm, drivers, new, signs)


def check(draft: Draft, setting: Setting, part: str) -> Checked:
    """One record as it stands."""
    return setting.checked(draft, part)


def records(draft: Draft, setting: Setting) -> dict[str, Record]:
    """What is signed at the end, by part; a part in which nothing was answered is not signed."""
    found = {"signs": signs_of(draft, setting), "pain": pain_of(draft, setting)}
    return {part: record for part, record in found.items() if record is not None}


INTAKE_JOURNEY = Journey("intake", lambda visit: INTAKE, urgent, check, records, "signs")
