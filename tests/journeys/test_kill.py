"""What was acknowledged is kept, and every chain is whole, however hard the practice's machine stops."""

import os
import re
import signal
import sqlite3
import threading
import urllib.parse
import urllib.request
from urllib.error import HTTPError, URLError

import pytest

from tests.installation import PATIENCE, lines, on_sqlite

OPEN = """
import json, sys
from datetime import date
from buffycoat.pathway.chart import Signer
from buffycoat.store.actions import open_episode, register_patient
desk = Signer(id="desk", name="Front Desk", role="front_desk")
ids = []
for number in range(int(sys.argv[1])):
    patient = register_patient(desk, name=f"Patient {number}", birth_date=date(1970, 1, 1), sex="female")
    ids.append(open_episode(desk, patient, title="Back").pk)
print(json.dumps(ids))
"""
SIGN = """
import sys, time
from datetime import date
from buffycoat.pathway.chart import Signer
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.store.actions import sign
nurse = Signer(id="nurse", name="Nurse", role="nurse")
for number in range(100_000):  # until it is killed
    harm = AdverseEvent(what="soreness", began_on=date(2026, 1, 1), description=f"Number {number}")
    entry = sign(nurse, sys.argv[1], harm, seen=1 + number)
    print(entry.hash, flush=True)  # the transaction is over: this is the acknowledgement
    time.sleep(0.01)  # SQLite's door knows no queue: who never pauses can keep another out for good
"""
KEPT = """
import json
from buffycoat.store.models import EntryRow
print(json.dumps(list(EntryRow.objects.values_list("hash", flat=True))))
"""
SESSION = """
import json
from importlib import import_module
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from buffycoat.store.models import Staff
nurse = Staff.objects.create(username="nurse", first_name="Ana", last_name="Ruiz", role="nurse")
Authenticator.objects.create(user=nurse, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(nurse.pk), nurse.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print(json.dumps(session.session_key))
"""
TOKEN = "t" * 32


def whole(installation, chains):
    """Every chain is whole, by the practice's own command."""
    said = installation.run("verify")
    assert said.returncode == 0, said.stdout
    assert said.stdout.startswith(f"{chains} chains with ")


def test_kill_9_in_the_middle_of_signing_loses_no_acknowledged_entry(installation):
    episodes = installation.ask(OPEN, "2")
    signers = [installation.start(SIGN, episode) for episode in episodes]
    acknowledged = [lines(signer, 20) for signer in signers]
    for signer in signers:
        signer.kill()
    for told, signer in zip(acknowledged, signers, strict=True):
        told += signer.communicate()[0].split()
        assert signer.returncode == -signal.SIGKILL
    assert all(len(told) >= 20 for told in acknowledged), "each had begun"
    assert {digest for told in acknowledged for digest in told} <= set(installation.ask(KEPT))
    whole(installation, 2)


class Browser(urllib.request.HTTPRedirectHandler):
    """A signed-in nurse's browser that stops at a redirect: it is the acknowledgement."""

    def __init__(self, address, session):
        self.address, self.cookies = address, f"sessionid={session}; csrftoken={TOKEN}"
        self.opener = urllib.request.build_opener(self)

    def redirect_request(self, *_):
        return None

    def sign(self, episode, number):
        """Sign an adverse event; whether the server said that it is signed."""
        form = {
            "csrfmiddlewaretoken": TOKEN, ":seen": str(number), "do": "sign", "what": "soreness",
            "began_on": "2026-01-01", "description": f"Number {number}",
        }  # fmt: skip
        request = urllib.request.Request(
            f"{self.address}/episodes/{episode}/sign/outcomes.adverse_event",
            urllib.parse.urlencode(form).encode(),
            {"Cookie": self.cookies},
        )
        try:
            self.opener.open(request, timeout=PATIENCE).close()
        except HTTPError as answer:
            with answer:
                if answer.code == 302:
                    return True
                raise AssertionError(f"{answer.code}: {answer.read().decode()[:2000]}") from answer
        except (URLError, OSError):
            return False  # the server is gone
        raise AssertionError("neither signed nor refused")


def test_kill_9_of_the_server_in_the_middle_of_200_signatures(installation):
    episodes = installation.ask(OPEN, "4")
    session = installation.ask(SESSION)
    told, errors, enough = {episode: 0 for episode in episodes}, [], threading.Event()

    def work(episode, address):
        try:
            while told[episode] < 50 and Browser(address, session).sign(episode, 1 + told[episode]):
                told[episode] += 1
                if sum(told.values()) >= 40:
                    enough.set()
        except AssertionError as error:
            errors.append(str(error))
            enough.set()

    with installation.serving(workers=2) as (address, server):
        threads = [threading.Thread(target=work, args=(episode, address)) for episode in episodes]
        for thread in threads:
            thread.start()
        assert enough.wait(PATIENCE)
        os.killpg(server.pid, signal.SIGKILL)
        for thread in threads:
            thread.join(PATIENCE)
    assert errors == []
    assert 40 <= sum(told.values()) < 200, "it was killed in the middle"
    whole(installation, 4)
    for episode, held in installation.ask(NUMBERS, *episodes).items():
        assert held[: told[episode]] == [f"Number {1 + number}" for number in range(told[episode])]
        assert len(held) - told[episode] in (0, 1), "at most the one that was on its way"


NUMBERS = """
import json, sys
from buffycoat.store.charts import charts
held = charts(sys.argv[1:])
print(json.dumps({key: [e.record.description for e in one.entries[1:]] for key, one in held.items()}))
"""


def test_a_hand_edit_of_the_database_file_is_found(tmp_path):
    installation = on_sqlite(tmp_path)
    episode, other = installation.ask(OPEN, "2")
    whole(installation, 2)
    with sqlite3.connect(tmp_path / "charts.sqlite3") as file:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            file.execute("UPDATE store_entryrow SET body = '{}'")
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        file.execute(
            "UPDATE store_entryrow SET body = replace(body, '1970', '1971') WHERE episode_id = ?", [episode]
        )
    file.close()
    said = installation.run("verify")
    assert said.returncode == 1
    found = re.findall(r"^BROKEN (\S+) at entry (\d+): (.+)$", said.stdout, re.MULTILINE)
    assert found == [(episode, "1", "the entry was changed after it was signed")]
    assert other not in said.stdout
    assert said.stdout.splitlines()[-1] == "1 broken; walked 2 chains with 2 entries."
