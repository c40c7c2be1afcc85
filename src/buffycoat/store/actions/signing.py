"""Signing: one more entry at the end of a chart, if nobody else was quicker and nothing forbids it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from buffycoat.library.reader import reading_of
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.candidacy.guard import fused_target
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Entry, Retraction, Signer
from buffycoat.pathway.injection import balance, guard
from buffycoat.pathway.injection.records import TimeOut
from buffycoat.pathway.outcomes import accounts
from buffycoat.pathway.preparation.label import Scan, read_back
from buffycoat.pathway.preparation.records import Spin
from buffycoat.pathway.record import Record
from buffycoat.pathway.stage import Override
from buffycoat.pathway.triage.records import Referral, WarningSigns
from buffycoat.pathway.walk import walk
from buffycoat.store import audit, clock, equipment, identity, index, lots, skills
from buffycoat.store.actions import scanning
from buffycoat.store.actions.refusals import Conflict, Refused, require
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.models import EntryRow, Episode

# Nobody's hand: a machine signs how it read what a person wrote.
READER = Signer(id="reader", name="Reader of free text", role="reader")
SHORTEST_REASON = 10  # characters: "ok" is no reason


def sign(
    by: Signer,
    episode_id: str,
    record: Record,
    *,
    seen: int,
    amends: int | None = None,
    at: datetime | None = None,
    day: date | None = None,
) -> Entry:
    """Sign a record, as new or in place of an earlier entry. `seen`: how many entries the signer had seen."""
    if isinstance(record, Override | Retraction):
        raise Refused(f"{record.title}: it has its own way to be signed, which checks what it names.")
    require(by, "sign", record.kind, f"sign: {record.title.lower()}")
    with transaction.atomic():
        episode, chart = _hold(episode_id, seen)
        at = at or clock.now()
        if amends is None and (why := walk(chart, day or clock.day_of(at)).refusal(type(record))):
            raise Refused(why)
        used_on = _used_on(chart, record, amends, at)
        record = lots.copied(equipment.copied(record, used_on))
        why = fused_target(chart, record) or guard.why_not(chart, record, amends)
        why = why or equipment.why_not(record, used_on) or lots.why_not(chart, record, amends)
        why = why or accounts.why_not(by, chart, record, amends)
        if why := why or skills.why_not(by, chart, record, amends):
            raise Refused(why)
        return _append(by, episode, chart, record, at=at, day=day, amends=amends)


def _used_on(chart: Chart, record: Record, amends: int | None, at: datetime) -> date:
    """The day a machine was used: as it is written, else as it was first signed."""
    if isinstance(record, Spin) and record.started_at:
        return clock.day_of(record.started_at)
    amended = next((entry for entry in chart.entries if entry.number == amends), None)
    return clock.day_of(amended.signed_at if amended else at)


def scan(by: Signer, episode_id: str, text: str, *, at: datetime | None = None) -> Scan:
    """Read a syringe label back at the bench; a wrong one is written into the chart as an incident."""
    require(by, "sign", TimeOut.kind, "read a syringe label back")
    with transaction.atomic():
        episode, chart = _lock(episode_id)
        at = at or clock.now()
        found, incident = read_back(chart, text, at), scanning.incident_of(chart, text, at, by)
        entry = _append(scanning.CHECK, episode, chart, incident, at=at, day=None) if incident else None
        scanning.note_scan(by, episode, found, entry)
    return found


def override(
    by: Signer,
    episode_id: str,
    card_key: str,
    reason: str,
    *,
    seen: int,
    at: datetime | None = None,
    day: date | None = None,
) -> Entry:
    """Go past a critical card, with the reason; it covers the card as it reads now and no other."""
    require(by, "override", what="go past a card")
    _reason(reason)
    with transaction.atomic():
        episode, chart = _hold(episode_id, seen)
        at = at or clock.now()
        card = _card(chart, card_key, day or clock.day_of(at))
        if by.role not in card.override_by:
            raise Refused(f"This card is not for the {by.role.replace('_', ' ')} to go past: {card.summary}")
        record = Override(card=card.key, fingerprint=card.fingerprint, summary=card.summary, reason=reason)
        return _append(by, episode, chart, record, at=at, day=day)


def _card(chart: Chart, key: str, day: date) -> Card:
    for card in walk(chart, day).cards:
        if card.key == key and card.indicator == "critical":
            return card
    raise Refused("This card does not stand any more, or does not stop anything.")


def retract(
    by: Signer,
    episode_id: str,
    number: int,
    reason: str,
    *,
    seen: int,
    at: datetime | None = None,
    day: date | None = None,
) -> Entry:
    """Take an entry out of force that should not be in this chart; both stay to be read."""
    _reason(reason)
    with transaction.atomic():
        episode, chart = _hold(episode_id, seen)
        target = next((entry for entry in chart.entries if entry.number == number), None)
        if target is None:
            raise ValueError(f"there is no entry {number}")
        require(by, "sign", target.kind, f"take back: {target.record.title.lower()}")
        record = Retraction(reason=reason)
        return _append(by, episode, chart, record, at=at or clock.now(), day=day, amends=number)


def _reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(f"A reason has at least {SHORTEST_REASON} characters.")


def _lock(episode_id: str) -> tuple[Episode, Chart]:
    """The chart, locked until the transaction ends."""
    # PostgreSQL locks this row; SQLite has locked the whole file, at BEGIN IMMEDIATE.
    episode = Episode.objects.select_for_update(of=("self",)).select_related("patient").get(pk=episode_id)
    return episode, read_chart(episode_id)


def _hold(episode_id: str, seen: int) -> tuple[Episode, Chart]:
    """The chart, locked; Conflict when it has grown."""
    episode, chart = _lock(episode_id)
    if len(chart.entries) != seen:
        raise Conflict(chart.entries[max(seen, 0) :])
    return episode, chart


def _append(
    by: Signer,
    episode: Episode,
    chart: Chart,
    record: Record,
    *,
    at: datetime,
    day: date | None,
    amends: int | None = None,
) -> Entry:
    grown = chart.sign(record, by, at, amends)
    entry = grown.entries[-1]
    if why := balance.why_not(chart, grown):
        raise Refused(why)
    try:
        with transaction.atomic():
            _keep(episode, entry)
    except IntegrityError as error:  # written around the lock, by another program: the unique number stops it
        raise Conflict(read_chart(episode.pk).entries[len(chart.entries) :]) from error
    if isinstance(record, WarningSigns | CheckIn):
        grown = _read(episode, grown, record.narrative, at)
    if isinstance(record, TimeOut):
        grown = _scanned(by, episode, grown, record, at)
    index.write(episode, grown, day or clock.day_of(at))
    if isinstance(record, Referral | Retraction):
        _name(episode)
    return entry


def _read(episode: Episode, chart: Chart, narrative: str | None, at: datetime) -> Chart:
    """Own words are read when they are signed, whichever door they came through: no words pass unread."""
    found = reading_of(narrative)
    if found is None:
        return chart
    grown = chart.sign(found, READER, at)
    _keep(episode, grown.entries[-1])
    return grown


def _keep(episode: Episode, entry: Entry) -> None:
    """Write an entry, and who signed it."""
    EntryRow.of(entry).save(force_insert=True)
    action = "override" if entry.kind == Override.kind else "sign"
    audit.note(entry.signer, action, f"{entry.number}: {entry.record.title}", episode=episode, entry=entry)


def _scanned(by: Signer, episode: Episode, chart: Chart, record: TimeOut, at: datetime) -> Chart:
    """The label that a time-out names is judged as it is signed, whichever door it came through."""
    if not record.label_scanned:
        return chart
    found = read_back(chart, record.label_scanned, record.taken_at)
    incident = scanning.incident_of(chart, record.label_scanned, record.taken_at, by)
    grown = chart.sign(incident, scanning.CHECK, at) if incident else chart
    if incident:
        _keep(episode, grown.entries[-1])
    scanning.note_scan(by, episode, found, grown.entries[-1] if incident else None)
    return grown


def _name(episode: Episode) -> None:
    """Bring the table of patients to the identity that was just signed."""
    try:
        with transaction.atomic():
            identity.write(episode.patient)
    except IntegrityError as error:
        raise Refused("This record number is another patient’s.") from error
