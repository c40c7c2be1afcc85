"""What a patient told and cannot wait: signed at once, shown at once, and shown again while it stands."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from buffycoat.store import actions, clock
from buffycoat.store.charts import chart
from buffycoat.web.presenters.patient_alarm import Alarm
from buffycoat.web.presenters.patient_draft import Told
from buffycoat.web.presenters.patient_journey import Journey, Setting, Urgent
from buffycoat.web.views.patient_door import Open, page


def setting_of(opened: Open) -> Setting:
    """Where these answers are read."""
    return Setting(
        chart=chart(opened.link.episode_id),
        born=opened.link.episode.patient.birth_date,
        today=clock.today(),
        zone=clock.zone(),
        say=opened.say,
        visit=opened.link.visit,
    )


def tell(opened: Open, journey: Journey) -> bool:
    """Sign at once what cannot wait, if it is new or worse than what was told before."""
    urgent, before = journey.urgent(opened.draft, setting_of(opened)), opened.draft.told
    if urgent is None or (before and _known(before, urgent)):
        return False
    entry = actions.tell_now(opened.link, urgent.record, amends=before.entry if before else None)
    told = Told(
        level=min(urgent.alarm.level, before.level) if before else urgent.alarm.level,
        drivers=tuple(dict.fromkeys((*(before.drivers if before else ()), *urgent.drivers))),
        new=tuple(dict.fromkeys((*(before.new if before else ()), *urgent.new))),
        entry=entry.number,
        at=f"{clock.now().astimezone(clock.zone()):%H:%M}",
        words=before.words if before and _stands(before, urgent) else urgent.words,
    )
    actions.keep_answers(opened.link, replace(opened.draft, told=told).kept())
    return True


def _known(before: Told, urgent: Urgent) -> bool:
    """Whether the same was told already, by the same answers and words."""
    answers = before.level <= urgent.alarm.level and set(urgent.drivers) <= set(before.drivers)
    return answers and (not urgent.words or _stands(before, urgent))


def _stands(before: Told, urgent: Urgent) -> bool:
    """Whether the words that rang are still there: as they were, with more, or in the page’s note."""
    return bool(before.words) and (not urgent.words or before.words in urgent.words)


def now(request: HttpRequest, opened: Open, journey: Journey) -> HttpResponse:
    """What to do now; afterwards the patient may go on with the questions."""
    urgent = journey.urgent(opened.draft, setting_of(opened))
    if urgent is None or opened.draft.told is None:
        return redirect(opened.address())
    return alarm_page(request, opened, urgent.alarm, opened.draft.told.at, opened.address())


def now_link(opened: Open, journey: Journey) -> str:
    """The address of what to do now, while there is something; "" otherwise."""
    if opened.draft.told is None or journey.urgent(opened.draft, setting_of(opened)) is None:
        return ""
    return opened.address("now")


def alarm_page(request: HttpRequest, opened: Open, alarm: Alarm, at: str, onward: str) -> HttpResponse:
    """The page of an alarm that stands in the chart."""
    context = {"alarm": alarm, "at": at, "onward": onward, "stored": True}
    return page(request, alarm.template, opened.say, **context)
