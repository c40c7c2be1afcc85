"""The store's own tests, once more, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_store_does_the_same_on_postgresql(postgres):
    """In a process of its own: which database it is, is decided once when Django wakes up."""
    suite = ["tests/unit/store", "tests/property/test_storage_round_trip.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *suite],
        env=os.environ | {"BUFFYCOAT_DATABASE_URL": postgres},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
