"""The outbox's writes: what is due, claimed before it is sent, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef

from buffycoat.pathway.aftercare.messages import (
    SAFETY_CALL,
    Wanted,
    address_of,
    hand_over_at,
    is_quiet,
    restart_days,
    wanted,
    why_stopped,
)
from buffycoat.pathway.aftercare.plan import VISITS, plan_for
from buffycoat.pathway.aftercare.records import AftercarePlan, CheckIn, Reach
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.entered import NoAnswers
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.outcomes.visits import FOLLOW_UPS
from buffycoat.pathway.outcomes.words import NO_ANSWER
from buffycoat.practice.responses import reason_for
from buffycoat.store import audit, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.messages import Message
from buffycoat.store.models import EntryRow, Episode, Link

# Nobody's hand: a program writes what the plan and the chart ask for.
SENDER = Signer(id="messages", name="Messages by the plan", role="sender")
State = Message.State
MOST_TRIES = 20  # of one message; after them a person is told
PLAN_LINK = timedelta(days=30)


@dataclass(frozen=True)
class Ready:
    """A message that may go out now. `token`: of the patient's link; `purpose`: which page it opens."""

    id: int
    episode: str
    reference: str
    channel: str
    address: str
    language: str
    template: str
    purpose: str
    token: str


def settle_interrupted(known_sent: set[str], now: datetime) -> int:
    """After a crash: what the journal says went out is sent; of the rest nobody knows, so it goes again.

    The safer of two errors: the same message twice, under the same Message-ID, alarms nobody; one that is
    never sent can hide an infection.
    """
    Message.objects.filter(state=State.SENDING, reference__in=known_sent).update(
        state=State.SENT, sent_at=now, changed_at=now
    )
    return Message.objects.filter(state=State.SENDING).update(
        state=State.WAITING, why="interrupted; tried again under the same Message-ID", changed_at=now
    )


def fill_outbox(now: datetime) -> int:
    """Put what has come due into the outbox, each message of a plan once; how many are new."""
    asked = EntryRow.objects.filter(kind=Reach.kind).values("episode_id")
    made = 0
    for episode in Episode.objects.filter(pk__in=asked).order_by("pk"):
        chart = read_chart(episode.pk)
        if why_stopped(chart) or _died(chart):
            continue
        rows = [one for one in _wanted(chart) if one.opens <= now < one.closes]
        there = set(episode.messages.values_list("key", flat=True))
        sent = set(episode.messages.filter(state=State.SENT).values_list("key", flat=True))
        new = [one for one in rows if one.key not in there and (not one.after or one.after in sent)]
        made += len(
            Message.objects.bulk_create([_row(episode, one, now) for one in new], ignore_conflicts=True)
        )
    return made


def _wanted(chart: Chart) -> tuple[Wanted, ...]:
    given = chart.newest(Injection)
    here = clock.zone()
    plan = chart.newest(AftercarePlan) or (plan_for(given, zone=here) if given else None)
    if plan is None:
        return ()
    return wanted(plan, restart_days(chart, plan, here), zone_of(chart), here)


def zone_of(chart: Chart) -> ZoneInfo:
    """Where the patient is; the practice's own zone where they did not say."""
    reach = chart.newest(Reach)
    return ZoneInfo(reach.time_zone) if reach and reach.time_zone else clock.zone()


def _row(episode: Episode, one: Wanted, now: datetime) -> Message:
    return Message(
        episode=episode, key=one.key, template=one.template, visit=one.visit, opens_at=one.opens,
        closes_at=one.closes, changed_at=now,
    )  # fmt: skip


