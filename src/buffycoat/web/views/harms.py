"""Harm after injections: the practice's watch, and one adverse event with its draft reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.accounts import Account
from buffycoat.pathway.outcomes.harm_tables import NUMBERS
from buffycoat.pathway.outcomes.infection_search import Task, open_searches, suspected_at, tasks
from buffycoat.practice.harms import UNPLACED, Treated, harms
from buffycoat.store import clock
from buffycoat.store.charts import charts
from buffycoat.store.harms import procedures
from buffycoat.store.models import Episode
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters import harms as figures
from buffycoat.web.presenters.harm_accounts import onset
from buffycoat.web.views.page import page, staff_page

MOST_LISTED = 20


@dataclass(frozen=True)
class Line:
    """One person's event that somebody must do something about. `entry` 0: nothing is signed yet."""

    episode: str
    patient: str
    what: str
    when: str
    entry: int
    todo: tuple[Task, ...] = ()


@staff_page("see")
def board(request: HttpRequest) -> HttpResponse:
    """Infections being searched for, what is not reported or judged, then figures with what they rest on."""
    treated, now = procedures(), clock.now().astimezone(clock.zone())
    found = harms(treated, TARGET_NAMES, clock.today())
    held = _open(treated)
    waits = [(account, one) for one in treated for account in one.accounts if account.waits]
    waiting = sorted(waits, key=lambda pair: pair[0].began_on, reverse=True)
    names = _names([one.treated for one in held] + [one for _, one in waiting[:MOST_LISTED]])
    return page(
        request,
        "harms.html",
        here="harms",
        found=found,
        lines=figures.lines(found),
        part=figures.part,
        agreed=figures.agreed(found.agreement),
        graded=figures.graded(found.agreement),
        searches=[line for one in held for line in _searches(one, names, now)],
        unreported=[line for one in held for line in _unreported(one, names, now)],
        waiting=[_line(one, names, account) for account, one in waiting[:MOST_LISTED]],
        waiting_count=len(waiting),
        numbers=NUMBERS.rows,
        day_text=day_text,
    )


@dataclass(frozen=True)
class Held:
    """A procedure after which something is open, with its chart."""

    treated: Treated
    chart: Chart


def _open(treated: Iterable[Treated]) -> list[Held]:
    """Procedures with a search for infection, or with something that nobody has reported; few of all."""
    some = [one for one in treated if open_searches(one.accounts) or any(map(_unsent, one.accounts))]
    read = charts([one.episode for one in some])
    return [Held(one, read[one.episode]) for one in some]


def _unsent(account: Account) -> bool:
    """Whether it is serious, and nobody outside has been told."""
    event = account.event
    return event is not None and bool(event.serious) and not set(event.reported_to or ()) - {"none"}


def _names(held: list[Treated]) -> dict[str, str]:
    """Names for the lines of people, in one query."""
    ids = [one.episode for one in held]
    return dict(Episode.objects.filter(pk__in=ids).values_list("pk", "patient__name"))


def _searches(one: Held, names: dict[str, str], now: datetime) -> list[Line]:
    made = []
    for account in open_searches(one.treated.accounts):
        if account.event and account.entry:
            since = suspected_at(one.chart, account.entry)
            made.append(_line(one.treated, names, account, tasks(account.event, since, now)))
        else:
            made.append(
                _line(
                    one.treated,
                    names,
                    account,
                    (Task("Told by the patient; no clinician has judged it yet"),),
                )
            )
    return made


def _unreported(one: Held, names: dict[str, str], now: datetime) -> list[Line]:
    """Serious, and reported to nobody: with the day by which it is to be."""
    made, most = [], timedelta(days=NUMBERS["report_days"].value)
    for account in one.treated.accounts:
        if account.entry and _unsent(account):
            due = (_first_signed(one.chart, account.entry.number) + most).astimezone(now.tzinfo)
            task = Task(f"Report by {day_text(due.date())}", late=now > due)
            made.append(_line(one.treated, names, account, (task,)))
    return made


def _first_signed(chart: Chart, number: int) -> datetime:
    """When an event was first signed, before its amendments."""
    by_number = {each.number: each for each in chart.entries}
    entry = by_number[number]
    while entry.amends in by_number:
        entry = by_number[entry.amends]
    return entry.signed_at


def _line(one: Treated, names: dict[str, str], account: Account, todo: tuple[Task, ...] = ()) -> Line:
    target = one.target_of(account.event) if account.event else UNPLACED
    where = f", {TARGET_NAMES[target].lower()}" if target else ""
    return Line(
        episode=one.episode,
        patient=names[one.episode],
        what=words.HARMS[account.what][0] + where,
        when=onset(account.began_on, one.on),
        entry=account.entry.number if account.entry else 0,
        todo=todo,
    )
