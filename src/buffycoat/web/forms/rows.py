"""Rows of a repeated part: added and removed by a button of the form, with everything else kept."""

import re

from buffycoat.pathway.record import Declared
from buffycoat.web.forms.shape import shapes
from buffycoat.web.forms.typed import MOST_ROWS, Typed, row_count


def change_rows(typed: Typed, do: str) -> Typed:
    """The typed text after the button `add:drugs` or `remove:drugs.1`; the same text for any other button."""
    action, _, path = do.partition(":")
    if action == "add":
        return {**typed, f"{path}:rows": str(min(row_count(typed, path) + 1, MOST_ROWS))}
    if action == "remove" and re.fullmatch(r".+\.\d+", path):
        name, _, index = path.rpartition(".")
        return without_row(typed, name, int(index))
    return typed


def without_row(typed: Typed, name: str, gone: int) -> Typed:
    """The typed text without one row; those below it move up."""
    if gone >= row_count(typed, name):
        return typed
    inside = re.compile(rf"{re.escape(name)}\.(\d+)(\..+)", re.DOTALL)
    kept: Typed = {}
    for key, text in typed.items():
        found = inside.fullmatch(key)
        index = int(found[1]) if found else -1
        if found and index > gone:
            kept[f"{name}.{index - 1}{found[2]}"] = text
        elif index != gone:
            kept[key] = text
    return {**kept, f"{name}:rows": str(row_count(typed, name) - 1)}


def tidy(declared: type[Declared], typed: Typed, path: str = "") -> Typed:
    """The typed text without rows in which nothing was typed."""
    for shape in shapes(declared):
        name = path + shape.name
        if shape.kind == "part" and shape.part:
            typed = tidy(shape.part, typed, f"{name}.")
        if shape.kind != "parts" or not shape.part:
            continue
        for index in reversed(range(row_count(typed, name))):
            typed = tidy(shape.part, typed, f"{name}.{index}.")
            if not _filled(typed, f"{name}.{index}."):
                typed = without_row(typed, name, index)
    return typed


def _filled(typed: Typed, inside: str) -> bool:
    """Whether anything but a unit or a row count stands in the row."""
    return any(
        text.strip()
        for key, text in typed.items()
        if key.startswith(inside) and not key.endswith((":unit", ":rows", ":was"))
    )
