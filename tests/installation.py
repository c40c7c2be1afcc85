"""An installation of its own, as a practice has it: a home, a database, and processes that can be killed."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

from tests.peers.postgresql import free_port

PATIENCE = 300  # seconds; a busy machine takes its time, and a hung one is found all the same


@dataclass(frozen=True)
class Installation:
    """A home folder and the address of a database."""

    home: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told: nothing of what this test run was told."""
        ours = ("BUFFYCOAT_", "DJANGO_")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        return kept | {"BUFFYCOAT_HOME": str(self.home), "BUFFYCOAT_DATABASE_URL": self.database}

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """`buffycoat …`, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "buffycoat", *arguments],
            env=self.environment, cwd=self.home, input=given,
            capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip

    def start(self, script: str, *arguments: str, given: bool = False) -> subprocess.Popen[str]:
        """A Python script in a process of its own, Django awake in it; `given`: it is written to."""
        awake = "import django; django.setup()\n" + script
        return subprocess.Popen(
            [sys.executable, "-c", awake, *arguments],
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "buffycoat.config.settings"},
            cwd=self.home, stdin=subprocess.PIPE if given else None, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, script: str, *arguments: str) -> Any:
        """What a script prints as JSON."""
        process = self.start(script, *arguments)
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        return json.loads(said)

    @contextmanager
    def serving(self, *, workers: int = 2) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
        """`buffycoat serve` on a free port: its address and its process, which leads a group of its own."""
        port = free_port()
        command = [sys.executable, "-m", "buffycoat", "serve", "--port", str(port), "--workers", str(workers)]
        with (self.home / "server.log").open("wb") as log:
            server = subprocess.Popen(
                command, env=self.environment, cwd=self.home, stdout=log, stderr=log, start_new_session=True
            )
        try:
            address = f"http://127.0.0.1:{port}"
            self._wait_for(address, server)
            yield address, server
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait(PATIENCE)

    def _wait_for(self, address: str, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and server.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not answer:\n" + (self.home / "server.log").read_text())


def lines(process: subprocess.Popen[str], count: int) -> list[str]:
    """The next lines that a process prints."""
    assert process.stdout is not None
    return [process.stdout.readline().strip() for _ in range(count)]


def on_sqlite(home: Path) -> Installation:
    """An installation on SQLite, its tables made."""
    return _made(Installation(home, f"sqlite:///{home / 'charts.sqlite3'}"))


def on_postgresql(home: Path, address: str) -> Installation:
    """An installation on a PostgreSQL database, its tables made."""
    return _made(Installation(home, address))


def _made(installation: Installation) -> Installation:
    done = installation.run("migrate")
    assert done.returncode == 0, done.stderr
    return installation
