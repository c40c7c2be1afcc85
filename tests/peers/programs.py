"""Where the programs are that the tests talk to, and what to do when one is not there."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

ORTHANC_WEB = Path("/usr/share/orthanc/plugins/libOrthancDicomWeb.so")


def postgresql_programs() -> Path:
    """The folder of initdb and pg_ctl: Debian keeps them off the PATH, one folder a version."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).parent if found else absent("PostgreSQL's server (initdb)")


def chromium_program() -> Path:
    """The system's Chromium."""
    found = shutil.which("chromium")
    return Path(found) if found else absent("Chromium (chromium)")


def orthanc_program() -> Path:
    """Debian's Orthanc; it needs its DICOMweb plugin beside it."""
    found = shutil.which("Orthanc")
    return (
        Path(found) if found and ORTHANC_WEB.exists() else absent("Orthanc with DICOMweb (orthanc-dicomweb)")
    )


def java_program() -> Path:
    """Java, which Spark runs on."""
    found = shutil.which("java")
    return Path(found) if found else absent("Java (java)")


def absent(program: str) -> NoReturn:
    """A missing program fails the test in CI, where it has to be there, and skips it elsewhere."""
    cannot(f"{program} is not on this machine; tests/peers/ensure says how to get it")


def cannot(reason: str) -> NoReturn:
    """A peer that cannot be started: the same, with this reason."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
