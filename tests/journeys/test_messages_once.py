"""Killed and started again in the middle of 500 messages, every person gets each message once.

A real SMTP server in a process of its own writes down what it accepts. A mailbox keeps one of two messages
with one Message-ID, as mail servers do; what was accepted twice on the wire is counted too, and bounded.
"""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.installation import PATIENCE, Installation, on_sqlite

ROOT = Path(__file__).parents[2]
FILL = """
import json, sys
from datetime import UTC, datetime, timedelta
from buffycoat.pathway.aftercare.records import Reach
from buffycoat.pathway.chart import Signer
from buffycoat.pathway.injection.records import Injection
from buffycoat.store import clock, index
from buffycoat.store.actions import open_episode, register_patient
from buffycoat.store.charts import chart
from buffycoat.store.models import EntryRow
from datetime import date
desk = Signer(id="desk", name="Front Desk", role="front_desk")
now = clock.now().astimezone(clock.zone())
given = now.replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=2)
sites = [{"target": "SIJ", "level": "SI", "side": "R", "volume": 2}]
for number in range(int(sys.argv[1])):
    language = "es" if number % 2 else "en"
    who = {"name": f"Patient {number}", "birth_date": date(1970, 1, 1), "sex": "female", "language": language}
    patient = register_patient(desk, **who)
    episode = open_episode(desk, patient, title="Back")
    held = chart(episode.pk)
    where = {"channel": "email", "email": f"{sys.argv[2]}{number}@example.org"}
    done = Injection(given_at=given, operator="Dr One", guidance="fluoroscopy", sites=sites)
    for record in (done, Reach(**where)):
        held = held.sign(record, desk, given)
        EntryRow.of(held.entries[-1]).save(force_insert=True)
    index.write(episode, held, clock.today())
print(json.dumps(True))
"""
OUTBOX = """
import json
from collections import Counter
from buffycoat.store.messages import Message
print(json.dumps(Counter(Message.objects.values_list("state", flat=True))))
"""


