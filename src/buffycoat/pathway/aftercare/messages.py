"""Which messages a plan asks for, at which hour where the patient is, and why one is not sent after all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from buffycoat.pathway.aftercare.plan import LIMITS, STEPS
from buffycoat.pathway.aftercare.records import AftercarePlan, Contact, Reach
from buffycoat.pathway.candidacy.clock import drug_timeline
from buffycoat.pathway.candidacy.drugs import DRUGS
from buffycoat.pathway.candidacy.records import History, Medicines, Plan
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.consent.scope import Scope, taken_back
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.triage.records import Referral

SAFETY_CALL = "safety_call"
STOPPING: tuple[Scope, ...] = ("care", "contact")
WAIT_AFTER_NEEDLE = timedelta(hours=2)


class Template(Fact):
    """The words of one kind of message."""

    kind: Literal["advice", "restart", "check_in", "reminder", "foot"]
    day: int | None = None
    hour: int
    subject: str
    subject_es: str
    text: str
    text_es: str


TEMPLATES = read_table(__file__, "messages.toml", Template)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One message: it is sent between two instants or never. `after`: only once that one was sent."""

    key: str
    template: str
    opens: datetime
    closes: datetime
    visit: str = ""
    after: str = ""


def wanted(plan: AftercarePlan, restarts: Sequence[date], zone: tzinfo, here: tzinfo) -> tuple[Wanted, ...]:
    """Every message that a plan asks for. Days are the practice's (`here`), hours the patient's (`zone`)."""
    zero = plan.given_at.astimezone(here).date()
    found = [one for contact in plan.contacts or () for one in _check_in(contact, zone)]
    found += [_on("restart", f"restart.{(day - zero).days}", day, zone) for day in sorted(set(restarts))]
    taken = set(restarts)
    for key, row in TEMPLATES.rows.items():
        if row.kind == "advice" and row.day is not None:
            day = zero + timedelta(days=row.day)
            if day not in taken:  # the one about the medicine leads to the same page
                found.append(_on(key, f"advice.{key}", day, zone))
    earliest = plan.given_at + WAIT_AFTER_NEEDLE
    late = (one for one in found if max(one.opens, earliest) < one.closes)
    return tuple(sorted((_not_before(one, earliest) for one in late), key=lambda one: one.opens))


def _not_before(one: Wanted, earliest: datetime) -> Wanted:
    opens = max(one.opens, earliest)
    return Wanted(one.key, one.template, opens, one.closes, one.visit, one.after)


def _check_in(contact: Contact, zone: tzinfo) -> Iterator[Wanted]:
    """The question on its day, and one reminder; both only while an answer counts."""
    closes = _at(contact.latest + timedelta(days=1), 0, zone)
    key = f"check_in.{contact.visit}"
    limit = "safety_reminder_days" if contact.visit == SAFETY_CALL else "reminder_days"
    again = contact.due + timedelta(days=int(LIMITS[limit].value))
    yield Wanted(key, "check_in", _at(contact.due, _hour("check_in"), zone), closes, contact.visit)
    yield Wanted(
        f"{key}.reminder", "reminder", _at(again, _hour("reminder"), zone), closes, contact.visit, after=key
    )


def _on(template: str, key: str, day: date, zone: tzinfo) -> Wanted:
    """A message for one day: on the next it would say something else."""
    return Wanted(key, template, _at(day, _hour(template), zone), _at(day + timedelta(days=1), 0, zone))


def _hour(template: str) -> int:
    return TEMPLATES[template].hour


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone)


def restart_days(chart: Chart, plan: AftercarePlan, zone: tzinfo) -> tuple[date, ...]:
    """Days on which the plan says something new about a thinner that was paused, or about pain pills."""
    needle = plan.given_at.astimezone(zone)
    windows = drug_timeline(
        chart.newest(Medicines), chart.newest(Plan), needle.date(), chart.newest(History),
        chart.newest(Referral), needle,
    )  # fmt: skip
    thinners = [
        one.restart
        for one in windows
        if one.restart and any(DRUGS[key].kind in ("anticoagulant", "antiplatelet") for key in one.rows)
    ]
    last = next((row.last_day for row in plan.advice or () if row.text == STEPS["no_nsaid"].text), None)
    days = [*thinners, *([last + timedelta(days=1)] if last else [])]
    return tuple(sorted({day for day in days if day > needle.date()}))


def is_quiet(moment: datetime, zone: tzinfo) -> bool:
    """Whether it is too early or too late to write, where the patient is."""
    hour = moment.astimezone(zone).hour
    return hour >= LIMITS["quiet_from"].value or hour < LIMITS["quiet_until"].value


def why_stopped(chart: Chart) -> str:
    """Why this person gets no messages any more; "" when they do."""
    if chart.newest(Injection) is None:
        return "the injection was cancelled"
    reach = chart.newest(Reach)
    if reach is None or reach.channel == "none":
        return "no messages are wanted"
    if not address_of(reach):
        return "no address"
    consent, withdrawals = chart.newest(Consent), chart.every(Withdrawal)
    for scope in STOPPING:
        if taken_back(scope, consent, withdrawals):
            return f"withdrawn: {scope}"
    return ""


def address_of(reach: Reach) -> str:
    """Where a message goes."""
    return {"email": reach.email, "sms": reach.mobile}.get(reach.channel) or ""


def hand_over_at(sent: datetime) -> datetime:
    """When a person takes over from a reminder that nobody answered."""
    return sent + timedelta(days=LIMITS["person_days"].value)
