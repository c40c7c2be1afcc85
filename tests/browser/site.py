"""The demo practice on a real server, for a real browser."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from buffycoat.store.demo import DAY
from tests.peers.postgresql import free_port

PATIENCE = 600  # seconds until the practice is filled and the server answers, on a busy machine
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@dataclass
class Site:
    """Where the practice is served, what is in it, and one browser context for each who looks."""

    address: str
    held: dict[str, Any]
    browser: Browser
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def context(self, role: str, **options: Any) -> BrowserContext:
        """A browser of its own: of a role, signed in; or of nobody, for ""."""
        made = self.browser.new_context(base_url=self.address, reduced_motion="reduce", **options)
        if role:
            key = self.held["sessions"][role]
            made.add_cookies([{"name": "sessionid", "value": key, "url": self.address}])
        return made

    def page(self, role: str) -> Page:
        """A page in the browser that this role keeps through the run."""
        if role not in self.contexts:
            self.contexts[role] = self.context(role)
        return self.contexts[role].new_page()

    @property
    def host(self) -> str:
        """Host and port, as a request names them."""
        return urlsplit(self.address).netloc


@contextmanager
def serving(home: Path, browser: Browser) -> Iterator[Site]:
    """Fill the practice in a folder, serve it, and end the server by its own id."""
    told = {
        "BUFFYCOAT_HOME": str(home),
        "BUFFYCOAT_DEMO": "1",
        "BUFFYCOAT_TODAY": DAY,
        "BUFFYCOAT_TIME_ZONE": where_it_is_ten(),
        "DJANGO_SETTINGS_MODULE": "buffycoat.config.settings",
    }
    kept = {key: text for key, text in os.environ.items() if not key.startswith(("BUFFYCOAT_", "DJANGO_"))}
    environment = kept | told
    filled = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("fill_site.py"))],
        env=environment, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert filled.returncode == 0, filled.stderr
    port = free_port()
    with (home / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "buffycoat", "demo", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server, home / "server.log")
        yield Site(address, json.loads(filled.stdout.splitlines()[-1]), browser)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(PATIENCE)


def where_it_is_ten() -> str:
    """A time zone in which it is between ten and eleven in the morning: the pages are then much the same."""
    ahead = (10 - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"  # these names count the other way round


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/emergency/", timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not answer:\n" + log.read_text())
