"""The questions after the injection: is something wrong, how is it going, has anything happened."""

from buffycoat.pathway.aftercare.alarms import Concern, concerns, stays_high
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.pathway.outcomes.words import VISITS
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.records import Pain
from buffycoat.web.forms import Checked
from buffycoat.web.forms.moments import day_text
from buffycoat.web.forms.typed import UNKNOWN, Typed
from buffycoat.web.presenters.patient_alarm import alarm_of_check_in
from buffycoat.web.presenters.patient_draft import Draft, is_begun
from buffycoat.web.presenters.patient_journey import Journey, Setting, Urgent
from buffycoat.web.presenters.patient_steps import TODAY, TODAY_MORE, check_in_steps

TEMPERATURE = "temperature"
SCREEN = (*TODAY, *TODAY_MORE)
YES_NO = {"yes": True, "no": False, UNKNOWN: None}


def fixed(setting: Setting, part: str) -> Typed:
    """What the page knows without asking: the day, the visit, and how trouble was found."""
    today = setting.today.isoformat()
    return {
        "check_in": {"on": today},
        "outcome": {"visit": setting.visit, "answered_on": today},
        "harm": {"found_by": "check_in"},
    }[part]


def check(draft: Draft, setting: Setting, part: str) -> Checked:
    """One record as it stands."""
    return setting.checked(draft, part, fixed(setting, part))


def _check_in(draft: Draft, setting: Setting) -> CheckIn | None:
    """The check-in so far. What rang the alarm stays a yes: only a clinician takes it back."""
    if not (is_begun(draft, "check_in") or draft.rang.flags):
        return None
    found = check(draft, setting, "check_in").record
    typed = draft.part("check_in")
    # A temperature that cannot be read must not hide the signs beside it.
    said = (
        {name: getattr(found, name) for name in found.model_fields_set}
        if found
        else {name: YES_NO[typed[name]] for name in SCREEN if typed.get(name) in YES_NO}
    )
    kept: dict[str, object] = {name: True for name in draft.rang.flags if name in SCREEN}
    if TEMPERATURE in draft.rang.flags:
        hottest = max(float(text) for text in draft.rang.new)
        kept[TEMPERATURE] = max(hottest, said.get(TEMPERATURE) or hottest)
    return CheckIn.model_validate({"on": setting.today, **said, **kept})


def _concerns(found: CheckIn, setting: Setting) -> tuple[Concern, ...]:
    given, pain = setting.chart.newest(Injection), setting.chart.newest(Pain)
    baseline = (pain.average if pain.average is not None else pain.now) if pain else None
    checks = (*setting.chart.every(CheckIn), found)
    return concerns(found, injected_on(given) if given else None, stays_high(checks, found, baseline))


def urgent(draft: Draft, setting: Setting) -> Urgent | None:
    """What cannot wait for the end."""
    found = _check_in(draft, setting)
    if found is None:
        return None
    points = _concerns(found, setting)
    alarm = alarm_of_check_in(found, points, _treated(setting), setting.say)
    if alarm is None:
        return None
    behind = {key for one in points if one.level == alarm.level for key in one.signs}
    drivers = [key for key in SCREEN if key in behind and getattr(found, key) is True]
    hot = "fever" in behind and "fever" not in drivers
    new = (str(found.temperature),) if hot else ()
    return Urgent(alarm, (*drivers, TEMPERATURE) if hot else tuple(drivers), new, found)


def _treated(setting: Setting) -> str:
    """What was injected and when, for the hospital."""
    given = setting.chart.newest(Injection)
    if given is None:
        return "Spine patient; no injection is on record here."
    return f"Platelet-rich plasma was injected at the spine on {day_text(injected_on(given))}."


def records(draft: Draft, setting: Setting) -> dict[str, Record]:
    """What is signed at the end, by part; a part in which nothing was answered is not signed."""
    parts = [
        p for p in ("outcome", "harm") if is_begun(draft, p) and (p == "harm" or setting.visit in VISITS)
    ]
    found: dict[str, Record | None] = {"check_in": _check_in(draft, setting)}
    found |= {part: check(draft, setting, part).record for part in parts}
    return {part: record for part, record in found.items() if record is not None}


CHECK_IN_JOURNEY = Journey("check_in", check_in_steps, urgent, check, records, "check_in")
