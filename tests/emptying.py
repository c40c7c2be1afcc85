"""A test's database may be emptied between tests, with its triggers off for as long as that takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import TransactionTestCase

from buffycoat.store import triggers


@contextmanager
def triggers_off_while_emptying() -> Iterator[None]:
    """Wrap what Django does after a test with real transactions (`transactional_db`, `live_server`)."""
    empty = TransactionTestCase._fixture_teardown

    def with_triggers_off(case: Any) -> None:
        triggers.drop(connection)
        try:
            empty(case)
        finally:
            triggers.create(connection)

    with patch.object(TransactionTestCase, "_fixture_teardown", with_triggers_off):
        yield