@contextmanager
def mail_server(file: Path, *more: str) -> Iterator[str]:
    """A running server: its port. Ended by its own id."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.mail_server", str(file), *more],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.kill()
        server.wait(PATIENCE)


class Practice(Installation):
    """An installation that knows its mail server and stands where it is noon."""

    port = ""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "BUFFYCOAT_MAIL_HOST": "127.0.0.1",
            "BUFFYCOAT_MAIL_PORT": self.port,
            "BUFFYCOAT_MAIL_TLS": "none",
            "BUFFYCOAT_MAIL_FROM": "Clinic <clinic@example.org>",
            "BUFFYCOAT_SITE": "http://127.0.0.1:8000",
            "BUFFYCOAT_TIME_ZONE": where_it_is_noon(),
        }

    def sender(self) -> subprocess.Popen[str]:
        """`buffycoat messages send`, started and not waited for."""
        return subprocess.Popen(
            [sys.executable, "-m", "buffycoat", "messages", "send"],
            env=self.environment, cwd=self.home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip


def where_it_is_noon() -> str:
    """A time zone in which nothing is quiet now."""
    ahead = (12 - time.gmtime().tm_hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@contextmanager
def practice(home: Path, people: int, name: str = "patient", *more: str) -> Iterator[tuple[Practice, Path]]:
    """People who are due a message, and where it arrives."""
    file = home / "mail.tsv"
    with mail_server(file, *more) as port:
        made = on_sqlite(home)
        held = Practice(made.home, made.database)
        type(held).port = port
        assert held.ask(FILL, str(people), name)
        yield held, file


def arrived(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in file.read_text().splitlines()] if file.exists() else []


@pytest.mark.parametrize("people", [pytest.param(60), pytest.param(500, marks=pytest.mark.slow)])
def test_kill_9_again_and_again_gives_each_person_each_message_once(tmp_path, people):
    kills = 5
    with practice(tmp_path, people) as (clinic, file):
        for number in range(1, kills + 1):
            sender, goal = clinic.sender(), number * people // (kills + 2)
            deadline = time.monotonic() + PATIENCE
            while len(arrived(file)) < goal and sender.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
            assert sender.poll() is None, sender.communicate()
            sender.kill()
            sender.communicate()
            assert sender.returncode == -signal.SIGKILL
        assert 0 < len(arrived(file)) < people, "it was killed in the middle each time"
        last = clinic.run("messages", "send")
        assert last.returncode == 0, last.stderr
        again = clinic.run("messages", "send")
        assert again.stdout.strip() == "nothing is due"
        lines = arrived(file)
        assert clinic.ask(OUTBOX) == {"sent": people}
    mailboxes = {
        address: {reference for to, reference, *_ in lines if to == address} for address, *_ in lines
    }
    assert set(mailboxes) == {f"patient{n}@example.org" for n in range(people)}, "nobody was left out"
    assert {len(held) for held in mailboxes.values()} == {1}, "one message in each mailbox"
    twice = sum(Counter(address for address, *_ in lines).values()) - people
    print(f"accepted twice on the wire: {twice} of {people}, {kills} kills")
    assert twice <= kills, "at most the one that was between the server's yes and the journal"


def test_two_senders_at_once_are_one(tmp_path):
    with practice(tmp_path, 20) as (clinic, file):
        both = [clinic.sender(), clinic.sender(), clinic.sender()]
        said = [one.communicate(timeout=PATIENCE) for one in both]
        codes = sorted(one.returncode for one in both)
        assert codes[0] == 0
        assert all(code in (0, 2) for code in codes), said
        assert Counter(line[0] for line in arrived(file)) == {f"patient{n}@example.org": 1 for n in range(20)}


def test_what_a_person_reads(tmp_path):
    with practice(tmp_path, 2) as (clinic, file):
        assert clinic.run("messages", "send").stdout.strip() == "2 new; 2 sent"
        english, spanish = sorted(arrived(file))
    assert english[2] == "How are you doing?"
    assert "http://127.0.0.1:8000/c/" in english[3]
    assert "911" in english[3]
    assert "?lang=es" in spanish[3]
    for line in (english, spanish):
        assert not any(word in line[2] + line[3] for word in ("Patient", "PRP", "spine", "inject", "inyecc"))


def test_an_address_that_does_not_exist_is_told_to_a_person(tmp_path):
    with practice(tmp_path, 3, "nobody", "refuse") as (clinic, file):
        said = clinic.run("messages", "send")
        assert (said.returncode, arrived(file)) == (1, [])
        assert clinic.ask(OUTBOX) == {"failed": 3}
        assert clinic.run("messages", "send").stdout.strip() == "nothing is due"


def test_a_server_that_is_down_costs_nothing(tmp_path):
    with practice(tmp_path, 5) as (clinic, file):
        port = clinic.port
        type(clinic).port = "1"
        assert clinic.run("messages", "send").returncode == 1
        assert clinic.ask(OUTBOX) == {"waiting": 5}
        type(clinic).port = port
        assert clinic.run("messages", "send").returncode == 0
        assert len(arrived(file)) == 5


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("BUFFYCOAT_MAIL_HOST", "mail.example.org", "another machine"),
        ("BUFFYCOAT_SITE", "http://clinic.example.org", "https"),
        ("BUFFYCOAT_MAIL_FROM", "", "go together"),
        ("BUFFYCOAT_MAIL_TLS", "ssl", "starttls, tls or none"),
    ],
)
def test_a_setting_that_would_send_in_the_open_is_refused(tmp_path, setting, value, said):
    made = Practice(tmp_path, f"sqlite:///{tmp_path / 'x.sqlite3'}")
    type(made).port = "25"
    environment = made.environment | {setting: value}
    done = subprocess.run(
        [sys.executable, "-m", "buffycoat", "messages", "send"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
