"""A test with real transactions leaves an empty database, and one that still refuses changes."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from buffycoat.store.actions import open_episode, register_patient
from buffycoat.store.models import EntryRow
from tests.people import DESK


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "again"])
def test_each_finds_an_empty_database_that_is_append_only(time):
    assert not EntryRow.objects.exists()
    ann = register_patient(DESK, name="Ann Example", birth_date=date(1970, 5, 17), sex="female", mrn="A-1")
    open_episode(DESK, ann, title="Back")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        EntryRow.objects.all().delete()
    assert EntryRow.objects.count() == 1
