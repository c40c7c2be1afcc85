"""Two people sign in the same chart at once: one wins, and the other is told what changed."""

import json

from tests.installation import PATIENCE, lines

OPEN = """
import json
from datetime import date
from buffycoat.pathway.chart import Signer
from buffycoat.store.actions import open_episode, register_patient
desk = Signer(id="desk", name="Front Desk", role="front_desk")
patient = register_patient(desk, name="Ann Example", birth_date=date(1970, 1, 1), sex="female")
print(json.dumps(open_episode(desk, patient, title="Back").pk))
"""
RACE = """
import json, sys
from buffycoat.pathway.chart import Signer
from buffycoat.pathway.triage.records import Pain
from buffycoat.store.actions import Conflict, sign
episode, name, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
nurse, seen = Signer(id=name, name=name, role="nurse"), 1
for number in range(rounds):
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        entry, won = sign(nurse, episode, Pain(now=number % 10), seen=seen), True
        told = [entry.signer.name]
    except Conflict as conflict:
        won, told = False, [entry.signer.name for entry in conflict.since]
    print(json.dumps([won, told]), flush=True)
    seen += 1
"""
THREADS = """
import json, sys, threading
from django.db import connection
from buffycoat.pathway.chart import Signer
from buffycoat.pathway.triage.records import Pain
from buffycoat.store.actions import Conflict, sign
together, ends = threading.Barrier(8), []
def work(name):
    together.wait()
    try:
        sign(Signer(id=name, name=name, role="nurse"), sys.argv[1], Pain(now=5), seen=1)
        ends.append("signed")
    except Conflict as conflict:
        ends.append(f"told of {len(conflict.since)}")
    except Exception as error:
        ends.append(repr(error))
    finally:
        connection.close()
threads = [threading.Thread(target=work, args=(f"Nurse {n}",)) for n in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
print(json.dumps(sorted(ends)))
"""
ROUNDS = 15


def test_of_two_processes_exactly_one_wins_each_time(installation):
    episode = installation.ask(OPEN)
    names = ["Ana", "Ben"]
    racers = [installation.start(RACE, episode, name, str(ROUNDS), given=True) for name in names]
    wins = []
    for _ in range(ROUNDS):
        assert [lines(one, 1) for one in racers] == [["ready"], ["ready"]]
        for one in racers:
            one.stdin.write("go\n")
            one.stdin.flush()
        ends = [json.loads(lines(one, 1)[0]) for one in racers]
        assert sorted(won for won, _ in ends) == [False, True]
        winner = names[[won for won, _ in ends].index(True)]
        assert [told for _, told in ends] == [[winner], [winner]], "the other is told whose entry it is"
        wins.append(winner)
    for one in racers:
        one.communicate(timeout=PATIENCE)
    said = installation.run("verify")
    assert said.stdout == f"1 chains with {1 + len(wins)} entries are whole.\n"


def test_of_eight_threads_exactly_one_wins(installation):
    episode = installation.ask(OPEN)
    assert installation.ask(THREADS, episode) == ["signed", *["told of 1"] * 7]
