"""A Spark cluster of the tests' own: a master and two workers as ordinary processes, on loopback."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.peers.postgresql import free_port
from tests.peers.programs import cannot, java_program

WAIT = 180  # seconds for both workers; a dozen do on a quiet machine
# Short lives: compiled lightly. The port for submitting programs is a fixed one, and nobody needs it here.
LIGHT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SERVER = f"{LIGHT} -Dspark.master.rest.enabled=false"


@contextlib.contextmanager
def running_cluster(folder: Path) -> Iterator[str]:
    """Start a master and two workers of one core each, yield the master's address, end them by their ids."""
    import pyspark

    home = Path(pyspark.__file__).parent
    own = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    own |= {"SPARK_DAEMON_JAVA_OPTS": SERVER, "SPARK_DAEMON_MEMORY": "300m"}
    with using(own | {"JAVA_HOME": str(java_program().resolve().parents[1])}):
        port, page = free_port(), free_port()
        address = f"spark://127.0.0.1:{port}"
        place = ["--host", "127.0.0.1"]
        started = [
            start(home, folder / "master", "master.Master", *place, "--port", port, "--webui-port", page)
        ]
        try:
            for name in ("one", "two"):
                size = [
                    "--cores",
                    1,
                    "--memory",
                    "800M",
                    "--work-dir",
                    folder / name,
                    "--webui-port",
                    free_port(),
                ]
                started.append(start(home, folder / name, "worker.Worker", *place, *size, address))
            wait_for_workers(f"http://127.0.0.1:{page}/json/")
            yield address
        finally:
            for one in reversed(started):
                one.terminate()
            for one in started:
                one.wait(30)


@contextlib.contextmanager
def session(master: str) -> Iterator[Any]:
    """A session on that cluster, its driver here; small, since its data is."""
    from pyspark.sql import SparkSession

    told = {
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.executor.memory": "600m", "spark.driver.memory": "600m", "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC", "spark.log.level": "ERROR",
        "spark.driver.extraJavaOptions": LIGHT, "spark.executor.extraJavaOptions": LIGHT,
    }  # fmt: skip
    builder = SparkSession.builder.master(master).appName("buffycoat")
    for name, value in told.items():
        builder = builder.config(name, value)
    held = builder.getOrCreate()
    try:
        yield held
    finally:
        held.stop()


@contextlib.contextmanager
def using(own: dict[str, str]) -> Iterator[None]:
    """These environment variables, and afterwards those that were there."""
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


def start(home: Path, folder: Path, part: str, *told: object) -> subprocess.Popen[bytes]:
    """One of Spark's own servers; what it says goes to a file."""
    folder.mkdir(parents=True)
    command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{part}", *told]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen([str(one) for one in command], stdout=log, stderr=log)


def wait_for_workers(page: str) -> None:
    """Until the master counts two."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(page, timeout=5) as answer:
            if json.load(answer)["aliveworkers"] == 2:
                return
        time.sleep(0.3)
    cannot(f"Spark's two workers were not there after {WAIT} s")
