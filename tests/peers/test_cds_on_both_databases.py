"""What CDS Hooks keeps: its tests once more on PostgreSQL, and one token brought by many at once on each."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPEN = """
import json
from datetime import date
from buffycoat.pathway.chart import Signer
from buffycoat.store.actions import open_episode, register_patient
desk = Signer(id="desk", name="Front Desk", role="front_desk")
patient = register_patient(desk, name="Ann Example", birth_date=date(1970, 1, 1), sex="female")
print(json.dumps(open_episode(desk, patient, title="Back").pk))
"""
AT_ONCE = """
import json, sys, threading
from django.db import connection
from buffycoat.pathway.chart import Signer
from buffycoat.store.actions import UsedAgain, note_outside
from buffycoat.store.models import AuditEvent, UsedToken
ehr, together, ends = Signer(id="ehr", name="EHR", role="system"), threading.Barrier(8), []
def call(seen, token):
    together.wait()
    try:
        note_outside(ehr, token=token, expires=2e9, now=1e9, seen=seen, patient="p", hook="patient-view")
        ends.append("taken")
    except UsedAgain:
        ends.append("refused")
    except Exception as error:
        ends.append(repr(error))
    finally:
        connection.close()
for number in range(10):  # by turns with the view of a chart to be noted, and without
    seen = sys.argv[1] if number % 2 else ""
    threads = [threading.Thread(target=call, args=(seen, f"token {number}")) for _ in range(8)]
    [one.start() for one in threads]
    [one.join() for one in threads]
views = AuditEvent.objects.filter(action="view", role="system")
print(json.dumps([sorted(ends), UsedToken.objects.count(), views.count()]))
"""


def test_of_many_that_bring_one_token_at_once_one_is_answered(installation):
    ends, tokens, views = installation.ask(AT_ONCE, installation.ask(OPEN))
    assert ends == ["refused"] * 70 + ["taken"] * 10
    assert (tokens, views) == (10, 5), "what is refused leaves no note, what is taken leaves each one"


def test_the_service_does_the_same_on_postgresql(postgres):
    """In a process of its own: which database it is, is decided once when Django wakes up."""
    suite = sorted(str(file) for file in (ROOT / "tests/unit/interop").glob("test_cds_*.py"))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *suite],
        env=os.environ | {"BUFFYCOAT_DATABASE_URL": postgres},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
