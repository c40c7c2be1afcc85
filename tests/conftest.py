"""What every test may ask for: a PostgreSQL server, an empty database on it, Chromium, and Orthanc."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from buffycoat.store import clock
from tests.emptying import triggers_off_while_emptying
from tests.installation import on_postgresql, on_sqlite
from tests.peers.chromium import running_chromium
from tests.peers.orthanc import running_orthanc
from tests.peers.postgresql import fresh_database, running_server

# Given here, so that a test run does not make a key file in the checkout.
os.environ.setdefault("BUFFYCOAT_SECRET_KEY", "for tests only")
NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
ONE_WORKER_EACH = {"postgres": "postgresql", "chromium": "browser", "orthanc": "archive"}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Keep the tests that share a server or a browser on one worker: each is started once a run."""
    for item in items:
        for fixture, group in ONE_WORKER_EACH.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session", autouse=True)
def emptied_databases():
    """Tests that commit may have their database emptied afterwards; a practice's refuses that."""
    with triggers_off_while_emptying():
        yield


@pytest.fixture(scope="session")
def postgres():
    """The address of a running PostgreSQL server, good as BUFFYCOAT_DATABASE_URL; ended with the run."""
    with running_server() as address:
        yield address


@pytest.fixture(autouse=True)
def from_noon(monkeypatch):
    """A test that chooses its day begins at noon of it, and its clock ticks, at whatever hour it is run."""
    began = time.monotonic()

    def time_of_day():
        return (NOON + timedelta(seconds=time.monotonic() - began)).time()

    monkeypatch.setattr(clock, "time_of_day", time_of_day)


@pytest.fixture
def postgres_database(postgres):
    """The address of an empty database of this test's own on that server."""
    with fresh_database(postgres) as address:
        yield address


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.xdist_group("postgresql"))])
def installation(request, tmp_path):
    """An installation with its own processes (tests/installation.py), once on each database."""
    if request.param == "SQLite":
        return on_sqlite(tmp_path)
    return on_postgresql(tmp_path, request.getfixturevalue("postgres_database"))


@pytest.fixture(scope="session")
def chromium():
    """A running Chromium (a Playwright browser); `tests.peers.chromium.axe` looks at a page in it."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def three_sites(tmp_path_factory):
    """The folder of an extract: three sites with 900 invented episodes."""
    from benchmarks.registry_data import make  # numpy and pyarrow, which most tests do not need

    made = tmp_path_factory.mktemp("extract")
    make(made, 900, 3)
    return made


@pytest.fixture(scope="session")
def running_archive():
    """A running Orthanc, ended with the run."""
    with running_orthanc() as archive:
        yield archive


@pytest.fixture
def orthanc(running_archive):
    """That Orthanc with nothing in it."""
    running_archive.empty()
    return running_archive
