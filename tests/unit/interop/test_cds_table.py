"""The table of the specification's requirements names tests that exist, and has one for every row."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TABLE = (ROOT / "docs" / "reference" / "cds-hooks.md").read_text()
ROWS = re.findall(r"^\| ([A-Z]\d+) \|.*$", TABLE, re.MULTILINE)
LINES = {
    line.split(" | ")[0].strip("| "): line for line in TABLE.splitlines() if re.match(r"\| [A-Z]\d+ ", line)
}


def test_requirements_are_numbered_without_gaps() -> None:
    by_letter: dict[str, list[int]] = {}
    for row in ROWS:
        by_letter.setdefault(row[0], []).append(int(row[1:]))
    assert all(found == list(range(1, len(found) + 1)) for found in by_letter.values())
    assert set(by_letter) == set("JDCPAFS")


@pytest.mark.parametrize("row", ROWS)
def test_each_requirement_names_a_test_that_exists(row: str) -> None:
    named = re.findall(r"`(test_cds_\w+\.py)::(test_\w+)`", LINES[row])
    assert named
    for file, test in named:
        assert f"def {test}(" in (Path(__file__).parent / file).read_text(), (file, test)


def test_every_test_named_outside_the_rows_exists_too() -> None:
    for file, test in re.findall(r"`(test_cds_\w+\.py)::(test_\w+)`", TABLE):
        assert f"def {test}(" in (Path(__file__).parent / file).read_text(), (file, test)
