"""What the chain is for: a change made behind the database's back is found, and named."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from buffycoat.pathway.triage.records import Pain
from buffycoat.store import triggers
from buffycoat.store.actions import open_episode, register_patient, reindex, sign
from buffycoat.store.models import AuditEvent, EntryRow, Episode, Patient
from buffycoat.store.verify import Tally, verify
from tests.people import DESK, NURSE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tampering():
    """The triggers are off, as for somebody with the file and a SQL prompt."""
    triggers.drop(connection)
    yield
    triggers.create(connection)


def enter(name="Ann Example", pains=3):
    patient = register_patient(DESK, name=name, birth_date=date(1970, 5, 17), sex="female")
    return another(patient, pains)


def another(patient, pains=3):
    episode = open_episode(DESK, patient, title="Back", at=datetime(2026, 11, 19, 14, tzinfo=UTC))
    for number in range(pains):
        sign(NURSE, episode.pk, Pain(now=number), seen=1 + number)
    return episode


@pytest.fixture
def episode():
    enter("Bob Untouched")
    return enter()


def rows(episode):
    return EntryRow.objects.filter(episode=episode)


def found(episode):
    """The one break, which is this episode's: where and why."""
    (one,) = verify()
    assert one.episode == episode.pk
    return one.number, one.why


def test_whole_charts_are_counted(episode):
    tally = Tally()
    assert list(verify(tally)) == []
    assert (tally.chains, tally.entries) == (2, 8)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", '{"now":9}'),
        ("signer_name", "Somebody else"),
        ("signer_role", "proceduralist"),
        ("signed_at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("kind", "outcomes.outcome"),
        ("version", 2),
        ("amends", 2),
    ],
)
def test_a_changed_entry_is_named(episode, column, value):
    rows(episode).filter(number=3).update(**{column: value})
    assert found(episode) == (3, "the entry was changed after it was signed")


def test_an_entry_changed_with_its_hash_breaks_the_link_after_it(episode):
    row = rows(episode).get(number=3)
    row.body = '{"now":9}'
    row.hash = row.entry().fingerprint()
    row.save()
    assert found(episode) == (4, "the entry does not follow the one before it")


def test_an_entry_taken_out_of_the_middle_is_missed(episode):
    rows(episode).filter(number=2).delete()
    assert found(episode) == (2, "entry 2 is missing; entry 3 stands in its place")


def test_only_the_first_break_of_a_chart_is_named(episode):
    rows(episode).filter(number__gte=2).update(body='{"now":9}')
    assert found(episode)[0] == 2


def test_a_tail_that_was_cut_off_is_missed(episode):
    rows(episode).filter(number__gte=3).delete()
    assert found(episode) == (3, "an entry is missing: the audit says that it was signed")


def test_a_tail_cut_off_with_its_index_is_missed(episode):
    rows(episode).filter(number=4).delete()
    Episode.objects.filter(pk=episode.pk).update(entries=3, head=rows(episode).get(number=3).hash)
    assert found(episode) == (4, "an entry is missing: the audit says that it was signed")


def test_a_tail_cut_off_with_its_audit_is_missed(episode):
    gone = rows(episode).get(number=4)
    AuditEvent.objects.filter(entry_hash=gone.hash).delete()
    gone.delete()
    assert found(episode) == (4, "entries are missing: there were 4")


def test_the_newest_entry_rewritten_with_hash_and_index_is_found_by_the_audit(episode):
    row = rows(episode).get(number=4)
    row.body = '{"now":9}'
    row.hash = row.entry().fingerprint()
    row.save()
    Episode.objects.filter(pk=episode.pk).update(head=row.hash)
    assert found(episode) == (5, "an entry is missing: the audit says that it was signed")


def test_an_entry_without_its_audit_event_is_named(episode):
    AuditEvent.objects.filter(entry_hash=rows(episode).get(number=2).hash).delete()
    assert found(episode) == (2, "the audit does not say that this entry was signed")


@pytest.mark.parametrize(
    ("column", "value"),
    [("alert", "same_day"), ("state", "done"), ("stage", "consent"), ("due_on", date(2027, 1, 1))],
)
def test_an_index_that_says_otherwise_is_named_and_can_be_rebuilt(episode, column, value):
    Episode.objects.filter(pk=episode.pk).update(**{column: value})
    assert found(episode) == (4, f"the index of episodes differs in: {column}")
    assert reindex(everything=True) == 2
    assert list(verify()) == []


def test_an_index_of_another_version_is_not_held_against_the_chart(episode):
    Episode.objects.filter(pk=episode.pk).update(state="done", indexed_by="0")
    assert list(verify()) == []
    assert reindex() == 1
    assert Episode.objects.get(pk=episode.pk).state != "done"


def test_an_index_that_names_another_head_is_named(episode):
    Episode.objects.filter(pk=episode.pk).update(head="0" * 64)
    assert found(episode) == (4, "the index of episodes names another last entry")


@pytest.mark.parametrize(
    ("column", "value"), [("name", "Eve Other"), ("birth_date", date(1971, 1, 1)), ("phone", "1")]
)
def test_an_identity_that_differs_from_the_signed_referral_is_named(episode, column, value):
    Patient.objects.filter(pk=episode.patient_id).update(**{column: value})
    assert found(episode) == (1, f"the table of patients differs from it in: {column}")


def test_the_identity_is_that_of_the_newest_episode(episode):
    newest = another(episode.patient, pains=0)
    Episode.objects.filter(pk=newest.pk).update(opened_at=datetime(2026, 12, 1, tzinfo=UTC))
    Patient.objects.filter(pk=episode.patient_id).update(name="Eve Other")
    assert found(newest)[1] == "the table of patients differs from it in: name"


def test_a_record_of_a_kind_that_is_not_known_is_named_without_stopping(episode):
    row = rows(episode).get(number=4)
    AuditEvent.objects.filter(entry_hash=row.hash).delete()
    row.kind = "triage.unheard_of"
    row.hash = row.entry().fingerprint()
    row.save()
    AuditEvent.objects.create(
        at=row.signed_at, action="sign", episode_id=episode.pk, entry_hash=row.hash, role="nurse"
    )
    Episode.objects.filter(pk=episode.pk).update(head=row.hash)
    assert found(episode) == (4, "a signed record cannot be read: KeyError")


def test_a_chart_that_is_gone_altogether_is_missed(episode):
    rows(episode).delete()
    Episode.objects.filter(pk=episode.pk).delete()
    assert found(episode) == (1, "the chart is gone: the audit says that entries were signed")


def test_a_signature_between_two_reads_is_not_taken_for_a_break(episode, monkeypatch):
    """verify reads episodes, then entries: somebody signs in between."""
    from buffycoat.store import verify as module

    real, calls = module.charts, []

    def charts(ids):
        if not calls:
            calls.append(sign(NURSE, episode.pk, Pain(now=9), seen=4))
        return real(ids)

    monkeypatch.setattr(module, "charts", charts)
    assert list(verify()) == []
    assert calls
