"""Any chart comes back from the database byte for byte, and its chain is whole."""

import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buffycoat.pathway.record import RECORDS
from buffycoat.store import charts as stored
from buffycoat.store.models import EntryRow, Episode, Patient
from tests.records_strategy import KINDS, charts, records_of

pytestmark = pytest.mark.django_db
# The database is one for all examples: each has an episode of its own.
slowly = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def an_episode() -> str:
    patient = Patient.objects.create(name="Ann Example", birth_date=date(1970, 1, 1), sex="female")
    opened = datetime(2026, 11, 19, tzinfo=UTC)
    return Episode.objects.create(id=str(uuid.uuid4()), patient=patient, title="Back", opened_at=opened).pk


def through_storage(chart):
    EntryRow.objects.bulk_create(EntryRow.of(entry) for entry in chart.entries)
    return stored.chart(chart.episode)


@slowly
@given(data=st.data())
def test_any_chart_round_trips(data):
    chart = data.draw(charts(an_episode()))
    back = through_storage(chart)
    assert back == chart
    assert [entry.body.encode() for entry in back.entries] == [entry.body.encode() for entry in chart.entries]
    assert back.broken() is None
    assert stored.charts([chart.episode]) == {chart.episode: chart}


@pytest.mark.parametrize("kind", KINDS)
@settings(slowly, max_examples=12)
@given(data=st.data())
def test_any_record_is_read_back_as_it_was_signed(kind, data):
    record = data.draw(records_of(RECORDS[kind]))
    body = record.body()
    again = RECORDS[kind].model_validate_json(body)
    assert again == record
    assert again.body() == body
    assert again.model_fields_set == record.model_fields_set
