"""The figures of the mutation run as a page of evidence, and the faults that are none."""

import platform
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.mutation.mutants import KINDS, Mutant

Found = list[tuple[Mutant, str]]


@cache
def excused() -> Mapping[str, str]:
    """Faults after which the product says exactly what it said before, and why that is so."""
    with Path(__file__).with_name("excused.toml").open("rb") as file:
        return {
            f"{path} {what}": why for path, rows in tomllib.load(file).items() for what, why in rows.items()
        }


def page(found: Found, share: float, seconds: float) -> str:
    """What was done, the figures by kind of fault and by file, and every fault that no test caught."""
    alive = [mutant for mutant, by in found if not by]
    open_ones = [one for one in alive if one.name not in excused()]
    lines = [
        "# Faults that the tests catch", "",
        "Written by `python -m tests.mutation.run --write`; `make slow` runs the same and asks for 95%.", "",
        "One fault at a time is put into a copy of the tables and rules of triage and candidacy: slips of",
        "somebody who edits them. The tests of the two stages run against each; it is caught when one fails.",
        "A printed page that went stale does not count. The copy without a fault passes first (the control).",
        "Left alone: words that people read or that a name is found by, sources and marks, and the bounds",
        "within which a single answer may lie.",
        "", f"- Commit: {_commit()}", f"- Machine: {_machine()}", f"- Time taken: {seconds / 60:.0f} minutes",
        f"- Share of all possible faults that was tried: {share:.0%}",
        f"- Faults: {len(found)}; caught: {len(found) - len(alive)}; not caught: {len(alive)}, of which "
        f"{len(alive) - len(open_ones)} change nothing that anybody could see (below)",
        f"- Caught of those that change something: "
        f"**{1 - len(open_ones) / (len(found) - len(alive) + len(open_ones)):.1%}**; "
        f"of all, those that change nothing counted as missed: {1 - len(alive) / len(found):.1%}",
        "", *_table("Kind of fault", found, lambda one: KINDS[one.kind]),
        "", *_table("File", found, lambda one: f"`{one.path}`"),
        "", "## Not caught", "",
    ]  # fmt: skip
    lines += [f"- `{one.path}`: {one.what}" for one in open_ones] or ["None."]
    lines += ["", "## Not caught, and nothing changes", ""]
    lines += [f"- `{one.path}`: {one.what}. {excused()[one.name]}" for one in alive if one.name in excused()]
    return "\n".join(lines) + "\n"


def _table(title: str, found: Found, key: Callable[[Mutant], str]) -> list[str]:
    lines = [
        f"| {title} | Faults | Caught | Change nothing | Missed | Caught of those that change something |"
    ]
    lines += ["| --- | --- | --- | --- | --- | --- |"]
    for group in dict.fromkeys(key(mutant) for mutant, _ in found):
        of = [(mutant, by) for mutant, by in found if key(mutant) == group]
        caught = sum(bool(by) for _, by in of)
        nothing = sum(not by and mutant.name in excused() for mutant, by in of)
        share = f"{caught / (len(of) - nothing):.0%}" if len(of) > nothing else "–"
        lines.append(
            f"| {group} | {len(of)} | {caught} | {nothing} | {len(of) - caught - nothing} | {share} |"
        )
    return lines


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return done.stdout.strip() or "not known"


def _machine() -> str:
    with Path("/proc/cpuinfo").open() as file:
        models = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    name = models[0] if models else platform.machine()
    return f"{name}, {len(models) or '?'} processors, Python {platform.python_version()}"
