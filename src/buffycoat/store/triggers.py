"""The database itself refuses to change what was signed, whoever asks: a script or a person at a prompt."""

from django.db.backends.base.base import BaseDatabaseWrapper

# Table -> the columns that make a row unique, besides its id.
APPEND_ONLY = {"store_entryrow": ("episode_id", "number"), "store_auditevent": ()}
REFUSAL = "{table} is append-only: what was signed is not changed or deleted"


def create(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on."""
    with connection.cursor() as cursor:
        for statement in _create(connection.vendor):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for undoing the migration, and for emptying a test's database."""
    with connection.cursor() as cursor:
        for statement in _drop(connection.vendor):
            cursor.execute(statement)


def _create(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [line for table, columns in APPEND_ONLY.items() for line in _sqlite(table, columns)]
    return [_POSTGRESQL_FUNCTION, *(line for table in APPEND_ONLY for line in _postgresql(table))]


def _drop(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER {table}_{word}"
            for table in APPEND_ONLY
            for word in ("update", "delete", "replace")
        ]
    return [
        *(
            f"DROP TRIGGER {table}_{word} ON {table}"
            for table in APPEND_ONLY
            for word in ("change", "truncate")
        ),
        "DROP FUNCTION store_append_only()",
    ]


def _sqlite(table: str, columns: tuple[str, ...]) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL.format(table=table)}'); END"
    same = " AND ".join(f"{name} = NEW.{name}" for name in columns)
    place = f"id = NEW.id OR ({same})" if same else "id = NEW.id"
    taken = f"SELECT 1 FROM {table} WHERE {place}"  # noqa: S608  # the names are our own
    return [
        f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE deletes the old row, and the delete trigger fires only where recursive_triggers is
        # on, as another program's connection need not have it. So a row in another's place is refused.
        f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN EXISTS ({taken}) {refuse}",
    ]


_POSTGRESQL_FUNCTION = """
CREATE FUNCTION store_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: what was signed is not changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _postgresql(table: str) -> list[str]:
    # The application's role owns the tables, so these stop mistakes and other programs, not a determined
    # owner: the hash chain and `verify` are for that.
    return [
        f"CREATE TRIGGER {table}_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION store_append_only()",
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION store_append_only()",
    ]
