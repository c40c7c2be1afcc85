"""A PostgreSQL server of the tests' own: an ordinary process on loopback, in a folder that goes away."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.peers.programs import postgresql_programs


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """Start a server, yield the address of its database `postgres`, stop it and remove its files."""
    programs = postgresql_programs()
    # Not pytest's tmp_path: it is closed to the user postgres, and its name is too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="buffycoat-pg-"))
    data, port = folder / "data", free_port()
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        run(
            programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        run(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """An empty database on a running server, dropped afterwards; yields its address."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield server.rpartition("/")[0] + "/" + name
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs, as the user postgres where root may not; if it fails, say how."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # Output goes to a file: the server inherits it, and a pipe would stay open as long as the server lives.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run([*as_postgres, *map(str, command)], stdout=output, stderr=output, cwd="/")
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{command[0]} failed: {output.read().decode()}")


def free_port() -> int:
    """A port on loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
