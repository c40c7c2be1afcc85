"""An image archive of the tests' own: Debian's Orthanc, in a network of its own, reached on loopback."""

import base64
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.peers.programs import ORTHANC_WEB, cannot, orthanc_program

INSIDE = 8042
USER, PASSWORD = "buffycoat", "for tests only"
PATIENCE = 60  # seconds until it answers, on a busy machine
BEHIND = Path(__file__).with_name("behind.py")
# Who is not root may make a network of their own where the machine lets them be root in it.
AS_ROOT = [] if os.geteuid() == 0 else ["--map-root-user"]


@dataclass(frozen=True)
class Orthanc:
    """Where it answers, and the plain door to it that needs none of our own code."""

    port: int

    @property
    def address(self) -> str:
        """Its DICOMweb root, good as BUFFYCOAT_ARCHIVE_URL."""
        return f"http://127.0.0.1:{self.port}/dicom-web"

    def ask(self, path: str, data: bytes | None = None, method: str = "") -> bytes:
        """Orthanc's own interface, by urllib."""
        key = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {key}", "Content-Type": "application/dicom"}
        method = method or ("POST" if data else "GET")
        where = f"http://127.0.0.1:{self.port}/{path}"
        asked = urllib.request.Request(where, data, headers, method=method)
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.read()

    def put(self, *files: bytes) -> None:
        """Store DICOM files."""
        for file in files:
            self.ask("instances", file)

    def empty(self) -> None:
        """Forget every patient."""
        for one in json.loads(self.ask("patients")):
            self.ask(f"patients/{one}", method="DELETE")


@contextlib.contextmanager
def running_orthanc() -> Iterator[Orthanc]:
    """Start it in a folder that goes away, wait until it answers, end it by its own id."""
    program = orthanc_program()
    # Its folder is read by Orthanc only: it runs as whoever runs the tests.
    with tempfile.TemporaryDirectory(prefix="buffycoat-orthanc-") as folder, socket.socket() as door:
        settings = Path(folder) / "orthanc.json"
        settings.write_text(json.dumps(_settings(folder)))
        door.bind(("127.0.0.1", 0))
        door.listen(64)
        with (Path(folder) / "log").open("wb") as log:
            inside = [sys.executable, BEHIND, str(door.fileno()), str(INSIDE), program, settings]
            command = ["unshare", "--net", *AS_ROOT, *map(str, inside)]
            server = subprocess.Popen(command, stdout=log, stderr=log, pass_fds=[door.fileno()])
        orthanc = Orthanc(door.getsockname()[1])
        door.close()  # the other process has it now; kept here too, it would stay open without anybody in
        try:
            _wait_for(orthanc, server, Path(folder) / "log")
            yield orthanc
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _settings(folder: str) -> dict[str, object]:
    return {
        "StorageDirectory": folder,
        "IndexDirectory": folder,
        "HttpPort": INSIDE,
        "DicomServerEnabled": False,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": True,
        "RegisteredUsers": {USER: PASSWORD},
        "Plugins": [str(ORTHANC_WEB)],
        "DicomWeb": {"Enable": True, "Root": "/dicom-web/"},
    }


def _wait_for(orthanc: Orthanc, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            orthanc.ask("system")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    said = log.read_text()
    if "unshare: " in said:
        cannot(f"Orthanc needs a network of its own, which only root may make here ({said.strip()})")
    raise AssertionError("Orthanc did not answer:\n" + said)
