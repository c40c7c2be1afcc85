"""Print the registry's data dictionary into docs/reference: `python -m tests.spec.dictionary [--check]`."""

import sys
from pathlib import Path

from buffycoat.pathway.candidacy.anatomy import LEVEL_NAMES, SIDE_NAMES, SNOMED, TARGET_NAMES
from buffycoat.registry.columns import TABLES, VERSION, Column
from buffycoat.registry.dictionary import fingerprint, options

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "data-dictionary.md"
TOP = """# The registry's data dictionary

Printed by `make docs` from `src/buffycoat/registry/columns.py`. Do not edit by hand.

`buffycoat registry extract FOLDER` writes these three tables as Parquet into a folder of its site,
`site=<name>/`, with a `manifest.json` (version, fingerprint of this dictionary, how many rows and people, and
why charts were left out). An empty cell is “not known”: not asked, or asked and not known. It is never “no”.

Episodes and events stand sorted by episode; answers by instrument, each a row group of its own, then by week
and episode. Answers in another order are read too, only slower. A row of answers or events belongs to an
episode of its own site: a table with one that does not is refused, and so is a score beyond its instrument.

What never leaves a chart: names, numbers, addresses, free text, dates (only the year of the treatment; days
are counted from it).
Pseudonyms are made with the site's own key (HMAC-SHA256), so nobody else can make or match them.
"""
ABOUT = {
    "episodes": "One row for each episode with an injection in force whose patient agrees to the registry.",
    "answers": "One row for each score. Where a visit was answered twice, the newer answers stand.",
    "events": "One row for each adverse event in force.",
}
COLUMNS = ("Column", "Type", "Meaning", "Unit", "Values", "Asked as", "Read from")


def page() -> str:
    """The whole dictionary, table by table."""
    lines = [TOP, f"Version {VERSION}, fingerprint `{fingerprint()[:16]}`.", ""]
    for name, columns in TABLES.items():
        lines += [f"## {name}", "", ABOUT[name], ""]
        lines += [f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}", *map(_row, columns), ""]
    lines += [
        "## Anatomy",
        "",
        "How a chart codes a place; SNOMED CT where a concept was found, “–” where not.",
        "",
    ]
    lines += ["| Code | Meaning | SNOMED CT |", "| --- | --- | --- |"]
    lines += [_place(*one) for names in (TARGET_NAMES, SIDE_NAMES, LEVEL_NAMES) for one in names.items()]
    return "\n".join([*lines, ""])


def _place(code: str, says: str) -> str:
    concept = SNOMED.get(code)
    return f"| `{code}` | {says} | {f'{concept.code} {concept.display}' if concept else '–'} |"


def _row(column: Column) -> str:
    kind = column.kind if column.required else f"{column.kind}, may be empty"
    values = "; ".join(f"`{word}` {says}" for word, says in options(column).items())
    asked = column.item.ask if column.item else ""
    source = f"`{column.of[0].kind}.{column.of[1]}`" if column.of else ""
    cells = (f"`{column.name}`", kind, column.says, column.unit, values, asked, source)
    return "| " + " | ".join(cell.replace("|", "\\|") or "–" for cell in cells) + " |"


def main() -> int:
    """Write the page, or with --check only say whether it is stale."""
    if "--check" in sys.argv:
        stale = not PAGE.exists() or PAGE.read_text() != page()
        print(f"data-dictionary.md is {'stale; run make docs' if stale else 'up to date'}")
        return int(stale)
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
