"""The data dictionary: what each column of an extract means, from its one declaration."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from buffycoat.registry.columns import TABLES, VERSION, Column


def entry(column: Column) -> dict[str, Any]:
    """What is said of one column."""
    return {
        "name": column.name,
        "kind": column.kind,
        "says": column.says,
        "unit": column.unit,
        "options": dict(options(column)),
        "of": f"{column.of[0].kind}.{column.of[1]}" if column.of else "",
        "asked": column.item.ask if column.item else "",
        "required": column.required,
    }


def options(column: Column) -> Mapping[str, str]:
    """The words that can stand in a column, and what they mean; nothing where it holds numbers."""
    if column.options or column.kind != "string" or column.item is None:
        return column.options
    return column.item.options


def fingerprint() -> str:
    """SHA-256 over the whole dictionary: two extracts with the same one mean the same by every column."""
    said = {
        "version": VERSION,
        "tables": {name: [entry(one) for one in held] for name, held in TABLES.items()},
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
