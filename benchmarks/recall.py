"""From a lot to every patient among a million injections: under a second, on SQLite and on PostgreSQL.

What is filled are generated rows of the index (patients, episodes, uses), written straight into the tables:
not a million signed charts. That the index says what the charts say is what `verify` and
tests/property/test_lot_index.py are for. Beside the product's own query the same question is asked with the
index of lots dropped; the ratio of the two is what it is there for.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

INJECTIONS, PATIENTS, LOTS = 1_000_000, 250_000, 5_000  # so a lot reached 200 episodes
ASKED, SCANNED, MOST = 30, 3, 1.0  # lots asked for with the index, and without; seconds allowed

PATIENT = """
INSERT INTO store_patient (id, name, birth_date, sex, mrn, language, phone, source)
SELECT 'p' || n, 'Person ' || n, '1970-01-01', 'female', 'N' || n, 'en', '555-' || n, '' FROM {numbers}
"""
EPISODE = """
INSERT INTO store_episode (id, patient_id, title, opened_at, head, entries, stage, state, alert, alert_text,
    due_what, indexed_by)
SELECT 'e' || n, 'p' || ((n - 1) % {patients} + 1), 'Back', '2026-01-01 00:00:00+00:00', '', 0, '', '', '',
    '', '', '' FROM {numbers}
"""
USE = """
INSERT INTO store_lotuse (episode_id, supply, key, lot, product, entry, used_on, place, given_on, target,
    level, side, volume, dose)
SELECT 'e' || n, 'kit', 'k' || (n % {lots}), 'K-' || (n % {lots}), 'Kit', 9, '2026-01-01', 0, '2026-01-01',
    'DISC', 'L4-L5', 'midline', 1.5, 2.5 FROM {numbers}
"""


def _numbers(vendor: str, count: int) -> str:
    if vendor == "postgresql":
        return f"generate_series(1, {count}) AS s(n)"
    return (
        f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) SELECT n FROM s)"
    )


def fill() -> None:
    """A million injections of a quarter of a million people."""
    from django.db import connection

    sizes = {"patients": PATIENTS, "lots": LOTS}
    with connection.cursor() as cursor:
        for statement, count in ((PATIENT, PATIENTS), (EPISODE, INJECTIONS), (USE, INJECTIONS)):
            cursor.execute(statement.format(numbers=_numbers(connection.vendor, count), **sizes))
        cursor.execute("ANALYZE")


def asked(lots: list[int]) -> tuple[float, float, int]:
    """The median and the longest seconds of `recall.of_lot`, and how many people each lot reached."""
    from buffycoat.store import recall

    seconds, people = [], set()
    for lot in lots:
        began = perf_counter()
        found = recall.of_lot(f"K-{lot}")
        seconds.append(perf_counter() - began)
        people.add(recall.patients(found))
    (each,) = people
    return statistics.median(seconds), max(seconds), each


def measure() -> int:
    """Fill this process's database, ask with the index and without; print both and their ratio."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    began = perf_counter()
    fill()
    filled = perf_counter() - began
    middle, longest, people = asked([number * 997 % LOTS for number in range(1, ASKED + 1)])
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX lot_use_key")
    scan, _, _ = asked([number * 991 % LOTS for number in range(1, SCANNED + 1)])
    print(
        f"{connection.display_name}: {INJECTIONS:,} injections (filled in {filled:.0f} s), a lot to "
        f"{people} patients in {middle * 1000:.1f} ms, the longest {longest * 1000:.1f} ms; "
        f"without the index {scan * 1000:.0f} ms: {scan / middle:.0f} times as long",
        flush=True,
    )
    return 0 if longest < MOST else 1


def _run(home: str, database: str) -> int:
    own = {
        "BUFFYCOAT_HOME": home, "BUFFYCOAT_DATABASE_URL": database, "BUFFYCOAT_SECRET_KEY": "a benchmark's",
        "DJANGO_SETTINGS_MODULE": "buffycoat.config.settings",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, __file__, "here"], env={**os.environ, **own}, check=False
    ).returncode


def main() -> int:
    """Both databases, PostgreSQL where it is installed; 1 when a recall took a second or more."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.peers.postgresql import fresh_database, running_server

    with tempfile.TemporaryDirectory() as home:
        worst = _run(home, f"sqlite:///{home}/practice.sqlite3")
    try:
        with (
            tempfile.TemporaryDirectory() as home,
            running_server() as server,
            fresh_database(server) as address,
        ):
            worst = max(worst, _run(home, address))
    except FileNotFoundError as missing:
        print(f"PostgreSQL is not installed here, and was not measured: {missing}")
    return worst


if __name__ == "__main__":
    sys.exit(measure() if sys.argv[1:] == ["here"] else main())
