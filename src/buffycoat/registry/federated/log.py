"""The site's own log: every question, answered or refused, each line with the hash of the one before it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from buffycoat.registry.federated.signatures import Said, digest

FIRST = "0" * 64
Line = dict[str, Any]


def line(before: Sequence[Line], said: Said) -> Line:
    """One more line at the end of a log."""
    held = {"number": len(before) + 1, "previous": before[-1]["hash"] if before else FIRST, **said}
    return {**held, "hash": digest(held)}


def broken(lines: Sequence[Line], head: str = "") -> str:
    """What is wrong with a log, at its first broken line; "" for a whole one.

    `head`: the newest hash as it was kept beside the log, so that lines cut off at the end are missed too.
    """
    previous = FIRST
    for number, one in enumerate(lines, start=1):
        rest = {name: value for name, value in one.items() if name != "hash"}
        if one.get("number") != number or one.get("previous") != previous:
            return f"line {number} does not follow the one before it"
        if one.get("hash") != digest(rest):
            return f"line {number} was changed after it was written"
        previous = one["hash"]
    if head and all(one["hash"] != head for one in lines):
        return f"after line {len(lines)} something was cut off"
    return ""


def read(text: Iterable[str]) -> list[Line]:
    """The lines of a log file; ValueError names one that cannot be read."""
    found = []
    for number, one in enumerate(text, start=1):
        try:
            said = json.loads(one)
        except ValueError as error:
            raise ValueError(f"line {number} of the log cannot be read") from error
        if not isinstance(said, dict):
            raise ValueError(f"line {number} of the log cannot be read")
        found.append(said)
    return found
