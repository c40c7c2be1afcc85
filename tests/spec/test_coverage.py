"""No row of the rule base is without a rule or a row of a table, and none of those named is made up."""

import pytest

from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.walk import RULES
from tests.spec import coverage
from tests.spec.print_docs import all_cases

ROWS = [(f"{section} {key}", row) for section, found in coverage.rows().items() for key, row in found.items()]
# As counted in the rule base; POSTOP and the action facts of cauda equina among them.
COUNTED = {"1_2": 35, "3_1": 8, "3_2": 17, "3_4": 27, "3_6": 5}


def test_every_row_of_the_rule_base_is_there() -> None:
    assert {section: len(found) for section, found in coverage.rows().items()} == COUNTED


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_what_carries_a_row_exists_and_has_source_mark_and_spec(name, row) -> None:
    assert row.get("table") or row.get("rules") or row.get("left_out")
    for one in row.get("table", ()):
        held = coverage.tables()[one]
        assert held["sources"]
        assert set(held["sources"]) <= set(sources())
        assert held["status"] in ("V", "K", "K~", "P")
    for one in row.get("rules", ()):
        assert one in RULES
        assert any(case.rule == one for case in all_cases())
    if not row.get("rules") and not row.get("table"):
        assert len(row["left_out"]) > 20


def test_the_page_is_not_stale() -> None:
    assert coverage.PAGE.read_text() == coverage.page()
