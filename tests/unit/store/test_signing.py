"""Signing: at the end of the chart, by who may, when the stage allows it, and never over somebody's head."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest

from buffycoat.pathway.candidacy.records import Labs
from buffycoat.pathway.chart import FIRST, Retraction
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.pathway.stage import Override
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from buffycoat.pathway.walk import walk
from buffycoat.store.actions import Conflict, Refused, open_episode, override, register_patient, retract, sign
from buffycoat.store.charts import chart
from buffycoat.store.models import AuditEvent, EntryRow, Episode, Patient
from tests.people import DESK, DOCTOR, MANAGER, NURSE, RESEARCHER, signer

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 19, 14, tzinfo=UTC)
DAY = date(2026, 11, 19)


@pytest.fixture
def ann():
    return register_patient(DESK, name="Ann Example", birth_date=date(1970, 5, 17), sex="female", mrn="A-1")


@pytest.fixture
def episode(ann):
    return open_episode(DESK, ann, title="Low back pain", at=MORNING)


def numb():
    return WarningSigns(saddle_numbness=True)


def test_an_episode_opens_with_the_identity_as_its_first_entry(episode, ann):
    (entry,) = chart(episode.pk).entries
    assert (entry.number, entry.previous, entry.kind) == (1, FIRST, "triage.referral")
    assert entry.record == Referral(
        name="Ann Example", birth_date=date(1970, 5, 17), sex="female", mrn="A-1", language="en"
    )
    assert (episode.head, episode.entries, episode.stage) == (entry.hash, 1, "triage")


def test_what_is_not_known_of_a_patient_is_not_asked_in_the_referral(episode):
    assert chart(episode.pk).newest(Referral).state("phone") == "not asked"


def test_a_signed_entry_follows_the_one_before_it_and_is_audited_with_its_hash(episode):
    entry = sign(NURSE, episode.pk, Pain(now=6), seen=1, at=MORNING)
    held = chart(episode.pk)
    assert held.entries[-1] == entry
    assert held.broken() is None
    event = AuditEvent.objects.get(entry_hash=entry.hash)
    assert (event.actor_id, event.role, event.action, event.what) == ("nurse", "nurse", "sign", "2: Pain")
    assert (event.episode_id, event.patient_id) == (episode.pk, episode.patient_id)


def test_somebody_who_had_not_seen_the_newest_entry_is_told_what_changed(episode):
    quicker = sign(DOCTOR, episode.pk, Pain(now=6), seen=1)
    with pytest.raises(Conflict, match="Proceduralist signed") as told:
        sign(NURSE, episode.pk, Pain(now=5), seen=1)
    assert told.value.since == (quicker,)
    assert len(chart(episode.pk).entries) == 2


def test_the_unique_number_stops_a_writer_that_goes_round_the_lock(episode):
    """What `_hold` read is already stale: another program wrote the entry in between."""
    stale = chart(episode.pk)
    quicker = sign(DOCTOR, episode.pk, Pain(now=6), seen=1)
    with (
        patch("buffycoat.store.actions.signing._hold", lambda *_: (episode, stale)),
        pytest.raises(Conflict) as told,
    ):
        sign(NURSE, episode.pk, Pain(now=5), seen=1)
    assert told.value.since == (quicker,)
    assert [e.record.now for e in chart(episode.pk).signed(Pain)] == [6]


@pytest.mark.parametrize(
    ("by", "record"),
    [
        (DESK, Labs()),
        (MANAGER, Pain()),
        (RESEARCHER, Pain()),
        (signer("patient"), Labs()),
        (signer(""), Pain()),
    ],
)
def test_a_role_signs_only_its_own_kinds(episode, by, record):
    with pytest.raises(Refused, match="may not sign"):
        sign(by, episode.pk, record, seen=1)
    assert EntryRow.objects.count() == 1


def test_a_later_stage_is_refused_while_an_earlier_one_is_open(episode):
    with pytest.raises(Refused, match="cannot be signed while triage is open"):
        sign(NURSE, episode.pk, Labs(), seen=1)


def test_what_may_be_signed_at_any_time_is(episode):
    harm = AdverseEvent(what="other", began_on=DAY)
    assert sign(NURSE, episode.pk, harm, seen=1).number == 2


def test_an_amendment_takes_the_place_of_its_entry_and_both_stay(episode):
    sign(NURSE, episode.pk, Pain(now=6), seen=1)
    sign(NURSE, episode.pk, Pain(now=7), seen=2, amends=2)
    held = chart(episode.pk)
    assert [entry.amends for entry in held.entries] == [None, None, 2]
    assert held.newest(Pain).now == 7


@pytest.mark.parametrize("amends", [1, 9])
def test_an_amendment_of_another_kind_or_of_nothing_is_an_error(episode, amends):
    with pytest.raises(ValueError, match=str(amends)):
        sign(NURSE, episode.pk, Pain(), seen=1, amends=amends)
    assert EntryRow.objects.count() == 1


def test_an_amended_referral_changes_the_index_of_patients(episode):
    other = Referral(name="Ann New-Name", birth_date=date(1970, 5, 18), sex="female", language="es")
    sign(DESK, episode.pk, other, seen=1, amends=1)
    kept = Patient.objects.get()
    assert (kept.name, kept.birth_date, kept.language, kept.mrn) == (
        "Ann New-Name",
        date(1970, 5, 18),
        "es",
        "",
    )


def test_an_older_episode_does_not_change_who_somebody_is_now(episode, ann):
    open_episode(DESK, ann, title="Neck pain", at=MORNING + timedelta(days=1), follows=episode)
    old = Referral(name="Ann Before", birth_date=date(1970, 5, 17))
    sign(DESK, episode.pk, old, seen=1, amends=1)
    assert Patient.objects.get().name == "Ann Example"


def test_a_referral_cannot_take_another_patients_record_number(episode):
    register_patient(DESK, name="Bob Other", birth_date=date(1960, 1, 1), sex="male", mrn="B-2")
    theirs = Referral(name="Ann Example", birth_date=date(1970, 5, 17), mrn="B-2")
    with pytest.raises(Refused, match="another patient’s"):
        sign(DESK, episode.pk, theirs, seen=1, amends=1)
    assert EntryRow.objects.count() == 1


def test_taking_an_entry_back_leaves_both_to_be_read(episode):
    sign(NURSE, episode.pk, Pain(now=6), seen=1)
    entry = retract(NURSE, episode.pk, 2, "Another patient's answers", seen=2)
    held = chart(episode.pk)
    assert (entry.kind, entry.amends) == (Retraction.kind, 2)
    assert len(held.entries) == 3
    assert held.newest(Pain) is None


def test_taking_back_needs_the_right_to_sign_it_a_reason_and_an_entry(episode):
    sign(NURSE, episode.pk, numb(), seen=1)
    with pytest.raises(Refused, match="may not take back"):
        retract(MANAGER, episode.pk, 2, "Another patient's answers", seen=2)
    with pytest.raises(Refused, match="reason"):
        retract(NURSE, episode.pk, 2, "wrong", seen=2)
    with pytest.raises(ValueError, match="no entry 9"):
        retract(NURSE, episode.pk, 9, "Another patient's answers", seen=2)


@pytest.mark.parametrize(
    "record",
    [Retraction(reason="x" * 20), Override(card="a", fingerprint="b", summary="c", reason="d" * 20)],
)
def test_overrides_and_retractions_do_not_come_in_by_the_plain_door(episode, record):
    with pytest.raises(Refused, match="its own way"):
        sign(DOCTOR, episode.pk, record, seen=1, amends=1 if record.kind == Retraction.kind else None)


@pytest.fixture
def blocked(episode):
    """A chart with a critical card that names roles which may go past it."""
    sign(NURSE, episode.pk, WarningSigns(), seen=1, at=MORNING)
    cards = [card for card in walk(chart(episode.pk), DAY).cards if card.indicator == "critical"]
    return next(card for card in cards if card.override_by)


def test_a_critical_card_is_gone_past_with_a_reason(episode, blocked):
    entry = override(DOCTOR, episode.pk, blocked.key, "Examined today, nothing found", seen=2, at=MORNING)
    said = walk(chart(episode.pk), DAY)
    assert isinstance(entry.record, Override)
    assert blocked.key not in {card.key for card in said.cards}
    assert blocked.key in {card.key for standing in said.standings for card, _ in standing.overridden}
    assert AuditEvent.objects.get(entry_hash=entry.hash).action == "override"


def test_who_goes_past_a_card_is_named_by_it_and_gives_a_reason(episode, blocked):
    with pytest.raises(
        Refused, match="not for the nurse" if "nurse" not in blocked.override_by else "reason"
    ):
        override(NURSE, episode.pk, blocked.key, "ok" if "nurse" in blocked.override_by else "x" * 20, seen=2)
    with pytest.raises(Refused, match="may not go past"):
        override(DESK, episode.pk, blocked.key, "Examined today, nothing found", seen=2)
    with pytest.raises(Refused, match="reason"):
        override(DOCTOR, episode.pk, blocked.key, "   fine   ", seen=2)
    with pytest.raises(Refused, match="does not stand"):
        override(DOCTOR, episode.pk, "triage.nothing", "Examined today, nothing found", seen=2)
    assert EntryRow.objects.count() == 2


def test_a_refused_signature_leaves_nothing_behind(episode):
    """The entry is written before its audit event: when that fails, neither is there."""
    with (
        patch("buffycoat.store.actions.signing.audit.note", side_effect=OSError("disk full")),
        pytest.raises(OSError, match="disk full"),
    ):
        sign(NURSE, episode.pk, Pain(), seen=1)
    assert EntryRow.objects.count() == 1
    assert Episode.objects.get().entries == 1


def test_the_index_follows_the_chart(episode):
    sign(NURSE, episode.pk, numb(), seen=1)
    after = Episode.objects.get()
    assert (after.entries, after.head) == (2, chart(episode.pk).head)
    assert after.alert
    assert after.alert_text
    assert after.state == "blocked"


def test_an_episode_follows_only_one_of_the_same_patient(episode):
    bob = register_patient(DESK, name="Bob Other", birth_date=date(1960, 1, 1), sex="male")
    with pytest.raises(Refused, match="same patient"):
        open_episode(DESK, bob, title="Neck pain", follows=episode)


@pytest.mark.parametrize("field", ["mrn", "source"])
def test_a_record_number_is_one_patients(field):
    first = {"name": "Ann Example", "birth_date": date(1970, 5, 17), "sex": "female", field: "N-1"}
    register_patient(DESK, **first)
    with pytest.raises(Refused, match="N-1 is already the number of Ann Example"):
        register_patient(DESK, **first | {"name": "Bob Other"})
    assert Patient.objects.count() == 1


def test_a_patient_whose_identity_could_not_be_signed_is_not_entered():
    with pytest.raises(ValueError, match="name"):
        register_patient(DESK, name=" ", birth_date=date(1970, 5, 17), sex="female")
    with pytest.raises(ValueError, match="no text"):
        register_patient(DESK, name="Ann\0Example", birth_date=date(1970, 5, 17), sex="female")
    with pytest.raises(Refused, match="may not enter"):
        register_patient(RESEARCHER, name="Ann", birth_date=date(1970, 5, 17), sex="female")
    assert Patient.objects.count() == 0


@pytest.mark.parametrize(
    ("signs", "alert"),
    [
        (WarningSigns(saddle_numbness=True), "emergency"),
        (WarningSigns(fever=True), "same_day"),
        (WarningSigns(fever=True, saddle_numbness=True), "emergency"),
        (WarningSigns(), ""),
        (WarningSigns(saddle_numbness=False), ""),
    ],
)
def test_the_bell_rings_for_what_was_said_and_not_for_what_was_not_asked(episode, signs, alert):
    sign(NURSE, episode.pk, signs, seen=1)
    after = Episode.objects.get()
    assert after.alert == alert
    assert bool(after.alert_text) == bool(alert)


def test_the_bell_stops_once_a_clinician_has_gone_past_the_card(episode):
    sign(NURSE, episode.pk, WarningSigns(saddle_numbness=True), seen=1, at=MORNING)
    (card,) = [c for c in walk(chart(episode.pk), DAY).cards if c.rule == "triage.urgency"]
    override(DOCTOR, episode.pk, card.key, "Seen at the emergency room, MRI clear", seen=2, at=MORNING)
    assert Episode.objects.get().alert == ""
