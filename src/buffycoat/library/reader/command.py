"""`buffycoat ask --check`: JSON Lines in, one answer a line out, in the same order."""

import json
from dataclasses import asdict
from typing import Any, TextIO

from buffycoat.library.reader.reading import read

ALL_ANSWERED, SOME_WRONG, NOTHING_READ = 0, 1, 2
LONGEST = 50_000  # letters; a longer line is not a message


def run(stdin: TextIO, stdout: TextIO) -> int:
    """Answer every line; a line that cannot be read is answered with what is wrong, and the run goes on."""
    lines = wrong = 0
    for line in stdin:
        if not line.strip():
            continue
        lines += 1
        answer = _answer(line)
        wrong += "error" in answer
        stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    if lines == 0 or wrong == lines:
        return NOTHING_READ
    return SOME_WRONG if wrong else ALL_ANSWERED


def _answer(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except ValueError as error:
        return _error(None, "", f"not JSON: {error}")
    if not isinstance(asked, dict):
        return _error(None, "", "a JSON object is expected")
    text, said = asked.get("text"), asked.get("lang")
    if not isinstance(text, str):
        return _error(asked.get("id"), "text", "the message, as text, is expected")
    if len(text) > LONGEST:
        return _error(asked.get("id"), "text", f"longer than {LONGEST} letters")
    if said not in (None, "en", "es"):
        return _error(asked.get("id"), "lang", "en or es is expected, or nothing")
    return {"id": asked.get("id"), **asdict(read(text, said))}


def _error(name: Any, field: str, message: str) -> dict[str, Any]:
    return {"id": name, "error": {"field": field, "message": message}}
