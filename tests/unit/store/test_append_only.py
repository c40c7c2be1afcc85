"""The database itself refuses to change or delete what was signed, by whatever door."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from buffycoat.pathway.triage.records import Pain
from buffycoat.store.actions import open_episode, register_patient, sign
from buffycoat.store.models import AuditEvent, EntryRow
from tests.people import DESK, NURSE

pytestmark = pytest.mark.django_db
TABLES = ["store_entryrow", "store_auditevent"]
COLUMN = {"store_entryrow": "signer_name", "store_auditevent": "actor_name"}
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own door")
postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own door")


@pytest.fixture(autouse=True)
def signed():
    ann = register_patient(DESK, name="Ann Example", birth_date=date(1970, 5, 17), sex="female")
    episode = open_episode(DESK, ann, title="Back", at=datetime(2026, 11, 19, 14, tzinfo=UTC))
    sign(NURSE, episode.pk, Pain(now=6), seen=1)


def refused(*statements):
    """Each is refused, and nothing is different afterwards."""
    before = [list(model.objects.order_by("pk").values()) for model in (EntryRow, AuditEvent)]
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert [list(model.objects.order_by("pk").values()) for model in (EntryRow, AuditEvent)] == before


@pytest.mark.parametrize("table", TABLES)
def test_update_and_delete_are_refused(table):
    refused(
        f"UPDATE {table} SET {COLUMN[table]} = 'Somebody else'",
        f"UPDATE {table} SET id = id + 100",
        f"DELETE FROM {table}",
    )


@pytest.mark.parametrize("door", ["update", "delete", "save", "bulk_update"])
def test_they_are_refused_through_django_too(door):
    row = EntryRow.objects.order_by("number").last()
    row.body = "{}"
    doors = {
        "update": lambda: EntryRow.objects.update(body="{}"),
        "delete": row.delete,
        "save": row.save,
        "bulk_update": lambda: EntryRow.objects.bulk_update([row], ["body"]),
    }
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        doors[door]()
    assert EntryRow.objects.get(pk=row.pk).body != "{}"


@sqlite_only
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("table", TABLES)
def test_replacing_a_row_is_refused_whatever_the_connection_has_switched_on(request, table, recursive):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={recursive}")
    request.addfinalizer(lambda: connection.cursor().execute("PRAGMA recursive_triggers=ON"))
    refused(
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", f"REPLACE INTO {table} SELECT * FROM {table}"
    )


@sqlite_only
def test_taking_an_entrys_number_is_refused():
    columns = [f.column for f in EntryRow._meta.fields if f.column != "id"]
    names = ", ".join(columns)
    refused(f"INSERT OR REPLACE INTO store_entryrow ({names}) SELECT {names} FROM store_entryrow")


@postgresql_only
@pytest.mark.parametrize("table", TABLES)
def test_truncating_is_refused(table):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL refuses for a reason of its own
    refused(f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE")


@postgresql_only
def test_updating_on_conflict_is_refused():
    names = ", ".join(f.column for f in EntryRow._meta.fields)
    refused(
        f"INSERT INTO store_entryrow ({names}) SELECT {names} FROM store_entryrow "
        "ON CONFLICT (id) DO UPDATE SET body = '{}'"
    )
