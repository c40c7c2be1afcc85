"""Ten EHRs at once ask by CDS Hooks: how long each waits for its cards (p99 at most 50 ms).

A server as a practice runs it (`buffycoat serve`, two workers, SQLite) on loopback; every call has its own
signed token, which is checked and taken once. A third of the patients are known to the practice, PRP planned.
Two ways: each EHR calls again as soon as it is answered, without a pause, which is all that the machine can
do; and each calls twice a second, as ten busy clinicians do.

    benchmarks/cds_hooks.py                     the working tree, three rounds of each way
    benchmarks/cds_hooks.py --against b2080d3   beside another commit, round by round in turn: a ratio
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from ehrs import calls, clients  # noqa: E402
from ehrs.practice import Practice, running  # noqa: E402

EHRS, WARM, MOST_MS, ROUNDS = 10, 10, 50, 3
AT_ONCE, CALM = (150, 0.0), (30, 0.5)  # calls of each EHR, and seconds between them


def measured(practice: Practice, way: tuple[int, float], chance: Random) -> tuple[float, str]:
    """One round: the p99 in milliseconds, and the round in words."""
    count, pause = way
    made = calls.calls(practice.records, EHRS * (count + WARM), chance)
    sent = list(calls.requests(practice.base, made))
    used = practice.used()
    waited, took, ours = clients.waits(practice.base, [sent[number::EHRS] for number in range(EHRS)], pause)
    each = (practice.used() - used) / len(sent) * 1000
    kept = [wait * 1000 for one in waited for wait in one[WARM:]]
    cuts = statistics.quantiles(kept, n=100, method="inclusive")
    said = f"p50 {cuts[49]:6.1f} ms, p99 {cuts[98]:6.1f} ms, worst {max(kept):6.1f} ms; "
    said += f"{len(sent) / took:.0f} a second; processor an answer: server {each:.1f} ms, "
    said += f"callers {ours / len(sent) * 1000:.2f} ms; load {os.getloadavg()[0]:.1f}"
    return cuts[98], said


def tree_of(commit: str, folder: str) -> Path:
    """The files of another commit, in a folder of their own."""
    packed = subprocess.run(["git", "archive", commit, "src"], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "x", "-C", folder], input=packed.stdout, check=True)
    return Path(folder)


def main() -> int:
    """Measure both ways; 1 when ten EHRs that never pause wait longer than they may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", metavar="COMMIT", help="measure this commit too, in turn")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    with ExitStack() as stack:
        trees = {"this tree": ROOT}
        if asked.against:
            trees[asked.against] = tree_of(asked.against, stack.enter_context(tempfile.TemporaryDirectory()))
        practices = {name: stack.enter_context(running(tree)) for name, tree in trees.items()}
        print(f"{len(next(iter(practices.values())).records)} records, {EHRS} EHRs, {asked.rounds} rounds")
        for practice in practices.values():
            measured(practice, AT_ONCE, Random(0))  # both workers remember what they recognise
        p99 = {way: compared(practices, words, way, asked.rounds) for words, way in _WAYS.items()}
    kept = p99[AT_ONCE] <= MOST_MS
    print(f"p99 at most {MOST_MS} ms without a pause: {'yes' if kept else 'no'} ({p99[AT_ONCE]:.1f} ms)")
    return int(not kept)


_WAYS = {"each calls again at once": AT_ONCE, "each calls twice a second": CALM}


def compared(practices: dict[str, Practice], words: str, way: tuple[int, float], rounds: int) -> float:
    """The median p99 of this tree over the rounds; beside another commit the ratio of the two as well."""
    p99: dict[str, list[float]] = {name: [] for name in practices}
    for number in range(rounds):
        for name, practice in practices.items():
            found, said = measured(practice, way, Random(number + 1))
            p99[name].append(found)
            print(f"{words}, {name}: {said}", flush=True)
    middle = {name: statistics.median(found) for name, found in p99.items()}
    for name in list(middle)[1:]:
        print(f"{words}: p99 {middle['this tree'] / middle[name]:.2f} of {name}'s")
    return middle["this tree"]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buffycoat.config.settings")
    raise SystemExit(main())
