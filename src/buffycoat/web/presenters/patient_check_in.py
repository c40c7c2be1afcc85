"""The questions after the injection: is something wrong, how is it going, has anything happened."""

from buffycoat.pathway.aftercare.alarms import Concern, concerns, is_hot, stays_high
from buffycoat.pathway.aftercare.heard import INJECTED, answers
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.pathway.outcomes.words import VISITS
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.flags import FLAGS
from buffycoat.pathway.triage.reading import own_words
from buffycoat.pathway.triage.records import Pain
from buffycoat.pathway.triage.told import Told
from buffycoat.web.forms import Checked
from buffycoat.web.forms.moments import day_text
from buffycoat.web.forms.typed import UNKNOWN, Typed
from buffycoat.web.presenters.patient_alarm import alarm_of_check_in
from buffycoat.web.presenters.patient_draft import Draft, is_begun
from buffycoat.web.presenters.patient_journey import Journey, Setting, Urgent
from buffycoat.web.presenters.patient_signs import MEANS, answered, with_notes
from buffycoat.web.presenters.patient_steps import TODAY, TODAY_MORE, check_in_steps
from buffycoat.web.presenters.patient_told import (
    heard_in,
    in_doubt,
    still_to_ask,
    unsure,
    words_taken_back,
)

TEMPERATURE = "temperature"
SCREEN = (*TODAY, *TODAY_MORE)
YES_NO = {"yes": True, "no": False, UNKNOWN: None}


def fixed(setting: Setting, part: str) -> Typed:
    """What the page knows without asking: the day, the visit, and how trouble was found."""
    today = setting.today.isoformat()
    return {
        "check_in": {"on": today},
        "outcome": {"visit": setting.visit, "answered_on": today, "mode": "link"},
        "harm": {"found_by": "check_in"},
    }[part]


def check(draft: Draft, setting: Setting, part: str) -> Checked:
    """One record as it stands."""
    return setting.checked(draft, part, fixed(setting, part))


def _check_in(draft: Draft, setting: Setting) -> CheckIn | None:
    """The check-in so far. What rang the alarm stays a yes: only a clinician takes it back."""
    if not (is_begun(draft, "check_in") or draft.told or draft.part("harm").get("description", "").strip()):
        return None
    found = check(draft, setting, "check_in").record
    typed = draft.part("check_in")
    said: dict[str, object]
    # A temperature that cannot be read must not hide the signs beside it.
    said = (
        {name: getattr(found, name) for name in found.model_fields_set}
        if found
        else {name: YES_NO[typed[name]] for name in SCREEN if typed.get(name) in YES_NO}
    )
    story = _story(draft, str(said.get("narrative") or ""))
    if story:
        said["narrative"] = story
    asked = _asked(draft)
    if asked:
        said["asked"] = asked
    kept: dict[str, object] = {name: True for name in draft.rang.flags if name in SCREEN}
    if TEMPERATURE in draft.rang.flags:
        hottest = max(float(text) for text in draft.rang.new)
        kept[TEMPERATURE] = max(hottest, said.get(TEMPERATURE) or hottest)
    return CheckIn.model_validate({"on": setting.today, **said, **kept})


def _story(draft: Draft, narrative: str) -> str:
    """Own words, wherever they were written: a danger told under “trouble since” is one all the same."""
    trouble = draft.part("harm").get("description", "").strip()
    written = "\n\n".join(one for one in (narrative, trouble) if one)
    return with_notes(written, words_taken_back(draft, written))


def _asked(draft: Draft) -> list[dict[str, object]]:
    """What was asked directly because of the words. What rang the alarm stays a yes."""
    said = answered(draft.part("signs"))
    rang = [flag for flag in draft.rang.flags if flag in FLAGS and flag in draft.asked]
    return [
        {"sign": flag, "answer": True if flag in rang else MEANS[said[flag]]}
        for flag in FLAGS
        if flag in draft.asked and flag in said
    ]


def heard(draft: Draft, setting: Setting) -> Told:
    """The patient's own words as they were read; what rang stays heard."""
    found = _check_in(draft, setting)
    return heard_in(draft, found.narrative if found else "")


def asks(draft: Draft, setting: Setting) -> tuple[str, ...]:
    """What the words leave in doubt and the patient has not been asked because of them."""
    found = _check_in(draft, setting)
    if found is None:
        return ()
    raised = still_to_ask(draft, heard(draft, setting), answers(found))
    return tuple(flag for flag in raised if flag != INJECTED)


def _concerns(found: CheckIn, setting: Setting, told: Told) -> tuple[Concern, ...]:
    given, pain = setting.chart.newest(Injection), setting.chart.newest(Pain)
    baseline = (pain.average if pain.average is not None else pain.now) if pain else None
    checks = (*setting.chart.every(CheckIn), found)
    day = injected_on(given) if given else None
    return concerns(found, day, stays_high(checks, found, baseline), told)


def urgent(draft: Draft, setting: Setting) -> Urgent | None:
    """What cannot wait for the end."""
    found = _check_in(draft, setting)
    if found is None:
        return None
    told, written = heard(draft, setting), own_words(found.narrative)
    points = _concerns(found, setting, told)
    alarm = alarm_of_check_in(found, points, _treated(setting), setting.say, written)
    if alarm is None:
        return in_doubt(found, written, unsure(draft, told), setting.say)
    behind = {key for one in points if one.level == alarm.level for key in one.signs}
    drivers = [key for key in SCREEN if key in behind and getattr(found, key) is True]
    hot = "fever" in behind and found.fever is not True and is_hot(found)
    new = (str(found.temperature),) if hot else ()
    direct = [one.sign for one in found.asked or () if one.sign in behind and one.answer]
    keys = tuple(dict.fromkeys((*drivers, *direct, *((TEMPERATURE,) if hot else ()))))
    return Urgent(alarm, keys, new, found, written if alarm.wrote else "")


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


CHECK_IN_JOURNEY = Journey("check_in", check_in_steps, urgent, asks, check, records, "check_in")
