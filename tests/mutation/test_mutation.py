"""The tests would notice a slip in a table or a rule: some faults each time, all of them in `make slow`."""

import tempfile
from pathlib import Path

import pytest

from tests.mutation import page, run
from tests.mutation.mutants import KINDS, MODULES, TABLES, Mutant

DECLARED = {"__init__", "records", "laboratory", "examination", "warning_signs"}


@pytest.fixture(scope="module")
def faults() -> list[Mutant]:
    return run.every_fault()


def test_there_is_a_fault_of_every_kind_and_none_is_the_original(faults: list[Mutant]) -> None:
    pathway = run.ROOT / run.PATHWAY
    assert len([one for one in faults if one.path.endswith(".toml")]) > 1000
    assert len([one for one in faults if one.path.endswith(".py")]) > 800
    assert all(one.text != (pathway / one.path).read_text() for one in faults)
    assert {one.kind for one in faults} == set(KINDS)


def test_each_fault_has_a_name_and_those_excused_are_still_there(faults: list[Mutant]) -> None:
    names = {one.name for one in faults}
    assert len(names) == len(faults)
    assert set(page.excused()) <= names
    assert all(len(why) > 20 for why in page.excused().values())


@pytest.mark.parametrize("stage", ["triage", "candidacy"])
def test_no_table_and_no_rule_of_the_two_stages_is_left_out(stage: str) -> None:
    """Records are declared, not decided: their bounds are tried where records are."""
    folder, declared = run.ROOT / run.PATHWAY / stage, DECLARED
    assert {path.stem for path in folder.glob("*.toml")} == set(TABLES[stage])
    assert {path.stem for path in folder.glob("*.py")} - declared == set(MODULES[stage])


def test_every_file_of_tests_is_there() -> None:
    assert [name for name in run.TESTS if not (run.ROOT / name).exists()] == []


def test_the_copy_passes_and_a_few_faults_are_caught(faults: list[Mutant]) -> None:
    """A lowered tier, and a guard that looks away from fused levels: each fails at once."""
    quick = ["tests/spec/test_tables_as_written.py", "tests/unit/pathway/test_candidacy_stage.py"]
    tier = next(one for one in faults if one.what.startswith("CES-1: tier"))
    guard = next(one for one in faults if one.path.endswith("guard.py") and "In -> NotIn" in one.what)
    with tempfile.TemporaryDirectory() as folder:
        worker = run.Worker(run.copied(Path(folder, "copy")))
        try:
            worker.calls = worker.control(quick)
            found = [worker.caught_by(one) for one in (tier, guard)]
            assert worker.control(quick) == worker.calls, "the copy was put right"
        finally:
            worker.end()
    assert found == [quick[0], "tests/unit/pathway/test_case_reading.py"]
    assert "candidacy/rules_target.py:fused_level_target" in worker.calls[quick[1]]


@pytest.mark.slow
def test_at_least_95_percent_of_all_faults_are_caught(faults: list[Mutant]) -> None:
    found = run.catches(faults)
    missed = [one.name for one, by in found if not by and one.name not in page.excused()]
    assert run.share_caught(found) >= run.LEAST, missed
