"""Which rule and which row of a table carries each row of the rule base: printed as docs/pathway/coverage.md.

`python -m tests.spec.coverage [--check]`
"""

import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from buffycoat.pathway.knowledge import MARKS, sources
from buffycoat.pathway.walk import RULES
from tests.spec.print_docs import all_cases

HERE = Path(__file__)
PATHWAY = HERE.parents[2] / "src" / "buffycoat" / "pathway"
PAGE = HERE.parents[2] / "docs" / "pathway" / "coverage.md"
SECTIONS = {
    "1_2": "1.2 Warning signs",
    "3_1": "3.1 Targets",
    "3_2": "3.2 Contraindications",
    "3_4": "3.4 Medicines",
    "3_6": "3.6 After fusion",
}


def rows() -> dict[str, dict[str, dict[str, Any]]]:
    """Section, row of the rule base, and what carries it."""
    with HERE.with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Every row of every reviewed table of triage, candidacy and aftercare, as file:row."""
    found = {}
    for stage in ("triage", "candidacy", "aftercare"):
        for path in sorted((PATHWAY / stage).glob("*.toml")):
            for key, row in tomllib.loads(path.read_text()).get("rows", {}).items():
                found.setdefault(f"{path.stem}:{key}", row)
    return found


def page() -> str:
    """The coverage as Markdown."""
    counts: dict[str, int] = {}
    for one in all_cases():
        counts[one.rule] = counts.get(one.rule, 0) + 1
    lines = [
        "# What carries each row of the rule base",
        "",
        "Printed by `make docs` from tests/spec/coverage.toml and the tables. Do not edit by hand.",
        "",
    ]
    left: list[str] = []
    for section, title in SECTIONS.items():
        lines += [f"## {title}", "", "| Row | Rows of tables, with source and mark | Rules (spec cases) |"]
        lines += ["| --- | --- | --- |"]
        for key, row in rows()[section].items():
            lines.append(f"| {key} | {_tables(row)} | {_rules(row, counts)} |")
            if "left_out" in row:
                left.append(f"- {title}, {key}: {row['left_out']}")
        lines.append("")
    return "\n".join([*lines, "## Left out, in whole or in part", "", *left, ""])


def _tables(row: dict[str, Any]) -> str:
    said = []
    for name in row.get("table", ()):
        held = tables()[name]
        titles = ", ".join(sources()[key].title for key in held["sources"])
        said.append(f"`{name}`: {titles} ({MARKS[held['status']]})")
    return "<br>".join(said) or "–"


def _rules(row: dict[str, Any], counts: dict[str, int]) -> str:
    named = [f"`{name}` ({counts.get(name, 0)})" for name in row.get("rules", ()) if name in RULES]
    return ", ".join(named) or "–"


def main() -> int:
    """Write the page, or with --check only say whether it is stale."""
    if "--check" in sys.argv:
        stale = not PAGE.exists() or PAGE.read_text() != page()
        print("docs/pathway/coverage.md is stale; run make docs" if stale else "coverage.md is up to date")
        return int(stale)
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
