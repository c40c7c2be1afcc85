"""Entries and audit events can only be added."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from buffycoat.store import triggers


def put_on(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """The triggers of this database's kind."""
    triggers.create(editor.connection)


def take_off(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Undo."""
    triggers.drop(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(put_on, take_off)]
