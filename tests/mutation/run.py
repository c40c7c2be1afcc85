"""How many faults in tables and rules the tests catch: `python -m tests.mutation.run [SHARE] [--write]`.

Each fault is put into a copy of the package; the tests of triage and candidacy run against it (worker.py).
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from types import MappingProxyType
from typing import Any

from tests.mutation import page
from tests.mutation.mutants import Mutant, of_rules, of_tables

ROOT = Path(__file__).parents[2]
PATHWAY = Path("src", "buffycoat", "pathway")
EVIDENCE = ROOT / "docs" / "evidence" / "mutation.md"
LEAST = 0.95
# The tests of the two stages that neither serve pages, read printed documents nor draw lots (property tests
# would catch more, at ten times the cost). A run stops at the first failure: what names the change is first.
TESTS = (
    "tests/spec/test_tables_as_written.py",
    "tests/spec/test_ratios_as_written.py",
    "tests/spec/test_spec.py",
    "tests/cases/test_cases.py",
    *sorted(
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests" / "unit" / "pathway").glob("test_*.py")
        if re.search(r"pathway\.(triage|candidacy)", path.read_text())
    ),
    "tests/spec/test_coverage.py",
)


def in_order(path: str, names: Iterable[str]) -> list[str]:
    """Files of tests, those that name what was changed first."""
    stage, _, file = path.partition("/")
    stem = file.partition(".")[0]
    about = "pain" if stem.startswith(("pain", "findings")) else stage

    def place(name: str) -> int:
        if "as_written" in name:
            return 0 if file.endswith(".toml") else 4
        return 1 if stem in name else 2 if about in name else 4 if "unit" in name else 3

    return sorted(names, key=place)


def copied(where: Path) -> Path:
    """A copy of package and tests without what these tests do not read."""
    skip = shutil.ignore_patterns("__pycache__", "static", "templates", "*.onnx", "*.npz", "browser", "peers")
    shutil.copytree(ROOT / "src", where / "src", ignore=skip)
    shutil.copytree(ROOT / "tests", where / "tests", ignore=skip)
    (where / "tests" / "conftest.py").unlink()  # its databases and servers are not for these tests
    return where


class Worker:
    """A copy of the package, and a process in it that answers which test catches a fault."""

    def __init__(self, where: Path, calls: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
        self.where, self.calls = where, calls
        paths = f"{where / 'src'}{os.pathsep}{where}"
        environment = {**os.environ, "PYTHONPATH": paths, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        self.last: dict[str, str] = {}  # what caught the fault before in each file: likely to catch the next
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.mutation.worker"],
            cwd=where, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def control(self, tests: Sequence[str] = TESTS) -> dict[str, list[str]]:
        """The functions that each file of tests calls. All pass, or there is no answer."""
        return dict(self._ask(path="", text="", tests=tests))

    def caught_by(self, mutant: Mutant) -> str:
        """The first file of tests that fails with this fault; "" when all pass."""
        around = f"{mutant.path}:{mutant.within}"
        tests = [one for one in TESTS if not mutant.within or around in self.calls.get(one, [around])]
        tests = in_order(mutant.path, tests)
        tests.sort(key=lambda name: name != self.last.get(mutant.path))
        found = str(self._ask(path=mutant.path, text=mutant.text, tests=tests))
        self.last[mutant.path] = found or self.last.get(mutant.path, "")
        return found

    def _ask(self, **asked: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        """Tell the process that there are no more faults."""
        self.process.communicate()


@contextmanager
def workers(number: int) -> Iterator["Queue[Worker]"]:
    """Some workers; the first has seen the tests pass on the whole package, and compiled it for all."""
    with tempfile.TemporaryDirectory() as folder:
        free: Queue[Worker] = Queue()
        held = [Worker(copied(Path(folder, "0")))]
        try:
            held[0].calls = held[0].control()
            for place in range(1, number):
                where = Path(shutil.copytree(held[0].where, Path(folder, str(place))))
                held.append(Worker(where, held[0].calls))
            for one in held:
                free.put(one)
            yield free
        finally:
            for one in held:
                one.end()


def catches(mutants: Iterable[Mutant], number: int = 2, aloud: bool = False) -> list[tuple[Mutant, str]]:
    """Each fault with the file of tests that caught it, or ""."""
    with workers(number) as free, ThreadPoolExecutor(number) as pool:

        def by(mutant: Mutant) -> tuple[Mutant, str]:
            worker = free.get()
            try:
                found = worker.caught_by(mutant)
            finally:
                free.put(worker)
            if aloud:
                print(f"{found or 'NOT CAUGHT'}: {mutant.name}", file=sys.stderr, flush=True)
            return mutant, found

        return list(pool.map(by, mutants))


def every_fault() -> list[Mutant]:
    """All faults in tables and rules."""
    return [*of_tables(ROOT / PATHWAY), *of_rules(ROOT / PATHWAY)]


def share_caught(found: list[tuple[Mutant, str]]) -> float:
    """The share that was caught, of all faults that change what the product says (page.excused)."""
    count = [by for mutant, by in found if by or mutant.name not in page.excused()]
    return sum(bool(by) for by in count) / len(count)


def main() -> int:
    """Run a share of the faults, print the figures, and with --write keep them as evidence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("share", nargs="?", type=float, default=1.0)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", default="", help="only files whose path holds this")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    faults = [one for one in every_fault() if asked.only in one.path]
    chosen = random.Random(1).sample(faults, max(1, round(len(faults) * asked.share)))
    began = time.monotonic()
    found = sorted(catches(chosen, asked.workers, aloud=True), key=lambda pair: pair[0].path)
    said = page.page(found, asked.share, time.monotonic() - began)
    print(said)
    if asked.write:
        EVIDENCE.write_text(said)
    return int(share_caught(found) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
