"""How many faults in tables and rules the tests catch: `python -m tests.mutation.run [SHARE] [--write]`.

Each fault is put into a copy of the package; the quick tests of triage and candidacy run against it.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from tests.mutation.mutants import Mutant, of_rules, of_tables

ROOT = Path(__file__).parents[2]
PATHWAY = Path("src", "buffycoat", "pathway")
EVIDENCE = ROOT / "docs" / "evidence" / "mutation.md"
# Quickest first: a run stops at the first failure. A printed page that went stale does not count as caught.
TESTS = (
    "tests/spec/test_tables_as_written.py", "tests/spec/test_coverage.py", "tests/cases/test_cases.py",
    "tests/spec/test_spec.py", "tests/unit/pathway/test_triage_urgency.py",
    "tests/unit/pathway/test_candidacy_bounds.py",
    "tests/unit/pathway/test_candidacy_stage.py", "tests/unit/pathway/test_candidacy_clock.py",
    "tests/unit/pathway/test_candidacy_conditions.py", "tests/unit/pathway/test_candidacy_drugs.py",
    "tests/unit/pathway/test_case_reading.py",
)  # fmt: skip


def copied(where: Path) -> Path:
    """A copy of package and tests without what the quick tests do not read."""
    skip = shutil.ignore_patterns(
        "__pycache__", "static", "templates", "library", "*.onnx", "browser", "peers"
    )
    shutil.copytree(ROOT / "src", where / "src", ignore=skip)
    shutil.copytree(ROOT / "tests", where / "tests", ignore=skip)
    (where / "tests" / "conftest.py").unlink()  # its databases and servers are not for these tests
    return where


def caught(where: Path, mutant: Mutant | None) -> bool:
    """Whether any quick test fails with this fault in the copy; the copy is put right afterwards."""
    path = where / PATHWAY / mutant.path if mutant else None
    before = path.read_text() if path else ""
    if path and mutant:
        path.write_text(mutant.text)
    try:
        return _fails(where)
    finally:
        if path:
            path.write_text(before)


def _fails(where: Path) -> bool:
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:django",
               "-p", "no:xdist", "-c", os.devnull, "--rootdir", str(where), "--import-mode=importlib",
               "-k", "not stale and not printed", *TESTS]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": f"{where / 'src'}{os.pathsep}{where}"}
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, timeout=300)
    return done.returncode != 0


def survivors(mutants: Iterable[Mutant], workers: int = 2) -> list[Mutant]:
    """The faults that no quick test caught."""
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for number in range(workers):
            copies.put(copied(Path(folder, str(number))))

        def lives(mutant: Mutant) -> bool:
            where = copies.get()
            try:
                return not caught(where, mutant)
            except subprocess.TimeoutExpired:
                return False  # a fault that never ends is noticed
            finally:
                copies.put(where)

        held = list(mutants)
        with ThreadPoolExecutor(workers) as pool:
            return [mutant for mutant, alive in zip(held, pool.map(lives, held), strict=True) if alive]


def sample(share: float) -> tuple[list[Mutant], list[Mutant]]:
    """A share of all faults in tables and in rules, the same every time."""
    chosen = random.Random(1)
    found = (list(of_tables(ROOT / PATHWAY)), list(of_rules(ROOT / PATHWAY)))
    tables, rules = (sorted(chosen.sample(one, max(1, round(len(one) * share))), key=str) for one in found)
    return tables, rules


def page(kinds: dict[str, tuple[int, list[Mutant]]], share: float) -> str:
    """The figures as a page of evidence."""
    lines = [
        "# Faults that the tests catch", "",
        "Written by `python -m tests.mutation.run SHARE --write`; `make slow` runs it and asks for 95%.",
        "One fault at a time is put into a copy: a tier changed, a row or a listed sign dropped, a bound or",
        "hold moved, a comparison turned, “and” for “or”, a “not” lost, a level weakened. The quick tests of",
        "triage and candidacy run against it. A printed page that went stale does not count as caught.", "",
        f"Share of all possible faults that was tried: {share:.0%}, chosen by a fixed seed.", "",
        "| where | faults | caught | share |", "| --- | --- | --- | --- |",
    ]  # fmt: skip
    for name, (total, alive) in kinds.items():
        lines.append(f"| {name} | {total} | {total - len(alive)} | {1 - len(alive) / total:.1%} |")
    lines += ["", "## Not caught", ""]
    lines += [f"- `{one.path}` {one.what}" for _, alive in kinds.values() for one in alive] or ["None."]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run a share of the faults, print the figures, and with --write keep them as evidence."""
    share = float(next((one for one in sys.argv[1:] if not one.startswith("-")), "1"))
    tables, rules = sample(share)
    kinds = {
        "tables": (len(tables), survivors(tables)),
        "rules": (len(rules), survivors(rules)),
    }
    said = page(kinds, share)
    print(said)
    if "--write" in sys.argv:
        EVIDENCE.parent.mkdir(exist_ok=True)
        EVIDENCE.write_text(said)
    total = sum(number for number, _ in kinds.values())
    return int(sum(len(alive) for _, alive in kinds.values()) > total * 0.05)


if __name__ == "__main__":
    sys.exit(main())
