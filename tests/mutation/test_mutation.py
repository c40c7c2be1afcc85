"""The tests would notice a slip in a table or a rule: some faults each time, all of them in `make slow`."""

import tempfile
from pathlib import Path

import pytest

from tests.mutation import run
from tests.mutation.mutants import Mutant, of_rules, of_tables


def test_there_is_a_fault_of_every_sort_and_none_is_the_original() -> None:
    pathway = run.ROOT / run.PATHWAY
    tables, rules = list(of_tables(pathway)), list(of_rules(pathway))
    assert len(tables) > 500
    assert len(rules) > 400
    assert all(one.text != (pathway / one.path).read_text() for one in (*tables, *rules))
    said = " ".join(one.what for one in (*tables, *rules))
    for sort in ("row dropped", "without", "E0", "7 d", "Lt -> LtE", "-> Or", "“not” lost", "critical"):
        assert sort in said


def test_the_copy_passes_and_a_few_faults_are_caught() -> None:
    """A lowered tier, and a guard that looks away from fused levels: each fails at once."""
    pathway = run.ROOT / run.PATHWAY
    with tempfile.TemporaryDirectory() as folder:
        where = run.copied(Path(folder, "copy"))
        assert not run.caught(where, None)
        every: list[Mutant] = [*of_tables(pathway), *of_rules(pathway)]
        assert run.caught(where, next(one for one in every if one.what.startswith("CES-1: tier")))
        guard = next(one for one in every if one.path.endswith("guard.py") and "In -> NotIn" in one.what)
        assert run.caught(where, guard)


@pytest.mark.slow
def test_at_least_95_percent_of_all_faults_are_caught() -> None:
    faults = [one for kind in run.sample(1.0) for one in kind]
    alive = run.survivors(faults)
    assert len(alive) <= 0.05 * len(faults), [f"{one.path} {one.what}" for one in alive]