def waiting_messages(now: datetime) -> list[int]:
    """What may go out, oldest first."""
    due = Message.objects.filter(state=State.WAITING, opens_at__lte=now)
    return list(due.order_by("opens_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def claim(message_id: int, now: datetime) -> Ready | None:
    """Look at the person once more, and write “sending” before anything is sent; None when it may not go."""
    row = Message.objects.select_for_update().filter(pk=message_id, state=State.WAITING).first()
    if row is None:  # another sender was quicker
        return None
    episode = Episode.objects.select_related("patient").get(pk=row.episode_id)
    chart = read_chart(episode.pk)
    why = why_stopped(chart) or _died(chart) or _too_late(row, now) or _answered(row, chart)
    if why:
        _stop(row, why, now)
        return None
    if episode.alert or is_quiet(now, zone_of(chart)):
        return None  # it waits: nobody who is ill is asked by a machine how they are, and nobody at night
    row.state, row.tries, row.changed_at = State.SENDING, row.tries + 1, now
    if row.link is None:
        row.link = _link(row, episode, now)
    row.save()
    return _ready(row, episode, chart)


def _too_late(row: Message, now: datetime) -> str:
    return "its day is over" if now >= row.closes_at else ""


def _died(chart: Chart) -> str:
    """Whether anybody has written down that the patient died: nobody writes to a family then."""
    said = any(one.reason == "died" for one in chart.every(NoAnswers))
    return "died" if said or any(one.outcome == "death" for one in chart.every(AdverseEvent)) else ""


def _answered(row: Message, chart: Chart) -> str:
    """Whether the patient has answered what the message would ask, or it is known why they will not."""
    if not row.visit:
        return ""
    for visit in FOLLOW_UPS:
        reason = reason_for(chart.every(NoAnswers), visit) if visit == row.visit else None
        if reason:
            return f"no answers: {NO_ANSWER[reason.reason].lower()}"
    given = chart.newest(Injection)
    opens = clock.day_of(given.given_at) + timedelta(days=VISITS[row.visit].earliest) if given else None
    told = any(one.visit == row.visit for one in chart.every(Outcome))
    if row.visit == SAFETY_CALL or row.template == "reminder":  # scores are not asked in a check-in
        told = told or any(opens is not None and one.on >= opens for one in chart.every(CheckIn))
    sent = Link.objects.filter(episode_id=row.episode_id, visit=row.visit, used_at__isnull=False)
    return "answered" if told or sent.exists() else ""


def _stop(row: Message, why: str, now: datetime) -> None:
    Message.objects.filter(pk=row.pk).update(state=State.STOPPED, why=why, changed_at=now)
    audit.note(SENDER, "message", f"{row.key} not sent: {why}", episode=row.episode)


def _link(row: Message, episode: Episode, now: datetime) -> Link:
    """The way in that the message carries: the questions while their answer counts, or the plan."""
    asks = bool(row.visit)
    link = Link.objects.create(
        episode=episode,
        purpose="check_in" if asks else "plan",
        made_by=SENDER.id,
        made_at=now,
        expires_at=row.closes_at if asks else now + PLAN_LINK,
        visit=row.visit if row.visit in _VISITS else "",
    )
    audit.note(SENDER, "link", f"{link.purpose} by message {row.key}", episode=episode)
    return link


_VISITS = frozenset(key for key in VISITS.rows if key.startswith("week_"))


def _ready(row: Message, episode: Episode, chart: Chart) -> Ready | None:
    reach = chart.newest(Reach)
    if reach is None or row.link is None:
        return None
    return Ready(
        id=row.pk,
        episode=episode.pk,
        reference=row.reference,
        channel=reach.channel,
        address=address_of(reach),
        language=episode.patient.language,
        template=row.template,
        purpose=row.link.purpose,
        token=signing.Signer(salt=row.link.purpose).sign(row.link.pk),
    )


@transaction.atomic
def note_sent(message_id: int, now: datetime) -> None:
    """It was accepted."""
    row = Message.objects.select_related("episode").get(pk=message_id)
    Message.objects.filter(pk=message_id, state=State.SENDING).update(
        state=State.SENT, sent_at=now, changed_at=now, why=""
    )
    audit.note(SENDER, "message", f"{row.key} sent", episode=row.episode)


@transaction.atomic
def note_not_sent(message_id: int, why: str, now: datetime, *, for_good: bool) -> None:
    """It was refused: for good, or until the next try; after many tries a person is told."""
    row = Message.objects.select_related("episode").get(pk=message_id)
    failed = for_good or row.tries >= MOST_TRIES
    Message.objects.filter(pk=message_id, state=State.SENDING).update(
        state=State.FAILED if failed else State.WAITING, why=why[:200], changed_at=now
    )
    if failed:
        audit.note(SENDER, "message", f"{row.key} failed", episode=row.episode)


def hand_over(now: datetime) -> int:
    """Reminders that nobody answered in time become a person's to do; how many."""
    count = 0
    for row in Message.objects.filter(state=State.SENT, template="reminder").select_related("episode"):
        if row.sent_at is None or now < hand_over_at(row.sent_at) or row.why == "answered":
            continue
        chart = read_chart(row.episode_id)
        why = _answered(row, chart) or why_stopped(chart) or _died(chart)
        state = State.SENT if why else State.PERSON
        Message.objects.filter(pk=row.pk).update(state=state, why=why, changed_at=now)
        count += state == State.PERSON
    return count


def to_call() -> list[tuple[str, datetime, str, str]]:
    """Whom a person should call: (what, since when, episode, name), until they are heard from."""
    kinds = (CheckIn.kind, Outcome.kind, Reach.kind)
    heard = EntryRow.objects.filter(
        episode=OuterRef("episode"), kind__in=kinds, signed_at__gt=OuterRef("changed_at")
    )
    words = {State.PERSON: "Call: no answer to two messages", State.FAILED: "Call: a message did not arrive"}
    rows = Message.objects.filter(~Exists(heard), state__in=words).select_related("episode__patient")
    return [
        (words[State(one.state)], one.changed_at, one.episode_id, one.episode.patient.name)
        for one in rows.order_by("changed_at")
    ]
