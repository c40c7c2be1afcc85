"""One process that holds the package and forks for each fault: a test run without its start.

Started by run.py inside a copy of package and tests. It reads lines of JSON {path, text, tests} and answers
each with one line: the first file of tests that failed, or nothing. A fork forgets the changed module and
every module that takes a name from it, and the tests import these anew.

Without a path it is the control: all tests on the whole package. It answers with the functions of the package
that each file of tests calls, so that a fault in a function is tried on those files alone.
"""

import ast
import importlib
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FrameType

import hypothesis.strategies  # held for the forks
import pytest

PATHWAY = Path("src", "buffycoat", "pathway")
HELD = ("buffycoat.pathway.walk", "buffycoat.interop.ask_case")  # with all that they import
LONGEST = 40  # seconds of computing, three times what all tests take; a fault that never ends is noticed
NEVER = "it never ended"
# A printed page that went stale does not count as caught.
ARGUMENTS = ["-x", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", ".",
             "--import-mode=importlib", "-k", "not stale and not printed"]  # fmt: skip


@cache
def users() -> dict[str, set[str]]:
    """Each module of the package that is held, and the modules that import it or a name from it."""
    found: dict[str, set[str]] = {name: set() for name in sys.modules if name.split(".")[0] == "buffycoat"}
    for name in found:
        for used in _imported(Path(str(sys.modules[name].__file__)).read_text()):
            if used in found:
                found[used].add(name)
    return found


def _imported(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{one.name}" for one in node.names))
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def touched(path: str) -> set[str]:
    """The modules that a changed file reaches: itself or those that read the table, and their users."""
    stage, _, file = path.partition("/")
    near = [name for name in users() if name.startswith(f"buffycoat.pathway.{stage}")]
    open_ones = [
        name
        for name in near
        if f'"{file}"' in Path(str(sys.modules[name].__file__)).read_text()
        or name == f"buffycoat.pathway.{stage}.{file.removesuffix('.py')}"
    ]
    reached: set[str] = set()
    while open_ones:
        name = open_ones.pop()
        if name not in reached:
            reached.add(name)
            open_ones += users()[name]
    return reached or set(users())


def forget(names: set[str]) -> None:
    """Take modules out of memory and out of the packages they stand in."""
    for name in names:
        package, _, module = name.rpartition(".")
        del sys.modules[name]
        if package in sys.modules:
            vars(sys.modules[package]).pop(module, None)


def in_fork(work: Callable[[], int], changed: set[str]) -> int:
    """What the work says, done in a fork that has forgotten some modules; below 0 when it was killed."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        forget(changed)
        os._exit(work())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def first_failure(tests: list[str], path: str) -> str:
    """The first of these files that fails, or ""."""

    def work() -> int:
        failed = (place for place, name in enumerate(tests, start=1) if pytest.main([*ARGUMENTS, name]) != 0)
        return next(failed, 0)

    place = in_fork(work, touched(path))
    return NEVER if place < 0 else tests[place - 1] if place else ""


def called(test: str) -> list[str]:
    """The functions of the package that a file of tests calls, as file:name; it must pass."""
    found: set[CodeType] = set()
    inside, listed = str(PATHWAY.resolve()), Path("called.json")

    def look(frame: FrameType, event: str, arg: object) -> None:
        found.add(frame.f_code)

    def work() -> int:
        sys.settrace(look)
        failed = pytest.main([*ARGUMENTS, test])
        sys.settrace(None)
        ours = [one for one in found if one.co_filename.startswith(inside)]
        names = {
            f"{Path(one.co_filename).relative_to(inside)}:{one.co_qualname.split('.<locals>')[0]}"
            for one in ours
        }
        listed.write_text(json.dumps(sorted(names)))
        return int(failed)

    if in_fork(work, set(users())):
        raise RuntimeError(f"{test} fails without any fault")
    return list(json.loads(listed.read_text()))


def with_fault(path: str, text: str, tests: list[str]) -> str:
    """The first file of tests that fails with one file changed; it is put right afterwards, its time too.

    The changed file gets a time of its own: Python reads it, and not what it compiled of the whole one.
    """
    file = PATHWAY / path
    before, times = file.read_text(), file.stat()
    file.write_text(text)
    os.utime(file, (0, 0))
    try:
        return first_failure(tests, path)
    finally:
        file.write_text(before)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def main() -> None:
    """Answer faults until there are no more."""
    hypothesis.settings.register_profile("mutation", database=None, derandomize=True, deadline=None)
    hypothesis.settings.load_profile("mutation")
    for name in HELD:
        importlib.import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        path, tests = asked["path"], asked["tests"]
        sys.dont_write_bytecode = bool(path)  # only the whole package is kept compiled
        said = with_fault(path, asked["text"], tests) if path else {one: called(one) for one in tests}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
