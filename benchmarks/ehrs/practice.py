"""A practice that the EHRs call: its server, as `buffycoat serve` runs it, and some of their patients."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any
from urllib.request import urlopen

from ehrs.calls import ISSUER, records
from tests.cds import jwks

KNOWN = 3  # every third patient is one of the practice's own
_FILL = """
import json, sys
from datetime import date, datetime, timezone
import django
django.setup()
from buffycoat.interop.fhir import read_object
from buffycoat.pathway.candidacy.records import Plan, Site
from buffycoat.pathway.chart import Signer
from buffycoat.store import actions, charts, clock
from buffycoat.store.models import EntryRow
by, now = Signer(id="bench", name="Benchmark", role="proceduralist"), datetime.now(timezone.utc)
plan = Plan(sites=(Site(target="FACET", level="L4-5", side="R"),), planned_on=clock.today())
for held in json.load(sys.stdin):
    entry = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": held}]}
    person = read_object(entry, on=clock.today(), file_name="seed").person
    patient = actions.register_patient(by, name=person.name, birth_date=person.birth_date, sex=person.sex,
                                       mrn=person.mrn, source=person.source)
    episode = actions.open_episode(by, patient, title="Low back pain", at=now)
    EntryRow.of(charts.chart(episode.pk).sign(plan, by, now).entries[-1]).save()  # no stage before it
"""


@dataclass(frozen=True)
class Practice:
    """Where it listens, its process, and the records of the patients about whom it is asked."""

    base: str
    pid: int
    records: list[dict[str, Any]]

    def used(self) -> float:
        """Seconds of a processor that the server and its workers have used (Linux)."""
        seconds = 0.0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:  # a process that ended while we looked
                continue
            if self.pid in (int(stat.parent.name), int(fields[1])):
                seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return seconds


@contextmanager
def running(tree: Path) -> Iterator[Practice]:
    """A practice run by the code of this tree, that trusts our EHR, on a free port."""
    held = records()
    with tempfile.TemporaryDirectory() as home:
        issuers = Path(home) / "issuers.json"
        issuers.write_text(json.dumps([{"issuer": ISSUER, "jwks": jwks()}]))
        own = {"BUFFYCOAT_HOME": home, "BUFFYCOAT_DATABASE_URL": "", "BUFFYCOAT_CDS_ISSUERS": str(issuers)}
        own |= {"PYTHONPATH": str(tree / "src"), "DJANGO_SETTINGS_MODULE": "buffycoat.config.settings"}
        settings: dict[str, Any] = {"env": os.environ | own, "cwd": home}
        command = [sys.executable, "-m", "buffycoat"]
        subprocess.run([*command, "migrate"], check=True, stdout=subprocess.DEVNULL, **settings)
        patients = json.dumps([one["patient"] for one in held[::KNOWN]])
        subprocess.run([sys.executable, "-c", _FILL], input=patients, text=True, check=True, **settings)
        port = _free_port()
        server = [*command, "serve", "--port", str(port)]
        process = subprocess.Popen(server, stdout=subprocess.DEVNULL, **settings)
        try:
            _wait_for(process, f"http://127.0.0.1:{port}")
            yield Practice(f"http://127.0.0.1:{port}", process.pid, held)
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], base: str) -> None:
    for _ in range(600):
        try:
            with urlopen(f"{base}/cds-services", timeout=5):
                return
        except OSError:
            if process.poll() is not None:
                raise SystemExit("the server ended") from None
            sleep(0.1)
    raise SystemExit("the server did not answer within a minute")
