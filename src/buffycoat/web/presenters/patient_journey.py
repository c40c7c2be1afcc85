"""A patient's set of questions as a whole: its pages, what in it cannot wait, what is signed at its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.record import Record
from buffycoat.web.forms import Checked
from buffycoat.web.forms.typed import Typed
from buffycoat.web.presenters.patient_alarm import Alarm
from buffycoat.web.presenters.patient_draft import Draft, checked
from buffycoat.web.presenters.patient_steps import Step
from buffycoat.web.presenters.patient_words import Say


@dataclass(frozen=True)
class Urgent:
    """What cannot wait: the page to show, the answers and words behind it, the record to sign at once."""

    alarm: Alarm
    drivers: tuple[str, ...]
    new: tuple[str, ...]
    record: Record
    words: str = ""


@dataclass(frozen=True)
class Setting:
    """Where answers are read: the chart so far, the patient's day of birth, the day, the words."""

    chart: Chart
    born: date
    today: date
    zone: tzinfo
    say: Say
    visit: str = ""

    def checked(self, draft: Draft, part: str, fixed: Typed | None = None) -> Checked:
        """What was typed for one record, read and checked."""
        return checked(draft, part, fixed or {}, self.today, self.zone, self.say)


@dataclass(frozen=True)
class Journey:
    """One purpose of a link. `urgent` reads answers and words so far; `records` is what is signed at the end.

    `asks`: what must be asked directly before it is sent, because the words leave a doubt.
    """

    purpose: str
    steps: Callable[[str], tuple[Step, ...]]
    urgent: Callable[[Draft, Setting], Urgent | None]
    asks: Callable[[Draft, Setting], tuple[str, ...]]
    check: Callable[[Draft, Setting, str], Checked]
    records: Callable[[Draft, Setting], Mapping[str, Record]]
    alarming: str  # the part whose record is signed at once
